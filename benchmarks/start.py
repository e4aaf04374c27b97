"""From the start of a process to its page and its first answer: `python -m benchmarks.start [--write]`.

Starts, turn by turn, the smallest page that Gradio can serve, and the page; where `gradio[mcp]` is installed, also the
page with its endpoints as tools. The aim is a page within 1.1 times the smallest one. When a browser first answers is
what `benchmarks.first_answer` measures.
"""

import argparse
import importlib.util
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

SMALLEST, PAGE, TOOLS = "the smallest Gradio page", "the page", "the page, its endpoints as MCP tools"


@dataclass(frozen=True)
class Started:
    """Seconds from the start of a process, bytes of its page, not compressed, and the memory that it holds at last."""

    page: float
    size: int
    endpoint: float | None
    megabytes: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m benchmarks.start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="starts of each page (default: 5)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    names = [SMALLEST, PAGE, *([TOOLS] if importlib.util.find_spec("mcp") else [])]
    rounds = [[start(name) for name in names] for _ in range(options.rounds)]
    publish("start", stamped(table(dict(zip(names, zip(*rounds, strict=True), strict=True)))))


def start(name: str) -> Started:
    """Start a page, wait for it, for its endpoint's first answer if it has one, and stop it."""
    began = time.perf_counter()
    with served(EMPTY if name == SMALLEST else PLAIN, GRADIO_MCP_SERVER=str(name == TOOLS)) as page:
        to_page = time.perf_counter() - began
        with urllib.request.urlopen(page.address, timeout=60) as reply:
            size = len(reply.read())
        if name == SMALLEST:
            return Started(to_page, size, None, attack.megabytes(page.pid))
        attack.read_seven(page.address)
        return Started(to_page, size, time.perf_counter() - began, attack.megabytes(page.pid))


def table(found: dict[str, tuple[Started, ...]]) -> str:
    """Medians of all starts, beside the smallest page's."""
    base = statistics.median(one.page for one in found[SMALLEST])
    rows = [
        "| | to the page | smallest = 1 | an endpoint's first answer | memory | size of the page |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    for name, starts in found.items():
        page = statistics.median(one.page for one in starts)
        memory = statistics.median(one.megabytes for one in starts)
        answers = [one.endpoint for one in starts if one.endpoint is not None]
        answer = f"{statistics.median(answers):.1f} s" if answers else "–"
        size = starts[0].size / 1024
        rows.append(f"| {name} | {page:.1f} s | {page / base:.2f} | {answer} | {memory:.0f} MB | {size:.0f} KiB |")
    count = len(found[SMALLEST])
    return "\n".join([*rows, "", f"Median of {count}. The aim is a page within {AIM} times the smallest one."])


if __name__ == "__main__":
    main()
