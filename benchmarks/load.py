"""Clients that ask as fast as they are answered, and what they met with."""

import asyncio
import itertools
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from benchmarks.connection import Connection, Failed
from benchmarks.pages import SERVER_FUNCTION, components, question

Ask = Callable[[Connection], Awaitable[bytes]]
"""Asks once and returns the answer's body."""

SESSIONS = 64
"""Visitors for whom the clients stand by turns: the page lets each ask only so often a second."""


@dataclass
class Met:
    """What one kind of question met with: seconds of each answer, seconds of asking, failures."""

    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0
    failures: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.lasted

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def below(self, share: float) -> float:
        """Return the seconds that this share of the answers, 0 to 1, did not exceed."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


def server_function(address: str, function: str, arguments: list, good: bytes = b"") -> Ask:
    """Ask a component's server function, as a page does while the pen moves.

    Args:
        address: of the page.
        function: "element/function".
        arguments: asked one after the other, by all clients together, again and again.
        good: what every answer holds, or it counts as a failure.
    """
    component = components(address)[function]
    bodies = itertools.cycle(
        question(component, function, f"visitor-{session}", argument)
        for session in range(SESSIONS)
        for argument in arguments
    )

    async def ask(connection: Connection) -> bytes:
        return _checked(await connection.post(SERVER_FUNCTION, next(bodies)), good)

    return ask


def endpoint(name: str, arguments: list, good: bytes = b"") -> Ask:
    """Ask a public endpoint as programs do: a call, then the stream of events that brings the answer."""
    path = f"/gradio_api/call/{name}"
    bodies = itertools.cycle([json.dumps({"data": [argument]}).encode() for argument in arguments])

    async def ask(connection: Connection) -> bytes:
        event = json.loads(await connection.post(path, next(bodies)))["event_id"]
        answer = await connection.get(f"{path}/{event}")
        return _checked(_checked(answer, b"event: complete"), good)

    return ask


async def first_answer(address: str, ask: Ask, patience: float = 120.0) -> None:
    """Wait until a question is answered: a page is served before it can answer.

    Raises:
        Failed: it is not answered within `patience` seconds.
    """
    connection, end = Connection(address), time.monotonic() + patience
    while True:
        try:
            await ask(connection)
            break
        except Failed:
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.05)
    await connection.close()


async def load(address: str, ask: Ask, clients: int, seconds: float, met: Met) -> None:
    """Let `clients` ask for so long, each one question at a time; adds to `met`."""
    began = time.perf_counter()
    await asyncio.gather(*(_client(address, ask, began + seconds, met) for _ in range(clients)))
    met.lasted += time.perf_counter() - began


async def _client(address: str, ask: Ask, end: float, met: Met) -> None:
    connection = Connection(address)
    while (started := time.perf_counter()) < end:
        try:
            await ask(connection)
            met.seconds.append(time.perf_counter() - started)
        except (Failed, OSError, asyncio.IncompleteReadError) as error:
            met.failures.append(str(error))
            await asyncio.sleep(0.05)
    await connection.close()


def _checked(answer: bytes, good: bytes) -> bytes:
    if good not in answer:
        raise Failed(answer.decode(errors="replace")[:200])
    return answer
