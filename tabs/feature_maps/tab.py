"""The tab and its four private functions: describe, look, explain, operate, and the tour.

The drawing comes with each request; the browser paints. A tab that is not open asks nothing.
"""

from tabs.feature_maps.inside import Inside
from tabs.kit.panel import PanelTab, panel_tab
from tabs.kit.replies import responding
from tabs.kit.service import Service

SCRIPTS = (
    "shared/studio.js",
    "shared/route.js",
    "shared/reading.js",
    "shared/colours.js",
    "feature_maps/maps.js",
    "feature_maps/words.js",
    "feature_maps/row.js",
    "feature_maps/arithmetic.js",
    "feature_maps/opened.js",
    "feature_maps/reasons.js",
    "feature_maps/surgery.js",
    "feature_maps/tour.js",
    "feature_maps/links.js",
    "feature_maps/panel.js",
)


def build(service: Service) -> PanelTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    inside = Inside(service)
    works = (inside.describe, inside.look, inside.explain, inside.operate, inside.guide)
    return panel_tab(
        "Feature maps",
        "feature-maps",
        "feature_maps/panel.html",
        SCRIPTS,
        responding(service, {work.__name__: work for work in works}),
    )
