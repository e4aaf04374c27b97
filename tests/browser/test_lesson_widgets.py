"""The lesson's figures and widgets, which follow the visitor's drawing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import draw, expect_answer
from tests.browser.lesson import CHAPTERS, open_chapter, open_tab
from tests.browser.ways import visit

pytestmark = pytest.mark.usefixtures("patience")

NO_WORKERS = """
window.Worker = class extends Worker {
  constructor(source, options) {
    if (String(source).startsWith('blob:')) throw new Error('not allowed');
    super(source, options);
  }
};
"""
SHOWN = """
figure => [...figure.querySelectorAll('[data-shows]')]
  .filter((part) => !/^(filter|ends|share)/.test(part.dataset.shows))  // the same for two digits
  .map((part) => part.getAttribute('href') ?? part.innerHTML)
"""
"""What a figure shows of a digit."""


# ---- figures ----


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 3, 4, 8])
def test_figures_about_a_digit_follow_the_drawing_and_return_to_their_sample(page, samples, number):
    open_tab(page)
    open_chapter(page, CHAPTERS[number - 1])
    put_the_lent_sample_away(page)
    figures = page.locator(".le-figure:has([data-shows])").all()
    samples_shown = [figure.evaluate(SHOWN) for figure in figures]
    assert samples_shown and all(samples_shown)
    draw(page, samples[3])
    for figure, sample in zip(figures, samples_shown, strict=True):
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".le-follows")).to_have_text("Your drawing")
        now = figure.evaluate(SHOWN)
        same = [at for at, one in enumerate(sample) if one == now[at]]
        assert [sample[at] for at in same if not sample[at].startswith("Silent on this drawing")] == []
    page.get_by_role("button", name="Clear").click()
    for figure, sample in zip(figures, samples_shown, strict=True):
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".le-follows")).to_contain_text("A sample digit.")
        assert figure.evaluate(SHOWN) == sample


def test_a_figure_goes_where_a_widget_shows_the_same_of_the_drawing(page, samples):
    box = widget(page, "softmax")
    hard = page.locator("[data-until-drawn]")
    expect(box.get_by_role("table")).to_be_visible()  # of the lent sample
    expect(hard).to_be_hidden()
    put_the_lent_sample_away(page)
    expect(hard).to_be_visible()
    draw(page, samples[7])
    expect(hard).to_be_hidden()
    expect(box.get_by_role("table")).to_be_visible()


# ---- widgets ----


def put_the_lent_sample_away(page):
    """A chapter that shows the drawing is not empty when it is opened; what it says when it is, is seen after this."""
    expect(page.locator(".dc-lent")).to_have_text("A sample. Your first stroke replaces it.")
    page.get_by_role("button", name="Clear").click()


def widget(page, name):
    """Opens the chapter that has the widget; returns the widget."""
    chapter = next(chapter for chapter in CHAPTERS if f"::widget {name}" in chapter.source)
    open_tab(page)
    open_chapter(page, chapter)
    found = page.locator(f'[data-widget="{name}"]').first
    found.scroll_into_view_if_needed()
    return found


@pytest.mark.slow
def test_the_pixels_of_your_digit(page, samples):
    pixels = widget(page, "pixels")
    put_the_lent_sample_away(page)
    expect(pixels).to_contain_text("Draw a digit")
    draw(page, samples[7])
    numbers = pixels.get_by_role("img", name=re.compile("28 by 28 numbers from 0 to 255. Row"))
    expect(numbers).to_be_visible()
    said = pixels.get_by_role("status")
    numbers.focus()
    before = said.inner_text()
    page.keyboard.press("ArrowRight")
    expect(said).not_to_have_text(before)
    expect(said).to_have_text(re.compile(r"Row \d+, column \d+: \d+, "))
    page.keyboard.press("+")
    expect(pixels.get_by_role("button", name="Zoom out")).to_be_enabled()
    numbers.click(position={"x": 5, "y": 5})
    page.keyboard.press("-")
    page.get_by_role("button", name="Clear").click()
    expect(numbers).not_to_be_visible()


def test_softmax_of_your_digit(page, samples):
    draw(page, samples[7])
    expect_answer(page, 7)
    table = widget(page, "softmax").get_by_role("table")
    best = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="7", exact=True))
    expect(best).to_contain_text(re.compile(r"\d\d\.\d\s%"))
    expect(table.get_by_role("row")).to_have_count(12)


def test_cross_entropy_of_your_digit(page, samples):
    box = widget(page, "cross-entropy")
    put_the_lent_sample_away(page)
    expect(box).to_contain_text("Draw a digit")
    draw(page, samples[7])
    expect(box.get_by_role("radio", name="7")).to_be_checked()
    likely = box.get_by_role("listitem").first.locator("strong")
    loss_of_seven = likely.inner_text()
    box.get_by_role("radio", name="3").check(force=True)
    expect(likely).not_to_have_text(loss_of_seven)
    assert float(likely.inner_text()) > 1
    expect(box.get_by_role("img", name=re.compile("if it is a 3: CNN .*, ANN"))).to_be_visible()


def test_activations_follow_the_slider(page):
    box = widget(page, "activation")
    slider = box.get_by_role("slider", name=re.compile("^x"))
    slider.fill("-2")
    expect(box.get_by_role("img", name="ReLU of −2.0 is 0.00, slope 0.00")).to_be_visible()
    expect(box.get_by_role("img", name="Sigmoid of −2.0 is 0.12, slope 0.10")).to_be_visible()
    expect(box.get_by_role("img", name="Tanh of −2.0 is −0.96, slope 0.07")).to_be_visible()
    assert box.locator(".le-shares b").all_inner_texts() == ["0.04", "0.71", "0.26"]


def test_cores_are_measured_on_the_visitors_device(page):
    box = widget(page, "cores")
    box.get_by_role("button", name="Measure on this device").click()
    expect(box.get_by_role("status")).to_contain_text("million multiplications and additions")
    expect(box.get_by_role("listitem").first).to_have_text(re.compile(r"one core\d+ ms"))
    expect(box.get_by_role("button", name="Measure again")).to_be_enabled()
    cores = page.evaluate("Math.min(16, navigator.hardwareConcurrency)")
    if cores > 1:
        expect(box.get_by_role("status")).to_contain_text("The result is the same.")
        expect(box.get_by_role("listitem").last).to_have_text(re.compile(rf"{cores} cores\d+ ms"))


def test_without_workers_nothing_is_measured(chromium, address):
    page = chromium.new_page()
    page.add_init_script(NO_WORKERS)
    page = visit(page, address)
    box = widget(page, "cores")
    box.get_by_role("button", name="Measure on this device").click()
    expect(box.get_by_role("status")).to_contain_text("does not let the page start workers")
    page.close()


def test_a_kernel_slides_over_the_grid_and_over_your_digit(page, samples):
    box = widget(page, "slide")
    sum_ = box.locator(".le-sum")
    expect(sum_).to_have_text("Row 1, column 1: 1 + 3 + 7 + 11 + 13 = 35")
    box.get_by_role("button", name="Next window").click()
    expect(sum_).to_have_text("Row 1, column 2: 2 + 4 + 8 + 12 + 14 = 40")
    box.get_by_role("slider", name="Padding").fill("1")
    expect(box.locator(".le-size")).to_have_text("size = floor((5 + 2 · 1 − 3) / 1) + 1 = 5")
    box.get_by_role("slider", name="Stride").fill("2")
    expect(box.get_by_role("img", name=re.compile("The output, 3 by 3"))).to_be_visible()
    box.get_by_role("radio", name="Your digit").click()
    put_the_lent_sample_away(page)
    expect(box).to_contain_text("Draw a digit")
    draw(page, samples[7])
    output = box.get_by_role("img", name=re.compile("The output, 14 by 14"))
    output.focus()
    before = sum_.inner_text()
    page.keyboard.press("ArrowUp")
    expect(sum_).not_to_have_text(before)


def test_digits_that_were_read_wrongly_become_the_drawing(page):
    box = widget(page, "errors")
    hardest = box.get_by_role("listitem").first.get_by_role("button")
    meant, read = re.search(r"An? (\d) that was read as (\d)", hardest.get_attribute("aria-label")).groups()
    hardest.click()
    expect(box.get_by_role("status")).to_contain_text(f" {meant}; the CNN reads {read}, ")
    answers = page.get_by_role("list", name="What the networks read").get_by_role("listitem")
    expect(answers.first).to_contain_text(f"CNN{read}")
    of_the_cnn = hardest.get_attribute("aria-label")
    box.get_by_role("radio", name="ANN").click()
    expect(hardest).not_to_have_attribute("aria-label", of_the_cnn)
    table = page.locator('[data-figure="confusion"]').nth(1)
    cell = table.get_by_role("button", name=re.compile(r"^\d+: show")).first
    read = cell.get_attribute("aria-label")[-1]
    cell.click()
    expect(table.get_by_role("status")).to_contain_text(f"the ANN reads {read}")
    expect(answers.nth(1)).to_contain_text(f"ANN{read}")


def test_one_sum_over_all_maps(page, samples):
    box = widget(page, "depth")
    put_the_lent_sample_away(page)
    expect(box).to_contain_text("Draw a digit")
    draw(page, samples[7])
    channels = box.get_by_role("list").get_by_role("listitem")
    expect(channels).to_have_count(16)
    expect(box.locator(".le-sum")).to_contain_text("144 products add up to")
    told = [float(each.inner_text().replace("−", "-")) for each in channels.locator("b").all()]
    whole = float(re.search(r"add up to (−?\d+\.\d+)", box.locator(".le-sum").inner_text())[1].replace("−", "-"))
    assert abs(sum(told) - whole) < 16 * 0.005 + 0.01
    box.get_by_role("slider", name="Maps added").fill("3")
    expect(box.locator(".le-sum")).to_contain_text("27 of 144 products")
    expect(box.locator(".le-not-added")).to_have_count(13)
    box.get_by_role("slider", name="Filter").fill("5")
    picture = box.get_by_role("img", name=re.compile("Map 5 of the second layer"))
    picture.focus()
    before = picture.get_attribute("aria-label")
    page.keyboard.press("ArrowLeft")
    expect(picture).not_to_have_attribute("aria-label", before)
