"""The tab: its layout, and the private functions that its script may call on the server."""

from collections.abc import Callable
from functools import partial

from tabs.kit.panel import PanelTab, panel_tab
from tabs.kit.replies import named
from tabs.kit.service import Service
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


def build(service: Service) -> PanelTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    return panel_tab(
        "Training lab",
        "training-lab",
        f"{FOLDER}/tab.html",
        SCRIPTS,
        server_functions(Lab(service)),
        **choices(),
    )


def server_functions(lab: Lab) -> list[Callable]:
    """Return what the script calls as `server.NAME(request)`; none of them raises for a bad request."""
    return [named(name, partial(lab.answer, name)) for name in NAMES]
