"""The page arrives compressed where the browser can read that; streams and answers do not wait for it."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest

from serving.compression import PageCompression

PAGE = b"<p>How a machine reads a digit</p>" * 1000


async def page(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": PAGE})


def fetched(path, accepted=b"gzip, br", root_path=""):
    """The answer's headers and body."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    headers = [(b"accept-encoding", accepted)]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "root_path": root_path}
    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already
        thread.submit(asyncio.run, PageCompression(page)(scope, receive, send)).result()
    return dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("path", "root_path"), [("/", ""), ("/config", ""), ("/a/path/", "/a/path"), ("/a/path", "/a/path")]
)
def test_the_page_is_compressed(path, root_path):
    headers, body = fetched(path, root_path=root_path)
    assert headers[b"content-encoding"] == b"gzip" and b"Accept-Encoding" in headers[b"vary"]
    assert gzip.decompress(body) == PAGE and len(body) < len(PAGE) / 10


@pytest.mark.parametrize(
    "path", ["/gradio_api/queue/data", "/gradio_api/component_server", "/assets/index.js"]
)
def test_what_is_no_page_is_left_alone(path):
    headers, body = fetched(path)
    assert b"content-encoding" not in headers and body == PAGE


def test_a_browser_that_cannot_read_it_gets_the_page_plain():
    headers, body = fetched("/", accepted=b"identity")
    assert b"content-encoding" not in headers and body == PAGE
