"""The Lesson tab, opened as a visitor opens it."""

from playwright.sync_api import expect

from tabs.lesson import chapters

CHAPTERS = chapters.load()


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
