"""The page below a path, in another site's frame, and where a Space's settings hold: a small walk in each.

The whole suite runs in one of them with SERVED_AS=prefix, iframe, ssr or space.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import draw, expect_answer
from tests.browser.places import PLACES, go
from tests.browser.studio import studio
from tests.browser.ways import CHOSEN, OUTSIDE, WAYS, serve, visit

pytestmark = pytest.mark.slow  # every way of being met in turn

OTHERS = [way for way in WAYS if way not in ("plain", CHOSEN)]


@pytest.fixture(scope="module", params=OTHERS)
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
        page.on("console", lambda m: m.type == "error" and complaints.append(f"console: {m.text} {m.location}"))
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
    copied = studio(page, "return context.route.link('lesson', { chapter: 4 })")
    _, address = met
    assert copied == f"{address}/#lesson?chapter=4"


def test_a_frame_that_may_not_use_the_clipboard_copies_links(chromium, address, samples):
    context = chromium.new_context(permissions=["clipboard-read"])
    page = visit(context.new_page(), address, "iframe", allowed="")
    expect.set_options(timeout=60_000)
    expect(page.locator(".dc.ready")).to_be_visible()
    draw(page, samples[7])
    page.get_by_role("button", name="Share link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.outer.evaluate("navigator.clipboard.readText()").startswith(f"{address}/#draw?")
    page.get_by_role("tab", name="Lesson").click()
    page.locator(".le-contents a").first.click()
    page.locator(".le").get_by_role("button", name="Copy link", exact=True).click()
    expect(page.locator(".le-said")).to_have_text("Link copied")
    assert page.outer.evaluate("navigator.clipboard.readText()") == f"{address}/#lesson?chapter=1"
    expect.set_options(timeout=5_000)
    context.close()


def test_the_site_around_a_frame_follows_and_brings_back(chromium, address):
    """As on a Space: its page's address takes the hash over, and gives it to the frame when it is loaded."""
    page = visit(chromium.new_page(), address, "iframe")
    page.get_by_role("tab", name="Training lab").click(timeout=60_000)
    page.outer.wait_for_function("location.hash.startsWith('#training-lab')")
    page.reload()
    tab = page.get_by_role("tab", name="Training lab")
    expect(tab).to_have_attribute("aria-selected", "true", timeout=60_000)
    page.close()
