"""A class of thirty on one small server: `python -m benchmarks.classroom [--minutes 10] [--write]`.

Thirty visitors arrive within a minute, draw at a pen's speed, change tabs and look at what those show;
two of them train networks. They speak with the server as the page's scripts do, from one process on the
same machine. The aims: no failure, 95 % of live answers within 150 ms, and memory that does not grow.
Needs Linux.
"""

import argparse
import asyncio
import time

from benchmarks.blocks import publish, stamped
from benchmarks.load import Met, first_answer, server_function
from benchmarks.pages import LIVE, OURS, drawings
from benchmarks.process import Memory, memory
from benchmarks.visitor import Classroom, Visitor
from tests.support.served import Served, served

AIM = 0.150
TRAINERS = 2
ARRIVING = 60.0
"""Seconds within which all arrive; a tenth of a shorter lesson."""

KINDS = {
    "live": "live answers, while the pen moves",
    "maps": "all feature maps, while the pen moves",
    "lab": "what tabs ask when the pen lifts",
    "training": "looks at a live training",
    "page": "the page and its files",
}


def main() -> None:
    """Serve the page, let the class in, print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.classroom", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="that the lesson lasts (default: 10)")
    parser.add_argument("--visitors", type=int, default=30, help="default: 30")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    with served(OURS) as page:
        ready = server_function(page.address, LIVE, drawings(), good=b'"state":"answer"')
        asyncio.run(first_answer(page.address, ready))
        met, held = asyncio.run(lesson(page, 60 * options.minutes, options.visitors))
    publish("classroom", stamped(table(met, held, options.minutes, options.visitors)))


async def lesson(page: Served, seconds: float, visitors: int) -> tuple[dict[str, Met], list[Memory]]:
    """Return what the class met with, and the server's memory when all are there, halfway and at the end."""
    room = Classroom(page.address, time.perf_counter() + seconds)
    arriving = min(ARRIVING, seconds / 10)
    people = [Visitor(room, number) for number in range(visitors)]
    lives = [
        (person.train if number < TRAINERS else person.stay)(arriving * number / visitors)
        for number, person in enumerate(people)
    ]
    held = []

    async def look() -> None:
        for share in (0.2, 0.3, 0.49):  # after a fifth, after half, just before the end
            await asyncio.sleep(share * seconds)
            held.append(memory(page.pid))

    await asyncio.gather(look(), *lives)
    return room.met, held


def table(met: dict[str, Met], held: list[Memory], minutes: float, visitors: int) -> str:
    """A row for each kind of question; then failures, the aims, and memory."""
    rows = ["| | answers | median | 95 % | slowest | failures |", "| --- | --: | --: | --: | --: | --: |"]
    for kind, name in KINDS.items():
        one = met[kind]
        if one.seconds:
            times = [one.median, one.below(0.95), max(one.seconds)]
            cells = " | ".join(f"{1000 * seconds:.0f} ms" for seconds in times)
            rows.append(f"| {name} | {len(one.seconds):,} | {cells} | {len(one.failures)} |")
    failures = [failure for one in met.values() for failure in one.failures]
    early, middle, late = held
    told = [
        f"{visitors} visitors for {minutes:g} minutes, {TRAINERS} training networks; {len(failures)} failed.",
        f"The aim is 95 % of live answers within {1000 * AIM:.0f} ms.",
        f"The server held {early.now:.0f} MB after a fifth of the time, {middle.now:.0f} MB after half of it "
        f"and {late.now:.0f} MB at the end, {late.peak:.0f} MB at most.",
    ]
    if failures:
        told.append(f"The first failure: {failures[0][:300]}")
    return "\n".join([*rows, "", " ".join(told)])


if __name__ == "__main__":
    main()
