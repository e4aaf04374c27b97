"""The tab: its layout, and the functions that its script may call on the server.

The drawing lives in the browser. The script asks only while the tab is open, one question of a kind
at a time, and draws everything itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import gradio as gr

from tabs import scripts
from tabs.ann_vs_cnn import answers
from tabs.ann_vs_cnn.bench import Bench
from tabs.ann_vs_cnn.facts import facts
from tabs.ann_vs_cnn.sliders import as_props
from tabs.panel import Panel
from tabs.service import Loaded, Service

FOLDER = "ann_vs_cnn"

SCRIPTS = (
    "shared/studio.js",
    "shared/route.js",
    "shared/reading.js",
    "shared/pictures.js",
    "shared/colours.js",
    *(f"{FOLDER}/{name}.js" for name in ("panels", "duel", "charts", "maps", "controls", "searches", "tab")),
)


ANSWERS = (
    facts,
    answers.disturb,
    answers.sweep,
    answers.every_shift,
    answers.time_both,
    answers.shuffle,
    answers.find_quarrel,
    answers.fool,
)
"""What the script may ask, each a function of the bench and the request."""


@dataclass(frozen=True)
class AnnVsCnnTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: Panel


def build(service: Service) -> AnnVsCnnTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, loaded or still loading.
    """
    with gr.Tab("ANN vs CNN", id="ann-vs-cnn") as tab:
        panel = Panel(
            html_template=scripts.text(f"{FOLDER}/tab.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="ann-vs-cnn-panel",
            server_functions=server_functions(service),
            sliders=as_props(),
        )
    return AnnVsCnnTab(tab, panel)


def server_functions(service: Service) -> list[Callable[[Any], dict]]:
    """Return what the script calls as `server.NAME(request)`; none of them raises for a bad request."""
    bench = _bench_of(service)

    def server_function(answer: Callable) -> Callable[[Any], dict]:
        def ask(request: Any) -> dict:
            return answers.told(lambda asked: answer(bench(), asked), service, request)

        ask.__name__ = answer.__name__  # the name that the script calls
        return ask

    return [server_function(answer) for answer in ANSWERS]


def _bench_of(service: Service) -> Callable[[], Bench]:
    """Return a function that gives the bench of the networks that are served now."""
    made: list[tuple[Loaded, Bench]] = []
    lock = Lock()

    def bench() -> Bench:
        loaded = service.loaded()
        with lock:
            if not made or made[0][0] is not loaded:  # others may be loaded while the page is served
                made[:] = [(loaded, Bench(loaded))]
            return made[0][1]

    return bench
