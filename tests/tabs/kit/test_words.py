"""The page's words in other languages: nothing missing, nothing stale, nothing lost on the way."""

import re

import pytest

from tabs.kit.words import LANGUAGES, catalogue, for_gradio
from tests.support.page_texts import keys_of_module, keys_of_python, missing, stale, titles
from tests.support.template_texts import single

PLACE = re.compile(r"<\d+>")
SLOT = re.compile(r"\{\d*\}")

each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
def test_every_text_is_translated(language):
    assert missing(set(catalogue(language))) == []


@each_language
def test_no_text_is_stale(language):
    assert stale(set(catalogue(language))) == []


def test_every_language_has_the_same_texts():
    first, *others = (list(catalogue(language)) for language in LANGUAGES)
    assert all(other == first for other in others)


@each_language
def test_nothing_is_lost_in_translation(language):
    """Slots without a number are filled one after the other; in another order, all of them have one."""
    for key, text in catalogue(language).items():
        assert text and text.strip() == text and single(key) == key, key
        assert sorted(PLACE.findall(key)) == sorted(PLACE.findall(text)), key
        asked, slots = SLOT.findall(key), SLOT.findall(text)
        numbered = [f"{{{place}}}" for place in range(1, len(asked) + 1)]
        assert slots == asked or sorted(slots) == numbered, key


def test_keys_are_found_in_modules():
    source = """
      import { t } from './shared/messages.js'; // t('in a comment')
      const far = /t\\('in a pattern'\\)/;
      say(t(kind === 'compared' ? 'one of two' : "the other's", t('inside {}', at('a place'))));
      counted(n, '{} map', '{} maps', shown('another'));
      const LATER = 'Kept for later, as a sentence.';
      throw new RangeError('Told to a program, not a visitor.');
      return { key: 'message' };
    """
    found = {"one of two", "the other's", "inside {}", "{} map", "{} maps", "Kept for later, as a sentence.", "message"}
    assert keys_of_module(source) == found


def test_keys_are_found_in_python():
    source = """
raise NotADrawing("no digit")
raise BadRequest(Message("at most {} filters", 3))
raise BadRequest("for programs")
told = Message("one" if much else "other", 4), Stage("grey", "In grey.", paint), {"message": "Wait."}
"""
    found = {"No digit.", "At most {} filters.", "one", "other", "Grey", "In grey.", "Wait."}
    assert keys_of_python(source) == found


def test_gradio_is_given_every_language():
    """It shows the tabs' titles."""
    assert set(for_gradio(titles()).translations_dict) == set(LANGUAGES)
