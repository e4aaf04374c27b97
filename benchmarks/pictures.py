"""What reading a picture costs: `python -m benchmarks.pictures [--beside FOLDER] [--write]`.

Asks `/recognize_picture` of the served page about pictures of every kind, one at a time. With another
checkout of the page in FOLDER, that is served too and asked about the same files, turn by turn.
"""

import argparse
import asyncio
import contextlib
import io
import json
import statistics
import time
import urllib.request
from pathlib import Path

import numpy as np

from benchmarks.blocks import publish, stamped
from benchmarks.connection import Connection
from benchmarks.load import Ask, endpoint, first_answer
from benchmarks.pages import OURS
from tests.support.fuzz_requests import multipart
from tests.support.picture_kinds import KINDS
from tests.support.served import served

HERE = "this page"


def main() -> None:
    """Serve, ask, print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.pictures", description=__doc__)
    parser.add_argument("--beside", type=Path, metavar="FOLDER", help="another checkout to compare with")
    parser.add_argument("--rounds", type=int, default=3, help="times that each picture is asked about")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    codes = {HERE: OURS}
    if options.beside:
        codes["beside it"] = f"import os; os.chdir({str(options.beside.resolve())!r}); {OURS}"
    publish("pictures", stamped(table(asyncio.run(measure(codes, files(), options.rounds)))))


def files() -> list[bytes]:
    """One PNG file of each kind."""
    return [
        _png(make(number % 10, np.random.default_rng(number))) for number, make in enumerate(KINDS.values())
    ]


async def measure(codes: dict[str, str], pictures: list[bytes], rounds: int) -> dict[str, list[float]]:
    """Return {page: seconds of each answer}."""
    taken: dict[str, list[float]] = {name: [] for name in codes}
    with contextlib.ExitStack() as pages:
        addresses = {name: pages.enter_context(served(code)).address for name, code in codes.items()}
        asks = {name: [_ask(address, file) for file in pictures] for name, address in addresses.items()}
        for name, address in addresses.items():
            await first_answer(address, asks[name][0])
        for _ in range(rounds):
            for number in range(len(pictures)):
                for name, address in addresses.items():
                    taken[name].append(await _seconds(address, asks[name][number]))
    return taken


def table(taken: dict[str, list[float]]) -> str:
    """Median and slowest answers in milliseconds."""
    rows = ["| | median, ms | 95 % within, ms |", "| --- | --: | --: |"]
    for name, seconds in taken.items():
        within = float(np.quantile(seconds, 0.95))
        rows.append(f"| {name} | {1000 * statistics.median(seconds):.0f} | {1000 * within:.0f} |")
    return "\n".join(rows)


def _ask(address: str, file: bytes) -> Ask:
    """Upload a file, and ask about it."""
    upload = urllib.request.Request(f"{address}/gradio_api/upload", *multipart("picture.png", file))
    with urllib.request.urlopen(upload, timeout=60) as answer:
        [path] = json.load(answer)
    sent = {"path": path, "meta": {"_type": "gradio.FileData"}}
    return endpoint("recognize_picture", [sent], good=b'"verdict"')


async def _seconds(address: str, ask: Ask) -> float:
    connection = Connection(address)
    began = time.perf_counter()
    await ask(connection)
    taken = time.perf_counter() - began
    await connection.close()
    return taken


def _png(picture) -> bytes:
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    return stored.getvalue()


if __name__ == "__main__":
    main()
