"""A room of sixty that sends at once: `python -m benchmarks.room [--rounds 5] [--write]`.

A teacher's page lies open in a headless Chromium. Sixty members, each with a connection of its own, send a person's
drawing at the same moment; what counts is the time from a member's request to the frame in which the teacher's page
has the drawing on its wall, and later both networks' answers on it. None may be lost. All of it shares this machine.
"""

import argparse
import json
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Page, sync_playwright

from benchmarks.blocks import publish, stamped
from serving.page import WEB
from serving.rooms import MOST_MEMBERS
from tests.support import attack
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.served import served

AIM = 1.0
"""Seconds within which 95 % of all drawings are to be on the wall."""

WATCH = """() => {
  window.hung = {};
  window.answered = {};
  const note = () => requestAnimationFrame(() => {
    for (const tile of document.querySelectorAll('.room-tile')) {
      const name = tile.dataset.name;
      window.hung[name] ??= Date.now();
      if (tile.querySelector('b.ann').textContent) window.answered[name] ??= Date.now();
    }
  });
  const change = { childList: true, subtree: true, characterData: true };
  new MutationObserver(note).observe(document.querySelector('.room-wall'), change);
}"""


def main() -> None:
    """Measure, print, and end with status 1 where a drawing is lost or comes late."""
    parser = argparse.ArgumentParser("python -m benchmarks.room", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="digits that the class is asked for in turn (default: 5)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    with served(CLASS_ROOMS="True") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        attack.read_seven(server.address)  # TensorFlow is loaded by then
        code = opened(page, server.address)
        page.evaluate(WATCH)
        members = [attack.answer(server.address, "rooms/join", {"code": code})["member"] for _ in range(MOST_MEMBERS)]
        sent: dict[str, float] = {}
        for digit in range(options.rounds):
            sent |= all_at_once(server.address, code, members, digit)
            page.wait_for_timeout(10_000)  # who sends may send again, and all is read
        hung, answered = page.evaluate("() => [window.hung, window.answered]")
        browser.close()
    publish("room", stamped(table(sent, hung, answered)))
    late = percentile(waits(sent, hung), 0.95) > AIM
    sys.exit(1 if late or len(hung) < len(sent) else 0)


def opened(page: Page, address: str) -> str:
    """Open a room as a teacher does; returns its code."""
    page.goto(address)
    page.locator(".dc.ready").wait_for(timeout=60_000)
    page.get_by_role("button", name="Class room").click()
    page.get_by_role("button", name="Open a room").click()
    page.locator(".room-code").wait_for(timeout=60_000)
    return page.locator(".room-code").inner_text()


def all_at_once(address: str, code: str, members: list[str], digit: int) -> dict[str, float]:
    """Let every member send one drawing at the same moment; returns when each did, by the drawing's name."""
    samples = json.loads((WEB / "canvas" / "samples.json").read_text("utf-8"))
    drawing = {key: samples[digit][key] for key in ("strokes", "width", "height")}
    together = threading.Barrier(len(members))

    def send(number: int) -> tuple[str, float]:
        request = {"code": code, "member": members[number], "digit": digit, "drawing": drawing}
        together.wait()
        moment = time.time()
        reply = attack.answer(address, "rooms/send", request)
        if reply["state"] != "answer":
            print(reply, file=sys.stderr)
        return f"{number + 1}-{digit}", moment

    with ThreadPoolExecutor(len(members)) as pool:
        return dict(pool.map(send, range(len(members))))


def waits(sent: dict[str, float], seen: dict[str, float]) -> list[float]:
    """Return the seconds from sending to being seen, shortest first."""
    return sorted(seen[name] / 1000 - moment for name, moment in sent.items() if name in seen)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of them lies."""
    return values[min(len(values) - 1, int(share * len(values)))]


def table(sent: dict[str, float], hung: dict[str, float], answered: dict[str, float]) -> str:
    """Median, 95 % and slowest of both, and how many were lost."""
    rows = ["| | shown | median, s | 95 % within, s | slowest, s |", "| --- " + "| --: " * 4 + "|"]
    for name, seen in (("on the wall", hung), ("read by both networks", answered)):
        times = waits(sent, seen)
        numbers = f"{statistics.median(times):.2f} | {percentile(times, 0.95):.2f} | {times[-1]:.2f}"
        rows.append(f"| {name} | {len(times)} | {numbers} |")
    lost = len(sent) - len(waits(sent, hung))
    return "\n".join([*rows, "", f"{len(sent)} drawings, {MOST_MEMBERS} at the same moment; {lost} lost."])


if __name__ == "__main__":
    main()
