"""Rulings, margins and printed boxes are found; strokes of a pen, which end in the open, are not."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.image.lines import find_lines

HEIGHT, WIDTH = 150, 200


def drawn(*lines, width=2):
    """A mask with these lines, each (x, y, x, y)."""
    picture = Image.new("1", (WIDTH, HEIGHT))
    for line in lines:
        ImageDraw.Draw(picture).line(line, fill=1, width=width)
    return np.asarray(picture)


@pytest.mark.parametrize("rise", [0, 8, -20])
def test_a_ruling_from_frame_to_frame(rise):
    (line,) = find_lines(drawn((0, 60, WIDTH, 60 + rise)))
    assert not line.upright and line.thick <= 4
    assert (line.start, line.stop) == pytest.approx((0, WIDTH), abs=3)
    assert (line.low, line.high) == pytest.approx((60, 60 + rise), abs=2)


def test_several_rulings_and_a_margin():
    found = find_lines(drawn((0, 30, WIDTH, 30), (0, 75, WIDTH, 75), (0, 120, WIDTH, 120), (25, 0, 25, HEIGHT)))
    assert sorted(line.upright for line in found) == [False, False, False, True]


def test_the_sides_of_a_box():
    x, y, right, bottom = 40, 20, 160, 130
    level, upright = [(x, at, right, at) for at in (y, bottom)], [(at, y, at, bottom) for at in (x, right)]
    found = find_lines(drawn(*level, *upright))
    assert sorted(line.upright for line in found) == [False, False, True, True]


@pytest.mark.parametrize("stroke", [(40, 20, 160, 20), (100, 15, 100, 135), (20, 75, 180, 78)])
def test_a_stroke_that_ends_in_the_open_is_none(stroke):
    assert find_lines(drawn(stroke)) == []


def test_a_bar_is_too_thick():
    assert find_lines(drawn((0, 75, WIDTH, 75), width=20)) == []


def test_what_crosses_a_ruling_stays():
    stroke = drawn((100, 20, 100, 130), width=12)
    (line,) = find_lines(stroke | drawn((0, 75, WIDTH, 75)))
    assert not (line.erase & stroke)[:, 97:103].any()
    assert line.erase[:, 10:80].any(axis=0).all()


def test_an_empty_picture_has_none():
    assert find_lines(np.zeros((HEIGHT, WIDTH), bool)) == []
