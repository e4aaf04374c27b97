"""Brightness is left only for a mixture of colours that shows the ink much better."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.image.colour import BRIGHTNESS, best_mixture, mixed


def page(paper, ink):
    picture = Image.new("RGB", (120, 120), paper)
    ImageDraw.Draw(picture).line([(30, 20), (90, 60), (30, 100)], fill=ink, width=10)
    return picture


def test_brightness_will_do_for_dark_ink():
    assert best_mixture(page("white", "black")) is None
    assert best_mixture(page("white", (20, 30, 160))) is None
    assert best_mixture(page("white", "white")) is None


def test_red_on_green_of_one_brightness_is_told_by_colour():
    picture = page((60, 140, 80), (200, 70, 70))
    plain = np.asarray(picture) / 255 @ BRIGHTNESS
    weights = best_mixture(picture)
    assert np.abs(weights).sum() == pytest.approx(1) and weights[0] * weights[1] < 0
    assert np.ptp(mixed(picture, weights)) > 2 * np.ptp(plain)


def test_mixtures_lie_between_0_and_1():
    random = np.random.default_rng(0)
    for weights in (BRIGHTNESS, np.array([0.5, -0.5, 0]), np.array([-0.2, -0.3, 0.5])):
        values = mixed(Image.fromarray(random.integers(0, 256, (20, 30, 3), np.uint8)), weights)
        assert values.shape == (20, 30) and values.dtype == np.float32
        assert values.min() >= 0 and values.max() <= 1
    extremes = Image.fromarray(np.uint8([[[255, 0, 0], [0, 255, 0]]]))
    assert mixed(extremes, np.array([0.5, -0.5, 0])) == pytest.approx(np.array([[1, 0]]), abs=1e-6)
