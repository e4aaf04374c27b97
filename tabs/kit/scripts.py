"""Reads the JavaScript, HTML and CSS that live in files of their own beside the Python."""

from pathlib import Path

TABS = Path(__file__).resolve().parents[1]

STYLES = [
    TABS / "style.css",
    TABS / "shared" / "type.css",
    TABS / "shared" / "controls.css",
    TABS / "shared" / "answers.css",
    TABS / "shared" / "charts.css",
    TABS / "shared" / "tables.css",
    TABS / "digit_canvas" / "canvas.css",
    TABS / "draw.css",
    TABS / "feature_maps" / "panel.css",
    TABS / "feature_maps" / "parts.css",
    TABS / "ann_vs_cnn" / "tab.css",
    TABS / "convolution_lab" / "tab.css",
    TABS / "training_lab" / "tab.css",
    TABS / "architectures" / "tab.css",
    TABS / "architectures" / "pictures.css",
    TABS / "lesson" / "tab.css",
    TABS / "lesson" / "widgets.css",
    TABS / "lesson" / "figures.css",
    TABS / "lesson" / "figures-layout.css",
]
"""The page's style sheets, in the order in which they apply: what all share first, one tab's own last."""


def text(*names: str) -> str:
    """Return files under `tabs/`, joined: a component's script is one function body.

    `text("shared/studio.js", "draw.js")` gives draw.js everything that studio.js declares.
    """
    return "\n".join((TABS / name).read_text(encoding="utf-8") for name in names)
