"""What the stand-in for the Hub can do wrong, on demand, at chosen requests."""

import re
import threading
from dataclasses import dataclass, field, replace

KINDS = ("refuse", "hang", "cut", "cut upload", "lose the answer", "500", "429", "403", "402", "corrupt")
"""refuse: the connection is closed without a word. hang: no answer until the server stops. cut: half
of the answer. cut upload: half of the request is read. lose the answer: what was asked is done, and
nobody is told. corrupt: one byte of the answer is another."""


@dataclass
class Fault:
    """One fault: of which kind, at which requests ("GET /path" matched by a pattern), how often."""

    kind: str
    where: str
    times: int = 1_000_000
    headers: dict[str, str] = field(default_factory=dict)

    def instead(self, faults: "Faults"):
        """None to answer as usual first; () to close the connection; or (status, body, headers)."""
        if self.kind == "hang":
            faults.stopped.wait()
            return ()
        if self.kind in ("refuse", "cut upload"):
            return ()
        if self.kind.isdigit():
            return int(self.kind), b'{"error": "told to"}', self.headers
        return None

    def after(self, answer):
        """Spoil a good answer."""
        if self.kind == "lose the answer":
            return None
        if self.kind == "corrupt" and answer.body:
            middle = len(answer.body) // 2
            flipped = bytes([answer.body[middle] ^ 1])
            return replace(answer, body=answer.body[:middle] + flipped + answer.body[middle + 1 :])
        return answer


class Faults:
    """The faults that are on, in the order in which they were put on."""

    def __init__(self):
        self.stopped = threading.Event()
        self._on: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, kind: str, where: str, times: int = 1_000_000, **headers: str) -> None:
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}")
        names = {key.replace("_", "-"): value for key, value in headers.items()}
        self._on.append(Fault(kind, where, times, names))

    def clear(self) -> None:
        self._on.clear()

    def release(self) -> None:
        """Let go of everything that hangs."""
        self.stopped.set()

    def take(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for fault in self._on:
                if fault.times > 0 and re.search(fault.where, f"{method} {path}"):
                    fault.times -= 1
                    return fault
        return None
