"""The page in Spanish and in Hindi, for those whose browser speaks them; in English nothing is added."""

import re

import pytest
from playwright.sync_api import expect

from tabs.kit.words import dictionary
from tests.browser.conftest import PHONE
from tests.browser.drawing import draw
from tests.browser.places import PLACES, go, put
from tests.support.told_texts import captions, cards, refusals
from tests.tabs.kit.test_words import SPELLED, spelled

pytestmark = pytest.mark.usefixtures("patience")

LOCALES = {"es": "es-MX", "hi": "hi-IN"}
GRADIO = {"More tabs", "Gradio footer navigation", "logo", "Stop Recording"}
NAMES = {"Adam", "Mask R-CNN", "Faster R-CNN", "sobel-x", "sobel-y"}
ENGLISH = set().union(*SPELLED)
WIDGETS = {"1": "neuron", "3": "pixels", "5": "softmax", "6": "cores"}
"""A chapter, and a widget in it."""

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


def left_in_english(page):
    """What has been looked up in vain, without what is the same in every language."""
    unknown = set(page.evaluate("digitWords.unknown()")) - GRADIO - NAMES
    return sorted(text for text in unknown if is_english(text))


def is_english(text):
    """All its words are in the sources; a sentence around elements is looked up in pieces besides."""
    words = spelled(text)
    return bool(words) and words <= ENGLISH and text.isascii() and not re.search(r"<\d>", text)


def test_nothing_is_left_in_english(open_page, samples, spoken):
    """Every place, the tour, a training, and the lesson's widgets, each in use."""
    language, said = spoken
    page = arrive(open_page, language, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    put(page, samples[7])
    for name in PLACES:
        go(page, name)
    take_the_tour(page, said)
    train_for_a_moment(page, said)
    for chapter, widget in WIDGETS.items():
        page.evaluate("chapter => digitRoute.open('lesson', { chapter })", chapter)
        box = page.locator(f'[data-widget="{widget}"]')
        box.scroll_into_view_if_needed()
        expect(box).to_have_attribute("lang", language)
    assert left_in_english(page) == []


def take_the_tour(page, said):
    go(page, "Feature maps")
    page.get_by_role("button", name=said["Take the tour"]).click()
    heading, onward = page.locator(".fm-tour h3"), page.locator(".fm-onward")
    expect(heading).to_have_text(said["It starts with numbers"])
    while onward.inner_text() != said["Finish"]:
        onward.click()
    expect(heading).to_contain_text(said["The answer"])


def train_for_a_moment(page, said):
    go(page, "Training lab, live")
    page.get_by_role("button", name=said["Train"], exact=True).click()
    expect(page.locator(".tl-fresh-words")).not_to_be_empty()
    page.get_by_role("button", name=said["Stop"], exact=True).click()
    expect(page.locator(".tl-progress-words")).to_contain_text(said["Stopped."])


def test_what_the_server_says_is_translated_in_all_its_forms(open_page, spoken):
    page = arrive(open_page, spoken[0])
    page.evaluate("texts => texts.forEach(digitWords.translated)", captions() + cards() + refusals())
    assert left_in_english(page) == []


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
