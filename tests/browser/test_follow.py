"""Follow a pixel, on the visitor's own digit: dragged, stepped through, played, and for those who want calm."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.studio import load

pytestmark = pytest.mark.usefixtures("patience")


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))]


def follow(page, strokes):
    """From the Draw tab's button to the animation."""
    load(page, strokes)
    page.get_by_role("button", name="Follow one pixel to the answer").click()
    return page.get_by_role("group", name="Follow a pixel")


def test_a_pixel_is_followed_from_the_draw_tab_to_the_answer(page, samples):
    widget = follow(page, samples[3])
    time, picture = widget.get_by_role("slider", name="Time"), widget.get_by_role("img")
    expect(widget.get_by_role("button", name="Pause")).to_be_visible()  # it starts by itself
    time.fill("5")
    expect(widget.get_by_role("button", name="Play")).to_be_visible()
    _, many, pixel, weight, product = numbers(picture.get_attribute("aria-label"))
    assert many == 9 and product == pytest.approx(pixel * weight, abs=2e-3)
    widget.get_by_role("button", name="Next").click()
    expect(time).not_to_have_value("5")
    time.press("End")
    expect(picture).to_have_accessible_name(re.compile("It reads a 3"))
    time.press("Home")
    expect(picture).to_have_accessible_name(re.compile("Your digit is 784 numbers"))
    before = picture.get_attribute("aria-label")
    picture.press("ArrowDown")
    expect(picture).not_to_have_accessible_name(before)
    widget.get_by_role("button", name="Play").click()
    expect(picture).to_have_accessible_name(re.compile("lifts off"))
    widget.get_by_role("button", name="Pause").click()
    expect(widget.get_by_role("button", name="Play")).to_be_visible()


def test_who_wants_calm_gets_a_still_sequence(open_page, samples):
    page = open_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    widget = follow(page, samples[3])
    picture = widget.get_by_role("img")
    expect(picture).to_have_accessible_name(re.compile("Your digit is 784 numbers"))
    expect(widget.get_by_role("button", name="Play")).to_be_hidden()
    seen = set()
    while "It reads" not in (told := picture.get_attribute("aria-label")):
        assert told not in seen or len(seen) == 1
        seen.add(told)
        widget.get_by_role("button", name="Next").click()
    assert len(seen) > 25
