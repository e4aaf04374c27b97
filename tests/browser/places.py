"""Every place of the page that a visitor can open: each tab, and the parts of those that have parts."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page, expect

from tests.browser.studio import go as open_tab
from tests.browser.studio import load

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
EVERYONE = f"{{{Path(__file__).with_name('everyone.js').read_text(encoding='utf-8')}}}"

PLACES = {
    "Draw": ("draw", {}, ".draw"),
    "Feature maps": ("feature-maps", {}, ".fm"),
    "Feature maps, a map opened": (
        "feature-maps",
        {"network": "cnn", "layer": "conv1", "map": "3"},
        ".fm-opened[data-state='open']",
    ),
    "ANN vs CNN": ("ann-vs-cnn", {}, ".avc"),
    "ANN vs CNN, landing": ("ann-vs-cnn", {"part": "landing"}, ".la[data-state='shown']"),
    "Convolution lab": ("convolution-lab", {}, ".cl"),
    "Training lab, slider": ("training-lab", {"part": "slider"}, "[data-part='slider']"),
    "Training lab, live": ("training-lab", {"part": "live"}, "[data-part='live']"),
    "Training lab, one step": ("training-lab", {"part": "step"}, "[data-part='step']"),
    "Training lab, activations": ("training-lab", {"part": "activations"}, "[data-part='activations']"),
    "Architectures": ("architectures", {}, ".ar-card"),
    "Lesson": ("lesson", {}, ".le-contents"),
    "Lesson, a chapter": ("lesson", {"chapter": "4"}, ".le-body [data-row]"),
}
"""Name: the tab, the settings that open it there, and what is then in sight."""

NEEDS_A_DRAWING = {"Feature maps, a map opened"}

TABS = list(dict.fromkeys(tab for tab, _, _ in PLACES.values()))


def go(page: Page, name: str) -> None:
    """Open a place as a link would, and wait until what is there has settled."""
    tab, settings, sign = PLACES[name]
    open_tab(page, tab, **settings)
    expect(page.locator(f'[role="tab"][data-tab-id="{tab}"]')).to_have_attribute("aria-selected", "true")
    for place in ("#tabs", sign.partition("[data-state")[0]):  # what is out of sight computes nothing
        page.locator(place).first.evaluate("element => element.scrollIntoView()")
    expect(page.locator(f"{sign} >> visible=true").first).to_be_visible(timeout=60_000)
    page.evaluate(EVERYONE)
    page.evaluate("everyone.settled()")


def put(page: Page, strokes: list) -> None:
    """Put a drawing on the canvas at once, and wait until the networks have read it."""
    load(page, strokes)


def expect_nothing_serious(page: Page) -> None:
    """Axe finds nothing serious on the page as it stands, light or dark."""
    page.evaluate(AXE)
    page.evaluate(EVERYONE)
    for dark in (False, True):
        page.evaluate("dark => document.body.classList.toggle('dark', dark)", dark)
        page.evaluate("everyone.settled()")
        assert page.evaluate("everyone.findings()") == []
