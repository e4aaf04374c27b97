"""Pen strokes as a visitor leaves them on the canvas, or photographs them."""

import numpy as np
import pytest

from model.image.digit_image import from_strokes
from training.drawings import CANVAS, as_picture, place_on_canvas

SEVEN = {"strokes": [[[60, 40], [200, 40], [110, 240]]], "width": 500, "height": 500}


def test_drawings_are_placed_inside_the_canvas_at_the_stated_sizes():
    random = np.random.default_rng(0)
    heights = []
    for _ in range(200):
        placed = place_on_canvas(SEVEN, random)
        points = np.concatenate([np.array(stroke) for stroke in placed["strokes"]])
        assert points.min() >= 0 and points.max() <= CANVAS
        heights.append(np.ptp(points[:, 1]) / CANVAS)
    assert 0.35 <= min(heights) < 0.4 and 0.8 < max(heights) <= 0.85


def test_a_picture_has_the_brush_that_was_asked_for():
    placed = {"strokes": [[[40, 140], [240, 140]]], "width": CANVAS, "height": CANVAS}
    picture = np.asarray(as_picture(placed, brush=20), float)
    assert (255 - picture[:, 140]).sum() / 255 == pytest.approx(20, abs=0.7)
    assert not from_strokes(placed).is_blank
