"""From the start of a process to its page and its first answer: `python -m benchmarks.start [--write]`.

Starts, turn by turn, the smallest page that Gradio can serve, the page, and a stock sketchpad in front of
`model.predict` with the same CNN. The aim is a page within 1.1 times the smallest one.
"""

import argparse
import asyncio
import statistics
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.blocks import publish, stamped
from benchmarks.load import Ask, first_answer, server_function
from benchmarks.pages import EMPTY, LIVE, NOTHING, OURS, USUAL, drawings
from benchmarks.throughput import ask_usual
from tests.support.served import served

AIM = 1.1

PAGES: dict[str, tuple[str, Callable[[str], Ask]]] = {
    "the smallest Gradio page": (EMPTY, lambda address: server_function(address, NOTHING, [{}])),
    "the page": (OURS, lambda address: server_function(address, LIVE, drawings(), good=b'"state":"answer"')),
    "usual demo": (USUAL, lambda address: ask_usual(address)),
}
"""Each page's code, and how it is asked for the first answer."""


@dataclass(frozen=True)
class Started:
    """Seconds from the start of a process, and the size of its page in bytes."""

    page: float
    answer: float
    size: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m benchmarks.start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="starts of each page (default: 5)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    started: dict[str, list[Started]] = {name: [] for name in PAGES}
    for _ in range(options.rounds):
        for name, (code, how) in PAGES.items():
            started[name].append(start(code, how))
    publish("start", stamped(table(started)))


def start(code: str, how: Callable[[str], Ask]) -> Started:
    """Start a page, wait for it and for its first answer, and stop it."""
    began = time.perf_counter()
    with served(code) as page:
        to_page = time.perf_counter() - began
        asyncio.run(first_answer(page.address, how(page.address)))
        to_answer = time.perf_counter() - began
        with urllib.request.urlopen(page.address, timeout=60) as answer:
            return Started(to_page, to_answer, len(answer.read()))


def table(started: dict[str, list[Started]]) -> str:
    """Medians of all starts; pages beside the smallest one."""
    head = "| | to the page | smallest = 1 | to the first answer | size of the page |"
    rows = [head, "| --- | --: | --: | --: | --: |"]
    base = None
    for name, starts in started.items():
        page, answer = (
            statistics.median(getattr(one, kind) for one in starts) for kind in ("page", "answer")
        )
        base = base or page
        size = starts[0].size / 1024
        rows.append(f"| {name} | {page:.1f} s | {page / base:.2f} | {answer:.1f} s | {size:.0f} KiB |")
    rounds = len(next(iter(started.values())))
    return "\n".join(
        [*rows, "", f"Median of {rounds}. The aim is a page within {AIM} times the smallest one."]
    )


if __name__ == "__main__":
    main()
