"""From a pen's position to changed bars and painted maps: `python -m benchmarks.pen_to_bars [--write]`.

Draws people's drawings with the mouse of a headless Chromium, at a pen's speed, and takes for every
position the time until the bars on Draw have changed for it, and with Feature maps open until all of its
maps are painted: on this machine, with the processor slowed four times, and on a slow line. No request
may leave while a stroke is drawn; if one does, this fails.
"""

import argparse
import statistics
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Request, sync_playwright

from benchmarks.blocks import publish, stamped
from benchmarks.first_answer import slow
from tests.browser.drawing import on_paper
from tests.browser.studio import go, studio
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.served import served

PACE = 1000 / 60
"""Milliseconds between two positions: screens report a pen about 60 times a second."""

SLOWED = 4
"""Times that the processor is slowed for the second run."""

WATCH = Path(__file__).with_suffix(".js")
TABS = {"draw": "bars", "feature-maps": "maps"}
"""What is waited for in each tab."""

NAMES = {"bars": "Draw: bars changed", "maps": "Feature maps: all maps painted"}
WAYS = {
    "as it is": {},
    f"processor {SLOWED} times slower": {"slowed": SLOWED},
    "400 ms, 400 kbit/s": {"line": (400, 400_000)},
}


@dataclass(frozen=True)
class Drawn:
    """Milliseconds of every position, and requests that left while strokes were drawn."""

    times: list[float]
    requests: list[str]


def main() -> None:
    """Measure, print, and fail if a request left while a stroke was drawn."""
    parser = argparse.ArgumentParser("python -m benchmarks.pen_to_bars", description=__doc__)
    parser.add_argument("--digits", type=int, default=10, help="how many of the ten samples are drawn each time")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(server.address)
        page.locator(".dc.ready").wait_for(timeout=60_000)
        page.evaluate(f"() => {{{WATCH.read_text('utf-8')}}}")
        studio(page, "window.penWatch = window.watchPen(context.studio)")
        wait_until_loaded(page)
        drawn = {
            (tab, way): in_one_way(page, tab, options.digits, **settings)
            for tab in TABS
            for way, settings in WAYS.items()
        }
        browser.close()
    publish("pen-to-bars", stamped(table(drawn)))
    late = [request for one in drawn.values() for request in one.requests]
    assert not late, f"requests while a stroke was drawn: {late}"


def wait_until_loaded(page: Page) -> None:
    """Until then the page asks every two seconds whether other networks are served."""
    while studio(page, "return context.reader.served()?.isLoading ?? true"):
        page.wait_for_timeout(200)


def in_one_way(page: Page, tab: str, digits: int, slowed: int = 1, line: tuple[int, int] | None = None) -> Drawn:
    """Open a tab, slow the page down, draw, and put everything back."""
    session = page.context.new_cdp_session(page)
    go(page, tab)
    page.locator(f"[data-tab-id='{tab}'][aria-selected='true']").wait_for()
    page.locator(f"#{tab}-panel .ui").first.wait_for()
    page.wait_for_timeout(2_000)  # its modules are here and it has settled
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    if line:
        slow(page, *line)
    try:
        return drawn(page, TABS[tab], digits)
    finally:
        at_full_speed(session)
        if line:
            slow(page, 0, -8)


def at_full_speed(session: CDPSession) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def drawn(page: Page, awaited: str, digits: int) -> Drawn:
    """Draw the samples, and return how long each position took to be known."""
    requests: list[str] = []
    samples = page.evaluate("fetch(document.querySelector('link[href$=\"samples.json\"]').href).then(r => r.json())")
    page.evaluate("penWatch.read()")
    for sample in samples[:digits]:
        studio(page, "context.studio.load({ strokes: [] })")
        page.wait_for_timeout(500)
        for stroke in on_paper(page, sample["strokes"]):
            requests += drawn_stroke(page, stroke)
    page.wait_for_timeout(1_000)
    found = page.evaluate("penWatch.read()")
    if len(found[awaited]) < 0.95 * found["positions"]:
        raise RuntimeError(f"only {len(found[awaited])} of {found['positions']} positions were shown as {awaited}")
    return Drawn(found[awaited], requests)


def drawn_stroke(page: Page, stroke: list) -> list[str]:
    """Draw one stroke; return the requests that left meanwhile."""
    left: list[str] = []

    def note(request: Request) -> None:
        left.append(request.url)

    page.mouse.move(*stroke[0])
    page.mouse.down()
    page.on("request", note)
    for point in stroke[1:]:
        page.mouse.move(*point)
        page.wait_for_timeout(PACE)
    page.remove_listener("request", note)
    page.mouse.up()
    return left


def table(drawn: dict[tuple[str, str], Drawn]) -> str:
    """Medians and 95 % of every way."""
    rows = ["| | | median | 95 % | positions | requests |", "| --- | --- | --: | --: | --: | --: |"]
    for (tab, way), one in drawn.items():
        late = statistics.quantiles(one.times, n=20)[-1]
        times = f"{statistics.median(one.times):.1f} ms | {late:.1f} ms | {len(one.times):,}"
        rows.append(f"| {NAMES[TABS[tab]]} | {way} | {times} | {len(one.requests)} |")
    aim = "Aims: bars at a median of 16.7 ms, 95 % within 33.4 ms, slowed 40 ms; maps at a median of 33 ms."
    slowly = "Chromium slows the page's own thread, not the worker that reads."
    return "\n".join([*rows, "", f"{aim} {slowly}"])


if __name__ == "__main__":
    main()
