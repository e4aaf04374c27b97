"""What the stand-in for the Hub keeps and passes around: repositories, revisions, requests, answers."""

import hashlib
import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Commit:
    """One revision: its files whole, as the content of every path."""

    oid: str
    title: str
    files: dict[str, bytes]


@dataclass
class Repository:
    """A model or a Space with its history, newest commit last."""

    kind: str
    name: str
    private: bool = False
    gated: bool = False
    commits: list[Commit] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    stages: list[str] = field(default_factory=lambda: ["RUNNING"])
    """A Space's stages: each question after a commit is answered with the next; the last one stays."""

    @property
    def head(self) -> Commit:
        return self.commits[-1]

    def add(self, title: str, files: dict[str, bytes]) -> Commit:
        oid = hashlib.sha1(f"{self.name} {len(self.commits)} {title}".encode()).hexdigest()
        self.commits.append(Commit(oid, title, files))
        return self.head

    def at(self, revision: str) -> Commit | None:
        if revision == "main":
            return self.head
        return next((commit for commit in self.commits if commit.oid == revision), None)


class Refused(Exception):
    """An answer that is an error, as the Hub words it."""

    def __init__(self, status: int, message: str, code: str = "", **headers: str):
        super().__init__(message)
        self.status, self.headers = status, {"X-Error-Message": message, **headers}
        if code:
            self.headers["X-Error-Code"] = code


@dataclass(frozen=True)
class Request:
    """One request, read whole."""

    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    authorized: bool

    def json(self) -> dict:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What goes back; `body` is sent with its length, or only announced for HEAD."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
