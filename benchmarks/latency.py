"""From a pen's position to changed bars: `python -m benchmarks.latency [--write]`.

Draws people's drawings with the mouse of a headless Chromium, at a pen's speed, and takes for every
position the time until the bars of the first answer that knows it. Then the same page asks, turn by
turn, for a live answer and for a server function of the same process that does nothing. The aim is a
live answer in at most twice the time of doing nothing.
"""

import argparse
import os
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.blocks import publish, stamped
from benchmarks.pages import BOTH, LIVE, NOTHING, SERVER_FUNCTION, components, drawings
from tests.browser.conftest import ARGUMENTS, NAMES
from tests.browser.drawing import draw, expect_answer, on_paper
from tests.support.served import served

PACE = 1000 / 60
"""Milliseconds between two positions: screens report a pen about 60 times a second."""

AIM = 2.0
WATCH = Path(__file__).with_name("latency.js")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="times that the ten drawings are drawn")
    parser.add_argument("--calls", type=int, default=500, help="calls of each kind, turn by turn")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    with served(BOTH) as ours, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(ours.address)
        page.get_by_role("application", name="Draw a digit").wait_for()
        expect.set_options(timeout=120_000)
        draw(page, drawings()[7]["strokes"])
        expect_answer(page, 7)  # the networks are loaded
        page.evaluate(f"() => {{{WATCH.read_text('utf-8')}}}")
        pen = pen_to_bars(page, options.rounds)
        calls = in_turn(page, ours.address, options.calls)
        browser.close()
    publish("latency", stamped(table(pen, calls["recognize"], calls["nothing"])))


def pen_to_bars(page: Page, rounds: int) -> list[float]:
    """Draw all drawings, and return the milliseconds that each position took."""
    for drawing in rounds * drawings():
        page.get_by_role("button", name="Clear").click()
        for stroke in on_paper(page, drawing["strokes"]):
            page.mouse.move(*stroke[0])
            page.mouse.down()
            for point in stroke[1:]:
                page.mouse.move(*point)
                page.wait_for_timeout(PACE)
            page.mouse.up()
    page.wait_for_timeout(500)
    return page.evaluate("penLatency()")


def in_turn(page: Page, address: str, calls: int) -> dict[str, list[float]]:
    """Let the page ask for live answers and for nothing: {function: milliseconds}."""
    found = components(address)
    asked = {function.rpartition("/")[2]: found[function] for function in (NOTHING, LIVE)}
    arguments = [address + SERVER_FUNCTION, asked, drawings(), calls]
    return page.evaluate("arguments => askInTurn(...arguments)", arguments)


def table(pen: list[float], live: list[float], nothing: list[float]) -> str:
    """Medians and 95 % of all three."""
    base = statistics.median(nothing)
    named = {
        "pen position to changed bars": pen,
        "the request in it, a live answer": live,
        "the same request, doing nothing": nothing,
    }
    rows = ["| | median | 95 % | median, doing nothing = 1 |", "| --- | --: | --: | --: |"]
    for name, times in named.items():
        late = statistics.quantiles(times, n=20)[-1]
        median = statistics.median(times)
        rows.append(f"| {name} | {median:.1f} ms | {late:.1f} ms | {median / base:.2f} |")
    counts = f"{len(pen):,} positions, and {len(live):,} calls of each kind in turn"
    where = "Headless Chromium on the same machine, the Draw tab open"
    aim = f"The aim is a live answer in at most {AIM:.0f} times doing nothing"
    return "\n".join([*rows, "", f"{counts}. {where}. {aim}."])


def _chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    main()
