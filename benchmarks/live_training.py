"""What a live run costs, and what it leaves others: `python -m benchmarks.live_training [--write]`.

Drives the page's own manager of runs, as visitors' browsers do: they begin, and look three times a
second how far it is. Seconds are those of the machine that it runs on; the aims are for two cores.
"""

import gc
import statistics
import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from benchmarks.blocks import publish
from benchmarks.layers import DRAWING
from model.image.digit_image import from_strokes
from model.learn.live_training import LiveSettings, live_run, warm_up
from model.networks import pretrained
from model.networks.recognizer import Recognizer
from tabs.training_lab.runs import ENDED, Runs

LOOK = 0.3
"""Seconds between two looks at a run, as in `live.js`."""

DEFAULT = LiveSettings()
SHORT = replace(DEFAULT, epochs=1)
UNCOMPILED = LiveSettings(activation="tanh", optimizer="rmsprop")
RUNS = 20
READINGS = 200


class Visitor:
    """Somebody who begins a run and follows it to its end, in a thread."""

    def __init__(self, runs: Runs, name: str, settings: LiveSettings):
        self._runs, self.points, self.phases, self.first = runs, [], [], None
        self.began = time.perf_counter()
        self.ticket = runs.begin(name, settings)
        self._thread = Thread(target=self._follow)
        self._thread.start()

    def _follow(self) -> None:
        phase = ""
        while phase not in ENDED:
            told = self._runs.follow(self.ticket, len(self.points), 0)
            phase = told["phase"]
            self.phases.append(phase)
            self.points += told["points"]
            self.step = told["step"]
            if self.points and self.first is None:
                self.first = time.perf_counter() - self.began
            if phase not in ENDED:
                time.sleep(LOOK)
        self.seconds = time.perf_counter() - self.began

    def wait(self) -> "Visitor":
        self._thread.join()
        return self

    @property
    def accuracy(self) -> float:
        return [point["held_accuracy"] for point in self.points if point["held_accuracy"] is not None][-1]


def main() -> None:
    """Measure and print."""
    loaded = pretrained.load()
    recognizer = Recognizer(loaded.networks, loaded.manifest["not_a_digit"]["threshold"])
    warm_up()
    runs = Runs(live_run)
    rows = [
        *alone(runs),
        *together(runs, recognizer),
        ("a stop, in batches after the one under way", f"{stopping(runs):.0f}", "0"),
        *memory(runs),
    ]
    table = ["| | measured | aim |", "| --- | --: | --: |", *(f"| {' | '.join(row)} |" for row in rows)]
    publish("live-training", "\n".join(table))


def alone(runs: Runs) -> list[tuple[str, str, str]]:
    """One run with the default settings, and one whose step was never compiled before."""
    default = Visitor(runs, "alone", DEFAULT).wait()
    other = Visitor(runs, "other", replace(UNCOMPILED, epochs=1)).wait()
    return [
        ("first point of the curve, default settings", f"{default.first:.1f} s", "3 s"),
        ("first point, settings that nobody chose before", f"{other.first:.1f} s", "3 s"),
        ("the default run", f"{default.seconds:.1f} s", "30 s"),
        ("held-out digits it then reads", f"{100 * default.accuracy:.1f} %", "97 %"),
    ]


def together(runs: Runs, recognizer: Recognizer) -> list[tuple[str, str, str]]:
    """Two default runs at once and a third visitor, while somebody draws."""
    image = from_strokes(DRAWING)
    quiet = reading_times(recognizer, image)
    visitors = [Visitor(runs, f"visitor {number}", DEFAULT) for number in range(3)]
    time.sleep(1)
    busy = reading_times(recognizer, image)
    waited = runs.count("waiting")
    for visitor in visitors:
        visitor.wait()
    slowest = max(visitor.seconds for visitor in visitors[:2])
    return [
        ("two default runs at once: the later end", f"{slowest:.1f} s", ""),
        ("the third visitor, meanwhile", "waits" if waited == 1 else "does not wait", "waits"),
        ("reading a drawing, nobody training: median, 95 in 100", milliseconds(quiet), ""),
        ("reading a drawing, two training: median, 95 in 100", milliseconds(busy), ""),
    ]


def reading_times(recognizer: Recognizer, image) -> list[float]:
    """Seconds of each reading, a pen's pace apart."""
    times = []
    for _ in range(READINGS):
        start = time.perf_counter()
        recognizer.recognize(image)
        times.append(time.perf_counter() - start)
        time.sleep(0.015)
    return times


def milliseconds(times: list[float]) -> str:
    late = statistics.quantiles(times, n=20)[-1]
    return f"{1000 * statistics.median(times):.1f} ms, {1000 * late:.1f} ms"


def stopping(runs: Runs) -> int:
    """Stop a run; return how many batches it still began afterwards."""
    visitor = Visitor(runs, "stops", DEFAULT)
    while not visitor.points:
        time.sleep(0.05)
    before = runs.follow(visitor.ticket, 0, 0)["step"]
    runs.stop(visitor.ticket)
    return max(0, visitor.wait().step - before - 1)


def memory(runs: Runs) -> list[tuple[str, str, str]]:
    """Short runs one after the other; resident megabytes after two and after all."""
    sizes = []
    for number in range(RUNS):
        Visitor(runs, f"memory {number}", SHORT).wait()
        Event().wait(0.1)
        gc.collect()
        sizes.append(resident())
    return [
        (f"memory after {RUNS} runs, against after 2", f"{sizes[-1] - sizes[1]:+.1f} MB", "0 MB"),
        ("memory of the process then", f"{sizes[-1]:.0f} MB", ""),
    ]


def resident() -> float:
    """Megabytes of this process in memory; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()
