"""The ANN vs CNN tab, used as visitors use it: one test for each thing that it shows."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import draw, expect_answer
from tests.browser.studio import requests_of, studio
from tests.browser.ways import MEASURED, serve

pytestmark = pytest.mark.usefixtures("patience")

SLIDERS = {
    "Sideways": ("ArrowRight", "+1 px", "1 pixel to the right"),
    "Up and down": ("ArrowLeft", "−1 px", "1 pixel up"),
    "Turn": ("PageUp", "+12°", "12 degrees counter-clockwise"),
    "Size": ("ArrowLeft", "× 0.95", "95 percent of its size"),
    "Thickness": ("ArrowRight", "+0.25 px", "edges 0.25 pixels further out"),
    "Noise": ("PageUp", "0.06", "standard deviation 0.06"),
}


@pytest.fixture(scope="module")
def address():
    with serve(MEASURED) as page:
        yield page.address


def part(page, name):
    """A section of the tab, by the name that links have for it."""
    return page.locator(f"#avc-{name}")


def open_tab(page):
    page.get_by_role("tab", name="ANN vs CNN").click()
    expect(page.get_by_role("heading", name="One digit, two kinds of network")).to_be_visible()


def drawn(page, strokes, digit):
    """Draw, then open the tab."""
    draw(page, strokes)
    expect_answer(page, digit)
    open_tab(page)


@pytest.fixture
def seven(page, samples):
    """The page with a 7 on its canvas and the tab open."""
    drawn(page, samples[7], 7)
    expect(part(page, "both").locator(".avc-now")).to_contain_text("read")
    return page


def numbers(bars, name):
    """The ten percentages of one network."""
    return bars.locator(f".ui-value.{name}").all_inner_texts()


def test_item_1_one_drawing_both_networks_side_by_side(seven):
    side_by_side = part(seven, "both")
    bars = side_by_side.get_by_role("list", name="Probability of each digit")
    answer = studio(seven, "return context.studio.latest.reading.answer")
    for name in ("cnn", "ann"):
        shown = [float(text.rstrip("\xa0%")) for text in numbers(bars, name)]
        assert shown == pytest.approx([100 * p for p in answer[name]], abs=0.11)
    rows = side_by_side.get_by_role("table").get_by_role("row")
    for row, texts in enumerate(
        [
            ("109,370", "235,146"),
            ("0.48 MB", "0.95 MB"),
            ("ms", "ms"),
            ("99.51 %", "98.47 %"),
            ("98.11 %", "94.33 %"),
        ]
    ):
        for column, text in enumerate(texts):
            expect(rows.nth(row + 1).get_by_role("cell").nth(column)).to_contain_text(text)
    expect(rows.nth(3)).to_contain_text(re.compile(r"\d\.\d\d ms.*\d\.\d\d ms", re.DOTALL))


@pytest.mark.slow
@pytest.mark.parametrize("label", SLIDERS)
def test_item_2_sliders_move_both_answers(seven, label):
    key, short, long = SLIDERS[label]
    disturb = part(seven, "disturb")
    bars = disturb.get_by_role("list", name="Probability of each digit, changed")
    picture = disturb.get_by_role("img", name="Your digit, as drawn")
    expect(picture).to_be_visible()
    before = {name: numbers(bars, name) for name in ("cnn", "ann")}
    slider = disturb.get_by_role("slider", name=label)
    slider.focus()
    expect(disturb.locator(".avc-curve h4")).to_have_text(f"Your digit: {label.lower()}")
    slider.press(key)
    expect(disturb.locator("output").nth(list(SLIDERS).index(label))).to_have_text(short)
    expect(slider).to_have_attribute("aria-valuetext", long)
    expect(disturb.get_by_role("img", name=f"Your digit, {long}")).to_be_visible()
    slider.press("Home" if key == "ArrowLeft" else "End")  # where it certainly matters
    expect(disturb.get_by_role("img", name=f"Your digit, {long}")).to_have_count(0)
    for name in ("cnn", "ann"):
        expect(bars.locator(f".ui-value.{name}").nth(7)).not_to_have_text(before[name][7])
    curve = disturb.get_by_role("img", name=re.compile(f"How likely a 7 is over the whole range of {label.lower()}\\."))
    expect(curve).to_have_accessible_name(re.compile(r"CNN: above 50\s% .*; here \d.* ANN: .*; here \d"))
    disturb.get_by_role("button", name="Put everything back").click()
    expect(picture).to_be_visible()
    for name in ("cnn", "ann"):
        assert numbers(bars, name) == before[name]


def test_item_2_a_map_of_the_answer_at_every_shift(seven):
    places = part(seven, "places")
    places.scroll_into_view_if_needed()
    for name in ("CNN", "ANN"):
        shown = places.get_by_role(
            "img", name=re.compile(rf"{name}, your digit at every shift.*: reads 7 at \d+ of 289")
        )
        expect(shown).to_be_visible()
    box = shown.bounding_box()
    seven.mouse.click(box["x"] + box["width"] * 12.5 / 17, box["y"] + box["height"] * 6.5 / 17)
    outputs = part(seven, "disturb").locator("output")
    expect(outputs.nth(0)).to_have_text("+4 px")
    expect(outputs.nth(1)).to_have_text("−2 px")
    expect(places.locator(".avc-testshifts .avc-count.cnn")).to_have_text(re.compile(r"^\d\d\.\d\s% at your shift$"))


def test_item_3_measured_curves_with_your_position_marked(seven):
    disturb = part(seven, "disturb")
    measured = disturb.locator(".avc-measured")
    for label, at_rest in [("Turn", "99.5 %"), ("Sideways", "99.5 %"), ("Noise", "99.5 %")]:
        slider = disturb.get_by_role("slider", name=label)
        slider.focus()
        expect(measured.locator(".avc-key.cnn")).to_contain_text(at_rest)
        where = measured.locator(".ui-here")
        start = float(where.get_attribute("x1"))
        for _ in range(4):
            slider.press("ArrowRight")
        expect(where).not_to_have_attribute("x1", str(start))
        assert float(where.get_attribute("x1")) > start
        expect(measured.locator(".avc-key.cnn")).not_to_contain_text(at_rest)
        expect(measured.get_by_role("img")).to_have_accessible_name(
            re.compile(rf"Share of test digits .* {label.lower()}\. CNN: .*at your position [\d.]+\s%")
        )
        disturb.get_by_role("button", name="Put everything back").click()


def test_item_4_the_same_drawing_shuffled(seven):
    shuffle = part(seven, "shuffle")
    shuffle.scroll_into_view_if_needed()
    expect(
        shuffle.get_by_role("img", name="Your digit with its pixels shuffled: grey dots without a shape")
    ).to_be_visible()
    pixels = "canvas.getContext('2d').getImageData(0, 0, 28, 28).data"
    ink = f"canvas => [...{pixels}].filter((_, i) => i % 4 === 0).sort()"
    ordered, shuffled = (shuffle.locator(f".avc-{kind}").evaluate(ink) for kind in ("ordered", "shuffled"))
    assert ordered == shuffled and len(set(ordered)) > 5  # the same pixels in another order
    expect(shuffle.get_by_role("status")).to_have_text(re.compile("reads? an? \\d"))
    table = shuffle.get_by_role("table")
    for text in ("99.21 %", "96.13 %", "98.03 %", "98.02 %"):
        expect(table).to_contain_text(text)
    expect(table).to_contain_text("after 6 epochs")
    expect(shuffle).to_contain_text("Shuffled, the ANN is as good as before (−0.01 points, which chance explains);")
    expect(shuffle).to_contain_text("the CNN loses 3.08 points.")
    expect(shuffle).to_contain_text("The CNN was 1.18 points ahead of the ANN, and is 1.89 behind now.")
    expect(shuffle).to_contain_text("Why:")


def test_item_5_find_where_they_disagree(seven):
    quarrel = part(seven, "quarrel")
    quarrel.get_by_role("button", name="Find a digit they disagree on").click()
    said = quarrel.locator(".avc-sample .avc-said")
    words = re.compile(r"The CNN reads .* the ANN .* Its writer meant an? \d\. Number 1 of \d+ quarrels among 1,000")
    expect(said).to_have_text(words)
    quarrel.get_by_role("button", name="Show the next one").click()
    expect(said).to_contain_text("Number 2 of")
    quarrel.get_by_role("button", name="Change mine until they disagree").click()
    own = quarrel.locator(".avc-nearby .avc-said")
    expect(own).to_have_text(re.compile("The CNN reads .* the ANN|They agree on your digit"))
    if "The CNN reads" in own.inner_text():
        quarrel.get_by_role("button", name="Set the sliders to this").click()
        expect(part(seven, "disturb").locator(".avc-now")).to_have_text(re.compile("The CNN reads .* the ANN"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["CNN", "ANN"])
def test_item_6_a_few_pixels_fool_each_network(seven, name):
    fool = seven.locator(f".avc-fooled.{name.lower()}")
    fool.get_by_role("button", name=f"Fool the {name}").click()
    expect(fool.get_by_role("status")).to_have_text(
        re.compile(rf"\d+ pixels? of 784 makes? the {name} read an? \d instead of a 7|Not fooled")
    )
    for label in (
        rf"Your digit, which the {name} reads as 7",
        r"The same with \d+ pixels? changed",
        "What was changed",
    ):
        expect(fool.get_by_role("img", name=re.compile(label))).to_be_visible()
    expect(fool).to_contain_text(re.compile(r"less ink −1.*\+1 more ink", re.DOTALL))


def test_item_7_the_table_of_differences_holds_measured_numbers(seven):
    table = part(seven, "table").get_by_role("table")
    heads = ["Idea", "Input", "Connectivity", "Parameter sharing", "Features", "Shift", "Layers", "Uses"]
    for head in heads:
        expect(table.get_by_role("rowheader", name=head)).to_be_visible()

    def row(head):
        return table.get_by_role("row").filter(has=seven.get_by_role("rowheader", name=head))

    expect(row("Parameter sharing")).to_contain_text("109,370")
    expect(row("Parameter sharing")).to_contain_text("235,146")
    expect(row("Connectivity")).to_contain_text(re.compile("sees 9 pixels.*sees 784 pixels", re.DOTALL))
    expect(row("Shift")).to_contain_text(re.compile(r"\d\d\.\d\s%.*\d\d\.\d\s%", re.DOTALL))
    expect(row("Read correctly")).to_contain_text(re.compile(r"99.51\s%.*98.11\s%.*98.47\s%.*94.33\s%", re.DOTALL))
    expect(row("Size and speed")).to_contain_text(re.compile(r"0\.48 MB.*\d ms.*0\.95 MB.*\d ms", re.DOTALL))


EMPTY = [
    "What both networks say",
    "move a slider",
    "how sure both networks stay",
    "289 places",
    "it is shuffled here",
]


def test_a_blank_canvas_every_panel_says_so_and_nothing_stale_stays(seven):
    fool = seven.locator(".avc-fooled.ann")
    fool.get_by_role("button").click()
    expect(fool.get_by_role("img", name=re.compile("What was changed"))).to_be_visible()
    seven.get_by_role("button", name="Clear").click()
    hints = seven.locator(".avc-hint:visible")
    for text in ("both networks say", *EMPTY[1:], "Draw a digit first: small changes"):
        expect(hints.filter(has_text=text)).to_have_count(1)
    expect(hints.filter(has_text=re.compile("^Draw a digit first.$"))).to_have_count(2)
    expect(seven.locator(".avc .ui-value").filter(has_text="%")).to_have_count(0)
    expect(seven.get_by_role("img", name=re.compile("What was changed"))).to_have_count(0)
    expect(seven.locator("[data-fact='cnn.time']").first).to_have_text("–")
    for button in ("Fool the CNN", "Fool the ANN", "Change mine until they disagree"):
        expect(seven.get_by_role("button", name=button)).to_be_disabled()


@pytest.mark.slow
def test_a_closed_tab_asks_nothing_and_computes_nothing(seven, samples):
    expect(seven.locator(".avc-timing-note")).to_contain_text("just now")  # nothing is on its way any more
    seven.get_by_role("tab", name="Draw").click()
    asked = requests_of(seven)
    studio(seven, "const { run } = context.reader; context.reader.run = (...all) => (window.ran = run(...all))")
    seven.get_by_role("button", name="Clear").click()
    draw(seven, samples[3])
    expect_answer(seven, 3)
    assert asked == [] and not seven.evaluate("window.ran")


def test_both_answers_the_changed_digit_and_the_curve_follow_the_pen_without_a_request(page, samples):
    drawn(page, samples[1], 1)
    part(page, "disturb").get_by_role("slider", name="Turn").press("ArrowRight")
    expect(page.locator(".avc-timing-note")).to_contain_text("just now")
    page.get_by_role("button", name="Clear").click()
    asked = requests_of(page)
    draw(page, samples[3], lift=False)
    for place in (part(page, "both"), page.locator(".avc-disturb")):
        expect(place.locator(".ui-verdict.cnn .ui-digit")).to_have_text("3")
    expect(page.get_by_role("img", name=re.compile("How likely a 3 is"))).to_be_visible()
    assert asked == []
    page.mouse.up()


@pytest.mark.slow
def test_the_twins_are_fetched_when_they_are_needed_and_then_follow_the_pen(seven, samples):
    shuffle = part(seven, "shuffle")
    said = shuffle.locator(".avc-shuffle .avc-said")
    shuffle.scroll_into_view_if_needed()
    expect(said).to_contain_text("read")
    seven.get_by_role("button", name="Clear").click()
    expect(said).to_have_text("")
    draw(seven, samples[0], lift=False)
    expect(said).to_contain_text("read")
    seven.mouse.up()


def cut_off(page):
    """The server does not answer, though the page's files are here."""
    for path in ("ask", "alive", "weights"):
        page.context.route(f"**/page/{path}**", lambda route: route.abort())
        page.context.route(f"**/page/{path}/**", lambda route: route.abort())


