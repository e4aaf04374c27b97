"""The tab: its layout, and the functions that its script may call on the server.

The drawing lives in the browser. The script asks only while the tab is open, one question of a kind
at a time, and draws everything itself.
"""

from collections.abc import Callable, Mapping
from threading import Lock

from tabs.ann_vs_cnn import answers
from tabs.ann_vs_cnn.bench import Bench
from tabs.ann_vs_cnn.facts import facts
from tabs.ann_vs_cnn.sliders import as_props
from tabs.kit.panel import PanelTab, panel_tab
from tabs.kit.replies import responding
from tabs.kit.service import Loaded, Service

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


def build(service: Service) -> PanelTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, loaded or still loading.
    """
    return panel_tab(
        "ANN vs CNN",
        "ann-vs-cnn",
        f"{FOLDER}/tab.html",
        SCRIPTS,
        server_functions(service),
        sliders=as_props(),
    )


def server_functions(service: Service) -> list[Callable]:
    """Return what the script calls as `server.NAME(request)`."""
    bench = _bench_of(service)

    def work(answer: Callable[[Bench, Mapping], dict]) -> Callable[[Mapping], dict]:
        return lambda request: answer(bench(), request)

    return responding(service, {answer.__name__: work(answer) for answer in ANSWERS})


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
