"""Shapes written as text become strokes."""

import numpy as np
import pytest

from training.hand import densify, parse, round_off, wobble


def test_strokes_are_told_apart_and_corners_kept():
    straight, bent = parse("0,0 10,0 10,10; ~5,5 6,8 9,9")
    assert straight[0].tolist() == [0, 0] and straight[-1].tolist() == [10, 10] and [10, 0] in straight.tolist()
    assert bent[0].tolist() == [5, 5] and bent[-1].tolist() == [9, 9]
    assert [6, 8] not in bent.tolist()


def test_a_dot_stays_a_dot():
    assert parse("3,4")[0].tolist() == [[3, 4]]


def test_lines_are_dense_and_straight():
    line = densify(np.array([[0.0, 0.0], [8.0, 4.0]]))
    assert np.linalg.norm(np.diff(line, axis=0), axis=1).max() <= np.hypot(8, 4) / 8 + 1e-9
    assert line[:, 1] == pytest.approx(line[:, 0] / 2)


def test_rounding_stays_within_the_corners():
    corners = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    rounded = round_off(corners)
    assert rounded[0].tolist() == [0, 0] and rounded[-1].tolist() == [10, 10]
    assert (rounded[:, 0] >= rounded[:, 1]).all() and rounded.min() >= 0 and rounded.max() <= 10
    turns = np.abs(np.diff(np.unwrap(np.arctan2(*np.diff(rounded, axis=0).T[::-1]))))
    assert turns.max() < np.pi / 4  # the corner was a quarter turn


def test_a_hand_is_never_twice_the_same_but_for_one_seed():
    shape = parse("0,0 10,10; 0,10 10,0")
    first, again, other = (wobble(shape, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == again != other
    points = np.concatenate([np.array(stroke) for stroke in first])
    assert points.min() > 0 and points.max() < 280