SILENT = "The server does not answer."


def test_opened_without_the_server_it_says_so_and_is_right_when_it_is_back(open_page, address, samples):
    page = open_page(address, viewport={"width": 1440, "height": 900})
    cut_off(page)
    drawn(page, samples[7], 7)
    expect(part(page, "both").locator(".avc-now")).to_contain_text("Both read a 7")
    part(page, "disturb").get_by_role("slider", name="Turn").press("ArrowRight")
    expect(page.get_by_role("img", name="Your digit, 1 degree counter-clockwise")).to_be_visible()
    for place in (".avc-measured", ".avc-testshifts", ".avc-shuffle"):
        expect(page.locator(f"{place} .avc-hint")).to_contain_text(SILENT)
    expect(page.locator(".avc-trouble").filter(has_text=SILENT)).to_have_count(3)
    expect(page.locator(".avc")).not_to_contain_text("not measured")
    page.locator(".avc-shifts").scroll_into_view_if_needed()
    expect(page.locator(".avc-shifts .avc-hint")).to_contain_text(SILENT)
    page.context.unroute_all()
    for place in (".avc-measured", ".avc-testshifts", ".avc-shifts"):
        expect(page.locator(f"{place} .avc-hint")).to_be_hidden()
    expect(page.locator(".avc")).not_to_contain_text(SILENT)
    expect(page.locator("[data-fact='cnn.parameters']").first).to_have_text("109,370")
    expect(page.get_by_role("img", name=re.compile("CNN, your digit at every shift.*reads 7"))).to_be_visible()
    page.locator(".avc-shuffle").scroll_into_view_if_needed()
    expect(page.locator(".avc-shuffle .avc-said")).to_contain_text("read")


