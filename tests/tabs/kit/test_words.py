"""The page's words in other languages: complete for the templates, nothing stale, nothing lost on the way."""

import re
from pathlib import Path

import pytest

from tabs.kit import words
from tabs.kit.words import LANGUAGES, dictionary
from tests.support.template_texts import Template, has_letters, single

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "tabs").rglob("*.html"))
FOLDERS = ("serving", "tabs", "web", "model")
SOURCES = [ROOT / "app.py", *(path for name in FOLDERS for path in sorted((ROOT / name).rglob("*.*")))]
KINDS = {".py", ".js", ".html"}
PROSE = {"cards.json", "famous.json"}
SAME = {"ANN", "CNN", "LeNet-5", "ReLU", "tanh", "Adam", "RMSprop", "SGD", "Softmax", "CNN <1>", "ANN <1>"}
"""Names: the same in every language."""

SLOT = re.compile(r"\{#\}|\{\d*\}")
PLACE = re.compile(r"<\d+>")
GRADIO = {"audio", "code", "common", "dataset", "errors", "file", "image", "label", "login", "plot", "upload"}
"""Keys that are Gradio's own; see its en.json."""


def read(path):
    """A source with its strings joined where a line is broken, so that a sentence is found whole."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"""(['"`])\s*\+?\s*\n\s*f?(['"`])""", "", text)
    return single(text.replace("\\'", "'"))


TEXTS = [
    read(path)
    for path in SOURCES
    if (path.suffix in KINDS or path.name in PROSE) and "words" not in path.parts
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "tabs")))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_templates_is_translated(language, path):
    known = dictionary(language).keys() | SAME
    missing = [
        whole
        for whole, pieces in Template(path).texts
        if whole not in known and not all(piece in known for piece in pieces)
    ]
    assert missing == []


def test_every_language_has_the_same_texts():
    first, *others = (dictionary(language) for language in LANGUAGES)
    for other in others:
        assert list(other) == list(first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_lost_in_translation(language):
    for key, text in dictionary(language).items():
        assert text.strip() == text and text, key
        assert sorted(PLACE.findall(key)) == sorted(PLACE.findall(text)), key
        assert len(SLOT.findall(key)) == len(SLOT.findall(text)), key
        assert single(key) == key
        assert key not in GRADIO


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_another_order_says_so(language):
    """Slots without a number are filled one after the other."""
    for key, text in dictionary(language).items():
        asked, slots = SLOT.findall(key), SLOT.findall(text)
        numbered = [f"{{{place}}}" for place in range(1, len(asked) + 1)]
        assert slots == asked or sorted(slots) == numbered, key


def test_no_text_is_stale():
    """Every key is still in a source: whole, or where scripts put it together, all its words in one file."""
    assert [key for key in dictionary(LANGUAGES[0]) if not is_in_a_source(key)] == []


def is_in_a_source(key):
    pieces = [single(piece) for piece in re.split(r"\{#?\}|<\d+>", key)]
    if all(any(piece in text for text in TEXTS) for piece in pieces if has_letters(piece)):
        return True
    return any(spelled(key) <= known for known in SPELLED)


def spelled(text):
    return set(re.findall(r"[a-z]{3,}", text.lower()))


SPELLED = [spelled(text) for text in TEXTS]


def test_gradio_is_given_every_language():
    assert set(words.internationalisation().translations_dict) == set(LANGUAGES)
