"""The texts that a visitor may read in the page's templates, as `web/shared/messages.js` looks them up."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

ATTRIBUTES = (
    "aria-label",
    "aria-valuetext",
    "aria-roledescription",
    "title",
    "placeholder",
    "alt",
    "data-told",
    "data-hint",
)
EMPTY = ("input", "path", "br", "img", "rect", "circle", "line", "meta", "link", "hr")


class Template(HTMLParser):
    """Reads one template; then `texts` holds a tuple for each text: one key, or its pieces instead."""

    def __init__(self, path: Path):
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[str, tuple[str, ...]]] = []
        self._open: list[dict] = []
        self._enter("", {})
        self.feed(path.read_text(encoding="utf-8"))
        while self._open:
            self._leave()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        stays = "lang" in attributes or tag in ("script", "style", "code") or self._open[-1]["stays"]
        if not stays:
            for name in ATTRIBUTES:
                self._add(attributes.get(name) or "")
        self._open[-1]["parts"].append(None)
        if tag not in EMPTY:
            self._enter(tag, attributes, stays)

    def handle_endtag(self, tag):
        if tag in EMPTY:
            return
        while self._leave() != tag:
            pass

    def handle_data(self, data):
        parts = self._open[-1]["parts"]
        if parts and parts[-1] is not None:
            parts[-1] += data
        else:
            parts.append(data)

    def _enter(self, tag, attributes, stays=False):
        self._open.append({"tag": tag, "parts": [], "stays": stays})

    def _leave(self):
        element = self._open.pop()
        parts, places = element["parts"], 0
        pieces = tuple(single(part) for part in parts if part is not None and has_letters(part))
        if pieces and not element["stays"]:
            whole = ""
            for part in parts:
                places += part is None
                whole += f"<{places}>" if part is None else part
            self._add(single(whole), pieces)
        return element["tag"]

    def _add(self, text, pieces=()):
        if has_letters(text):
            self.texts.append((single(text), pieces or (single(text),)))


def single(text: str) -> str:
    """The text with its spaces made single, as the page's script compares it."""
    return re.sub(r"\s+", " ", text).strip()


def has_letters(text: str) -> bool:
    """True where two letters follow each other: numbers, signs and single symbols need no translation."""
    plain = re.sub(r"<\d+>", "", text)
    return any(a.isalpha() and b.isalpha() for a, b in pairwise(plain))
