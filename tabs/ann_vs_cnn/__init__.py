"""The ANN vs CNN tab: one drawing, two kinds of network, and everything that tells them apart.

The browser reads the drawing, whatever the sliders do to it, and finds its place on maps of digits. Asked here are
measurements, searches, times, and the map of every shift.
"""

from collections.abc import Callable, Mapping
from threading import Lock

from tabs.ann_vs_cnn import answers
from tabs.ann_vs_cnn.bench import Bench
from tabs.ann_vs_cnn.facts import facts
from tabs.ann_vs_cnn.files import FILES
from tabs.kit.panel import Question, Tab
from tabs.kit.service import Loaded, Service

ANSWERS = (facts, answers.every_shift, answers.time_both, answers.find_quarrel, answers.fool)
"""What the tab's modules may ask, each a function of the bench and the request."""


def build(service: Service) -> Tab:
    """Return the tab.

    Args:
        service: the networks, loaded or still loading.
    """
    bench = _bench_of(service)
    service.when_loaded(lambda: bench().prepare())

    def work(answer: Callable[[Bench, Mapping], Mapping]) -> Question:
        return lambda request: answer(bench(), request)

    return Tab("ANN vs CNN", "ann-vs-cnn", {answer.__name__: work(answer) for answer in ANSWERS}, FILES)


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
