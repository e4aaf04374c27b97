"""Digits in the world's ways of writing them, and the marks that are added to others."""

import numpy as np
import pytest

from training.hand import parse, wobble
from training.writing_styles import (
    MARKED_IN_INK,
    MARKS,
    STYLES,
    make_digits,
    marked,
    marked_in_ink,
    render,
    with_bar,
    with_dot,
    with_flag_and_base,
    with_slash,
)

ANGLE = np.linspace(0, 2 * np.pi, 40)
ZERO = {
    "strokes": [np.stack([140 + 60 * np.sin(ANGLE), 140 - 90 * np.cos(ANGLE)], axis=1).tolist()],
    "width": 280,
    "height": 280,
}
ONE = {"strokes": [[[140, 40], [140, 240]]], "width": 280, "height": 280}
SEVEN = {"strokes": [[[80, 40], [200, 40], [185, 90], [160, 150], [120, 240]]], "width": 280, "height": 280}


def added(drawing, change, seed):
    """The strokes that a mark adds."""
    strokes = change(drawing, np.random.default_rng(seed))["strokes"]
    assert strokes[: len(drawing["strokes"])] == drawing["strokes"]
    return [np.array(stroke) for stroke in strokes[len(drawing["strokes"]) :]]


def test_every_digit_has_several_styles_whose_strokes_can_be_parsed():
    assert list(STYLES) == list(range(10))
    for texts in STYLES.values():
        assert len(texts) >= 4
        assert all(len(stroke) >= 2 for text in texts.values() for stroke in parse(text))


def test_made_up_digits_are_all_ten_and_repeatable():
    drawings, labels = make_digits(60, np.random.default_rng(1))
    assert np.bincount(labels).tolist() == [6] * 10
    images = render(drawings)
    assert images.shape == (60, 28, 28) and images.dtype == np.float32
    assert (images.sum(axis=(1, 2)) > 20).all() and len({image.tobytes() for image in images}) == 60
    again, _ = make_digits(60, np.random.default_rng(1))
    assert np.array_equal(images, render(again, together=7))


@pytest.mark.parametrize("seed", range(8))
def test_a_slash_goes_through_the_middle_of_a_zero_and_far(seed):
    [slash] = added(ZERO, with_slash, seed)
    assert np.hypot(*(slash.mean(axis=0) - 140)) < 50
    assert 80 < np.hypot(*(slash[1] - slash[0])) < 330


def test_slashes_lean_both_ways_and_end_inside_the_rim_and_beyond():
    slashes = [added(ZERO, with_slash, seed)[0] for seed in range(40)]
    leans = [np.prod(slash[1] - slash[0]) < 0 for slash in slashes]
    lengths = [np.hypot(*(slash[1] - slash[0])) for slash in slashes]
    assert 0.5 < np.mean(leans) < 0.95 and min(lengths) < 150 < 200 < max(lengths)


def test_a_dot_lies_within_the_zero():
    for seed in range(8):
        [dot] = added(ZERO, with_dot, seed)
        assert np.abs(dot - 140).max() < 45


def test_a_bar_crosses_the_stem_of_a_seven():
    for seed in range(8):
        [bar] = added(SEVEN, with_bar, seed)
        assert 110 < bar[:, 1].mean() < 180
        assert bar[:, 0].min() < 165 and bar[:, 0].max() > 140


def test_a_one_gets_a_flag_a_base_or_both_unless_it_is_more_than_a_bar():
    counts = {len(added(ONE, with_flag_and_base, seed)) for seed in range(20)}
    assert counts == {1, 2}
    assert not added(SEVEN, with_flag_and_base, 0)


def test_only_digits_that_have_a_mark_come_back_marked():
    drawings, labels = marked([ZERO, ONE, SEVEN, SEVEN], np.array([0, 1, 7, 3]), np.random.default_rng(2))
    assert labels.tolist() == [0, 1, 7] and all(len(drawing["strokes"]) > 1 for drawing in drawings)
    assert set(MARKED_IN_INK) <= set(MARKS)


@pytest.mark.parametrize("label", MARKED_IN_INK)
def test_marks_in_ink_are_laid_over_the_image(label):
    plain = np.repeat(render([ZERO if label == 0 else SEVEN]), 10, axis=0)
    images = marked_in_ink(plain, label, np.random.default_rng(3))
    assert images.shape == plain.shape and images.dtype == np.float32
    assert (images >= plain).all() and images.max() <= 1
    assert ((images - plain).sum(axis=(1, 2)) > 1).all()
    assert len({image.tobytes() for image in images}) == 10


def test_a_hand_keeps_a_shape_recognisable():
    """Without turning, a wobbled bar still stands, and its strokes stay where they were."""
    for seed in range(10):
        strokes = wobble(parse("5,0 5,10; 2,10 8,10"), np.random.default_rng(seed), turn=0)
        bar, base = (np.array(stroke) for stroke in strokes)
        assert np.ptp(bar[:, 1]) > 1.5 * np.ptp(bar[:, 0]) * 0.8
        assert base[:, 1].mean() > bar[:, 1].mean()
