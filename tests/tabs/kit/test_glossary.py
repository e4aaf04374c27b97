"""One term for one idea in Spanish and Hindi: wherever the English has the term, the translation has its own for it."""

import json
import re
from pathlib import Path

import pytest

WORDS = Path(__file__).resolve().parents[3] / "web" / "words"

GLOSSARY = {
    "kernel": ("kernel", "कर्नेल"),
    "weight": ("peso", "वज़न"),
    "bias": ("sesgo", "बायस"),
    "layer": ("capa", "परत"),
    "dense": ("dens", "डेंस"),
    "pooling": ("pooling", "पूलिंग"),
    "stride": ("stride", "स्ट्राइड"),
    "padding": ("relleno|padding", "पैडिंग"),
    "gradient": ("gradiente", "ग्रेडिएंट"),
    "slope": ("pendiente", "ढाल"),
    "loss": ("pérdida", "लॉस"),
    "learning rate": ("tasas? de aprendizaje", "सीखने की दर"),
    "epoch": ("época", "युग"),
    "batch": ("lote", "बैच"),
    "dropout": ("dropout", "ड्रॉपआउट"),
    "digit": ("dígito|cifra", "अंक"),
    "core": ("núcleo", "कोर"),
    "mask": ("máscara", "मास्क"),
}
"""{English: (Spanish, Hindi)}, as patterns; a plural of the English counts too."""

SPOKEN_OF_OTHERWISE = {"of layers", '"digit" must be null or a whole number from 0 to 9.'}
"""English texts whose translation needs no such word."""

NEVER = {
    "es": ["durante la prueba", "poolings máximos", "dobla los números", "núcleo de convolución"],
    "hi": ["मीनार", "मुखौटा", "गिना जाता है", "उसका ढाल", "का ढाल"],
}
"""Translations that were wrong: a training called a test, a word's other sense, a wrong gender."""


def catalogue(language):
    return json.loads((WORDS / f"{language}.json").read_text("utf-8"))


@pytest.mark.parametrize("term", GLOSSARY)
@pytest.mark.parametrize("language", ["es", "hi"])
def test_a_term_has_one_translation(term, language):
    wanted = GLOSSARY[term][("es", "hi").index(language)]
    named = re.compile(rf"\b{term}(e?s)?\b(?!\.\w)", re.I)  # but not in a file's name: digit.npy
    said = {key: text for key, text in catalogue(language).items() if named.search(key)}

    assert said
    others = {key: text for key, text in said.items() if not re.search(wanted, text, re.I)}
    assert {key: text for key, text in others.items() if key not in SPOKEN_OF_OTHERWISE} == {}


@pytest.mark.parametrize(("term", "other", "word"), [("kernel", "core", "núcleo"), ("stride", "step", "paso")])
def test_two_ideas_have_two_words(term, other, word):
    """In Spanish, one word could stand for both; here it is kept for the other one."""
    said = catalogue("es").items()

    assert [
        key for key, text in said if term in key.lower() and other not in key.lower() and word in text.lower()
    ] == []


@pytest.mark.parametrize("language", NEVER)
def test_what_was_wrong_does_not_come_back(language):
    texts = catalogue(language).values()

    assert [text for text in texts for wrong in NEVER[language] if wrong in text] == []
