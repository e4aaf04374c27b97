"""Lines and boxes, against brute force and known shapes."""

import numpy as np
import pytest

from model.image.geometry import BOX, SIDE, bounding_box, centre_of_mass, draw_lines, shift_to_centre


def test_a_horizontal_line_is_as_wide_as_asked():
    picture = draw_lines(np.array([[[4, 14], [23, 14]]]), side=28, width=3, edge=1)
    column = picture[:, 14]
    assert column.sum() == pytest.approx(3, abs=0.01)
    assert column[14] == 1 and column[13] == 1 and column[15] == 1 and column[17] == 0


def test_every_pixel_is_what_its_distance_to_the_nearest_line_says():
    random = np.random.default_rng(0)
    segments = random.uniform(-5, 33, (400, 2, 2))  # more than one block of them, some outside
    picture = draw_lines(segments, side=28, width=2.5, edge=1.3)
    for y, x in random.integers(0, 28, (40, 2)):
        distances = []
        for start, end in segments:
            along = np.clip(np.dot([x, y] - start, end - start) / np.dot(end - start, end - start), 0, 1)
            distances.append(np.hypot(*([x, y] - start - along * (end - start))))
        assert picture[y, x] == pytest.approx(np.clip((1.25 - min(distances)) / 1.3 + 0.5, 0, 1), abs=1e-4)


def test_a_point_is_a_round_dot():
    dot = draw_lines(np.array([[[14.0, 14.0], [14.0, 14.0]]]), side=28, width=4, edge=1)
    assert dot.sum() == pytest.approx(np.pi * 4, rel=0.05)
    assert np.array_equal(dot[14 - 4 : 14 + 5, 14 - 4 : 14 + 5], dot[10:19, 10:19].T)


def test_lines_far_outside_draw_nothing():
    assert not draw_lines(np.array([[[100.0, 100.0], [200.0, 120.0]]]), 28, 2, 1).any()


def test_centre_of_mass_and_bounding_box():
    ink = np.zeros((10, 12), np.float32)
    ink[2, 3], ink[6, 9] = 1, 3
    assert centre_of_mass(ink) == pytest.approx((7.5, 5.0))
    assert bounding_box(ink) == (3, 2, 10, 7)
    assert bounding_box(ink, above=2) == (9, 6, 10, 7)
    with pytest.raises(ValueError, match="no ink"):
        bounding_box(ink * 0)


def test_a_lopsided_digit_moves_no_further_than_its_frame():
    """Nearly all ink on the left edge of the box: its centre of mass cannot come to the middle."""
    ink = np.zeros((SIDE, SIDE), np.float32)
    room = (SIDE - BOX) // 2
    ink[room : SIDE - room, room] = 1
    ink[SIDE // 2, SIDE - room - 1] = 1
    assert shift_to_centre(ink)[0] == room
    assert shift_to_centre(ink[:, ::-1])[0] == -room
    assert shift_to_centre(ink.T)[1] == room
