"""The first tab: ten probabilities of both networks while the pen moves, and how a drawing gets there.

Everything here is drawn in the browser from the canvas's answers; Python is not asked again.
"""

from tabs.kit.panel import PanelTab, panel_tab

SCRIPTS = ("shared/studio.js", "shared/reading.js", "shared/pictures.js", "draw.js")


def build() -> PanelTab:
    """Lay the tab out; call it inside `gr.Tabs`."""
    return panel_tab("Draw", "draw", "draw.html", SCRIPTS)
