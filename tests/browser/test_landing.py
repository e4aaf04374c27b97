"""Where a digit lands, what makes a filter fire, and the whole network at a glance, as a visitor uses them."""

import re

import pytest
from playwright.sync_api import Page, expect

from model.explain import firing
from tests.browser.drawing import draw
from tests.browser.studio import go, load, studio

pytestmark = pytest.mark.usefixtures("patience")


@pytest.fixture
def landing(page, samples):
    """The part, in sight, with a 7 drawn."""
    load(page, samples[7])
    go(page, "ann-vs-cnn", part="landing")
    part = page.locator("#avc-landing")
    part.scroll_into_view_if_needed()
    expect(neighbours(part, "CNN").first).to_be_visible()
    return part


def neighbours(part, space: str):
    return part.get_by_role("group", name=f"Nearest training digits: {space}").get_by_role("button")


def pictured(part, canvas: str) -> str:
    return part.locator(canvas).evaluate("canvas => canvas.toDataURL()")


def test_a_digit_lands_among_its_kind_in_each_space(landing):
    for space in ("Pixels", "ANN", "CNN"):
        near = neighbours(landing, space)
        expect(near).to_have_count(5)
        expect(near.first).to_have_attribute("aria-label", re.compile(r"^a 7, distance [\d.]+: make it your drawing$"))
    rows = landing.locator(".la-scores tbody tr")
    expect(rows).to_have_count(3)
    assert all(re.search(r"(\t[\d.]+\s%){3}$", row) for row in rows.all_inner_texts())
    landing.get_by_role("radio", name="Pixels").click()
    label = re.compile(r"^Map of digits, Pixels: your digit’s nearest training digits are 7, ")
    expect(landing.get_by_role("group", name=label)).to_be_visible()


FOLLOWS = """
const canvas = document.querySelector('.la-own');
const drawing = { strokes: [value], width: 280, height: 280 };
const before = canvas.toDataURL();
const read = new Promise(resolve => context.studio.watch('reading', canvas, ({ of }) => {
  if (of === drawing) requestAnimationFrame(() => resolve(canvas.toDataURL() !== before));
}));
context.studio.draw(drawing, false);
return await read;
"""
"""Whether the point has moved in the frame after a drawing was read; the pen is down."""


def test_the_point_follows_the_pen_within_a_frame_and_asks_nobody(page, landing, samples):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for end in range(4, 28, 4):
        assert studio(page, FOLLOWS, samples[2][0][:end])
    assert not [url for url in asked if "/ask/" in url and not url.endswith("/facts")]  # asked until they are there


def test_the_map_by_mouse_and_keyboard(page, landing):
    box = landing.get_by_role("group", name=re.compile("^Map of digits"))
    whole = pictured(landing, ".la-ground")
    box.focus()
    page.keyboard.press("+")
    expect_painted(page, whole)
    near = pictured(landing, ".la-ground")
    page.keyboard.press("ArrowRight")
    expect_painted(page, near)
    landing.get_by_role("button", name="Show all").click()
    page.wait_for_function("all => document.querySelector('.la-ground').toDataURL() === all", arg=whole)
    landing.get_by_role("combobox", name="Digits shown").select_option("3")
    expect_painted(page, whole)


def expect_painted(page, before: str) -> None:
    page.wait_for_function("before => document.querySelector('.la-ground').toDataURL() !== before", arg=before)


def test_a_neighbour_becomes_the_drawing(page, landing):
    near = neighbours(landing, "CNN")
    near.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(near.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    first = near.first
    expect(first).to_have_attribute("aria-label", re.compile(r"distance 0(\.\d+)?:"))  # it is its own neighbour
    assert studio(page, "return Boolean(context.studio.latest.drawing.pixels)")


def test_other_networks_have_no_map_but_pixels_do(page, samples):
    load(page, samples[7])
    studio(page, "for (const n of ['cnn', 'ann']) context.reader.served().networks[n].file = 'others.bin'")
    go(page, "ann-vs-cnn", part="landing")
    part = page.locator("#avc-landing")
    part.scroll_into_view_if_needed()
    expect(neighbours(part, "Pixels").first).to_be_visible()
    expect(part.get_by_text("other networks are served than those it was made with")).to_have_count(2)
    expect(part.get_by_role("radio", name="Pixels")).to_be_checked()


@pytest.fixture
def maps(page, samples):
    page.get_by_role("tab", name="Feature maps").click()
    draw(page, samples[7])
    expect(page.get_by_role("button", name=re.compile("^map 4 of conv1: .*at most"))).to_be_visible()
    return page


def column(page: Page, layer: str):
    group = page.get_by_role("group", name="All layers, from the drawing to the answer")
    return group.get_by_role("button", name=re.compile(f"^{layer}:"))


def test_all_layers_stand_in_one_width(maps):
    group = maps.get_by_role("group", name="All layers, from the drawing to the answer")
    expect(group.get_by_role("button")).to_have_count(21)
    edges = group.get_by_role("button").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(({ left, right, top }) => [left, right, top])"
    )
    box = group.bounding_box()
    assert all(box["x"] - 1 <= left and right <= box["x"] + box["width"] + 1 for left, right, _ in edges)
    assert len({round(top) for *_, top in edges}) == 1


def test_a_map_shows_what_it_reads_and_opens_below(maps):
    conv2 = column(maps, "conv2")
    conv2.hover()
    words = maps.locator(".fm-reads")
    expect(words).to_have_text(re.compile(r"^Map \d+ of conv2 reads all 16 maps of relu1\.$"))
    expect(maps.locator(".fm-edges path")).to_have_count(16)
    conv2.focus()
    for key in ("ArrowRight", "ArrowDown"):  # to relu2, and there to the next map
        maps.keyboard.press(key)
    expect(words).to_have_text("Map 2 of relu2 reads map 2 of conv2.")
    expect(maps.locator(".fm-edges path")).to_have_count(1)
    maps.keyboard.press("Enter")
    expect(maps.get_by_role("heading", name="Map 2 of relu2")).to_be_visible()


def test_what_makes_a_filter_fire_becomes_the_drawing(maps):
    filters = firing.load()["cnn"]["layers"]["conv3"]
    busy = next(number for number, peaks in enumerate(filters) if len(peaks) == firing.MOST)
    maps.get_by_role("button", name=re.compile(f"^map {busy + 1} of conv3:")).click()
    exciting = maps.locator(".fm-firing").get_by_role("button")
    expect(exciting).to_have_count(firing.MOST)
    _, row, column, value = filters[busy][0]
    exciting.first.click()
    heading = maps.get_by_role("group", name="Arithmetic of this pixel").get_by_role("heading")
    expect(heading).to_have_text(re.compile(rf"^Row {row + 1}, column {column + 1} = "))  # where it fires most
    assert float(heading.inner_text().split("= ")[1]) == pytest.approx(value, rel=0.01)
