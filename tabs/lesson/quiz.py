"""The questions after each chapter, read from `lesson/quiz.json` and checked.

Leaves out who answered what: that stays in the visitor's browser.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tabs.lesson.chapters import FOLDER
from tabs.lesson.markup import inline_html

FILE = FOLDER / "quiz.json"


class BadQuiz(ValueError):
    """The quiz is not built as it must be; the message names the question."""


@dataclass(frozen=True)
class Choice:
    """One answer to choose; `why` explains it, right or wrong."""

    text: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with its choices in the order shown; `row` is the part of the lesson that answers it."""

    id: str
    question: str
    choices: tuple[Choice, ...]
    row: str = ""

    def texts(self) -> Iterator[str]:
        """Yield every text of it, as written."""
        yield self.question
        for choice in self.choices:
            yield from (choice.text, choice.why)


@lru_cache
def load(file: Path = FILE) -> dict[int, tuple[Question, ...]]:
    """Return the questions by chapter; none where there is no file.

    Raises:
        BadQuiz: a chapter has not two to six questions, a question not three or four choices of which
            one is right, each with its explanation, or an id is missing or used twice.
    """
    if not file.exists():
        return {}
    written = json.loads(file.read_text("utf-8"))
    found = {int(number): tuple(map(_question, asked)) for number, asked in written.items()}
    for number, questions in found.items():
        if not 2 <= len(questions) <= 6:
            raise BadQuiz(f"chapter {number} has {len(questions)} questions, not two to six")
    ids = [question.id for questions in found.values() for question in questions]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise BadQuiz(f"used twice: {', '.join(twice)}")
    return found


def _question(written: dict[str, Any]) -> Question:
    name = written.get("id", "")
    if not name or not written.get("question"):
        raise BadQuiz(f"a question lacks its id or its text: {written}")
    if unknown := sorted(set(written) - {"id", "row", "question", "choices"}):
        raise BadQuiz(f"{name}: what is {', '.join(unknown)}?")
    try:
        choices = tuple(Choice(**choice) for choice in written["choices"])
    except (KeyError, TypeError) as error:
        raise BadQuiz(f"{name}: a choice has a text, a why, and may be right") from error
    if not 3 <= len(choices) <= 4 or not all(choice.text and choice.why for choice in choices):
        raise BadQuiz(f"{name}: three or four choices, each with a text and an explanation")
    if sum(choice.right for choice in choices) != 1:
        raise BadQuiz(f"{name}: exactly one choice is right")
    return Question(name, written["question"], choices, written.get("row", ""))


def as_json(questions: tuple[Question, ...]) -> list[dict[str, Any]]:
    """Return questions for the page, their texts as HTML."""
    return [
        {
            "id": question.id,
            "row": question.row,
            "question": inline_html(question.question),
            "choices": [
                {"text": inline_html(choice.text), "why": inline_html(choice.why), "right": choice.right}
                for choice in question.choices
            ],
        }
        for question in questions
    ]
