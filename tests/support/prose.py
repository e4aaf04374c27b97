"""Reads the lesson as a careful editor would: `python -m tests.support.prose`.

Looks at the spelling of every word (lesson/words.txt holds those that no dictionary has), at every link and
every "try it", and at how hard each chapter is to read. Exits with 1 and its complaints if there are any.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from spellchecker import SpellChecker

from tabs.lesson import chapters, directives, places, quiz
from tabs.lesson.chapters import Chapter
from tabs.lesson.registry import UnknownName

EASIEST, HARDEST = 5.0, 7.0
"""Flesch-Kincaid grades, as years of school: below the first, sentences are too short to say why."""

AMERICAN = {
    "center": "centre",
    "centers": "centres",
    "color": "colour",
    "colored": "coloured",
    "colors": "colours",
    "favor": "favour",
    "fiber": "fibre",
    "gray": "grey",
    "grayscale": "greyscale",
    "meter": "metre",
    "neighbor": "neighbour",
    "neighboring": "neighbouring",
    "neighbors": "neighbours",
    "behavior": "behaviour",
    "labeled": "labelled",
    "traveled": "travelled",
}

FENCE = re.compile(r"^(`{3,}).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]*)\)")
WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)?")
HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}$")


@dataclass(frozen=True)
class Text:
    """Something to read, and where it stands."""

    place: str
    words: str


# ---- what there is to read ----


def all_texts() -> list[Text]:
    """Return the chapters, the captions of their figures, and the quiz, as plain words."""
    found = []
    for chapter in chapters.load():
        found.append(Text(f"chapter {chapter.number}", plain(chapter.source)))
        found.append(Text(f"captions of chapter {chapter.number}", "\n\n".join(captions(chapter))))
    for number, questions in quiz.load().items():
        words = "\n\n".join(plain(text) for question in questions for text in question.texts())
        found.append(Text(f"quiz {number}", words))
    return found


def plain(source: str) -> str:
    """Return Markdown as a reader hears it: no code, no directives but their words, facts as a number."""
    lines = []
    for line in FENCE.sub("", source).splitlines():
        directive = directives.read(line)
        lines.append(directive.words if directive else re.sub(r"^#+ (L\d+ )?|^[-*>] |^\d+\. |^\|[-|: ]+$", "", line))
    text = directives.FACT.sub("7", "\n".join(lines))
    text = LINK.sub(r"\2", re.sub(r"`[^`\n]+`", "x", text))
    return re.sub(r"\*\*?|(?<!\w)_|_(?!\w)", "", text).replace("|", "\n\n")


def running(source: str) -> str:
    """Return a chapter's sentences as they are heard: without headings, tables and the words on buttons."""
    return plain(re.sub(r"^#.*$", "", chapters.prose(source), flags=re.MULTILINE))


def captions(chapter: Chapter) -> list[str]:
    """Return what stands under the chapter's figures."""
    return [unescape(text) for text in re.findall(r"<figcaption>(.*?)</figcaption>", chapters.render(chapter))]


# ---- spelling ----


def misspelt(text: str) -> list[str]:
    """Return the words that are in no dictionary of ours, or spelt as Americans do, each once, sorted."""
    found = {word.replace("’", "'").removesuffix("'s") for word in WORD.findall(text)}
    plain_words = {word for word in found if len(word) > 1 and not _is_name_of_code(word)}
    known = dictionary()
    unknown = {word for word in plain_words if word.lower() not in known and word not in own_words()}
    return sorted(unknown | {word for word in plain_words if word.lower() in AMERICAN})


def _is_name_of_code(word: str) -> bool:
    """CNN, RGB, ReLU: capitals after the first letter."""
    return any(letter.isupper() for letter in word[1:])


@cache
def dictionary() -> SpellChecker:
    return SpellChecker(language="en")


@cache
def own_words() -> frozenset[str]:
    """The lesson's own words; one in small letters may also begin a sentence."""
    return frozenset(listed_words()) | {word.capitalize() for word in listed_words()}


def listed_words() -> list[str]:
    """Return the words in lesson/words.txt, in its order."""
    lines = (chapters.FOLDER / "words.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


# ---- links ----


def bad_links(source: str) -> Iterator[str]:
    """Yield a complaint for every link and every "try it" of a chapter that leads nowhere."""
    prose = FENCE.sub("", source)
    for is_picture, _, target in LINK.findall(re.sub(r"`[^`\n]+`", "", prose)):
        if is_picture:
            yield f"{target}: pictures are drawn by ::figure"
        elif complaint := _complaint(target):
            yield f"{target}: {complaint}"
    for line in prose.splitlines():
        try:
            directives.read(line)
        except UnknownName as error:
            yield f"{line.strip()}: {error}"


def _complaint(target: str) -> str:
    if target.startswith("#"):
        tab, _, query = target[1:].partition("?")
        try:
            places.check(tab, dict(parse_qsl(query, strict_parsing=bool(query))))
        except ValueError:
            return "its settings cannot be read"
        except UnknownName as error:
            return str(error)
        return ""
    parts = urlsplit(target)
    if parts.scheme != "https":
        return "only https:// and #tab links can be followed"
    return "" if parts.hostname and HOST.match(parts.hostname) else "there is no such host"


# ---- reading level ----


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text: years of school that its reader needs.

    0.39 · words per sentence + 11.8 · syllables per word − 15.59 (Kincaid and others, 1975).
    """
    sentences = [found for part in re.split(r"\n\s*\n", text) for found in re.split(r"(?<=[.!?])\s+", part)]
    counted = [words for sentence in sentences if len(words := WORD.findall(sentence)) > 2]
    words = [word for sentence in counted for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(counted) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Return about how many syllables a word has.

    >>> [syllables(word) for word in ("the", "kernel", "slide", "picture", "idea", "table", "moved")]
    [1, 2, 1, 2, 3, 2, 1]
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    if re.search(r"[^aeiouyl]e$|[^aeioudty]ed$|[^aeiouyscxzgh]es$|[aeiouy]le$", letters):
        groups -= 1  # a silent e
    groups += len(re.findall(r"ia|io(?!n|us)|eo|ua|ie[rt]|ea$", letters))
    return max(1, groups)


# ---- all of it ----


def complaints() -> Iterator[str]:
    """Yield everything that an editor would send back."""
    for text in all_texts():
        if words := misspelt(text.words):
            yield f"{text.place}: check the spelling of {', '.join(words)}, or add them to lesson/words.txt"
    for chapter in chapters.load():
        for complaint in bad_links(chapter.source):
            yield f"chapter {chapter.number}: {complaint}"
        if not EASIEST <= (level := grade(running(chapter.source))) <= HARDEST:
            yield f"chapter {chapter.number}: reading level {level:.1f}, not {EASIEST:g} to {HARDEST:g}"
    for number, questions in quiz.load().items():
        words = "\n\n".join(plain(text) for question in questions for text in question.texts())
        if (level := grade(words)) > HARDEST:
            yield f"quiz {number}: reading level {level:.1f}, more than {HARDEST:g}"


def main() -> int:
    """Print the complaints, and each chapter's reading level."""
    for chapter in chapters.load():
        print(f"chapter {chapter.number}: grade {grade(running(chapter.source)):.1f}, {chapter.minutes} min")
    found = list(complaints())
    print("\n".join(found) or "nothing to complain about", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main())
