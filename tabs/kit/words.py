"""The page's words in other languages: English text to translation, handed to Gradio's internationalisation.

English needs no dictionary: it is the key. What a key may hold is said in `tabs/shared/words.js`, which
translates the texts that are not Gradio's own. The chapters of the lesson stay English.
"""

import json
from pathlib import Path

import gradio as gr

LANGUAGES = ("es", "hi")
WORDS = Path(__file__).resolve().parents[1] / "words"


def dictionary(language: str) -> dict[str, str]:
    """Return all texts in one of LANGUAGES, by their English."""
    return json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8"))


def internationalisation() -> gr.I18n:
    """Return what `launch` is told; the visitor's browser chooses the language."""
    return gr.I18n(**{language: dictionary(language) for language in LANGUAGES})
