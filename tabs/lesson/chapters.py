"""The chapters: read from `lesson/`, one Markdown file each, and rendered when first opened."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from pathlib import Path
from threading import Lock

from tabs.lesson import directives, markup

FOLDER = Path(__file__).resolve().parents[2] / "lesson"

WORDS_A_MINUTE = 200

_rendering = Lock()


@dataclass(frozen=True)
class Row:
    """A part of a chapter that can be linked: "L9" and its heading."""

    id: str
    title: str


@dataclass(frozen=True)
class Chapter:
    """One chapter. `source` is the whole file, `body` what follows its title and its one-sentence summary."""

    number: int
    name: str
    title: str
    summary: str
    source: str
    body: str
    minutes: int
    parts: tuple[Row, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The numbers of the chapter's rows, in its order."""
        return tuple(part.id for part in self.parts)


class BadChapter(ValueError):
    """A chapter's file is not built as a chapter must be; the message says which and how."""


@lru_cache
def load(folder: Path = FOLDER) -> tuple[Chapter, ...]:
    """Return all chapters of a folder in their order: files called `4-convolution.md`.

    Raises:
        BadChapter: a file lacks its title or summary, or two have the same number.
    """
    found = [read(path) for path in folder.glob("[0-9]*-*.md")]
    chapters = tuple(sorted(found, key=lambda chapter: chapter.number))
    if len({chapter.number for chapter in chapters}) < len(chapters):
        raise BadChapter(f"two chapters in {folder.name} have the same number")
    return chapters


def read(path: Path) -> Chapter:
    """Read one chapter.

    Raises:
        BadChapter: it does not begin with `# Title` and a paragraph.
    """
    source = path.read_text("utf-8")
    opening = re.match(r"\s*# (?P<title>.+)\n\s*\n(?P<summary>[^#\s][^\n]*(?:\n[^\n]+)*)(?:\n|$)", source)
    if not opening:
        raise BadChapter(f"{path.name} must begin with '# Title' and a sentence that sums it up")
    number, _, name = path.stem.partition("-")
    summary = " ".join(opening["summary"].split())
    body = source[opening.end() :]
    minutes = max(1, ceil(len(prose(source).split()) / WORDS_A_MINUTE))
    parts = tuple(Row(*found) for found in re.findall(r"^## (L\d+)[ \t]+(.+?)[ \t]*$", body, re.MULTILINE))
    return Chapter(int(number), name, opening["title"].strip(), summary, source, body, minutes, parts)


def prose(source: str) -> str:
    """Return what is read as sentences: a chapter without its code, directives, tables and row numbers."""
    text = re.sub(r"^(`{3,}).*?^\1[ \t]*$", "", source, flags=re.MULTILINE | re.DOTALL)
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(("::", "|"))]
    return re.sub(r"^(#+ )L\d+ ", r"\1", "\n".join(lines), flags=re.MULTILINE)


def render(chapter: Chapter) -> str:
    """Return a chapter's body as HTML, without its title and summary; computed once.

    Raises:
        UnknownName: it asks for something that does not exist.
    """
    with _rendering:  # two visitors at once must not draw every figure twice
        return _rendered(chapter)


@lru_cache(maxsize=32)
def _rendered(chapter: Chapter) -> str:
    return markup.to_html(chapter.body)


def plain(text: str) -> str:
    """Return one line of Markdown without its marks, facts filled in."""
    return re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", directives.with_facts(text))