def test_a_search_that_the_server_does_not_answer_goes_on_when_it_is_back(seven):
    cut_off(seven)
    fool = seven.locator(".avc-fooled.ann")
    fool.get_by_role("button").click()
    expect(fool.get_by_role("status")).to_contain_text(SILENT)
    seven.context.unroute_all()
    expect(fool.get_by_role("status")).to_have_text(re.compile("the ANN read|Not fooled"))
    expect(fool.get_by_role("button")).to_be_enabled()


def test_on_a_phone(phone, samples):
    phone.get_by_role("button", name="Draw a sample 7").tap()
    expect_answer(phone, 7)
    phone.get_by_role("tab", name="ANN vs CNN").tap()
    expect(part(phone, "both").locator(".avc-now")).to_contain_text("read")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for target in phone.locator(".avc button:visible, .avc input:visible, .avc-jump a").all():
        box = target.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44, target.evaluate("e => e.outerHTML")
    slider = phone.get_by_role("slider", name="Noise")
    slider.focus()
    slider.press("PageUp")
    expect(phone.get_by_role("img", name="Your digit, standard deviation 0.06")).to_be_in_viewport(ratio=0.9)


def test_a_link_moves_the_sliders_and_goes_to_a_part(open_page, address):
    page = open_page(address + "/#ann-vs-cnn?degrees=30&dx=900&factor=x&part=shuffle")
    expect(page.get_by_role("slider", name=re.compile("^Turn"))).to_have_value("30")
    expect(page.get_by_role("slider", name=re.compile("^Sideways"))).to_have_value("0")
    expect(page.locator("#avc-shuffle")).to_be_in_viewport()
