"""The Lesson tab, read as a visitor reads it: every chapter, every question, every way to try something."""

import re

import nbformat
import pytest
from playwright.sync_api import expect

from tabs.lesson import chapters, quiz
from tests.browser.conftest import PHONE
from tests.browser.drawing import draw, expect_answer
from tests.browser.ways import visit

pytestmark = pytest.mark.usefixtures("patience")

CHAPTERS = chapters.load()
QUIZ = quiz.load()
NO_STORAGE = """
Object.defineProperty(window, 'localStorage', { get() { throw new Error('not allowed'); } });
"""
NO_WORKERS = """
window.Worker = class extends Worker {
  constructor(source, options) {
    if (String(source).startsWith('blob:')) throw new Error('not allowed');
    super(source, options);
  }
};
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT_OFF = """
[...document.querySelectorAll('.le-body > *, .le-row > *, .le-question')]
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
  .map((part) => part.outerHTML.slice(0, 80))
"""
SHOWN = """
figure => [...figure.querySelectorAll('[data-shows]')]
  .filter((part) => !/^(filter|ends)/.test(part.dataset.shows))  // the same for two digits
  .map((part) => part.getAttribute('href') ?? part.innerHTML)
"""
"""What a figure shows of a digit."""

SMALL = """
[...document.querySelectorAll('.le button, .le-slider input, .le-digits label, .le-turn a')]
  .filter((target) => target.offsetParent && target.getBoundingClientRect().height < 43.5)
  .map((target) => target.outerHTML.slice(0, 80))
"""


def open_tab(page):
    page.get_by_role("tab", name="Lesson").click()
    expect(page.get_by_role("heading", name="The lesson")).to_be_visible()


def open_chapter(page, chapter):
    """From the contents list, until the text is there."""
    entry = page.get_by_role("list", name="Chapters").get_by_role("listitem").nth(chapter.number - 1)
    entry.get_by_role("link").click()
    expect_chapter(page, chapter)


def expect_chapter(page, chapter):
    expect(page.get_by_role("heading", name=chapter.title, exact=True)).to_be_focused()
    expect(page.locator(".le-body [data-row]")).to_have_count(len(chapter.rows))


def with_row(row):
    """The chapter that has this row, and the row."""
    return next(chapter for chapter in CHAPTERS if row in chapter.rows), row


def question(page, asked):
    return page.locator(f'[data-question="{asked.id}"]')


def choose(page, asked, right):
    """Press the right choice, or the first wrong one; returns its explanation's place."""
    index = [choice.right for choice in asked.choices].index(right)
    item = question(page, asked).get_by_role("listitem").nth(index)
    item.get_by_role("button").click()
    return item.get_by_role("status")


# ---- reading ----


def test_the_contents_list_leads_into_every_chapter_and_back(page):
    open_tab(page)
    entries = page.get_by_role("list", name="Chapters").get_by_role("listitem")
    expect(entries).to_have_count(len(CHAPTERS))
    for entry, chapter in zip(entries.all(), CHAPTERS, strict=True):
        expect(entry).to_contain_text(chapter.title)
        expect(entry).to_contain_text(f"{chapter.minutes} min")
    open_chapter(page, CHAPTERS[0])
    for chapter in CHAPTERS[1:]:
        page.get_by_role("navigation", name="Next and previous").get_by_role("link").last.click()
        expect_chapter(page, chapter)
        expect(page.get_by_text(f"Chapter {chapter.number} of {len(CHAPTERS)}")).to_be_in_viewport()
    page.get_by_role("navigation", name="Next and previous").get_by_role("link").first.click()
    expect_chapter(page, CHAPTERS[-2])
    page.get_by_role("button", name="All chapters").click()
    expect(entries.nth(len(CHAPTERS) - 2).get_by_role("link")).to_be_focused()
    for entry in entries.all()[: len(CHAPTERS) - 1]:  # whoever went on has read them
        expect(entry).to_contain_text("min read")


@pytest.mark.slow
def test_every_question_answers_right_and_wrong_and_every_try_leads_there_and_back(page, samples):
    draw(page, samples[7])
    expect_answer(page, 7)
    open_tab(page)
    for chapter in CHAPTERS:
        open_chapter(page, chapter)
        answer_everything(page, chapter)
        try_everything(page, chapter)
        page.get_by_role("button", name="All chapters").click()


