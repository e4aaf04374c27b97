"""The tab: its layout, and the private functions that its script may call on the server."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from tabs import scripts
from tabs.panel import Panel
from tabs.service import Service
from tabs.training_lab.lab import NAMES, Lab, choices

FOLDER = "training_lab"

SCRIPTS = (
    "shared/studio.js",
    "shared/route.js",
    "shared/guess.js",
    "shared/reading.js",
    "shared/colours.js",
    *(
        f"{FOLDER}/{name}.js"
        for name in (
            "network",
            "activations",
            "parts",
            "charts",
            "pictures",
            "moments",
            "live",
            "step",
            "playground",
            "tab",
        )
    ),
)


@dataclass(frozen=True)
class TrainingLabTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: Panel


def build(service: Service) -> TrainingLabTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    with gr.Tab("Training lab", id="training-lab") as tab:
        panel = Panel(
            html_template=scripts.text(f"{FOLDER}/tab.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="training-lab-panel",
            server_functions=server_functions(Lab(service)),
            **choices(),
        )
    return TrainingLabTab(tab, panel)


def server_functions(lab: Lab) -> list[Callable[[Any], dict]]:
    """Return what the script calls as `server.NAME(request)`; none of them raises for a bad request."""

    def server_function(name: str) -> Callable[[Any], dict]:
        def ask(request: Any) -> dict:
            return lab.answer(name, request)

        ask.__name__ = name
        return ask

    return [server_function(name) for name in NAMES]
