"""The page in Spanish and in Hindi, for those whose browser speaks them; in English nothing is fetched for it."""

import re

import pytest
from playwright.sync_api import expect

from tabs.kit.words import catalogue
from tests.browser.conftest import PHONE
from tests.browser.drawing import draw
from tests.browser.places import PLACES, go, put
from tests.browser.studio import go as open_tab
from tests.support.page_texts import NAMES, titles

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("patience")]  # every place of the page in turn

LOCALES = {"es": "es-MX", "hi": "hi-IN"}
WIDGETS = {"1": "neuron", "3": "pixels", "5": "softmax", "6": "cores"}
"""A chapter, and a widget in it."""

TELLING = re.compile(r"^[A-Z][a-z]+$|[A-Za-z]{2,} [a-z]{2,}")
"""What an English key has that no other text is likely to match."""

CLIPPED = """
() => [...document.querySelectorAll('#studio button, #studio h2, #studio h3, #studio .dc-status')]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.closest('[role="tablist"]'))
  .filter(({ clientWidth, clientHeight, scrollWidth, scrollHeight }) =>
    clientWidth > 1 && (scrollWidth > clientWidth + 2 || scrollHeight > clientHeight + 6))
  .map((part) => part.outerHTML.slice(0, 120))
"""

BROKEN = """
() => [...document.querySelectorAll('#studio button, #studio button span')]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.children.length)
  .filter((part) => /^\\S{2,20}$/.test(part.textContent.trim()))
  .filter((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return range.getClientRects().length > 1;
  })
  .map((part) => part.outerHTML.slice(0, 120))
"""
"""Words of their own that a line end tears apart."""

SHOWN = """
() => [...document.querySelectorAll('#masthead *, #studio *')]
  .filter((part) => part.closest('[lang]').lang !== 'en' && !part.closest('script, style, code'))
  .flatMap((part) => [
    part.getAttribute('aria-label'), part.getAttribute('title'), part.getAttribute('placeholder'),
    ...[...part.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent),
  ])
  .map((text) => (text ?? '').replace(/\\s+/g, ' ').trim())
  .filter(Boolean)
"""
"""All texts and labels on the page, seen or not."""


@pytest.fixture(params=LOCALES)
def spoken(request):
    """(language, what each English text is in it)."""
    return request.param, catalogue(request.param)


def arrive(open_page, language, **options):
    """Open the page and wait until it is there in its language."""
    page = open_page(wait=False, locale=LOCALES[language], **options)
    expect(page.get_by_role("application", name=catalogue(language)["Draw a digit"])).to_be_visible()
    return page


def test_the_first_page_and_a_seven(open_page, samples, spoken):
    language, said = spoken
    page = arrive(open_page, language)
    expect(page.locator("#page")).to_have_attribute("lang", language)
    page.wait_for_function("title => document.title === title", arg=said["How a machine reads a digit"])
    for tab in titles():
        expect(page.get_by_role("tab", name=said[tab], exact=True)).to_have_count(1)
    headline = page.locator(".draw-verdict h2")
    expect(headline).to_have_text(said["Draw a digit"])
    draw(page, samples[7], lift=False)
    expect(headline).to_have_text(said["Both networks read {}"].replace("{}", said["a {}"].replace("{}", "7")))
    expect(page.locator(".model-line")).to_contain_text(said["bundled"])
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
        assert phone.evaluate(BROKEN) == [], name
    chapter = phone.locator(".le-body")
    expect(chapter).to_contain_text("kernel")
    expect(phone.get_by_text(re.compile(re.escape(said["All chapters"]))).first).to_be_visible()
    assert phone.evaluate("document.querySelector('.le-body').closest('[lang]').lang") == "en"


def left_in_english(page, said):
    """Texts on the page that are keys with their slots filled, and not what stands there for a key.

    Single small words may be names, as "flatten" is of a layer.
    """
    pages_own = [filled(text) for text in said.values()]
    english = [filled(key) for key, text in said.items() if text != key and TELLING.search(key)]
    return [
        text
        for text in set(page.evaluate(SHOWN)) - NAMES
        if any(key.fullmatch(text) for key in english) and not any(key.fullmatch(text) for key in pages_own)
    ]


def filled(text):
    """What a text looks like with its slots filled."""
    return re.compile(".+".join(map(re.escape, re.split(r"\{\d*\}|<\d+>", text))))


def test_nothing_is_left_in_english(open_page, samples, spoken):
    """Every place, the tour, a training, and the lesson's widgets, each in use."""
    language, said = spoken
    page = arrive(open_page, language, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    put(page, samples[7])
    for name in PLACES:
        go(page, name)
        assert page.evaluate(BROKEN) == [], name
    take_the_tour(page, said)
    train_for_a_moment(page, said)
    assert left_in_english(page, said) == []
    for chapter, widget in WIDGETS.items():
        open_tab(page, "lesson", chapter=chapter)
        box = page.locator(f'[data-widget="{widget}"]')
        box.scroll_into_view_if_needed()
        expect(box).to_have_attribute("lang", language)
        assert left_in_english(page, said) == []


def take_the_tour(page, said):
    go(page, "Feature maps")
    page.get_by_role("button", name=said["Take the tour"]).click()
    heading, onward = page.locator(".fm-tour h3"), page.locator(".fm-onward")
    expect(heading).to_have_text(said["It starts with numbers"])
    while onward.inner_text() != said["Finish"]:
        assert left_in_english(page, said) == []
        onward.click()
    expect(heading).to_contain_text(said["The answer: {}"].replace("{}", "7"))


def train_for_a_moment(page, said):
    go(page, "Training lab, live")
    page.get_by_role("button", name=said["Train"], exact=True).click()
    expect(page.locator(".tl-progress-words")).to_contain_text(said["Epoch {} of {}."].split()[0])
    page.get_by_role("button", name=said["Stop"], exact=True).click()
    expect(page.locator(".tl-progress-words")).to_contain_text(said["Stopped."])


def test_who_speaks_another_language_gets_english(open_page, samples):
    page = open_page(wait=False, locale="fr-FR")
    expect(page.get_by_role("application", name="Draw a digit")).to_be_visible()
    expect(page.locator("#page")).to_have_attribute("lang", "en")  # whatever Gradio calls the page
    put(page, samples[7])
    expect(page.locator(".draw-verdict h2")).to_have_text("Both networks read a 7")
