"""The tab and its four private functions: describe, look, explain, operate, and the tour.

The drawing comes with each request; the browser paints. A tab that is not open asks nothing.
"""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from tabs import scripts
from tabs.feature_maps.asked import respond
from tabs.feature_maps.inside import Inside
from tabs.panel import Panel
from tabs.service import Service

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


@dataclass(frozen=True)
class FeatureMapsTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: Panel


def build(service: Service) -> FeatureMapsTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    inside = Inside(service)

    def describe(asked: Any) -> dict:
        return respond(service, inside.describe, asked)

    def look(asked: Any) -> dict:
        return respond(service, inside.look, asked)

    def explain(asked: Any) -> dict:
        return respond(service, inside.explain, asked)

    def operate(asked: Any) -> dict:
        return respond(service, inside.operate, asked)

    def guide(asked: Any) -> dict:
        return respond(service, inside.guide, asked)

    with gr.Tab("Feature maps", id="feature-maps") as tab:
        panel = Panel(
            html_template=scripts.text("feature_maps/panel.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="feature-maps-panel",
            server_functions=[describe, look, explain, operate, guide],
        )
    return FeatureMapsTab(tab, panel)
