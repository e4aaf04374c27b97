"""The first HTML that a browser gets: title, canvas and styles stand in it, before Gradio's scripts have come.

Gradio's page is an empty element that its scripts fill, which takes seconds on a slow line. Here that element is put
into a page of ours: the visitor draws, and is answered, while the tabs are on their way.
"""

import json
import re
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Message, Receive, Scope, Send

from serving.guard import own_path
from serving.page import Files, described
from tabs.kit.replies import with_messages
from tabs.kit.service import NotReady, Service

PAGES = ("", "/")
"""Where the page lies."""

LEVEL = 5
"""Of gzip's 1 to 9: higher ones take up to three times as long and save next to nothing."""

STYLES = (
    "page.css",
    "shared/type.css",
    "shared/controls.css",
    "shared/answers.css",
    "shared/charts.css",
    "shared/tables.css",
    "canvas/canvas.css",
)
"""What is needed for the first picture, in the order in which it applies."""

ENTRY = "start.js"
IMPORT = re.compile(r"""(?:^|\n)(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]""")


class FirstPage:
    """ASGI middleware; see the module.

    Args:
        app: the page.
        files: what `web/` holds.
        service: the networks.
        marks: HTML for the head that tells the page's modules what is switched on.
    """

    def __init__(self, app: Callable, files: Files, service: Service, marks: str = ""):
        self._app = app
        self._compressed = GZipMiddleware(_Filled(app, files, service, marks), compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http" and scope["method"] == "GET" and own_path(scope) in PAGES
        await (self._compressed if is_page else self._app)(scope, receive, send)


class _Filled:
    """Sends a page of HTML as `filled` changes it, and everything else as it is."""

    def __init__(self, app: Callable, files: Files, service: Service, marks: str):
        self._app, self._service = app, service
        self._head, self._before = marks + head(files), before(files)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(parts)
            headers = MutableHeaders(raw=list(start["headers"]))
            if headers.get("content-type", "").startswith("text/html"):
                body = filled(body.decode(), self._head + networks(self._service), self._before).encode()
                headers["content-length"] = str(len(body))
            await send({**start, "headers": headers.raw})
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, collect)


def filled(page: str, head_part: str, before_part: str) -> str:
    """Return Gradio's page with our part of the head, and inside a page of ours.

    Raises:
        ValueError: this is not the page that Gradio 6 makes.
    """
    for mark in ("</head>", "<gradio-app", "</gradio-app>"):
        if page.count(mark) != 1:
            raise ValueError(f"Gradio's page has {page.count(mark)} times {mark}")
    page = page.replace("</head>", f"{head_part}</head>")
    page = page.replace("<gradio-app", f"{before_part}<gradio-app")
    return page.replace("</gradio-app>", "</gradio-app></div></div></div>")


def address(files: Files, name: str) -> str:
    """Return a file's address from the page's own."""
    return f"./gradio_api/page/{files.version}/{name}"


def head(files: Files) -> str:
    """Return styles, and the modules that begin, all of them named so that none waits for another."""
    styles = "".join(files.text(name) for name in STYLES)
    modules = "".join(f'<link rel="modulepreload" href="{address(files, name)}">' for name in needed(files))
    samples = address(files, "canvas/samples.json")
    return (
        f"<style>{styles}</style>{modules}"
        f'<link rel="preload" as="fetch" crossorigin href="{samples}">'
        f'<script type="module" src="{address(files, ENTRY)}"></script>'
    )


def networks(service: Service) -> str:
    """Return which networks are served, so that nobody need ask, and the order to fetch the first one."""
    try:
        now = described(service)
    except NotReady:
        return ""
    text = json.dumps(with_messages(now), separators=(",", ":")).replace("<", "\\u003c")
    first = f"./gradio_api/page/weights/{now['networks']['cnn']['file']}"
    return (
        f'<link rel="preload" as="fetch" crossorigin fetchpriority="high" href="{first}">'
        f'<script type="application/json" id="networks">{text}</script>'
    )


def before(files: Files) -> str:
    """Return what stands before Gradio's element: title and canvas."""
    return files.page.replace("CANVAS", files.text("canvas/canvas.html"))


def needed(files: Files, entry: str = ENTRY) -> list[str]:
    """Return all modules that one imports, directly or not, itself first."""
    found, waiting = [], [entry]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found.append(name)
        folder = name.rpartition("/")[0]
        waiting += [_joined(folder, path) for path in IMPORT.findall(files.text(name))]
    return found


def _joined(folder: str, path: str) -> str:
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
