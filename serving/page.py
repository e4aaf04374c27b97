"""The page's own files and questions, below `gradio_api/page/`: modules, weights, and what the modules ask.

Modules lie under a version made of their content and may be kept for ever; so may weights, under their hash.
"""

import gzip
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from model.networks.browser_weights import HASH_LENGTH
from model.networks.pretrained import FILES
from serving.room_questions import RoomQuestions
from tabs.kit.panel import Question, Tab
from tabs.kit.replies import as_text, respond
from tabs.kit.service import NotReady, Service

log = logging.getLogger(__name__)

WEB = Path(__file__).resolve().parent.parent / "web"
PREFIX = "/gradio_api/page"

KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".py": "text/x-python",
}
"""Which files are served, and as what."""

NOT_SERVED = ("package.json", "package-lock.json", "tsconfig.json", "biome.json", "page.html")
LEVEL = 6
"""Of gzip's 1 to 9: on five megabytes of digits, 9 takes fifteen times as long and saves 2 %."""

FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
ALWAYS_ANEW = {"cache-control": "no-store"}

AT_ONCE = 4
"""Questions worked on at the same time, whoever asks: two cores answer no more."""

MOST_WAITING = 60
"""Questions that may wait beside those; who comes then is told to come back."""

A_WHILE = 30.0
"""Seconds that a page waits for the first networks, which take less than one to read."""


class Files:
    """Everything under `web/` that is served, compressed once.

    Args:
        folder: where it lies.
    """

    def __init__(self, folder: Path = WEB):
        paths = sorted(path for path in folder.rglob("*") if path.suffix in KINDS and _is_served(path, folder))
        self._contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        self._responses: dict[str, Response] = {}
        self.page = (folder / "page.html").read_text(encoding="utf-8")

    @cached_property
    def version(self) -> str:
        """A hash of all names and contents."""
        digest = hashlib.sha256()
        for name, content in self._contents.items():
            digest.update(f"{name} {len(content)} ".encode() + content)
        return digest.hexdigest()[:12]

    def text(self, name: str) -> str:
        """Return a file's text.

        Raises:
            KeyError: there is no such file.
        """
        return self._contents[name].decode()

    def names(self, suffix: str) -> list[str]:
        """Return the names of the files with an ending."""
        return [name for name in self._contents if name.endswith(suffix)]

    def response(self, name: str, packed: bool) -> Response:
        """Return a file to be sent, compressed if the browser can read that."""
        if name not in self._contents:
            raise HTTPException(404, "There is nothing here.")
        key = f"{name} {packed}"
        if key not in self._responses:
            kind = KINDS[Path(name).suffix]
            self._responses[key] = sent(self._contents[name], kind, packed)
        return self._responses[key]


def _is_served(path: Path, folder: Path) -> bool:
    inner = path.relative_to(folder)
    return path.is_file() and "node_modules" not in inner.parts and inner.as_posix() not in NOT_SERVED


def sent(content: bytes, kind: str, packed: bool) -> Response:
    """Return bytes that may be kept for ever, compressed if wanted."""
    headers = {**FOR_EVER, "vary": "accept-encoding"}
    if packed:
        content, headers = gzip.compress(content, LEVEL), {**headers, "content-encoding": "gzip"}
    return Response(content, media_type=kind, headers=headers)


class TabFiles:
    """The files of all tabs, under the hash of their content.

    A file that cannot be made is left out, and the log says why: its tab tells the visitor.

    Args:
        tabs: the tabs, some of which have files.
    """

    def __init__(self, tabs: Sequence[Tab] = ()):
        self.contents: dict[str, bytes] = {}
        self._addresses = {tab.name: self._store(tab.files) for tab in tabs}

    def addresses(self, tab: Tab) -> dict[str, str]:
        """Return where a tab's files lie below the page's own path, by name."""
        return self._addresses[tab.name]

    def _store(self, files: Mapping[str, Callable[[], bytes]]) -> dict[str, str]:
        addresses = {}
        for name, make in files.items():
            try:
                content = make()
            except Exception:
                log.exception("the file %s cannot be made", name)
                continue
            file = hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
            self.contents[file], addresses[name] = content, f"files/{file}"
        return addresses


def takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


class Desk:
    """Answers the tabs' questions, a few at a time.

    Args:
        service: the networks.
        questions: by "TAB/QUESTION".
        at_once: how many are worked on at the same time.
        most_waiting: how many may wait beside those.
    """

    def __init__(
        self,
        service: Service,
        questions: Mapping[str, Question],
        at_once: int = AT_ONCE,
        most_waiting: int = MOST_WAITING,
    ):
        self._service, self._questions = service, questions
        self._room, self._there = at_once + most_waiting, 0
        self._workers = CapacityLimiter(at_once)  # threads of its own: files are sent while questions wait

    async def answer(self, request: Request) -> Response:
        """Answer one request: POST ask/TAB/QUESTION with a JSON object, which the guard has looked at."""
        question = self._questions.get(request.path_params["name"])
        if question is None:
            raise HTTPException(404, "There is no such question.")
        if self._there >= self._room:
            return as_text({"state": "busy", "message": "Many people ask at the same moment. Trying again."})
        self._there += 1
        try:
            asked = await request.json()
            return await to_thread.run_sync(self._work, question, asked, limiter=self._workers)
        finally:
            self._there -= 1

    def _work(self, question: Question, asked: object) -> Response:
        return as_text(respond(self._service, question, asked))


def described(service: Service, wait: float = 0.0) -> dict:
    """Return which networks are served and where their weights lie, for browsers.

    Raises:
        NotReady: none are there after `wait` seconds.
    """
    return {**service.in_browsers(wait).described, "isLoading": service.is_loading}


def routes(
    files: Files,
    service: Service,
    questions: Mapping[str, Question],
    tab_files: TabFiles | None = None,
    rooms: RoomQuestions | None = None,
) -> list[BaseRoute]:
    """Return the routes of the page's files, weights, tabs' files and questions, and of class rooms if there are."""
    desk = Desk(service, questions)
    of_tabs = tab_files.contents if tab_files else {}
    kept: dict[tuple[str, bool], Response] = {}

    async def module(request: Request) -> Response:
        return files.response(request.path_params["path"], takes_gzip(request))

    async def networks(request: Request) -> Response:
        try:
            answer = as_text(await run_in_threadpool(described, service, A_WHILE))
        except NotReady as error:
            raise HTTPException(503, str(error)) from error
        answer.headers.update(ALWAYS_ANEW)
        return answer

    async def weight(request: Request) -> Response:
        return await binary(request, service.in_browsers().files)

    async def tab_file(request: Request) -> Response:
        return await binary(request, of_tabs)

    async def binary(request: Request, contents: Mapping[str, bytes]) -> Response:
        name, packed = request.path_params["file"], takes_gzip(request)
        if name not in contents:
            raise HTTPException(404, "There is nothing here.")
        if (name, packed) not in kept:
            kept[name, packed] = await run_in_threadpool(sent, contents[name], "application/octet-stream", packed)
        return kept[name, packed]

    async def keras_file(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in FILES:
            raise HTTPException(404, "There is nothing here.")
        try:
            content = await run_in_threadpool(service.keras_file, name)
        except OSError as error:
            raise HTTPException(404, "This file is no longer there.") from error
        return Response(content, media_type="application/octet-stream", headers=ALWAYS_ANEW)

    async def alive(request: Request) -> Response:
        return Response(status_code=204, headers=ALWAYS_ANEW)

    of_rooms = [Route(f"{PREFIX}/ask/rooms/{{name}}", rooms.answer, methods=["POST"])] if rooms else []
    return [
        *of_rooms,
        Route(f"{PREFIX}/networks", networks),
        Route(f"{PREFIX}/weights/{{file}}", weight),
        Route(f"{PREFIX}/files/{{file}}", tab_file),
        Route(f"{PREFIX}/keras/{{name}}", keras_file),
        Route(f"{PREFIX}/alive", alive),
        Route(f"{PREFIX}/ask/{{name:path}}", desk.answer, methods=["POST"]),
        Route(f"{PREFIX}/{files.version}/{{path:path}}", module),
    ]
