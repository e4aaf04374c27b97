"""The ways in which the page is met: by itself, below a path, in another site's frame, where a Space's settings hold.

SERVED_AS=prefix (iframe, ssr, space) runs the whole browser suite in that way; without it, in the plain one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Frame, Page

from tests.support.served import PLAIN, Served, served

WAYS = ("plain", "prefix", "iframe", "ssr", "space")
TOLD_TO_RENDER, FRAMED = ("ssr", "space"), ("iframe", "space")
"""A Space is both: Gradio is told there to let Node render, which this page declines, and it is shown in a frame."""

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

MEASURED = """
import app
from model.networks import pretrained
from tests.support.measurements import measured
app.build_app(lambda: measured(pretrained.load())).launch()
"""
"""Code that serves the page with the bundled networks and known measurements."""

OUTSIDE = "https://huggingface.co/spaces/someone/digits"
"""A made-up page where Spaces are shown: no request for it leaves the browser."""

AROUND = """<!doctype html><title>Another site</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>html, body, iframe { margin: 0; border: 0; width: 100%; height: 100%; display: block }</style>
<body><script>
  const inner = new URL(decodeURIComponent(location.search.slice(1)));
  const frame = document.createElement('iframe');
  frame.title = 'Space';
  frame.allow = 'ALLOWED';
  frame.sandbox = 'allow-downloads allow-forms allow-modals allow-popups allow-same-origin allow-scripts';
  frame.src = inner.href + location.hash;
  document.body.append(frame);
  addEventListener('message', ({ origin, data }) => {
    if (origin !== inner.origin || typeof data?.hash !== 'string') return;
    const address = new URL(location);
    address.hash = data.hash;
    history.replaceState(null, '', address);
  });
</script>"""
"""What a Space's page does: its hash is the frame's at first, and follows when the frame says so."""

CLIPBOARD = "clipboard-read; clipboard-write"
"""What a Space's page allows its frame."""


@contextmanager
def serve(code: str = PLAIN, way: str = CHOSEN, **environment: str) -> Iterator[Served]:
    """Serve as `served` does, in one of the ways."""
    assert way in WAYS, f"SERVED_AS is one of {WAYS}"
    if way in TOLD_TO_RENDER:
        environment |= {"GRADIO_SSR_MODE": "True"}
    with served(MOUNTED + code if way == "prefix" else code, **environment) as page:
        yield replace(page, address=page.address + PREFIX) if way == "prefix" else page


class Framed:
    """A page whose content is in a frame: what asks about content goes to the frame, all else to the page."""

    CONTENT = ("locator", "evaluate", "evaluate_handle", "url", "title", "content")

    def __init__(self, page: Page):
        self.outer = page

    @property
    def frame(self) -> Frame:
        return self.outer.frames[1]

    def goto(self, url: str) -> None:
        """Go to another address of the content, in a frame as before, or away."""
        self.outer.goto(url if url == "about:blank" else around(url))

    def __getattr__(self, name: str):
        inside = name in self.CONTENT or name.startswith(("get_by_", "wait_for_"))
        return getattr(self.frame if inside else self.outer, name)


def surround(context: BrowserContext, allowed: str = CLIPBOARD) -> None:
    """Let another site exist whose page shows, in a frame, the address that its query names."""
    body = AROUND.replace("ALLOWED", allowed)
    context.route(f"{OUTSIDE}**", lambda route: route.fulfill(content_type="text/html", body=body))


def around(url: str) -> str:
    """The address at which the other site shows this one."""
    inner, sign, hash_ = url.partition("#")
    return OUTSIDE + "?" + quote(inner, safe="") + sign + hash_


def visit(page: Page, url: str, way: str = CHOSEN, allowed: str = CLIPBOARD) -> Page | Framed:
    """Go there, through the other site where the way has a frame; returns what holds the content.

    `allowed` is what the other site lets its frame do.
    """
    if way not in FRAMED:
        page.goto(url)
        return page
    surround(page.context, allowed)
    content = Framed(page)
    content.goto(url)
    _let_the_mouse_in(content)
    return content


def _let_the_mouse_in(content: Framed) -> None:
    """The frame's process is loaded a moment before the browser sends it what the mouse does."""
    content.evaluate("addEventListener('mousemove', () => (window.reached = true), { once: true })")
    for step in range(1000):
        content.mouse.move(1 + step % 2, 1)
        if content.evaluate("window.reached"):
            return
    raise AssertionError("the mouse does not reach the frame")
