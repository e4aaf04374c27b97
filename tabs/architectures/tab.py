"""The tab: its layout, and the three functions that its script may call on the server.

The cards travel with the page; a card's layers are fetched when it is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from tabs import scripts
from tabs.architectures import answers
from tabs.architectures.cards import load_cards
from tabs.panel import Panel
from tabs.service import Service

FOLDER = "architectures"

PARTS = (
    "svg",
    "timeline",
    "ideas",
    "plans",
    "diagram",
    "layers",
    "scenes",
    "outcomes",
    "card",
    "sizes",
    "duel",
    "problems",
    "tab",
)

SCRIPTS = (
    "shared/studio.js",
    "shared/route.js",
    "shared/reading.js",
    "shared/pictures.js",
    *(f"{FOLDER}/{name}.js" for name in PARTS),
)

ANSWERS = (answers.layers, answers.measured, answers.read)
"""What the script may ask, each a function of the service and the request."""


@dataclass(frozen=True)
class ArchitecturesTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: Panel


def build(service: Service) -> ArchitecturesTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    with gr.Tab("Architectures", id="architectures") as tab:
        panel = Panel(
            html_template=scripts.text(f"{FOLDER}/tab.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="architectures-panel",
            server_functions=server_functions(service),
            cards=list(load_cards()),
        )
    return ArchitecturesTab(tab, panel)


def server_functions(service: Service) -> list[Callable[[Any], dict]]:
    """Return what the script calls as `server.NAME(request)`; none of them raises for a bad request."""

    def server_function(answer: Callable) -> Callable[[Any], dict]:
        def ask(request: Any) -> dict:
            return answers.told(answer, service, request)

        ask.__name__ = answer.__name__  # the name that the script calls
        return ask

    return [server_function(answer) for answer in ANSWERS]
