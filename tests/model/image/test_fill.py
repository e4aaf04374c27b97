"""An outline is filled where its inside has another colour than the paper."""

import numpy as np

from model.image.fill import filled

SIDE = 60
PAPER, PINK = (240, 240, 235), (250, 150, 170)


def ring():
    """Ink around a hole in the middle, float32 (60, 60)."""
    ink = np.zeros((SIDE, SIDE), np.float32)
    ink[15:45, 15:45] = 1
    ink[22:38, 22:38] = 0
    return ink


def coloured(inside):
    colours = np.full((SIDE, SIDE, 3), PAPER, np.uint8)
    colours[ring() > 0] = 20
    colours[22:38, 22:38] = inside
    return colours


def test_a_fill_of_another_colour_is_ink():
    assert (filled(ring(), coloured(PINK))[15:45, 15:45] == 1).all()
    assert not filled(ring(), coloured(PINK))[:12].any()


def test_the_hole_of_a_zero_stays():
    assert np.array_equal(filled(ring(), coloured(PAPER)), ring())


def test_noise_of_the_paper_is_no_other_colour():
    noisy = coloured(PAPER) + np.random.default_rng(0).integers(-30, 10, (SIDE, SIDE, 3))
    assert np.array_equal(filled(ring(), noisy.clip(0, 255).astype(np.uint8)), ring())


def test_where_nothing_is_closed_nothing_is_filled():
    ink = ring()
    ink[26:34, 15:22] = 0
    assert np.array_equal(filled(ink, coloured(PINK)), ink)
    assert not filled(np.zeros_like(ink), coloured(PAPER)).any()
