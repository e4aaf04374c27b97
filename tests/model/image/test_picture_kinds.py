"""Pictures as people send them are read, whatever is around the digit; what is no digit is no digit."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.errors import NotADrawing
from model.image.digit_image import from_picture
from model.image.geometry import bounding_box
from model.networks import pretrained
from model.networks.recognizer import Recognizer
from tests.support.picture_kinds import INK, KINDS, PAPER, many_digits, printed, sheet, write, written

VERSIONS = 2
"""Pictures of each digit and kind; each has its own slant, place, light and clutter."""

CERTAIN = 0.6


@pytest.fixture(scope="module")
def recognizer():
    loaded = pretrained.load()
    return Recognizer(loaded.networks, loaded.manifest["not_a_digit"]["threshold"])


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_picture_is_read(name, recognizer):
    """At least 95 % of ten digits are right, none is wrong and certain, and none is taken for several."""
    pairs = [(version, digit) for version in range(VERSIONS) for digit in range(10)]
    wrong = []
    for version, digit in pairs:
        picture = KINDS[name](digit, np.random.default_rng([version, digit]))
        image = from_picture(picture)
        answer = recognizer.recognize(image)
        assert not image.is_several
        if answer.digit != digit:
            wrong.append((digit, version, answer.digit, round(answer.score, 2)))
    assert [one for one in wrong if one[2] is not None and one[3] > CERTAIN] == []
    assert len(wrong) <= 0.05 * len(pairs), wrong


def test_a_sheet_of_many_digits_is_no_digit_whatever_the_networks_say(recognizer):
    images = [from_picture(many_digits(np.random.default_rng(i))) for i in range(10)]
    assert all(image.is_several and "no single digit" in image.stages[-3].sentence for image in images)
    assert {recognizer.recognize(image).verdict for image in images} == {"not a digit"}


def test_a_row_of_digits_is_several_and_a_digit_in_pieces_is_one():
    row = Image.new("RGB", (800, 300), PAPER)
    for place, digit in enumerate((1, 4, 0, 8, 3)):
        write(row, digit, np.random.default_rng(place), height=0.5, at=(0.1 + 0.2 * place, 0.5))
    assert from_picture(row).is_several
    torn = written(8, np.random.default_rng(0), pen=16)
    for y in (200, 320, 430):
        ImageDraw.Draw(torn).line([(0, y), (480, y)], fill=PAPER, width=8)
    assert not from_picture(torn).is_several


@pytest.mark.parametrize("bold", [0, 4, 8])
@pytest.mark.parametrize("text", "0123456789")
def test_printed_digits_are_found_whole(text, bold):
    """Light to very bold: the ink's box is the print's own, and no line gets lost."""
    picture = printed(text, bold)
    ink = next(stage.picture for stage in from_picture(picture).stages if stage.name == "ink")
    printed_box = Image.eval(picture.resize(ink.shape[::-1]), lambda value: 255 - value).getbbox()
    assert np.abs(np.subtract(bounding_box(ink, 0.5), printed_box)).max() <= 2


def test_two_faint_pixels_are_blank():
    paper = np.full((28, 28), 255, np.uint8)
    paper[0, 26:] = 250, 215
    assert from_picture(paper).is_blank


def test_what_was_set_aside_is_shown():
    image = from_picture(KINDS["ruled_strong"](3, np.random.default_rng(0)))
    assert [stage.name for stage in image.stages] == ["grey", "dropped", "ink", "scaled", "centred"]
    dropped = image.stages[1]
    assert "straight lines" in dropped.sentence and dropped.picture.max() > 0.3
    assert dropped.picture.shape == image.stages[0].picture.shape


def test_a_picture_without_ink_says_what_was_looked_for():
    image = from_picture(np.full((60, 80), 200, np.uint8))
    assert image.is_blank
    assert [stage.name for stage in image.stages] == ["grey", "ink"]
    assert "darker or lighter" in image.stages[-1].sentence


def test_mixed_colours_are_told():
    grey = from_picture(KINDS["red_on_green"](5, np.random.default_rng(0))).stages[0]
    assert "red" in grey.sentence and "green" in grey.sentence
    assert np.ptp(grey.picture) > 0.5


def test_inverting_takes_the_other_polarity():
    picture = written(0, np.random.default_rng(0))
    usual, inverted = from_picture(picture), from_picture(picture, invert=True)
    assert "darker" in usual.stages[1].sentence
    ink = next(stage for stage in inverted.stages if stage.name == "ink")
    assert "lighter" in ink.sentence or inverted.is_blank


def test_a_part_of_a_picture_is_read(recognizer):
    random = np.random.default_rng(0)
    picture = Image.new("RGB", (800, 400), (222, 220, 212))
    for digit, x in ((3, 0.25), (8, 0.75)):
        write(picture, digit, random, colour=INK, height=0.6, at=(x, 0.5))
    for digit, crop in ((3, (0, 0, 0.5, 1)), (8, (0.5, 0, 1, 1))):
        assert recognizer.recognize(from_picture(picture, crop=crop)).digit == digit


@pytest.mark.parametrize(
    "crop", [(0, 0, 1), (0.5, 0, 0.5, 1), (0, 0, 2, 1), (-1, 0, 1, 1), "half", (0, 0, "1", 1),
             (0, 0, float("nan"), 1), (0, 0, 0.001, 0.001), 7],
)  # fmt: skip
def test_no_part_of_a_picture_is_refused_in_words(crop):
    with pytest.raises(NotADrawing) as refusal:
        from_picture(sheet(), crop=crop)
    assert 10 < len(str(refusal.value)) < 150


def test_every_way_of_sending_a_picture_is_read_alike():
    picture = KINDS["transparent_white"](7, np.random.default_rng(0))
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    assert np.array_equal(from_picture(stored.getvalue()).pixels, from_picture(picture).pixels)