def answer_everything(page, chapter):
    questions = QUIZ[chapter.number]
    for number, asked in enumerate(questions):
        right_first = number % 2 == 0
        expect(choose(page, asked, right=right_first)).to_contain_text("Right." if right_first else "Not quite.")
        expect(choose(page, asked, right=not right_first)).to_contain_text("Not quite." if right_first else "Right.")
        for choice in question(page, asked).get_by_role("button").all():
            choice.click()  # every explanation can be read
        expect(question(page, asked).locator(".le-why:not(:empty)")).to_have_count(len(asked.choices))
    at_first = (len(questions) + 1) // 2
    expect(page.locator(".le-quiz-score")).to_have_text(f"{at_first} of {len(questions)} right at the first try")


def try_everything(page, chapter):
    buttons = page.locator(".le-try button")
    assert buttons.count() >= 1
    for button in buttons.all():
        tab = button.get_attribute("data-tab")
        button.click()
        expect(page.locator(f'[role="tab"][data-tab-id="{tab}"]')).to_have_attribute("aria-selected", "true")
        # with what differs from that tab's defaults
        page.wait_for_function("tab => location.hash.startsWith(`#${tab}`)", arg=tab)
        page.get_by_role("button", name=f"Back to chapter {chapter.number}").click()
        expect(button).to_be_focused()
        expect(button).to_be_in_viewport()
        expect(page.get_by_role("navigation", name="Way back to the lesson")).to_have_count(0)


def test_the_way_back_can_be_dismissed_and_goes_by_itself(page):
    open_tab(page)
    open_chapter(page, CHAPTERS[0])
    way_back = page.get_by_role("navigation", name="Way back to the lesson")
    page.locator(".le-try button").first.click()
    way_back.get_by_role("button", name="Stay here").click()
    expect(way_back).to_have_count(0)
    page.get_by_role("tab", name="Lesson").click()
    page.locator(".le-try button").first.click()
    expect(way_back).to_be_visible()
    page.get_by_role("tab", name="Lesson").click()
    expect(way_back).to_have_count(0)


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_shows_every_chapter_without_scrolling_sideways(open_page, samples, width):
    phone = open_page(**PHONE | {"viewport": {"width": width, "height": 844}})
    draw(phone, samples[7])
    open_tab(phone)
    assert phone.evaluate(SIDEWAYS) == 0
    for chapter in CHAPTERS:
        open_chapter(phone, chapter)
        expect(phone.get_by_text(f"Chapter {chapter.number} of {len(CHAPTERS)}")).to_be_in_viewport()
        assert phone.evaluate(SIDEWAYS) == 0, chapter.name
        assert phone.evaluate(CUT_OFF) == [], chapter.name
        phone.get_by_role("button", name="All chapters").click()


def test_touch_targets_are_large_enough(phone):
    open_tab(phone)
    open_chapter(phone, CHAPTERS[0])
    assert phone.evaluate(SMALL) == []


# ---- links ----


def test_a_link_opens_a_chapter_at_a_row(open_page, address):
    chapter, row = with_row("L10")
    page = open_page(f"{address}/#lesson?chapter={chapter.number}&row={row}")
    heading = page.locator(f"#{row} h3")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    page.evaluate("location.hash = '#lesson?chapter=2'")
    expect_chapter(page, CHAPTERS[1])
    page.evaluate("location.hash = '#lesson?chapter=77&row=nothing'")  # ignored quietly
    expect(page.get_by_text(f"Chapter 2 of {len(CHAPTERS)}")).to_be_visible()


