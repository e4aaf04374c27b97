"""Whatever is taught has a test that computes it, and the table that says so is true."""

import pytest

from tests.support import taught
from tests.support.lesson_page import CHAPTERS

PARTS = [row for chapter in CHAPTERS for row in chapter.parts]


def test_the_table_is_up_to_date():
    assert taught.DOCUMENT.read_text("utf-8") == taught.table(), "run: python -m tests.support.taught"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.id)
def test_every_part_has_a_test_of_its_own(part):
    assert taught.tests_by_row().get(part.id)


def test_every_chapter_has_two_things_to_move():
    moving = {chapter.number: chapter.body.count("\n::widget ") for chapter in CHAPTERS}
    assert min(moving.values()) >= 2, moving
