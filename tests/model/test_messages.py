"""A message is English text, and still knows what it was made of."""

import pytest

from model.errors import NotADrawing
from model.messages import Message, percent, sentence


def test_numbers_are_written_for_people():
    assert Message("{} of {}, {}", 1234567, 0.123456, 98765.4) == "1,234,567 of 0.1235, 9.877e+04"
    assert Message("{} × {}", 0.5, "ink") == "0.5 × ink"


def test_messages_lie_in_each_other():
    inner = Message("{} rows", 3)
    said = Message("Set aside: {}.", inner)
    assert said == "Set aside: 3 rows."
    assert said.as_json() == {"key": "Set aside: {}.", "values": [{"key": "{} rows", "values": [3]}]}


def test_a_percentage_keeps_its_share():
    assert percent(0.98765, 1) == "98.8 %"
    assert percent(0.98765, 1).as_json() == {"key": "percent", "values": [0.98765, 1]}


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ("nothing is drawn", "Nothing is drawn."),
        ("Nothing is drawn.", "Nothing is drawn."),
        ('send {"strokes": []}', 'Send {"strokes": []}.'),
        (Message("at most {} points", 500), "At most 500 points."),
        ("", "."),
    ],
)
def test_an_error_becomes_a_sentence(raised, said):
    assert sentence(NotADrawing(raised)) == said


def test_an_error_without_words_is_no_failure():
    assert sentence(ValueError()) == "."


def test_a_sentence_keeps_its_values():
    assert sentence(NotADrawing(Message("at most {} points", 500))).values == (500,)
