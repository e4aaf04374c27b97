"""A class of thirty on one small server: `python -m benchmarks.classroom [--write]`.

Thirty pages lie open in a headless Chromium and do nothing for a minute; then a hand draws in each of them
for a minute. What that costs the server, in requests and in its processor's time, is to be the same. Then
thirty visitors at once ask everything that any tab asks. Needs Linux.
"""

import argparse
import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Request, sync_playwright

from benchmarks.blocks import publish, stamped
from benchmarks.process import memory, processor_seconds
from tests.support import attack
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.fuzz_requests import GOOD
from tests.support.served import Served, served

HAND = Path(__file__).with_suffix(".js")
SAMPLES = HAND.parent.parent / "web" / "canvas" / "samples.json"


@dataclass(frozen=True)
class Spent:
    """Requests that left the browser, and seconds of a processor that the server used."""

    requests: list[str]
    processor: float


@dataclass(frozen=True)
class Asked:
    """Seconds of each answer, those that were none, and seconds of a processor that the server used."""

    seconds: list[float]
    failures: list[str]
    processor: float


def main() -> None:
    """Serve the page, let the class in, print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.classroom", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of each half (default: 60)")
    parser.add_argument("--pages", type=int, default=30, help="default: 30")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    with served() as server:
        attack.look_at(server.address)  # the networks are loaded
        idle, drawing, drawn = open_pages(server, options.pages, options.seconds)
        asked = everything(server, options.pages)
        held = memory(server.pid)
    told = f"{options.pages} pages; {drawn} digits drawn. The server held at most {held.peak:.0f} MB."
    publish("classroom", stamped(table(idle, drawing, asked, options.seconds) + f"\n\n{told}"))


def open_pages(server: Served, count: int, seconds: float) -> tuple[Spent, Spent, int]:
    """Return what idle pages cost, what pages cost that are drawn on, and how many digits were drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 800, "height": 700})
        pages = [opened(context, server.address) for _ in range(count)]
        pages[-1].wait_for_timeout(5_000)  # what was on its way has come
        idle = spent(server, context, pages[-1], seconds)
        for page in pages:
            page.evaluate(HAND.read_text("utf-8").partition("\n")[2], json.loads(SAMPLES.read_text("utf-8")))
        drawing = spent(server, context, pages[-1], seconds)
        drawn = sum(page.evaluate("window.drawn") for page in pages)
        browser.close()
    return idle, drawing, drawn


def opened(context: BrowserContext, address: str) -> Page:
    """Open the page and wait until it can be drawn on and its first tab is there."""
    page = context.new_page()
    page.goto(address, timeout=120_000)
    page.locator(".dc.ready").wait_for(timeout=120_000)
    page.locator("#draw-panel .ui").first.wait_for(timeout=120_000)
    return page


def spent(server: Served, context: BrowserContext, page: Page, seconds: float) -> Spent:
    """Wait, and return what was asked of the server meanwhile and what that cost it."""
    requests: list[str] = []

    def note(request: Request) -> None:
        requests.append(request.url)

    context.on("request", note)
    before = processor_seconds(server.pid)
    page.wait_for_timeout(1000 * seconds)
    context.remove_listener("request", note)
    return Spent(requests, processor_seconds(server.pid) - before)


def everything(server: Served, visitors: int) -> Asked:
    """Let so many visitors at once ask every question of every tab, each one after the other."""
    seconds: list[float] = []
    failures: list[str] = []

    def visit(number: int) -> None:
        names = list(GOOD)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            began = time.perf_counter()
            told = attack.answer(server.address, name, GOOD[name][0])
            seconds.append(time.perf_counter() - began)
            if told["state"] != "answer":
                failures.append(f"{name}: {told}")

    before = processor_seconds(server.pid)
    with ThreadPoolExecutor(visitors) as people:
        list(people.map(visit, range(visitors)))
    return Asked(seconds, failures, processor_seconds(server.pid) - before)


def table(idle: Spent, drawing: Spent, asked: Asked, seconds: float) -> str:
    """What each half cost, and how long the questions took."""
    median, late = statistics.median(asked.seconds), statistics.quantiles(asked.seconds, n=20)[-1]
    failed = f"{len(asked.failures)} failed" + "".join(f": {told[:200]}" for told in asked.failures[:1])
    return "\n".join(
        [
            "| | requests | server's processor |",
            "| --- | --: | --: |",
            f"| {seconds:.0f} s open, nobody draws | {len(idle.requests)} | {idle.processor:.2f} s |",
            f"| {seconds:.0f} s, all draw | {len(drawing.requests)} | {drawing.processor:.2f} s |",
            f"| everything that tabs ask, all at once | {len(asked.seconds):,} | {asked.processor:.1f} s |",
            "",
            f"An answer to all at once took {median:.2f} s at the median, {late:.2f} s for 95 %, "
            f"{max(asked.seconds):.2f} s at most; {failed}.",
        ]
    )


if __name__ == "__main__":
    main()
