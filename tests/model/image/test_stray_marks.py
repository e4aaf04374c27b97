"""A far accidental tap is left out; whatever belongs to a digit stays, also while it is being drawn."""

import numpy as np
import pytest

from model.image.digit_image import DIM, from_strokes
from model.image.stray_marks import find_strays

SMALL_SEVEN = [[60, 40], [120, 40], [84, 124]]
FAR_AWAY = [[268, 268]]


def strays(*strokes):
    return find_strays([np.array(stroke, float) for stroke in strokes], 280)


def read(*strokes):
    return from_strokes({"strokes": list(strokes), "width": 280, "height": 280})


@pytest.mark.parametrize("mark", [FAR_AWAY, [[200, 260], [212, 262]], [[10, 270], [11, 270]]])
def test_a_far_tap_changes_nothing(mark):
    assert strays(SMALL_SEVEN, mark) == [False, True]
    assert np.array_equal(read(SMALL_SEVEN, mark).pixels, read(SMALL_SEVEN).pixels)
    assert np.array_equal(read(mark, SMALL_SEVEN).pixels, read(SMALL_SEVEN).pixels)


def test_the_first_stage_shows_what_is_left_out_and_says_so():
    drawn = read(SMALL_SEVEN, FAR_AWAY).stages[0]
    assert "left out" in drawn.sentence and "left out" not in read(SMALL_SEVEN).stages[0].sentence
    assert drawn.picture[100:, 100:].max() == pytest.approx(DIM)
    assert drawn.picture[:60, :60].max() == 1


STAYS = {
    "the bar of a seven, just begun": ([[60, 40], [200, 40], [110, 240]], [[95, 150], [96, 150]]),
    "the flag of a five, just begun": ([[80, 60], [75, 130], [150, 150], [80, 230]], [[82, 60]]),
    "the base of a one, just begun": ([[140, 40], [140, 220]], [[90, 240]]),
    "the dot of a zero": ([[140, 40], [60, 140], [140, 240], [220, 140], [140, 40]], [[140, 140]]),
    "the dot of an i": ([[140, 120], [140, 240]], [[140, 80]]),
    "a second digit beside the first": (SMALL_SEVEN, [[150, 60], [155, 64]]),
    "two taps": ([[10, 10]], FAR_AWAY),
    "a single tap": (FAR_AWAY,),
    "a stroke that is no tap": (SMALL_SEVEN, [[240, 240], [268, 268]]),
}


@pytest.mark.parametrize("strokes", STAYS.values(), ids=STAYS.keys())
def test_what_belongs_to_a_digit_stays(strokes):
    assert not any(strays(*strokes))


def test_a_growing_stroke_comes_back_once():
    """While a far stroke grows, it is left out at first and counts from some length on, for good."""
    end = [[200 + i, 200 + i] for i in range(60)]
    left_out = [strays(SMALL_SEVEN, end[: i + 1])[1] for i in range(60)]
    assert left_out[0] and not left_out[-1]
    assert left_out == sorted(left_out, reverse=True)


def test_nothing_is_no_stray():
    assert find_strays([], 280) == []
