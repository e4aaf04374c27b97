"""What reading a picture costs: `python -m benchmarks.pictures [--beside FOLDER] [--write]`.

Asks `/recognize_picture` of the served page about pictures of every kind, one at a time. With another
checkout of the page in FOLDER, that is served too and asked about the same files, turn by turn.
"""

import argparse
import contextlib
import io
import json
import statistics
import time
import urllib.request
from pathlib import Path

import numpy as np

from benchmarks.blocks import publish, stamped
from benchmarks.endpoint import Caller
from tests.support import attack
from tests.support.fuzz_requests import multipart
from tests.support.picture_kinds import KINDS
from tests.support.served import PLAIN, served

HERE = "this page"


def main() -> None:
    """Serve, ask, print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.pictures", description=__doc__)
    parser.add_argument("--beside", type=Path, metavar="FOLDER", help="another checkout to compare with")
    parser.add_argument("--rounds", type=int, default=3, help="times that each picture is asked about")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    codes = {HERE: PLAIN}
    if options.beside:
        codes["beside it"] = f"import os; os.chdir({str(options.beside.resolve())!r}); {PLAIN}"
    publish("pictures", stamped(table(measure(codes, files(), options.rounds))))


def files() -> list[bytes]:
    """One PNG file of each kind."""
    return [_png(make(number % 10, np.random.default_rng(number))) for number, make in enumerate(KINDS.values())]


def measure(codes: dict[str, str], pictures: list[bytes], rounds: int) -> dict[str, list[float]]:
    """Return {page: seconds of each answer}."""
    taken: dict[str, list[float]] = {name: [] for name in codes}
    with contextlib.ExitStack() as stack:
        pages = {name: stack.enter_context(served(code)) for name, code in codes.items()}
        uploads = {name: [_uploaded(page.address, file) for file in pictures] for name, page in pages.items()}
        for page in pages.values():
            attack.read_seven(page.address)  # the networks are loaded
        for _ in range(rounds):
            for number in range(len(pictures)):
                for name, page in pages.items():
                    began = time.perf_counter()
                    Caller(page, "recognize_picture").call(uploads[name][number])
                    taken[name].append(time.perf_counter() - began)
    return taken


def table(taken: dict[str, list[float]]) -> str:
    """Median and slowest answers in milliseconds."""
    rows = ["| | median, ms | 95 % within, ms |", "| --- | --: | --: |"]
    for name, seconds in taken.items():
        within = float(np.quantile(seconds, 0.95))
        rows.append(f"| {name} | {1000 * statistics.median(seconds):.0f} | {1000 * within:.0f} |")
    return "\n".join(rows)


def _uploaded(address: str, file: bytes) -> dict:
    """Upload a file; return what names it in a call."""
    upload = urllib.request.Request(f"{address}/gradio_api/upload", *multipart("picture.png", file))
    with urllib.request.urlopen(upload, timeout=60) as answer:
        [path] = json.load(answer)
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


def _png(picture) -> bytes:
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    return stored.getvalue()


if __name__ == "__main__":
    main()
