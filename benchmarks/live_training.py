"""What a training in the browser costs: `python -m benchmarks.live_training [--write]`.

In headless Chromium, on the page: the first point of the curve, stopping, going on, and the default run to
its end. In Node.js, with the same modules and nothing to show: the processor's time, which other work on the
machine changes little, and how good three seeds become.
"""

import json
import subprocess
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.blocks import publish, stamped
from tabs.training_lab.files import FILES
from tests.browser.studio import requests_of
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.node import node_path
from tests.support.served import served

SCRIPT = Path(__file__).with_suffix(".mjs")
SEEDS = (1, 2, 3)
LONG = 1_200_000
"""Milliseconds that a busy machine may take."""

WORDS = "document.querySelector('.tl-progress-words').textContent"
POINT = "document.querySelector('.tl-live-accuracy-held b').textContent !== '–'"


def main() -> None:
    """Measure and print."""
    rows = [*in_chromium(), *in_node("cnn"), *in_node("ann")]
    table = ["| | measured | aim |", "| --- | --: | --: |", *(f"| {' | '.join(row)} |" for row in rows)]
    publish("live-training", stamped("\n".join(table)))


def in_chromium() -> list[tuple[str, str, str]]:
    """Train on the page, as a visitor would."""
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(LONG)
        page.goto(f"{server.address}#training-lab?part=live")
        page.get_by_role("button", name="Train", exact=True).wait_for()
        page.wait_for_load_state("networkidle")  # the digits are here
        asked = requests_of(page)
        first = seconds(page, "Train", POINT)
        stop = seconds(page, "Stop", f"{WORDS}.startsWith('Stopped')")
        again = seconds(page, "Go on", f"{WORDS}.startsWith('Epoch')")
        page.get_by_role("button", name="Stop", exact=True).click()
        page.wait_for_function(f"{WORDS}.startsWith('Stopped')")
        whole = seconds(page, "Train", f"{WORDS}.startsWith('Done')")
        browser.close()
    return [
        ("first point of the curve", f"{first:.1f} s", "1 s"),
        ("from Stop until it has stopped", f"{stop:.2f} s", ""),
        ("from Go on until it goes on", f"{again:.2f} s", ""),
        ("the default run", f"{whole:.1f} s", "30 s"),
        ("what any number of pages that train ask of the server", f"{len(asked)} requests", "0"),
    ]


def seconds(page: Page, button: str, condition: str) -> float:
    """Press a button; return how long it took until a condition in JavaScript held."""
    began = time.perf_counter()
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_function(condition, polling="raf")
    return time.perf_counter() - began


def in_node(network: str) -> list[tuple[str, str, str]]:
    """Train with three seeds; nothing is chosen among them."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("training", "held"):
            (Path(folder) / name).write_bytes(FILES[name]())
        runs = [trained(Path(folder), network, seed) for seed in SEEDS]
    processor = sorted(run["processor"] for run in runs)[1]
    accuracies = ", ".join(f"{run['accuracy']:.1%}".replace("%", " %") for run in runs)
    kind, aim = network.upper(), "97 %" if network == "cnn" else ""
    return [
        (f"{kind}, default settings: processor time", f"{processor:.1f} s", ""),
        (f"{kind}, default settings: a processor four times slower needs", f"{4 * processor:.0f} s", ""),
        (
            f"{kind}: held-out digits read correctly, three seeds",
            accuracies,
            aim,
        ),
    ]


def trained(folder: Path, network: str, seed: int) -> dict:
    """Return {"first", "seconds", "processor", "accuracy"} of one run."""
    command = [node_path(), str(SCRIPT), str(folder), network, str(seed)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
