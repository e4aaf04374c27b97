"""From the start of a process to its page and its first answer: `python -m benchmarks.start [--write]`.

Starts, turn by turn, the smallest page that Gradio can serve, and the page. The aim is a page within
1.1 times the smallest one. When a browser first answers is what `benchmarks.first_answer` measures.
"""

import argparse
import statistics
import time
import urllib.request
from dataclasses import dataclass

from benchmarks.blocks import publish, stamped
from tests.support import attack
from tests.support.served import PLAIN, served

AIM = 1.1
EMPTY = """
import gradio as gr
with gr.Blocks(analytics_enabled=False) as page:
    gr.HTML("")
page.launch(quiet=True)
"""


@dataclass(frozen=True)
class Started:
    """Seconds from the start of a process, and the size of its page in bytes, not compressed."""

    page: float
    size: int
    endpoint: float = 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m benchmarks.start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="starts of each page (default: 5)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    pairs = [(start(EMPTY, False), start(PLAIN, True)) for _ in range(options.rounds)]
    publish("start", stamped(table(pairs)))


def start(code: str, has_endpoint: bool) -> Started:
    """Start a page, wait for it, for its endpoint's first answer if it has one, and stop it."""
    began = time.perf_counter()
    with served(code) as page:
        to_page = time.perf_counter() - began
        with urllib.request.urlopen(page.address, timeout=60) as reply:
            size = len(reply.read())
        if has_endpoint:
            attack.read_seven(page.address)
        return Started(to_page, size, time.perf_counter() - began)


def table(pairs: list[tuple[Started, Started]]) -> str:
    """Medians of all starts, the page's beside the smallest one's."""
    smallest, ours = ([pair[which] for pair in pairs] for which in (0, 1))
    base, page = (statistics.median(one.page for one in starts) for starts in (smallest, ours))
    answer = statistics.median(one.endpoint for one in ours)
    sizes = [starts[0].size / 1024 for starts in (smallest, ours)]
    return "\n".join(
        [
            "| | to the page | smallest = 1 | an endpoint's first answer | size of the page |",
            "| --- | --: | --: | --: | --: |",
            f"| the smallest Gradio page | {base:.1f} s | 1.00 | – | {sizes[0]:.0f} KiB |",
            f"| the page | {page:.1f} s | {page / base:.2f} | {answer:.1f} s | {sizes[1]:.0f} KiB |",
            "",
            f"Median of {len(pairs)}. The aim is a page within {AIM} times the smallest one.",
        ]
    )


if __name__ == "__main__":
    main()
