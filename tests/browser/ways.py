"""The ways in which the page is met: by itself, below a path, inside another site's frame, rendered by Node.

SERVED_AS=prefix (or iframe, or ssr) runs the whole browser suite in that way; without it, in the plain one.
"""

import os
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import quote, unquote

from playwright.sync_api import BrowserContext, Frame, Page

from tests.node import node_path
from tests.served import PLAIN, Served, served

WAYS = ("plain", "prefix", "iframe", "ssr")
CHOSEN = os.environ.get("SERVED_AS", "plain")

PREFIX = "/a/path"

MOUNTED = f"""
import inspect, os
import gradio, uvicorn
from fastapi import FastAPI

def launch(page, **settings):
    known = inspect.signature(gradio.mount_gradio_app).parameters
    mounted = {{name: value for name, value in settings.items() if name in known}}
    site = FastAPI()
    for path in ("/", "/favicon.ico"):
        site.get(path)(lambda: "another site")
    site = gradio.mount_gradio_app(site, page, path="{PREFIX}", **mounted)
    port = int(os.environ["GRADIO_SERVER_PORT"])
    uvicorn.run(site, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1)
    raise SystemExit

gradio.Blocks.launch = launch
"""
"""Goes before the code that serves: `launch` mounts the page below PREFIX of another site."""

OUTSIDE = "https://huggingface.co/spaces/someone/digits"
"""A made-up page where Spaces are shown: no request for it leaves the browser."""

AROUND = """<!doctype html><title>Another site</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>html, body, iframe {{ margin: 0; border: 0; width: 100%; height: 100%; display: block }}</style>
<iframe src="{}" title="Space" allow="clipboard-read; clipboard-write"></iframe>"""


@contextmanager
def serve(code: str = PLAIN, way: str = CHOSEN, **environment: str) -> Iterator[Served]:
    """Serve as `tests.served.served` does, in one of the ways; skips where Node is needed and missing."""
    assert way in WAYS, f"SERVED_AS is one of {WAYS}"
    if way == "ssr":
        environment |= {"GRADIO_SSR_MODE": "True", "GRADIO_NODE_PATH": node_path()}
    with served(MOUNTED + code if way == "prefix" else code, **environment) as page:
        if way == "ssr":  # where Node fails, Gradio serves the page without it
            with urllib.request.urlopen(page.address, timeout=30) as reply:
                assert "x-sveltekit-page" in reply.headers, page.printed()
        yield replace(page, address=page.address + PREFIX) if way == "prefix" else page


class Framed:
    """A page whose content is in a frame: what asks about content goes to the frame, all else to the page."""

    CONTENT = ("locator", "evaluate", "evaluate_handle", "wait_for_function", "url", "title", "content")

    def __init__(self, page: Page):
        self.outer = page

    @property
    def frame(self) -> Frame:
        return self.outer.frames[1]

    def __getattr__(self, name: str):
        inside = name in self.CONTENT or name.startswith("get_by_")
        return getattr(self.frame if inside else self.outer, name)


def surround(context: BrowserContext) -> None:
    """Let another site exist whose page shows, in a frame, the address that its query names."""

    def answer(route):
        inner = unquote(route.request.url.removeprefix(f"{OUTSIDE}?"))
        route.fulfill(content_type="text/html", body=AROUND.format(inner.replace('"', "%22")))

    context.route(f"{OUTSIDE}**", answer)


def visit(page: Page, url: str, way: str = CHOSEN) -> Page | Framed:
    """Go there, through the other site where the way is `iframe`; returns what holds the content."""
    if way != "iframe":
        page.goto(url)
        return page
    surround(page.context)
    page.goto(OUTSIDE + "?" + quote(url, safe=""))
    return Framed(page)
