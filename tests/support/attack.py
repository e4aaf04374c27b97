"""Sends hostile requests to a served page, and tells what it did: statuses, times, words, and its health."""

import http.client
import json
import os
import re
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.support import fuzz
from tests.support.asking import SEVEN
from tests.support.fuzz_requests import API, JSON, OTHERS, OTHERS_INK, Request, Target, asked, target_of

LONGEST = 120.0
"""Seconds after which an answer is no longer waited for, on a machine that does much else."""

RAW_MARK = re.compile(rb"<(img|script)[^>]{0,40}" + fuzz.MARK.encode() + rb"|<script>" + fuzz.MARK.encode())


@dataclass
class Outcome:
    """What the requests to one entry led to."""

    statuses: Counter = field(default_factory=Counter)
    slowest: float = 0.0
    slow: list[tuple[float, bytes]] = field(default_factory=list)  # answers after more than a second
    wrong: list[tuple[str, bytes]] = field(default_factory=list)  # why, and the request's body or path

    @property
    def cases(self) -> int:
        return sum(self.statuses.values())


class Attacker:
    """One connection to the page.

    Args:
        address: of the page.
        outcomes: where what happens is noted, by entry.
    """

    def __init__(self, address: str, outcomes: dict[str, Outcome]):
        self._host = urlsplit(address).netloc
        self._outcomes = outcomes
        self._connection = http.client.HTTPConnection(self._host, timeout=LONGEST)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def send(self, request: Request) -> None:
        """Send a request, follow it to its end if it began an event, and note what came."""
        outcome = self._outcomes.setdefault(request.entry, Outcome())
        begun = time.perf_counter()
        try:
            status, kind, body = self._ask(request)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            outcome.statuses[type(error).__name__] += 1
            if not isinstance(error, http.client.RemoteDisconnected | ConnectionError):
                outcome.wrong.append((repr(error), _shown(request)))
            return
        seconds = time.perf_counter() - begun
        outcome.statuses[status] += 1
        outcome.slowest = max(outcome.slowest, seconds)
        if seconds > 1:
            outcome.slow.append((seconds, _shown(request)))
        if why := what_is_wrong(status, kind, body):
            outcome.wrong.append((why, _shown(request)))

    def _ask(self, request: Request) -> tuple[int, str, bytes]:
        status, kind, body = self._exchange(request.method, request.path, request.body, request.headers)
        if status == 200 and request.entry.startswith("event ") and b"event_id" in body:
            event = json.loads(body)["event_id"]
            status, kind, body = self._exchange("GET", f"{API}/call/x/{event}", None, {})
        return status, kind, body

    def _exchange(self, method: str, path: str, body: bytes | None, headers: dict) -> tuple[int, str, bytes]:
        sent = {name: value.encode("utf-8", "surrogatepass") for name, value in headers.items()}
        try:
            self._connection.request(method, path, body, sent)
            reply = self._connection.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            self._connection.close()  # the server may close a connection that was kept
            self._connection.request(method, path, body, sent)
            reply = self._connection.getresponse()
        return reply.status, reply.getheader("Content-Type", ""), _read(reply)


def what_is_wrong(status: int, kind: str, body: bytes) -> str:
    """Say what no answer may be; "" if it is none of that."""
    if status >= 500:
        return f"status {status}"
    if b"Traceback" in body or b'File "/' in body or b"site-packages" in body:
        return "a traceback"
    if OTHERS_INK in body:
        return "a drawing of somebody else's room"
    if "html" in kind and RAW_MARK.search(body):
        return "an injected element in HTML"
    if b"event: error\ndata: null" in body or b'{"error": null}' in body or b'{"error":null}' in body:
        return "an error without words"
    return ""


def attack(address: str, requests: Iterable[Request], at_once: int = 4) -> dict[str, Outcome]:
    """Send all requests over some connections at once, and return what happened by entry."""
    outcomes: dict[str, Outcome] = {}
    waiting, lock = iter(requests), threading.Lock()

    def work() -> None:
        with closing(Attacker(address, outcomes)) as attacker:
            while True:
                with lock:
                    request = next(waiting, None)
                if request is None:
                    return
                attacker.send(request)

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def look_at(address: str) -> Target:
    """Return what a served page can be asked, once its networks answer."""
    html, config = (_fetched(address, path) for path in ("/", "/config"))
    assert read_seven(address)["digit"] == 7
    target = target_of(json.loads(config), html)
    if 'name="class-rooms"' not in html:
        return target
    return replace(target, room=open_room(address, SEVEN), other=open_room(address, OTHERS))


def open_room(address: str, drawing: dict) -> dict[str, str]:
    """Open a class room, join it, and send a drawing; returns the keys of its teacher and its first member."""
    opened = answer(address, "rooms/open", {"link": f"{address}/#draw?room="})
    joined = answer(address, "rooms/join", {"code": opened["code"]})
    room = {"code": opened["code"], "secret": opened["secret"], "member": joined["member"]}
    sent = {"code": room["code"], "member": room["member"], "digit": 7, "drawing": drawing}
    assert answer(address, "rooms/send", sent)["state"] == "answer"
    return room


def wall(address: str, room: dict[str, str]) -> list[dict]:
    """Return what hangs in a room, as its teacher sees it: one drawing, if it was left alone."""
    asked_for = {"code": room["code"], "secret": room["secret"], "since": 0}
    return answer(address, "rooms/wall", asked_for)["drawings"]


def read_seven(address: str) -> dict:
    """Ask the public endpoint about a 7; while the networks load, it waits for them."""
    event = json.loads(_fetched(address, f"{API}/call/recognize_strokes", {"data": [SEVEN]}))["event_id"]
    told = _fetched(address, f"{API}/call/recognize_strokes/{event}")
    return json.loads(told.rpartition("data: ")[2])[0]


def answer(address: str, name: str, request: Any) -> dict:
    """Ask one of the page's questions.

    Raises:
        urllib.error.HTTPError: the request was turned away before it was looked at.
    """
    return json.loads(_fetched(address, asked(name, request).path, request))


def _fetched(address: str, path: str, body: Any = None) -> str:
    sent = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(address + path, sent, JSON), timeout=LONGEST) as reply:
        return reply.read().decode()


def megabytes(pid: int) -> float:
    """Return what a process holds in memory now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _read(reply: http.client.HTTPResponse) -> bytes:
    """Read an answer to its end; a stream that only says that it lives has none.

    Raises:
        TimeoutError: it has not ended after LONGEST seconds.
    """
    end, parts = time.monotonic() + LONGEST, []
    while part := reply.read1(1_000_000):
        parts.append(part)
        if time.monotonic() > end:
            raise TimeoutError("an answer without end")
    reply.read()  # tells the connection that this is all
    return b"".join(parts)


def _shown(request: Request) -> bytes:
    return (f"{request.method} {request.path[:150]} ".encode() + (request.body or b""))[:400]
