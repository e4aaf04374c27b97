"""A line is as thick as MNIST's, thinner where an eye or a gap would fill up."""

import numpy as np
import pytest

from model.image.digit_image import from_strokes
from model.image.geometry import BOX, STROKE_WIDTH, bounding_box
from model.image.line_width import THINNEST, line_widths

NARROW_FOUR = [[[140, 40], [118, 150], [160, 150], [140, 152], [140, 40], [140, 240]]]


def joined(*points):
    """Segments through points of the 28×28 frame."""
    points = np.array(points, float)
    return np.stack([points[:-1], points[1:]], axis=1)


def width_of(*polylines):
    return line_widths([np.concatenate([joined(*points) for points in polylines])])[0]


def box(width, height=8):
    return [(10, 8), (10 + width, 8), (10 + width, 8 + height), (10, 8 + height), (10, 8)]


@pytest.mark.parametrize("eye", [1.7, 2.0, 2.2, 2.3])
def test_the_smaller_an_eye_or_a_gap_the_thinner_the_line(eye):
    expected = max(2 * eye - STROKE_WIDTH, THINNEST)
    assert width_of(box(eye)) == pytest.approx(expected, abs=0.4)
    assert width_of(box(eye)[1:]) == pytest.approx(expected, abs=0.4)  # open at one end


def test_the_smallest_eye_counts():
    one, other = box(2.1, 7), [(x + 4, y + 9) for x, y in box(2.35, 7)]
    assert width_of(one, other) == pytest.approx(width_of(one))


PLAIN = {
    "a line": [(14, 5), (14, 23)],
    "a wide eye": box(8),
    "a seven": [(8, 5), (19, 5), (12, 22)],
    "a cross": [(6, 6), (22, 22), (22, 6), (6, 22)],
    "a line drawn twice": [(14, 5), (14.2, 23), (14, 5)],
    "a dot": [(14, 14), (14, 14)],
    "an eye that no line keeps open": box(0.8),
}


@pytest.mark.parametrize("points", PLAIN.values(), ids=PLAIN.keys())
def test_other_lines_stay_as_thick_as_mnists(points):
    assert width_of(points) == STROKE_WIDTH


def test_no_line_is_thinner_than_mnists():
    assert THINNEST <= width_of(box(1.55)) <= STROKE_WIDTH


def test_each_of_several_drawings_has_its_own_width():
    drawings = [joined(*box(1.8)), joined(*PLAIN["a seven"]), joined(*box(2.15))]
    alone = [line_widths([drawing])[0] for drawing in drawings]
    assert line_widths(drawings).tolist() == alone and len(set(alone)) == 3
    assert len(line_widths([])) == 0


def test_the_eye_of_a_narrow_four_stays_open_and_its_box_stays_mnists():
    legs, scale = (110.0, 22.0), (BOX - STROKE_WIDTH) / 200  # its eye is a triangle with a right angle
    radius = scale * (sum(legs) - np.hypot(*legs)) / 2
    image = from_strokes({"strokes": NARROW_FOUR, "width": 280, "height": 280})
    assert width_of(scale * np.array(NARROW_FOUR[0]) + 2) / 2 < 0.9 * radius
    left, top, right, bottom = bounding_box(image.stages[1].picture, 0.5)
    assert bottom - top in (19, 20)
