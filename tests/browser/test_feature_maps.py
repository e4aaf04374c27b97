"""The Feature maps tab as a visitor uses it: by role and label, mouse, touch and keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawing import draw, expect_answer, on_paper, touch
from tests.browser.studio import studio, wait_for_rest
from tests.browser.ways import CHOSEN, FRAMED

pytestmark = pytest.mark.usefixtures("patience")

TAB = "Feature maps"


@pytest.fixture
def tab(page, samples):
    """The tab, open, with a 7 drawn."""
    page.get_by_role("tab", name=TAB).click()
    draw(page, samples[7])
    expect(a_map(page, 4, "conv1")).to_have_attribute("aria-label", re.compile("at most"))
    return page


SIGNED = """selector => {
  const rows = [...document.querySelectorAll(selector)];
  const sides = rows.map((row) => {
    const [bar, track] = ['i', 'span'].map((part) => row.querySelector(part).getBoundingClientRect());
    const middle = track.left + track.width / 2;
    return row.textContent.includes('−') ? bar.right <= middle + 1 : bar.left >= middle - 1;
  });
  return sides.length === 10 && sides.every(Boolean) && rows.some((row) => row.textContent.includes('−'));
}"""
"""What is below 0 grows to the left of the middle, all else to the right."""


def a_map(page: Page, number: int, layer: str):
    return page.get_by_role("button", name=re.compile(rf"^map {number} of {layer}:"))


def pixel(page: Page):
    return page.get_by_role("slider", name=re.compile("^Pixel of"))


def arithmetic(page: Page):
    return page.get_by_role("group", name="Arithmetic of this pixel")


def layer(page: Page, label: str):
    return page.get_by_role("group", name=label)


def requests(page: Page) -> list[str]:
    """What the page asks the server from now on, once it knows that no other networks will come."""
    while studio(page, "return context.reader.served().isLoading"):
        page.wait_for_timeout(200)
    names: list[str] = []
    page.on("request", lambda request: names.append(request.url.rpartition("/ask/")[2]))
    return names


def test_item_1_all_layers_follow_the_drawing(page, samples):
    page.get_by_role("tab", name=TAB).click()
    for label in ("output of conv1 (26 × 26 × 16)", "output of pool3 (3 × 3 × 64)", "output of dense1 (64)"):
        expect(page.get_by_text(label)).to_have_count(1)
    first = page.locator('[data-layer="conv1"]')
    expect(first).to_contain_text("convolution 3 × 3")
    expect(first).to_contain_text("160 parameters")
    before = painted(page)
    draw(page, samples[7], lift=False)
    page.wait_for_function(
        "before => document.querySelector('[data-layer=relu6] canvas').toDataURL() !== before", arg=before
    )
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="109,370 learned numbers")).to_be_visible()
    bars = layer(page, "output of probabilities (10)").get_by_role("button")
    expect(bars).to_have_count(10)
    expect(bars.nth(7)).to_have_attribute("aria-label", re.compile(r"^probabilities, digit 7: ([5-9]\d|99)\.\d\s%"))
    page.wait_for_function(SIGNED, arg='[data-layer="logits"] .fm-bar')


def painted(page: Page) -> str:
    return page.locator('[data-layer="relu6"] canvas').evaluate("canvas => canvas.toDataURL()")


def test_item_1_every_network(tab):
    tab.get_by_role("radio", name="ANN").click()
    expect(tab.get_by_text("output of dense1 (256)")).to_be_visible()
    tab.get_by_role("radio", name="LeNet-5").click()
    expect(tab.get_by_text("output of conv3 (1 × 1 × 120)")).to_have_count(1)
    expect(a_map(tab, 120, "tanh3")).to_have_attribute("aria-label", re.compile("at most"))
    expect(tab.get_by_role("combobox", name="Grad-CAM of")).to_have_value("tanh2")  # the last maps of more than a pixel


def test_item_2_a_map_opens_beside_its_filter(tab):
    a_map(tab, 6, "conv2").click()
    opened = tab.get_by_role("region", name="The opened map")
    expect(opened.get_by_role("heading", name="Map 6 of conv2")).to_be_visible()
    expect(opened.locator(".fm-caption")).to_have_text(re.compile(r"\w.*\.$"))
    weights = opened.get_by_role("group", name="Weights by input map").get_by_role("button")
    expect(weights).to_have_count(16)
    table = arithmetic(tab).get_by_role("table").first
    weights.nth(9).click()
    expect(table).to_contain_text("map 10 of relu1")
    opened.get_by_role("button", name="Next map").click()
    expect(opened.get_by_role("heading", name="Map 7 of conv2")).to_be_visible()
    opened.get_by_role("button", name="Close").click()
    expect(opened).to_be_hidden()
    expect(a_map(tab, 7, "conv2")).to_be_focused()


def test_another_map_comes_into_sight_although_one_is_open(tab):
    a_map(tab, 4, "conv1").click()
    heading = tab.get_by_role("region", name="The opened map").get_by_role("heading").first
    expect(heading).to_be_in_viewport()
    tab.evaluate("scrollTo(0, 0)")
    expect(heading).not_to_be_in_viewport()
    a_map(tab, 5, "conv1").click()
    expect(heading).to_be_in_viewport()


def test_what_is_shown_of_a_sum_adds_up(tab):
    a_map(tab, 4, "conv1").click()
    expect(arithmetic(tab).get_by_role("table")).to_have_count(3)
    cells = arithmetic(tab).get_by_role("table").last.get_by_role("cell").all_inner_texts()
    line = arithmetic(tab).get_by_role("listitem").first.inner_text()
    written = re.search(r"add up to (−?[\d.]+)(.*)", line)
    off = abs(sum(map(number, cells)) - number(written[1]))
    assert off < (0.0005 if written[2] == "" else 0.006), line
    assert written[2] in ("", " (rounded)")


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_item_3_a_pixel_shows_its_sum_and_what_it_sees(tab):
    a_map(tab, 4, "conv1").click()
    canvas = pixel(tab)
    heading = arithmetic(tab).get_by_role("heading")
    expect(heading).to_have_text(re.compile("^Row "))  # everything is in its place
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 10.5 / 26, "y": box["height"] * 6.5 / 26})
    expect(heading).to_have_text(re.compile("^Row 7, column 11 = "))
    expect(arithmetic(tab).get_by_role("table")).to_have_count(3)
    lines = arithmetic(tab).get_by_role("listitem")
    expect(lines.first).to_contain_text("9 products add up to")
    expect(lines.last).to_contain_text("ReLU (relu1): max(0, ")
    first = heading.inner_text()
    canvas.press("ArrowRight")
    expect(heading).to_have_text(re.compile("^Row 7, column 12 = "))
    assert heading.inner_text() != first
    expect(canvas).to_have_attribute("aria-valuetext", re.compile(r"^row 7, column 12: −?\d"))
    seen = tab.locator(".fm-field").get_by_role("listitem")
    expect(seen).to_have_text([re.compile("drawing.*3 × 3 of 28 × 28"), re.compile("conv1.*this number")])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("group", "tables", "text"),
    [
        ("output of pool1 (12 × 12 × 16)", 2, "the largest of 4 values"),
        ("output of flatten (576)", 0, "the number stays"),
        ("output of dense1 (64)", 1, "+ bias"),
        ("output of relu1 (26 × 26 × 16)", 0, "ReLU: max(0, "),
        ("output of probabilities (10)", 1, "such powers add up to"),
    ],
)
def test_item_3_every_kind_of_layer_by_keyboard(tab, group, tables, text):
    button = tab.locator(f'[data-layer="{group.split()[2]}"]').get_by_role("button").first
    button.focus()
    tab.keyboard.press("Enter")
    expect(arithmetic(tab)).to_contain_text(text)
    expect(arithmetic(tab).get_by_role("table")).to_have_count(tables)
    expect(pixel(tab)).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("region", name="The opened map")).to_be_hidden()
    expect(button).to_be_focused()


def test_item_4_which_pixels_count_for_any_digit(tab):
    part = tab.get_by_role("region", name="Which pixels count")
    part.scroll_into_view_if_needed()
    for title in (
        "Grad-CAM, CNN, for 7",
        "Occlusion, CNN, for 7",
        "Evidence, ANN, for 7",
        "Occlusion, ANN, for 7",
    ):
        expect(part.get_by_role("img", name=re.compile(f"^{title}: "))).to_be_visible()
    expect(part.get_by_role("radio", name="7")).to_be_checked()
    part.get_by_role("radio", name="3").click()
    expect(part.get_by_role("img", name=re.compile("^Grad-CAM, CNN, for 3: "))).to_be_visible()
    part.get_by_role("combobox", name="Grad-CAM of").select_option("relu4")
    expect(part.get_by_role("img", name=re.compile("^Grad-CAM, CNN, for 3: .*relu4"))).to_be_visible()


def test_item_5_filter_surgery(tab):
    part = tab.get_by_role("region", name="Filter surgery")
    seventh = part.get_by_role("list", name="Probability of each digit").get_by_role("listitem").nth(7)
    expect(seventh).to_have_text(re.compile(r"^7[\d.]+\s%$"))
    part.get_by_role("combobox", name="Filters of").select_option("conv2")
    chip = part.get_by_role("button", name="Mute filter 3 of conv2")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(seventh).to_have_text(re.compile(r"% → [\d.]+\s%$"))
    expect(part).to_contain_text(re.compile(r"Of 500 sample digits it reads [\d.]+\s% whole, (now|still) [\d.]+\s%\."))
    part.get_by_role("button", name="Mute all of these").click()
    expect(part.get_by_role("status")).to_contain_text("16 filters muted")
    expect(part).to_contain_text("It hurts most")
    part.get_by_role("button", name="Restore all").click()
    expect(part).to_contain_text("No filter is muted")
    expect(seventh).to_have_text(re.compile(r"^7[\d.]+\s%$"))


def test_item_5_a_filter_is_muted_where_its_map_is_open(tab):
    a_map(tab, 5, "relu3").click()
    opened = tab.get_by_role("region", name="The opened map")
    opened.get_by_role("button", name="Mute this filter").click()
    expect(opened.get_by_role("button", name="Unmute this filter")).to_have_attribute("aria-pressed", "true")
    expect(tab.get_by_role("region", name="Filter surgery").get_by_role("status")).to_contain_text("1 filter muted")


def test_item_6_the_tour_by_keyboard(tab):
    tab.get_by_role("button", name="Take the tour").click()
    tour = tab.get_by_role("region", name="Tour")
    title = tour.get_by_role("heading")
    expect(title).to_have_text("It starts with numbers")
    expect(tour).to_be_focused()
    tab.keyboard.press("ArrowRight")
    expect(title).to_have_text(re.compile("^conv1"))
    expect(tour.get_by_role("img")).to_have_count(2)
    tab.keyboard.press("ArrowLeft")
    expect(title).to_have_text("It starts with numbers")
    count = int(re.search(r"of (\d+)", tour.inner_text()).group(1))
    for _ in range(count - 1):
        tab.keyboard.press("ArrowRight")
    expect(title).to_have_text("The answer: 7")
    tab.keyboard.press("Escape")
    expect(tour).to_be_hidden()
    expect(tab.get_by_role("button", name="Take the tour")).to_be_focused()


def test_a_blank_drawing_empties_every_panel(tab):
    a_map(tab, 4, "conv1").click()
    expect(pixel(tab)).to_be_visible()
    tab.get_by_role("button", name="Take the tour").click()
    expect(tab.get_by_role("region", name="Tour").get_by_role("img")).to_have_count(1)
    tab.get_by_role("button", name="Clear").click()
    expect(tab.get_by_role("status").filter(has_text="Draw a digit to fill them")).to_be_visible()
    expect(tab.get_by_role("region", name="Tour")).to_contain_text("Nothing is drawn yet")
    expect(tab.get_by_role("region", name="Tour").get_by_role("img")).to_have_count(0)
    expect(pixel(tab)).to_be_hidden()
    expect(tab.get_by_role("region", name="Which pixels count")).to_contain_text("Nothing is drawn yet")
    expect(tab.get_by_role("region", name="Which pixels count").get_by_role("img")).to_have_count(0)
    shares = tab.get_by_role("list", name="Probability of each digit, before and after")
    expect(shares).not_to_contain_text("%")
    expect(a_map(tab, 4, "conv1")).to_have_attribute("aria-label", "map 4 of conv1: nothing drawn yet")
    assert tab.evaluate(
        "() => [...document.querySelectorAll('.fm-row canvas')].every((canvas) =>"
        " canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.every((v) => v === 0))"
    )


def test_no_request_leaves_while_a_stroke_is_drawn(tab, samples):
    """All maps, the opened map and the shares follow the pen in the browser."""
    a_map(tab, 4, "conv1").click()
    tab.get_by_role("region", name="Filter surgery").get_by_role("button", name="Mute filter 3").click()
    expect(tab.get_by_text(re.compile(r"Of 500 sample digits"))).to_be_visible()
    expect(tab.locator(".fm-caption")).to_have_text(re.compile(r"\w.*\.$"))
    asked = requests(tab)
    (stroke, *_) = on_paper(tab, samples[2])
    tab.mouse.move(*stroke[0])
    tab.mouse.down()
    tab.mouse.move(*stroke[1])
    expect(tab.locator(".fm-caption")).to_have_text("")  # what was said belongs to an older drawing
    before, asked[:] = painted(tab), []
    for point in stroke[2:]:
        tab.mouse.move(*point)
    tab.wait_for_function(
        "before => document.querySelector('[data-layer=relu6] canvas').toDataURL() !== before", arg=before
    )
    assert asked == []
    tab.mouse.up()
    expect(tab.locator(".fm-caption")).to_have_text(re.compile(r"\w.*\.$"))
    assert "feature-maps/caption" in asked


@pytest.mark.slow
def test_a_closed_tab_asks_nothing(page, samples):
    page.get_by_role("tab", name=TAB).click()
    draw(page, samples[7])
    expect(a_map(page, 4, "conv1")).to_have_attribute("aria-label", re.compile("at most"))
    page.get_by_role("tab", name="Draw").click()
    expect(page.locator(".fm-row")).to_be_hidden()
    page.get_by_role("button", name="Clear").click()
    asked = requests(page)
    draw(page, samples[4])
    expect(page.locator(".draw-verdict h2")).to_have_text("Both networks read a 4")
    assert asked == []
    page.get_by_role("tab", name=TAB).click()
    bars = layer(page, "output of probabilities (10)").get_by_role("button")
    expect(bars.nth(4)).to_have_attribute("aria-label", re.compile(r"digit 4: ([5-9]\d|99)\.\d\s%"))


def test_with_the_server_gone_maps_go_on_and_the_rest_says_why(tab, samples):
    part = tab.get_by_role("region", name="Which pixels count")
    part.scroll_into_view_if_needed()
    expect(part.get_by_role("img", name=re.compile("^Grad-CAM, CNN, for 7: "))).to_be_visible()
    tab.get_by_role("button", name="Take the tour").click()
    tour = tab.get_by_role("region", name="Tour")
    expect(tour.get_by_role("heading")).to_have_text("It starts with numbers")
    a_map(tab, 4, "conv1").click()
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Clear").click()
    draw(tab, samples[4])
    bars = layer(tab, "output of probabilities (10)").get_by_role("button")
    expect(bars.nth(4)).to_have_attribute("aria-label", re.compile(r"digit 4: ([5-9]\d|99)\.\d\s%"))
    expect(tab.get_by_role("heading", name="Map 4 of conv1")).to_be_visible()
    for place in (tour, tab.locator(".fm-map-part")):
        expect(place).to_contain_text("The server does not answer.")
    expect(tour.get_by_role("img")).to_have_count(0)
    part.scroll_into_view_if_needed()
    expect(part).to_contain_text("The server does not answer.")
    expect(part.get_by_role("img")).to_have_count(0)
    tab.context.set_offline(False)
    expect(part.get_by_role("img", name=re.compile("^Grad-CAM, CNN, for 4: "))).to_be_visible()
    expect(tour.get_by_role("heading")).to_have_text("It starts with numbers")
    expect(tab.locator(".fm-caption")).to_have_text(re.compile("^(Answers|Silent|Strongest|The same)"))


def test_a_network_whose_weights_cannot_come_says_so(page, samples):
    draw(page, samples[7])
    page.get_by_role("tab", name=TAB).click()
    expect(a_map(page, 4, "conv1")).to_have_attribute("aria-label", re.compile("at most"))
    page.context.set_offline(True)
    page.get_by_role("radio", name="LeNet-5").click()
    expect(page.get_by_role("status").filter(has_text="weights of the LeNet-5 are on their way")).to_be_visible()
    expect(page.get_by_text("output of conv3 (1 × 1 × 120)")).to_have_count(1)
    page.context.set_offline(False)
    expect(a_map(page, 120, "tanh3")).to_have_attribute("aria-label", re.compile("at most"))


@pytest.mark.slow
def test_the_title_follows_the_chosen_network(tab):
    part = tab.get_by_role("region", name="Which pixels count")
    tab.get_by_role("radio", name="ANN").click()
    part.scroll_into_view_if_needed()
    expect(part).to_contain_text("Why the ANN says 7, asked in four ways.")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(phone, samples, theme):
    phone.emulate_media(color_scheme=theme, reduced_motion="reduce")
    phone.get_by_role("tab", name=TAB).click()
    touch(phone, samples[7])
    expect(a_map(phone, 4, "conv1")).to_have_attribute("aria-label", re.compile("at most"))
    a_map(phone, 4, "conv1").click()  # no tap: right after a scroll Chromium makes no click of one
    expect(arithmetic(phone)).to_contain_text("9 products add up to")
    canvas = pixel(phone)
    box = canvas.bounding_box()
    phone.mouse.click(box["x"] + box["width"] * 13.5 / 26, box["y"] + box["height"] * 13.5 / 26)
    heading = arithmetic(phone).get_by_role("heading")
    expect(heading).to_have_text(re.compile("^Row 14, column 14 = "))
    expect(heading).to_be_in_viewport()  # a sheet at the bottom, beside the map that was pressed
    expect(canvas).to_be_in_viewport()
    arithmetic(phone).get_by_role("button", name="Close").click()
    phone.get_by_role("button", name="Take the tour").click()
    tour = phone.get_by_role("region", name="Tour")
    expect(tour.get_by_role("heading")).to_be_visible()
    onward = tour.get_by_role("button", name="Next")
    place = onward.evaluate("button => button.offsetTop")
    for _ in range(3):
        onward.click()
        assert onward.evaluate("button => button.offsetTop") == place  # it stays under the finger
    assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_link_opens_a_network_and_a_map(open_page, address, samples):
    page = open_page(address + "/#feature-maps?network=lenet5&layer=conv2&map=5")
    draw(page, samples[7])
    expect(page.get_by_role("heading", name=re.compile("map 6 of conv2", re.IGNORECASE))).to_be_visible()
    expect(page.get_by_role("radio", name="LeNet-5")).to_be_checked()
    page.get_by_role("button", name="Next map").click()
    page.wait_for_function("location.hash === '#feature-maps?network=lenet5&layer=conv2&map=6'")


@pytest.mark.slow
@pytest.mark.parametrize("query", ["network=none", "layer=nowhere&map=3", "layer=conv1&map=900", "part=%3Ci%3E"])
def test_a_bad_link_opens_the_tab_as_it_is(open_page, address, samples, query):
    page = open_page(f"{address}/#feature-maps?{query}")
    draw(page, samples[7])
    expect(a_map(page, 4, "conv1")).to_have_attribute("aria-label", re.compile("at most"))


@pytest.mark.slow
@pytest.mark.skipif(CHOSEN in FRAMED, reason="the routes that make the frame's site switch off the browser's cache")
def test_maps_open_although_the_server_is_gone(page, samples):
    """Loaded once, the page draws, reads and shows maps: this tab's files come when the page is at rest."""
    draw(page, samples[4])
    expect_answer(page, 4)
    wait_for_rest(page)
    page.context.set_offline(True)
    page.get_by_role("tab", name="Feature maps").click()
    expect(page.locator(".fm[data-state='shown']")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^map 4 of conv1: 26 by 26, at most"))).to_be_visible()
