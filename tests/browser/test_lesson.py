"""The Lesson tab, read as a visitor reads it: every chapter, every question, every way to try something."""

import re

import nbformat
import pytest
from playwright.sync_api import expect

from tabs.lesson import chapters, quiz
from tests.browser.conftest import PHONE
from tests.browser.drawing import draw, expect_answer
from tests.browser.lesson import CHAPTERS, expect_chapter, open_chapter, open_tab
from tests.browser.places import AXE, EVERYONE, put
from tests.browser.studio import go
from tests.browser.ways import visit

pytestmark = pytest.mark.usefixtures("patience")

QUIZ = quiz.load()
NO_STORAGE = """
Object.defineProperty(window, 'localStorage', { get() { throw new Error('not allowed'); } });
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT_OFF = """
[...document.querySelectorAll('.le-body > *, .le-row > *, .le-question')]
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
  .map((part) => part.outerHTML.slice(0, 80))
"""
SMALL = """
[...document.querySelectorAll('.le button, .le-slider input, .le-digits label, .le-turn a')]
  .filter((target) => target.offsetParent && target.getBoundingClientRect().height < 43.5)
  .map((target) => target.outerHTML.slice(0, 80))
"""


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


@pytest.mark.slow
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


WALKS = {
    "desktop, light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "desktop, dark, calm": {
        "viewport": {"width": 1440, "height": 900},
        "color_scheme": "dark",
        "reduced_motion": "reduce",
    },
    "phone, light, calm": PHONE | {"color_scheme": "light", "reduced_motion": "reduce"},
    "phone, dark": PHONE | {"color_scheme": "dark"},
}
WALK = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const parts = [...document.querySelectorAll('.le-body :is(.le-figure, .le-widget)')].filter((part) => !part.hidden);
  const problems = [];
  dispatchEvent(new WheelEvent('wheel')); // else the chapter's opening stays in sight for a while
  for (const part of parts) {
    part.scrollIntoView({ block: 'center', behavior: 'instant' });
    await frame();
    const { top, bottom, height } = part.getBoundingClientRect();
    const drawings = [...part.querySelectorAll('svg[viewBox]')];
    const isSqueezed = (drawn) => drawn.getBoundingClientRect().width < 0.75 * drawn.viewBox.baseVal.width;
    const found = [
      (height < 40 || bottom < 0 || top > innerHeight) && 'is not in sight',
      drawings.some(isSqueezed) && 'is drawn at less than three quarters of its size',
      part.matches('.le-widget') && !part.getAttribute('aria-label') && 'has no name',
    ].filter(Boolean);
    problems.push(...found.map((text) => `${part.dataset.figure ?? part.dataset.widget} ${text}`));
  }
  return [parts.length, problems];
}"""


@pytest.mark.slow
@pytest.mark.parametrize("name", WALKS)
def test_a_walk_past_all_figures_and_everything_that_moves(open_page, samples, name):
    page = open_page(**WALKS[name])
    put(page, samples[7])
    page.evaluate(AXE)
    for chapter in CHAPTERS:
        go(page, "lesson", chapter=str(chapter.number))
        expect_chapter(page, chapter)
        seen, problems = page.evaluate(WALK)
        asked = re.findall(r"^::(?:figure|widget)", chapter.body, re.MULTILINE)
        assert (seen, problems) == (len(asked) - until_drawn(chapter), []), chapter.name
        page.evaluate(EVERYONE)
        assert page.evaluate("everyone.findings('color-contrast', 'svg-img-alt', 'image-alt')") == [], chapter.name
        assert page.evaluate(CUT_OFF) == [], chapter.name


def until_drawn(chapter):
    """How many of a chapter's figures go when something is drawn."""
    return chapters.render(chapter).count(" data-until-drawn>")


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
