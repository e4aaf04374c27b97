"""The tab: its layout, and the three functions that its script may call on the server.

The cards travel with the page; a card's layers are fetched when it is opened.
"""

from collections.abc import Callable
from functools import partial

from tabs.architectures import answers
from tabs.architectures.cards import load_cards
from tabs.kit.panel import PanelTab, panel_tab
from tabs.kit.replies import responding
from tabs.kit.service import Service

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


def build(service: Service) -> PanelTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    return panel_tab(
        "Architectures",
        "architectures",
        f"{FOLDER}/tab.html",
        SCRIPTS,
        server_functions(service),
        cards=list(load_cards()),
    )


def server_functions(service: Service) -> list[Callable]:
    """Return what the script calls as `server.NAME(request)`."""
    return responding(service, {answer.__name__: partial(answer, service) for answer in ANSWERS})
