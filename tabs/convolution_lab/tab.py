"""The tab: its layout, and the four functions that its script may call on the server.

The browser holds the drawing and every setting. One request brings a whole result, so stepping
through it asks nothing.
"""

from collections.abc import Callable
from functools import partial

from tabs.convolution_lab import work
from tabs.kit.panel import PanelTab, panel_tab
from tabs.kit.replies import responding
from tabs.kit.service import Service

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


def build(service: Service) -> PanelTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    return panel_tab(
        "Convolution lab", "convolution-lab", f"{FOLDER}/tab.html", SCRIPTS, server_functions(service)
    )


def server_functions(service: Service) -> list[Callable]:
    """Return what the script calls as `server.NAME(request)`."""
    return responding(service, {one.__name__: partial(one, service) for one in WORK})
