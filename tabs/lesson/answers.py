"""What the lesson's modules may ask the server: plain JSON in, plain JSON out."""

import json
from collections.abc import Mapping

from tabs.kit.checks import BadRequest
from tabs.lesson import chapters, quiz
from tabs.lesson.chapters import Chapter
from tabs.lesson.notebook import file_name, notebook


def contents(_: Mapping) -> dict:
    """Return what the contents list shows: {"chapters": one object for each}."""
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


def opened(request: Mapping) -> dict:
    """Return a chapter to read: {"html", "quiz", "code": whether there is any to run}.

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


def exported(request: Mapping) -> dict:
    """Return a chapter as a notebook: {"name": of the file, "text": its content}.

    Args:
        request: {"number": 1 to 10}.

    Raises:
        BadRequest: there is no such chapter.
    """
    chapter = _chapter(request)
    return {"name": file_name(chapter), "text": json.dumps(notebook(chapter), ensure_ascii=False, indent=1)}


def _chapter(request: Mapping) -> Chapter:
    number = request.get("number")
    for chapter in chapters.load():
        if chapter.number == number and not isinstance(number, bool):
            return chapter
    raise BadRequest("there is no such chapter; the contents list has them all")
