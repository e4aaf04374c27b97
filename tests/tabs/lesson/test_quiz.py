"""The quiz: how its file is read, and what every chapter asks."""

import json

import pytest

from tabs.lesson import directives, quiz
from tabs.lesson.quiz import BadQuiz
from tabs.lesson.registry import Registry
from tests.support.lesson_page import each_chapter


def question(**changes):
    choices = [{"text": "a", "right": True, "why": "yes"}, *({"text": t, "why": "no"} for t in "bc")]
    return {"id": "one", "row": "L1", "question": "What?", "choices": choices} | changes


def quiz_of(folder, *questions):
    file = folder / "quiz.json"
    file.write_text(json.dumps({"1": questions}), "utf-8")
    return quiz.load(file)


def test_a_quiz_is_read(tmp_path, monkeypatch):
    fact = Registry("fact")

    @fact
    def twice(number):
        return str(2 * int(number))

    monkeypatch.setattr(directives, "fact", fact)
    other = question(id="two", question="Is `{{fact twice 2}}` *4*?")
    asked = quiz_of(tmp_path, question(), other)[1]
    told = quiz.as_json(asked)

    assert [q["id"] for q in told] == ["one", "two"]
    assert told[1]["question"] == "Is <code>4</code> <em>4</em>?"
    assert [choice["right"] for choice in told[0]["choices"]] == [True, False, False]
    assert quiz.load(tmp_path / "none.json") == {}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"choices": question()["choices"][:2]}, "three or four choices"),
        ({"choices": [question()["choices"][0]] * 3}, "exactly one choice is right"),
        ({"choices": question()["choices"][1:] + [{"text": "d", "why": "no"}]}, "exactly one choice"),
        ({"choices": [*question()["choices"], {"text": "d"}]}, "a choice has a text, a why"),
        ({"choices": [*question()["choices"], {"text": "d", "why": ""}]}, "with a text and an explanation"),
        ({"id": ""}, "lacks its id"),
        ({"question": ""}, "lacks its id or its text"),
        ({"hint": "?"}, "what is hint"),
        ({"id": "two"}, "used twice: two"),
    ],
)
def test_a_quiz_that_cannot_be_asked_is_refused(tmp_path, changes, complaint):
    with pytest.raises(BadQuiz, match=complaint):
        quiz_of(tmp_path, question(id="two"), question(**changes))


def test_a_chapter_asks_two_to_six_questions(tmp_path):
    with pytest.raises(BadQuiz, match="has 1 questions"):
        quiz_of(tmp_path, question())


@each_chapter
def test_every_part_of_a_chapter_has_a_question(chapter):
    questions = quiz.load().get(chapter.number, ())

    assert {q.row for q in questions} == set(chapter.rows)
    assert "{{" not in json.dumps(quiz.as_json(questions))


def test_the_right_answer_is_not_always_at_the_same_place():
    places_of_right = [[c.right for c in q.choices].index(True) for asked in quiz.load().values() for q in asked]

    assert max(map(places_of_right.count, set(places_of_right))) <= 0.6 * len(places_of_right)


def test_the_right_answer_is_seldom_the_longest():
    """Else whoever takes the longest is right without having read anything."""
    longest = []
    for asked in quiz.load().values():
        for question in asked:
            lengths = {len(directives.with_facts(choice.text)): choice.right for choice in question.choices}
            written = sorted(len(directives.with_facts(choice.text)) for choice in question.choices)
            longest.append(lengths[written[-1]] and written[-1] > written[-2])

    assert sum(longest) <= len(longest) / 3
