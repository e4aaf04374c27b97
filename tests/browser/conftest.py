"""A real Chromium and the page served in a process of its own, in one of several ways (ways.py).

Skipped with a reason where there is no Chromium; with REQUIRE_BROWSER=1 that is a failure instead.
"""

import json
import os
import re
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.convolution import open_lab
from tests.browser.drawing import wait_until_seen
from tests.browser.ways import OUTSIDE, serve, visit
from tests.support.chromium import ARGUMENTS
from tests.support.chromium import chromium as chromium_path

# The made-up site around the frame counts as a public one.
REACHES_HOME = "--disable-features=LocalNetworkAccessChecks"
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
CUT_OFF = ("net::ERR_FAILED", "net::ERR_INTERNET_DISCONNECTED")
HOME = re.compile(r"[^?#]*")
SAMPLES = Path(__file__).parents[2] / "web" / "canvas" / "samples.json"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    playwright_api = pytest.importorskip("playwright.sync_api")
    with playwright_api.sync_playwright() as playwright:
        path = chromium_path() or playwright.chromium.executable_path
        if not Path(path).exists():
            reason = "no Chromium: install one, or run `playwright install chromium`"
            (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(reason)
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, REACHES_HOME])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address():
    with serve() as page:
        yield page.address


@pytest.fixture(scope="session")
def samples():
    """Ten drawings by digit: lists of strokes on a 280×280 canvas."""
    return {entry["digit"]: entry["strokes"] for entry in json.loads(SAMPLES.read_text(encoding="utf-8"))}


@pytest.fixture
def open_page(chromium, address):
    """Call it to open the page; at the end, no error on the page or its console, and no request elsewhere."""
    contexts, complaints = [], []

    def open_page(url=address, wait=True, **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
        page.on("console", lambda m: _is_complaint(m) and complaints.append(f"console: {m.text}"))
        page.on(
            "request",
            lambda r: _is_elsewhere(r.url, HOME.match(url)[0]) and complaints.append(f"request: {r.url}"),
        )
        content = visit(page, url)
        if wait:
            content.get_by_role("application", name="Draw a digit").wait_for()
            content.locator(".dc.ready").wait_for()
            wait_until_seen(content)
        return content

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(open_page):
    """The page on a desktop."""
    return open_page(viewport={"width": 1440, "height": 900})


@pytest.fixture
def phone(open_page):
    """The page on a phone with a touch screen."""
    return open_page(**PHONE)


@pytest.fixture
def lab(open_page, address):
    """Call it with settings to open the Convolution lab as a link would."""
    return partial(open_lab, open_page, address)


@pytest.fixture
def patience():
    """Whatever is expected may take a minute: networks compile, and machines are busy."""
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=5_000)


def _is_elsewhere(url, home):
    return not url.startswith((home, "data:", "blob:", OUTSIDE))


def _is_complaint(message):
    """An error that no test has brought about by cutting the page off from its server."""
    return message.type == "error" and not message.text.endswith(CUT_OFF)
