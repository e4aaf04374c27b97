"""What the server holds in memory, and whether it grows: `python -m benchmarks.memory [--write]`.

Lets the page and a stock sketchpad in front of `model.predict` answer people's drawings, and looks at
their processes in between. The usual demo answers so slowly that it gets fewer. Needs Linux.
"""

import argparse
import asyncio
import itertools

from benchmarks.blocks import publish, stamped
from benchmarks.connection import Connection
from benchmarks.load import Ask, first_answer, server_function
from benchmarks.pages import LIVE, OURS, USUAL, drawings
from benchmarks.process import Memory, memory
from benchmarks.throughput import ask_usual
from tests.support.served import served

CLIENTS = 4
SETTLED = 0.1
"""Share of the answers after which caches are full; what is held after more of them has grown."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000, help="of the page (default: 10000)")
    parser.add_argument("--usual-answers", type=int, default=300, help="of the usual demo (default: 300)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    rows = [
        "| | first answer | settled | at the end | peak | answers |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    with served(OURS) as page:
        ask = server_function(
            page.address, LIVE, [{**d, "stages": True} for d in drawings()], b'"state":"answer"'
        )
        rows.append(_row("the page", grown(page.pid, page.address, ask, options.answers), options.answers))
    with served(USUAL) as page:
        seen = grown(page.pid, page.address, ask_usual(page.address), options.usual_answers)
        rows.append(_row("usual demo", seen, options.usual_answers))
    publish("memory", stamped("\n".join(rows)))


def grown(pid: int, address: str, ask: Ask, answers: int) -> list[Memory]:
    """Return what a process holds after its first answer, when it has settled, and at the end."""
    asyncio.run(first_answer(address, ask))
    seen = [memory(pid)]
    for share in (SETTLED, 1 - SETTLED):
        asyncio.run(_answer(address, ask, round(share * answers)))
        seen.append(memory(pid))
    return seen


async def _answer(address: str, ask: Ask, answers: int) -> None:
    left = itertools.count(answers, -1)

    async def client() -> None:
        connection = Connection(address)
        while next(left) > 0:
            await ask(connection)
        await connection.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


def _row(name: str, seen: list[Memory], answers: int) -> str:
    held = " | ".join(f"{one.now:.0f} MB" for one in seen)
    return f"| {name} | {held} | {seen[-1].peak:.0f} MB | {answers:,} |"


if __name__ == "__main__":
    main()
