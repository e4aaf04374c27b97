"""The page's words in other languages: English text to translation. English needs no catalogue: it is the key.

`web/shared/messages.js` reads the same files and says what a key may hold. The lesson's chapters stay English.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import gradio as gr

LANGUAGES = ("es", "hi")
WORDS = Path(__file__).resolve().parents[2] / "web" / "words"


def catalogue(language: str) -> dict[str, str]:
    """Return all texts in one of LANGUAGES, by their English."""
    return json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8"))


def for_gradio(texts: Iterable[str]) -> gr.I18n:
    """Return what `launch` is told: the texts that Gradio itself shows. The visitor's browser chooses."""
    return gr.I18n(**{language: {text: catalogue(language)[text] for text in texts} for language in LANGUAGES})
