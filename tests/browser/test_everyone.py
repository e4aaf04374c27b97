"""For everyone: axe-core on every place, light and dark, with and without a drawing; keys; narrow and
right-to-left pages; fingers; calm. What axe calls serious or critical is a failure."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.places import AXE, NEEDS_A_DRAWING, PLACES, go, put
from tests.browser.studio import studio
from tests.browser.ways import visit

pytestmark = pytest.mark.slow  # every place of the page in turn


STRIDE = 8
"""Presses of Tab between two looks at whether the focus has left the page."""


@pytest.fixture(scope="module")
def walker(chromium, address):
    """One desktop page for all places: they open in turn, as for a visitor who looks at everything."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = visit(page, address)
    page.get_by_role("application", name="Draw a digit").wait_for()
    page.evaluate(AXE)
    yield page
    page.close()


@pytest.fixture(scope="module")
def narrow(chromium, address, samples):
    """A phone of 320 pixels with a 7 on its canvas."""
    context = chromium.new_context(**PHONE | {"viewport": {"width": 320, "height": 700}})
    page = visit(context.new_page(), address)
    page.get_by_role("application", name="Draw a digit").wait_for()
    put(page, samples[7])
    yield page
    context.close()


@pytest.fixture(scope="module")
def large(chromium, address, samples):
    """One page for a visitor whose browser sets text twice as large, with a 7 on its canvas."""
    page = chromium.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    devtools = page.context.new_cdp_session(page)
    page = visit(page, address)
    page.get_by_role("application", name="Draw a digit").wait_for()
    devtools.send("Page.enable")
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    put(page, samples[7])
    yield page
    getattr(page, "page", page).close()  # it may be a frame


@pytest.mark.parametrize("drawn", [False, True], ids=["empty", "drawn"])
@pytest.mark.parametrize("name", PLACES)
def test_axe_finds_nothing_serious(walker, samples, name, drawn):
    if name in NEEDS_A_DRAWING and not drawn:
        pytest.skip("opens with a drawing only")
    page = walker
    if drawn:
        put(page, samples[7])
    else:
        studio(page, "context.studio.load({ strokes: [], width: 280, height: 280 })")
    page.evaluate("document.body.classList.remove('dark')")
    go(page, name)
    assert page.evaluate("everyone.findings()") == []
    page.evaluate("document.body.classList.add('dark')")
    page.evaluate("everyone.settled()")
    assert page.evaluate("everyone.findings('color-contrast')") == []  # all that depends on the theme


@pytest.mark.parametrize("name", PLACES)
def test_everything_is_reached_by_keys_and_shows_it(walker, samples, name):
    page = walker
    put(page, samples[7])
    go(page, name)
    page.evaluate("document.body.classList.remove('dark')")
    page.evaluate("everyone.walk()")
    for _ in range(page.evaluate("walking.count") // STRIDE + 2):
        for _ in range(STRIDE):
            page.keyboard.press("Tab")
        if page.evaluate("walking.left()"):
            break  # past the last one: no trap
    found = page.evaluate("walking.end()")
    assert found["missed"] == []
    assert found["unmarked"] == []
    assert found["left"], "the focus never leaves the page: somewhere it is caught"


@pytest.mark.parametrize("name", PLACES)
def test_a_narrow_phone_and_fingers(narrow, name):
    go(narrow, name)
    assert narrow.evaluate("everyone.sideways()") == []
    assert narrow.evaluate("everyone.small()") == []


@pytest.mark.parametrize("name", PLACES)
def test_text_twice_as_large_leaves_everything_readable(large, name):
    go(large, name)
    assert large.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    for width in (1280, 390):
        getattr(large, "page", large).set_viewport_size({"width": width, "height": 720})
        large.evaluate("everyone.settled()")
        assert large.evaluate("everyone.sideways()") == [], width
        assert large.evaluate("everyone.crowded()") == [], width


@pytest.mark.parametrize("name", PLACES)
def test_headings_go_down_by_one_level(walker, samples, name):
    put(walker, samples[7])
    go(walker, name)
    assert walker.evaluate("everyone.headings()") == []


def test_right_to_left_surroundings_move_nothing(narrow):
    """A visitor with an Arabic browser: Gradio's words may turn round, the page's own languages do not."""
    narrow.evaluate("document.documentElement.dir = 'rtl'")
    for name in PLACES:
        go(narrow, name)
        assert narrow.evaluate("everyone.sideways()") == [], name
    for part in (".dc-paper", "#tabs [role=tablist]", ".draw-bars", ".le-body"):
        assert narrow.locator(part).first.evaluate("part => getComputedStyle(part).direction") == "ltr"
    narrow.evaluate("document.documentElement.removeAttribute('dir')")


@pytest.mark.parametrize("name", PLACES)
def test_nothing_moves_for_those_who_want_calm(walker, name):
    go(walker, name)
    walker.wait_for_function("everyone.moving().length === 0")


def test_what_changes_is_said(walker, samples):
    """Every place has a live region, and the canvas tells its answer in one."""
    put(walker, samples[7])
    for name in PLACES:
        go(walker, name)
        live = walker.locator("#studio-tabs").locator("[role=status], [role=alert], [aria-live]")
        expect(live.first).to_be_attached()
    expect(walker.locator(".dc-spoken")).to_have_text("CNN: 7, 99.9 %; ANN: 7, 99.9 %")
