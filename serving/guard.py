"""What a request must be before Gradio sees it: not too large, not too deep, not too many of one visitor.

Gradio answers a request that it cannot make sense of with a traceback in the log and status 500. Here
such a request is told what is wrong with it; whatever still fails inside costs one line of the log.
Doors of Gradio's that this page does not use are closed, and every answer carries `headers.HEADERS`.
"""

import contextlib
import errno
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from serving.bodies import Refused, check_body
from serving.events import BadEvent, check_event
from serving.headers import with_headers
from serving.rate_limiter import RateLimiter

log = logging.getLogger(__name__)

LARGEST = 9_000_000
"""Bytes of a JSON body: a picture inside a drawing, and a little more."""

LARGEST_UPLOAD = 17_000_000
"""Bytes of an upload: one file of 16 megabytes and its envelope."""

ASK_ROUTE = "/page/ask/"
EVENT_ROUTES = ("/queue/join", "/run/", "/api/", "/call/")
JSON_ROUTES = (ASK_ROUTE, *EVENT_ROUTES, "/cancel", "/mcp", "/reset")

CLOSED = (
    "/component_server",  # the page's modules ask at `ASK_ROUTE`
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

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What a disk that takes no more says."""

Scope = Mapping[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Guard:
    """ASGI middleware around the whole page; see the module."""

    def __init__(self, app: Callable, limiter: RateLimiter | None = None):
        self._app, self._limiter = app, limiter or RateLimiter()

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
        path = own_path(scope)
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
        request = check_body(body)
        visitor = request.get("session_hash")
        if visitor and not self._limiter.take(visitor):
            raise Refused(429, "Too many requests at once. Wait a second.")
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


def own_path(scope: Scope) -> str:
    """Return the path below the prefix under which the page is served, and below Gradio's own."""
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
