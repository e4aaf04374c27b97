"""What the lesson's modules may ask the server: plain JSON in, plain JSON out."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypedDict

from tabs.kit.checks import BadRequest
from tabs.lesson import chapters, quiz
from tabs.lesson.chapters import Chapter
from tabs.lesson.notebook import file_name, notebook


class Part(TypedDict):
    """A part of a chapter, by the id that the address has."""

    id: str
    title: str


class Listed(TypedDict):
    """A chapter in the contents list; `questions` are the ids of those that the quiz asks."""

    number: int
    title: str
    summary: str
    minutes: int
    rows: list[Part]
    questions: list[str]


class Contents(TypedDict):
    """All chapters, in order."""

    chapters: list[Listed]


class Opened(TypedDict):
    """A chapter to read; see `quiz.as_json`. `code` says whether there is any to run."""

    html: str
    quiz: list[dict[str, Any]]
    code: bool


class Exported(TypedDict):
    """A notebook: its file's name and content."""

    name: str
    text: str


def contents(_: Mapping) -> Contents:
    """Return what the contents list shows."""
    questions = quiz.load()
    return {
        "chapters": [
            {
                "number": chapter.number,
                "title": chapter.title,
                "summary": chapters.plain(chapter.summary),
                "minutes": chapter.minutes,
                "rows": [{"id": part.id, "title": chapters.plain(part.title)} for part in chapter.parts],
                "questions": [question.id for question in questions.get(chapter.number, ())],
            }
            for chapter in chapters.load()
        ]
    }


def opened(request: Mapping) -> Opened:
    """Return a chapter to read.

    Args:
        request: {"number": 1 to 10}.

    Raises:
        BadRequest: there is no such chapter.
    """
    chapter = _chapter(request)
    return {
        "html": chapters.render(chapter),
        "quiz": quiz.as_json(quiz.load().get(chapter.number, ())),
        "code": "```python" in chapter.body,
    }


def exported(request: Mapping) -> Exported:
    """Return a chapter as a notebook.

    Args:
        request: {"number": 1 to 10}.

    Raises:
        BadRequest: there is no such chapter.
    """
    chapter = _chapter(request)
    return {"name": file_name(chapter), "text": _notebook(chapter)}


@lru_cache(maxsize=32)
def _notebook(chapter: Chapter) -> str:
    return json.dumps(notebook(chapter), ensure_ascii=False, indent=1)


def _chapter(request: Mapping) -> Chapter:
    number = request.get("number")
    for chapter in chapters.load():
        if chapter.number == number and not isinstance(number, bool):
            return chapter
    raise BadRequest("there is no such chapter; the contents list has them all")
