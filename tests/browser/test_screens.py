"""Every screen: what five sizes show at first, the settings, the lent sample, what is pointed at, what comes next."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.drawing import draw, expect_answer, touch
from tests.browser.places import EVERYONE, put
from tests.browser.studio import go

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("patience")]  # every size of screen in turn

TOUCH = {"has_touch": True, "is_mobile": True}
SCREENS = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "laptop": {"viewport": {"width": 1280, "height": 720}},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "tablet on its side": {"viewport": {"width": 1180, "height": 820}, "has_touch": True},
    "phone": {"viewport": {"width": 390, "height": 844}} | TOUCH,
    "phone on its side": {"viewport": {"width": 844, "height": 390}} | TOUCH,
}
TWO_COLUMNS = 700
"""Pixels from which canvas and tabs stand beside each other."""
ALL_TABS = 1180
"""Pixels from which no tab has to be looked for at the side."""


def bottom(part):
    box = part.bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize("name", SCREENS)
def test_the_first_screen(open_page, samples, name):
    page = open_page(**SCREENS[name])
    width, height = SCREENS[name]["viewport"].values()
    put(page, samples[7])
    answers, tab = page.locator(".dc-answers"), page.get_by_role("tab", name="Draw")
    assert bottom(answers) <= height
    assert bottom(tab) <= height
    assert bottom(page.locator(".dc-samples")) <= height
    if name != "phone on its side":
        assert bottom(page.locator(".dc-take")) <= height
    paper, tabs = page.locator(".dc-paper").bounding_box(), page.locator("#studio-tabs").bounding_box()
    assert (tabs["x"] > paper["x"] + paper["width"]) == (width >= TWO_COLUMNS)
    if width >= TWO_COLUMNS:
        expect(page.get_by_role("button", name="See how it decided")).to_be_in_viewport()
    if width >= ALL_TABS:
        expect(page.get_by_role("tab", name="Lesson")).to_be_in_viewport(ratio=1)
    page.evaluate(EVERYONE)
    assert page.evaluate("everyone.sideways()") == []
    page.mouse.move(width - 60, height - 60)
    page.evaluate("scrollTo(0, 500)")
    expect(tab).to_be_in_viewport(ratio=0.8)
    expect(page.locator(".dc-strip" if width < TWO_COLUMNS else ".dc-answers")).to_be_in_viewport()


def test_arrow_keys_lead_from_tab_to_tab(page):
    expect(page.locator(".tabs-coming")).to_be_hidden()  # they are here
    page.get_by_role("tab", name="Draw").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Lesson")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Feature maps")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Feature maps", selected=True)).to_be_visible()


def test_a_tab_that_takes_its_time_says_so(page):
    held = []
    page.context.route("**/lesson/lesson.js", lambda route: held.append(route))
    expect(page.locator(".tabs-coming")).to_be_hidden()
    page.get_by_role("tab", name="Lesson").click()
    words = page.get_by_text("This tab is on its way.")
    expect(words).to_be_visible()
    for route in held:
        route.continue_()
    expect(page.locator("#lesson-panel").get_by_role("link").first).to_be_visible()
    expect(words).to_have_count(0)


def test_a_laptop_shows_the_lab_s_sum_at_once(open_page):
    page = open_page(**SCREENS["laptop"])
    go(page, "convolution-lab", input="grid")
    expect(page.locator(".cl-result")).to_be_in_viewport(ratio=1)


def test_settings_are_obeyed_and_kept(open_page):
    page = open_page(viewport={"width": 1440, "height": 900})
    settings = page.get_by_role("button", name="Settings")
    settings.click()
    page.get_by_label("Colours").select_option("dark")
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))
    page.get_by_label("Motion").select_option("less")
    expect(page.locator(".dc-ghost path")).to_be_hidden()
    page.get_by_label("Language").select_option("es")
    expect(page.get_by_role("tab", name="Dibujar")).to_be_visible()
    expect(page.get_by_role("button", name="Ajustes")).to_be_visible()
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))
    assert page.locator("footer .settings").count() == 0


def test_a_lent_sample_gives_way(open_page, samples):
    page = open_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.get_by_role("tab", name="Feature maps").click()
    expect(page.locator(".dc-lent")).to_have_text("A sample. Your first stroke replaces it.")
    expect(page.locator(".fm-status")).to_contain_text("All of them follow your pen")
    draw(page, samples[7])
    expect(page.locator(".dc-lent")).to_have_text("")
    expect_answer(page, 7)
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Take the tour").click()
    expect(page.locator(".dc-lent")).not_to_have_text("")
    expect(page.locator(".fm-tour h3")).to_have_text("It starts with numbers")


def test_the_next_step_is_offered(page, samples):
    how = page.get_by_role("button", name="See how it decided")
    expect(how).to_be_hidden()
    draw(page, samples[7])
    how.click()
    expect(page.locator(".fm-tour h3")).to_have_text("It starts with numbers")
    page.get_by_role("navigation", name="Try next").get_by_role("button").click()
    expect(page.locator(".avc-sliders")).to_be_visible()
    expect(page.locator(".avc-sliders input").first).to_have_value("5")


def test_a_phone_s_camera_and_a_pixel_under_a_finger(open_page, samples):
    page = open_page(**PHONE)
    with page.expect_file_chooser():
        page.get_by_role("button", name="Camera").tap()
    expect(page.locator(".dc-file")).to_have_attribute("capture", "environment")
    touch(page, samples[7])
    image = page.locator(".draw-image")
    image.tap()
    readout, mark = page.locator(".draw-pixel"), page.locator(".draw-mark")
    expect(readout).to_have_text(re.compile(r"^Row 1[45], column 1[45]: [01]\.\d\d$"))
    assert abs(bottom(readout) - bottom(mark)) < 60
    go(page, "convolution-lab", input="picture")
    expect(page.locator(".cl-camera")).to_be_visible()


def test_guessing_has_the_only_keys_and_ends_without_a_trace(page, samples):
    switch = page.get_by_role("switch", name="Guess first")
    switch.check(force=True)
    expect(page.get_by_role("button", name="Camera")).to_be_hidden()  # a desktop has none to hold up
    draw(page, samples[7])
    expect(page.get_by_role("group", name="What will the CNN read?")).to_be_visible()
    expect(page.get_by_role("group", name="Sample digits")).to_be_hidden()
    switch.uncheck(force=True)
    expect(page.get_by_role("group", name="Sample digits")).to_be_visible()
    expect(page.locator(".draw-verdict h2")).to_have_text("Both networks read a 7")
    page.get_by_role("tab", name="Convolution lab").click()
    expect(page.get_by_role("button", name="Play")).to_be_enabled()
