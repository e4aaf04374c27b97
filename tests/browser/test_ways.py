"""The page below a path, inside another site's frame, and rendered by Node: a small walk in each.

The whole suite runs in one of them with SERVED_AS=prefix, iframe or ssr.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import draw, expect_answer
from tests.browser.places import PLACES, go
from tests.browser.ways import CHOSEN, OUTSIDE, WAYS, serve, visit


@pytest.fixture(scope="module", params=[way for way in WAYS if way not in ("plain", CHOSEN)])
def met(request, address):
    """(way, address) of a page that is met in one of the ways; a frame shows what is served anyway."""
    if request.param == "iframe" and CHOSEN == "plain":
        yield "iframe", address
    else:
        with serve(way=request.param) as page:
            yield request.param, page.address


@pytest.fixture
def opened(met, chromium):
    """Opens an address below the page's own; at the end, no error and nothing asked of elsewhere."""
    way, address = met
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    complaints = []

    def opened(hash_=""):
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
        page.on(
            "console", lambda m: m.type == "error" and complaints.append(f"console: {m.text} {m.location}")
        )
        page.on("response", lambda r: r.status >= 400 and complaints.append(f"{r.status}: {r.url}"))
        home = (address, OUTSIDE, "data:", "blob:")
        page.on("request", lambda r: r.url.startswith(home) or complaints.append(f"request: {r.url}"))
        content = visit(page, f"{address}/{hash_}", way)
        content.get_by_role("application", name="Draw a digit").wait_for(timeout=60_000)
        return content

    yield opened
    context.close()
    assert complaints == []


def test_a_drawing_is_answered_and_every_tab_opens(opened, samples):
    page = opened()
    draw(page, samples[7])
    expect.set_options(timeout=60_000)
    expect_answer(page, 7)
    expect(page.locator(".draw-verdict h2")).to_have_text("Both networks read a 7")
    for name in PLACES:
        go(page, name)
    expect(page.get_by_role("article").get_by_role("heading", level=2)).to_be_visible()
    expect.set_options(timeout=5_000)


def test_a_link_opens_what_it_names(opened, met):
    page = opened("#convolution-lab?operation=max&size=2&stride=2")
    tab = page.locator('[role="tab"][data-tab-id="convolution-lab"]')
    expect(tab).to_have_attribute("aria-selected", "true")
    copied = page.evaluate("digitRoute.link('lesson', { chapter: 4 })")
    _, address = met
    assert copied == f"{address}/#lesson?chapter=4"
