"""The page is sent compressed: scripts, templates and dictionaries lie in it, most of a megabyte of text.

Gradio compresses files that have a name with an ending; the page itself has none.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.middleware.gzip import GZipMiddleware

from serving.guard import own_path

PAGES = ("", "/", "/config")
"""Where the page and its description lie. Streams of events must not be held back to be compressed."""

LEVEL = 5
"""Of gzip's 1 to 9: higher ones take up to three times as long and save next to nothing."""


class PageCompression:
    """ASGI middleware; see the module."""

    def __init__(self, app: Callable):
        self._plain, self._compressed = app, GZipMiddleware(app, compresslevel=LEVEL)

    async def __call__(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[dict]],
        send: Callable[[dict], Awaitable[None]],
    ) -> None:
        is_page = scope["type"] == "http" and own_path(scope) in PAGES
        await (self._compressed if is_page else self._plain)(scope, receive, send)
