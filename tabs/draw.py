"""The first tab: ten probabilities of both networks while the pen moves, and how a drawing gets there.

Everything here is drawn in the browser from the canvas's answers; Python is not asked again.
"""

from dataclasses import dataclass

import gradio as gr

from tabs import scripts
from tabs.panel import Panel

SCRIPTS = ("shared/studio.js", "shared/reading.js", "shared/pictures.js", "draw.js")


@dataclass(frozen=True)
class DrawTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: Panel


def build() -> DrawTab:
    """Lay the tab out; call it inside `gr.Tabs`."""
    with gr.Tab("Draw", id="draw") as tab:
        panel = Panel(
            html_template=scripts.text("draw.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="draw-panel",
        )
    return DrawTab(tab, panel)
