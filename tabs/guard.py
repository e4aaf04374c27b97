"""What a request must be before Gradio sees it: not too large, not too deep, not too many of one visitor.

Gradio answers a request that it cannot make sense of with a traceback in the log and status 500. Here
such a request is told what is wrong with it; whatever still fails inside costs one line of the log.
Doors of Gradio's that this page does not use are closed, and every answer carries `headers.HEADERS`.
"""

import contextlib
import errno
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tabs.events import BadEvent, check_event
from tabs.headers import with_headers

log = logging.getLogger(__name__)

LARGEST = 9_000_000
"""Bytes of a JSON body: a picture inside a drawing, and a little more."""

LARGEST_UPLOAD = 17_000_000
"""Bytes of an upload: one file of 16 megabytes and its envelope."""

DEEPEST = 24
"""Lists and objects inside each other; the page's own requests have at most six."""

MOST_VALUES = 40_000
"""Values in a JSON body: a drawing of 4,000 points has 8,000. Nine megabytes of tiny values
would keep the server from everybody for a second."""

RATE, BURST = 80.0, 320.0
"""Requests a second that one visitor may send on and on, and how many at once. A pen sends up to 60."""

REMEMBERED = 4096
"""Visitors whose rate is known; the one unheard of for longest is forgotten."""

FUNCTION_ROUTE = "/component_server"
EVENT_ROUTES = ("/queue/join", "/run/", "/api/", "/call/")
JSON_ROUTES = (FUNCTION_ROUTE, *EVENT_ROUTES, "/cancel", "/reset")

CLOSED = (
    "/custom_component",  # writes what it is asked for into the log
    "/deep_link",  # keeps a visitor's values on the disk
    "/dev/",
    "/file",  # uploads are for the function that they are sent to, and fetches from other hosts for none
    "/login",
    "/logout",
    "/monitoring",
    "/process_recording",  # keeps what is sent on the disk
    "/profiling",
    "/proxy=",
    "/run-history",
    "/runs",
    "/stream",
    "/undo-vibe",
    "/upload_progress",
    "/vibe",
)
"""Doors that lead to nothing of this page."""

EVERYONE = b"everyone"
"""The session in which all visitors' functions run. They keep nothing of a visitor, and for each new session
Gradio copies the whole page's description: a hundredth of a second and 60 KB of memory."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What a disk that takes no more says."""

Scope = Mapping[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Refused(Exception):
    """A request that is not let in: an HTTP status, and what is wrong in a sentence."""

    def __init__(self, status: int, detail: str):
        super().__init__(detail)
        self.status, self.detail = status, detail


class Buckets:
    """A token bucket for each visitor (Turner's leaky bucket as a meter).

    Args:
        rate: tokens a second that flow in.
        burst: tokens that a bucket holds.
        clock: returns seconds; never goes back.
    """

    def __init__(self, rate: float = RATE, burst: float = BURST, clock: Callable[[], float] = time.monotonic):
        self._rate, self._burst, self._clock = rate, burst, clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, visitor: str) -> bool:
        """Take one token; False where the visitor's bucket is empty."""
        now = self._clock()
        level, then = self._levels.pop(visitor, (self._burst, now))
        level = min(self._burst, level + (now - then) * self._rate)
        self._levels[visitor] = (max(level - 1, 0.0) if level >= 1 else level, now)
        if len(self._levels) > REMEMBERED:
            self._levels.popitem(last=False)
        return level >= 1


class Guard:
    """ASGI middleware around the whole page; see the module."""

    def __init__(self, app: Callable, buckets: Buckets | None = None):
        self._app, self._buckets = app, buckets or Buckets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        try:
            await self._app(scope, await self._checked(scope, receive), answer.send)
        except Refused as refused:
            await answer.end(refused.status, refused.detail)
        except Exception as error:
            log.warning("%s %s failed: %s", scope["method"], _printable(scope["path"]), type(error).__name__)
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                await answer.end(507, "The server's disk is full. Try again later.")
            else:
                await answer.end(400, "This request could not be understood.")

    async def _checked(self, scope: Scope, receive: Receive) -> Receive:
        """Return what the page may receive: for JSON the whole body, read and looked at."""
        path = _path(scope)
        if path.startswith(CLOSED):
            raise Refused(404, "There is nothing here.")
        if scope["method"] != "POST":
            return receive
        if not path.startswith(JSON_ROUTES):
            return _counted(receive, LARGEST_UPLOAD)
        if b"multipart" in dict(scope["headers"]).get(b"content-type", b""):
            raise Refused(415, "Send JSON.")
        body = await _whole(receive, LARGEST)
        if body:
            body = self._checked_body(body, path, scope)
        return _replayed(body, receive)

    def _checked_body(self, body: bytes, path: str, scope: Scope) -> bytes:
        calls_function = path.startswith(FUNCTION_ROUTE)
        request = check_body(body, calls_function)
        visitor = request.get("session_hash")
        if visitor and not self._buckets.take(visitor):
            raise Refused(429, "Too many requests at once. Wait a second.")
        if calls_function:
            # The last of two values of one name counts: nothing large is written anew.
            return body[: body.rindex(b"}")] + b', "session_hash": "' + EVERYONE + b'"}'
        if path.startswith(EVENT_ROUTES) and not path.startswith("/call/v2/") and "app" in scope:
            try:
                check_event(scope["app"].get_blocks().fns, path, request)
            except BadEvent as error:
                raise Refused(error.status, str(error)) from error
        return body