def test_links_and_code_can_be_copied(open_page, address):
    page = open_page(viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    chapter, row = with_row("L9")
    open_tab(page)
    open_chapter(page, chapter)
    page.locator(".le").get_by_role("button", name="Copy link", exact=True).click()
    assert copied(page) == f"{address}/#lesson?chapter={chapter.number}"
    page.locator(f"#{row}").get_by_role("button", name="Copy a link to this part").click()
    assert copied(page) == f"{address}/#lesson?chapter={chapter.number}&row={row}"
    page.locator(".le").get_by_role("button", name="Copy", exact=True).first.click()
    assert copied(page) == page.locator(".le-code code").first.inner_text().rstrip()


def copied(page):
    """What was just copied, once the page has said so."""
    expect(page.locator(".le-said")).to_contain_text("opied")
    page.locator(".le-said").evaluate("said => (said.textContent = '')")
    return page.evaluate("navigator.clipboard.readText()")


def test_a_chapter_can_be_taken_away_as_a_notebook(page, tmp_path):
    chapter, _ = with_row("L9")
    open_tab(page)
    open_chapter(page, chapter)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download as notebook").click()
    assert saved.value.suggested_filename == f"{chapter.number}-{chapter.name}.ipynb"
    saved.value.save_as(tmp_path / "chapter.ipynb")
    nbformat.validate(nbformat.read(tmp_path / "chapter.ipynb", as_version=4))


# ---- the quiz and what is remembered ----


def test_progress_survives_a_reload_until_it_is_forgotten(page):
    first, second = QUIZ[1][:2]
    open_tab(page)
    open_chapter(page, CHAPTERS[0])
    choose(page, first, right=True)
    choose(page, second, right=False)
    page.reload()
    expect_chapter(page, CHAPTERS[0])  # the address remembers
    expect(page.locator(".le-quiz-score")).to_contain_text(f"1 of {len(QUIZ[1])} right at the first try so far")
    expect(question(page, first).locator(".right .le-why")).to_contain_text("Right.")
    expect(question(page, second).locator(".le-why:not(:empty)")).to_have_count(0)
    choose(page, second, right=True)  # too late to count
    page.get_by_role("button", name="All chapters").click()
    entry = page.get_by_role("list", name="Chapters").get_by_role("listitem").first
    expect(entry).to_contain_text(f"quiz 1 of {len(QUIZ[1])}")
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("button", name="Forget what I read and answered").click()
    expect(entry).not_to_contain_text("quiz")
    expect(page.get_by_role("button", name="Start over")).to_have_count(0)


def test_a_quiz_can_be_answered_again_and_by_keys(page):
    open_tab(page)
    open_chapter(page, CHAPTERS[0])
    asked = QUIZ[1][0]
    choice = question(page, asked).get_by_role("button").nth([c.right for c in asked.choices].index(True))
    choice.focus()
    page.keyboard.press("Enter")
    expect(question(page, asked).get_by_role("status").filter(has_text="Right.")).to_be_visible()
    page.get_by_role("button", name="Answer again").click()
    expect(page.get_by_role("heading", name="Check yourself")).to_be_focused()
    expect(page.locator(".le-why:not(:empty)")).to_have_count(0)


def test_the_lesson_works_where_pages_may_keep_nothing(chromium, address):
    context = chromium.new_context()
    context.add_init_script(NO_STORAGE)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page = visit(page, f"{address}/#lesson?chapter=1")
    expect_chapter(page, CHAPTERS[0])
    expect(choose(page, QUIZ[1][0], right=True)).to_contain_text("Right.")
    expect(page.locator(".le-quiz-score")).to_contain_text("1 of")
    context.close()
    assert [error for error in errors if "not allowed" not in error] == []  # Gradio itself asks for storage


def test_without_the_server_what_came_stays_and_what_did_not_comes_by_itself(page, samples):
    open_tab(page)
    open_chapter(page, CHAPTERS[0])
    page.context.set_offline(True)
    choose(page, QUIZ[1][0], right=True)
    draw(page, samples[7])
    expect(page.locator('[data-widget="cross-entropy"]').get_by_role("radio", name="7")).to_be_checked()
    page.get_by_role("button", name="All chapters").click()
    entries = page.get_by_role("list", name="Chapters").get_by_role("listitem")
    entries.nth(1).get_by_role("link").click()
    body = page.locator(".le-body")
    expect(body).to_contain_text("The server does not answer.")
    page.get_by_role("button", name="All chapters").click()
    open_chapter(page, CHAPTERS[0])  # read before
    page.get_by_role("button", name="Download as notebook").click()
    expect(page.locator(".le-export-said")).to_contain_text("The server does not answer.")
    page.get_by_role("button", name="All chapters").click()
    entries.nth(1).get_by_role("link").click()
    page.context.set_offline(False)
    expect_chapter(page, CHAPTERS[1])


def test_back_and_forward_lead_through_chapters(page):
    open_tab(page)
    open_chapter(page, CHAPTERS[0])
    page.get_by_role("navigation", name="Next and previous").get_by_role("link").last.click()
    expect_chapter(page, CHAPTERS[1])
    page.locator(".le-try button").first.click()
    expect(page.locator('[role="tab"][data-tab-id="draw"]')).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(page.locator('[role="tab"][data-tab-id="lesson"]')).to_have_attribute("aria-selected", "true")
    expect(page.locator(".le-try button").first).to_be_focused()  # where the visitor went on from
    page.go_back()
    expect_chapter(page, CHAPTERS[0])
    page.go_back()
    expect(page.get_by_role("heading", name="The lesson")).to_be_visible()
    page.go_forward()
    expect_chapter(page, CHAPTERS[0])


# ---- figures ----


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
        assert len(same) <= len(sample) // 8, same  # a filter may be silent on both
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
