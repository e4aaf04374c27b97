"""From the page's address to its first right answer, in Chromium: `python -m benchmarks.first_answer [--write]`.

Starts the page anew for each line, opens it as soon as it is served, so that TensorFlow is still loading, presses a
sample when the canvas is ready, and waits for the CNN's right answer. Lines are slowed by Chromium itself. Also counts
what travels: the page and the Draw tab beyond Gradio's own files.
"""

import time
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.blocks import publish, stamped
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.served import served

LINES = {
    "as fast as it goes": None,
    "150 ms, 1.6 Mbit/s": (150, 1_600_000),
    "400 ms, 400 kbit/s": (400, 400_000),
}
"""Name: latency in milliseconds and bits a second; None for no limit."""

OURS = "/gradio_api/page/"
ANSWER = "document.querySelector('.dc-answer.cnn .dc-digit').textContent === '3'"
WHITE = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"


@dataclass(frozen=True)
class Opened:
    """Milliseconds from the navigation's start, and bytes as they travelled."""

    painted: float
    ready: float
    answered: float
    tab: float
    after_load: float
    ours: int
    everything: int


def main() -> None:
    """Measure and print."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        opened = {name: open_once(browser, line) for name, line in LINES.items()}
        browser.close()
    publish("first-answer", stamped(table(opened)))


def open_once(browser: Browser, line: tuple[int, int] | None) -> Opened:
    """Serve, open, press a sample, wait for the answer and for the Draw tab."""
    with served() as server, browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        if line:
            slow(page, *line)
        sizes: dict[str, int] = {}
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        names: dict[str, str] = {}
        session.on("Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]}))
        session.on(
            "Network.loadingFinished",
            lambda e: sizes.update({names.get(e["requestId"], ""): int(e["encodedDataLength"])}),
        )
        page.goto(server.address, wait_until="commit", timeout=120_000)
        page.locator(".dc.ready").wait_for(timeout=120_000)
        ready = now(page)
        page.get_by_role("button", name="Draw a sample 3").click()
        page.wait_for_function(ANSWER, timeout=120_000)
        answered = now(page)
        page.locator(".draw .ui-value.best").first.wait_for(timeout=120_000)
        tab = now(page)
        loaded = page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart")
        time.sleep(1)  # what was on its way has come
        page.evaluate("0")
        ours = sum(size for url, size in sizes.items() if OURS in url)
        return Opened(page.evaluate(WHITE), ready, answered, tab, answered - loaded, ours, sum(sizes.values()))


def slow(page: Page, latency: int, bits: int) -> None:
    """Slow the page's line: milliseconds there and back, bits a second each way."""
    limits = {"offline": False, "latency": latency, "downloadThroughput": bits / 8, "uploadThroughput": bits / 8}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", limits)


def now(page: Page) -> float:
    """Return the page's clock: milliseconds since the navigation began."""
    return page.evaluate("performance.now()")


def table(opened: dict[str, Opened]) -> str:
    """One row a line."""
    head = "| line | first paint | canvas ready | first right answer | Draw tab | answer after load event |"
    rows = [head, "| --- | --: | --: | --: | --: | --: |"]
    for name, one in opened.items():
        times = (one.painted, one.ready, one.answered, one.tab, one.after_load)
        rows.append(f"| {name} | " + " | ".join(f"{value / 1000:.2f} s" for value in times) + " |")
    last = next(iter(opened.values()))
    return "\n".join(
        [
            *rows,
            "",
            f"The page's own files, weights of both networks and the Draw tab: {last.ours / 1000:.0f} KB as they "
            f"travel; with Gradio's {last.everything / 1000:.0f} KB.",
        ]
    )


if __name__ == "__main__":
    main()
