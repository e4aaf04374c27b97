"""The page in Spanish and in Hindi, for those whose browser speaks them; in English nothing is added."""

import re

import pytest
from playwright.sync_api import expect

from tabs.words import dictionary
from tests.browser.conftest import PHONE
from tests.browser.drawing import draw
from tests.browser.places import PLACES, go, put

pytestmark = pytest.mark.usefixtures("patience")

LOCALES = {"es": "es-MX", "hi": "hi-IN"}

CLIPPED = """
() => [...document.querySelectorAll('#studio button, #studio h2, #studio h3, #studio .dc-status')]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.closest('[role="tablist"]'))
  .filter(({ clientWidth, clientHeight, scrollWidth, scrollHeight }) =>
    clientWidth > 1 && (scrollWidth > clientWidth + 2 || scrollHeight > clientHeight + 6))
  .map((part) => part.outerHTML.slice(0, 120))
"""


@pytest.fixture(params=LOCALES)
def spoken(request):
    """(language, what each English text is in it)."""
    return request.param, dictionary(request.param)


def arrive(open_page, language, **options):
    """Open the page and wait until it has changed its language."""
    page = open_page(wait=False, locale=LOCALES[language], **options)
    page.get_by_role("application", name=dictionary(language)["Draw a digit"]).wait_for()
    return page


def test_the_first_page_and_a_seven(open_page, samples, spoken):
    language, said = spoken
    page = arrive(open_page, language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.title() == said["How a machine reads a digit"]
    for tab in ("Draw", "Feature maps", "ANN vs CNN", "Convolution lab", "Training lab", "Lesson"):
        expect(page.get_by_role("tab", name=said[tab], exact=True)).to_be_visible()
    expect(page.locator("#masthead")).to_contain_text(said["on MNIST"])
    headline = page.locator(".draw-verdict h2")
    expect(headline).to_have_text(said["Draw a digit"])
    draw(page, samples[7], lift=False)
    a_seven = said["a {#}"].replace("{#}", "7")
    expect(headline).to_have_text(said["Both networks read {}"].replace("{}", a_seven))
    expect(page.locator("#model-line")).to_contain_text(said["bundled"])
    page.mouse.up()
    expect(page.locator(".dc-spoken")).to_contain_text("CNN: 7")
    page.get_by_role("button", name=said["Clear"]).click()
    expect(headline).to_have_text(said["Draw a digit"])
    expect(page.locator(".dc-spoken")).to_have_text(said["The canvas is empty"])


def test_every_place_fits_a_phone_and_chapters_stay_english(open_page, samples, spoken):
    language, said = spoken
    phone = arrive(open_page, language, **PHONE)
    put(phone, samples[7])
    for name in PLACES:
        go(phone, name)
        assert phone.evaluate("everyone.sideways()") == [], name
        assert phone.evaluate(CLIPPED) == [], name
    chapter = phone.locator(".le-body")
    expect(chapter).to_contain_text("kernel")
    expect(phone.get_by_text(re.compile(re.escape(said["All chapters"]))).first).to_be_visible()
    assert phone.evaluate("document.querySelector('.le-body').closest('[lang]').lang") == "en"


def test_the_live_path_hardly_notices(open_page, samples):
    page = arrive(open_page, "es")
    put(page, samples[7])
    page.get_by_role("button", name="Borrar").click()
    before = page.evaluate("({ ...digitWords.spent() })")
    draw(page, samples[8])
    expect(page.locator(".draw-verdict h2")).to_have_text("Las dos redes leen un 8")
    after = page.evaluate("({ ...digitWords.spent() })")
    each = (after["milliseconds"] - before["milliseconds"]) / (after["calls"] - before["calls"])
    assert after["calls"] - before["calls"] > 10
    assert each < 2  # a hundredth of it on a quiet machine


def test_another_language_can_be_chosen_and_left_again(open_page, samples):
    """As Gradio's own settings do it: by <html lang>."""
    page = open_page()
    put(page, samples[7])
    headline = page.locator(".draw-verdict h2")
    expect(headline).to_have_text("Both networks read a 7")
    english = page.locator("#studio").inner_text()
    assert page.evaluate("digitWords.spent().calls") == 0
    page.evaluate("document.documentElement.lang = 'es'")
    expect(headline).to_have_text("Las dos redes leen un 7")
    page.evaluate("document.documentElement.lang = 'fr'")  # no such dictionary: English, and it says so
    expect(headline).to_have_text("Both networks read a 7")
    assert page.locator("#studio").inner_text() == english
    expect(page.locator("#studio")).to_have_attribute("lang", "en")
