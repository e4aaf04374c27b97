"""What the lesson's modules are told: the contents, a chapter, its notebook."""

import json
from types import SimpleNamespace

import pytest

from tabs import lesson
from tabs.kit.replies import respond
from tabs.lesson import chapters
from tests.support.lesson_page import CHAPTERS, each_chapter

SERVICE = SimpleNamespace(is_loading=False)
QUESTIONS = lesson.build(SERVICE).questions


def ask(name, request):
    """What the browser gets."""
    return respond(SERVICE, QUESTIONS[name], request)


def test_the_contents_list_tells_what_is_in_each_chapter():
    for told, chapter in zip(ask("contents", {})["chapters"], CHAPTERS, strict=True):
        assert (told["number"], told["title"], told["minutes"]) == (
            chapter.number,
            chapter.title,
            chapter.minutes,
        )
        assert [row["id"] for row in told["rows"]] == list(chapter.rows)
        assert told["questions"] and "{{" not in json.dumps(told) and "`" not in json.dumps(told)


@each_chapter
def test_a_chapter_and_its_notebook_are_told_as_json(chapter):
    told = ask("chapter", {"number": chapter.number})
    saved = ask("notebook", {"number": chapter.number})

    assert told["state"] == saved["state"] == "answer"
    assert told["html"] == chapters.render(chapter)
    assert told["code"] == ("```python" in chapter.body)
    assert saved["name"] == f"{chapter.number}-{chapter.name}.ipynb"
    assert json.loads(saved["text"])["nbformat"] == 4
    json.dumps(told, allow_nan=False)


@pytest.mark.parametrize(
    "request_", [{}, {"number": None}, {"number": "1"}, {"number": 99}, {"number": True}, {"number": [1]}]
)
@pytest.mark.parametrize("name", ["chapter", "notebook"])
def test_a_chapter_that_does_not_exist_is_refused(name, request_):
    told = ask(name, request_)

    assert told["state"] == "refused" and told["message"].startswith("There is no such chapter")
