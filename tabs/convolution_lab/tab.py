"""The tab: its layout, and the four functions that its script may call on the server.

The browser holds the drawing and every setting. One request brings a whole result, so stepping
through it asks nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from tabs import scripts
from tabs.convolution_lab import work
from tabs.panel import Panel
from tabs.service import Service

FOLDER = "convolution_lab"

SCRIPTS = (
    "shared/studio.js",
    "shared/route.js",
    "shared/guess.js",
    "shared/colours.js",
    "digit_canvas/pictures.js",
    *(
        f"{FOLDER}/{name}.js"
        for name in (
            "words",
            "settings",
            "matrix",
            "editor",
            "kernels",
            "sums",
            "formula",
            "view",
            "guessing",
            "stage",
            "flatten",
            "asking",
            "choosing",
            "tab",
        )
    ),
)

WORK = (work.slide, work.flatten, work.kernels, work.open_picture)
"""What the script may ask, each a function of the service and the request."""


@dataclass(frozen=True)
class ConvolutionLabTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: Panel


def build(service: Service) -> ConvolutionLabTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    with gr.Tab("Convolution lab", id="convolution-lab") as tab:
        panel = Panel(
            html_template=scripts.text(f"{FOLDER}/tab.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="convolution-lab-panel",
            server_functions=server_functions(service),
        )
    return ConvolutionLabTab(tab, panel)


def server_functions(service: Service) -> list[Callable[[Any], dict]]:
    """Return what the script calls as `server.NAME(request)`; none of them raises for a bad request."""

    def server_function(one: Callable) -> Callable[[Any], dict]:
        def ask(request: Any) -> dict:
            return work.respond(service, one, request)

        ask.__name__ = one.__name__  # the name that the script calls
        return ask

    return [server_function(one) for one in WORK]