class _Answer:
    """What is sent back: with our headers, without status 500, and brought to an end whatever happens."""

    def __init__(self, scope: Scope, send: Send):
        self._scope, self._send, self._has_begun = scope, send, False

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self._has_begun = True
            # Gradio's status for an event that failed, though it tells the sender what was wrong.
            status = 400 if message["status"] == 500 else message["status"]
            message = {**message, "status": status, "headers": with_headers(list(message["headers"]))}
        await self._send(message)

    async def end(self, status: int, detail: str) -> None:
        """Answer in words, or end a stream in which something failed; the server closes what is cut off."""
        if self._has_begun:
            with contextlib.suppress(Exception):
                await self._send({"type": "http.response.body", "body": b""})
            return
        body = json.dumps({"detail": detail}).encode()
        length = str(len(body)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        is_head = self._scope["method"] == "HEAD"
        await self._send({"type": "http.response.body", "body": b"" if is_head else body})


def check_body(body: bytes, needs_function: bool = False) -> dict:
    """Check a JSON body and return what it holds.

    Args:
        body: as it came.
        needs_function: True where a component's function is called: the body must name it.

    Raises:
        Refused: it is no JSON object, is too deep, or has a session, component or function of a wrong kind.
    """
    brackets = body.translate(_ONE_KIND, delete=_NO_BRACKETS)
    if len(brackets) > 2 * MOST_VALUES or body.count(b",") > MOST_VALUES:
        raise Refused(400, f"A request may hold at most {MOST_VALUES:,} values.")
    if _is_deep(body, brackets):
        raise Refused(400, f"Lists and objects may lie at most {DEEPEST} deep in each other.")
    try:
        request = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused(400, "This is not JSON.") from error
    if not isinstance(request, dict):
        raise Refused(400, "Send a JSON object.")
    session = request.get("session_hash")
    if session is not None and not (isinstance(session, str) and 0 < len(session) <= 64):
        raise Refused(400, "session_hash must be a short text.")
    if needs_function:
        component, name = request.get("component_id"), request.get("fn_name")
        if type(component) is not int or not isinstance(name, str) or session is None:
            raise Refused(400, "Name session_hash, component_id and fn_name.")
    return request


def _is_deep(body: bytes, brackets: bytes) -> bool:
    """True where brackets, already told from the rest of the body, nest deeper than DEEPEST.

    Taking away all pairs that hold nothing takes away one level. Brackets inside texts can be left
    over; then the levels are counted one by one.
    """
    for _ in range(DEEPEST):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets) and _depth(body) > DEEPEST


_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def _depth(body: bytes) -> int:
    deepest = depth = 0
    in_text = escaped = False
    for byte in body:
        if in_text:
            in_text, escaped = escaped or byte != 34, not escaped and byte == 92  # " ends a text, \ escapes
        elif byte == 34:
            in_text = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _path(scope: Scope) -> str:
    """The path below the prefix under which the page is served, and below Gradio's own."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return path.removeprefix("/gradio_api")


async def _whole(receive: Receive, limit: int) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Refused(400, "The request ended too early.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > limit:
            raise Refused(413, f"A request may have at most {limit // 1_000_000} megabytes.")
    return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _counted(receive: Receive, limit: int) -> Receive:
    size = 0

    async def count() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise Refused(413, f"An upload may have at most {limit // 1_000_000} megabytes.")
        return message

    return count


def _printable(text: str) -> str:
    """A path for the log: short, and on one line."""
    return text.encode("unicode_escape").decode("ascii")[:120]
