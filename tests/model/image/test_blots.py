"""Connected marks: numbered by edge and by corner, and measured."""

import numpy as np
import pytest

from model.image.blots import find_blots, grown


def drawn(*rows):
    return np.array([[cell == "#" for cell in row] for row in rows])


def test_marks_that_touch_by_a_corner_are_one():
    mask = drawn(
        "#....##",
        ".#...#.",
        "#.#....",
        "......#",
    )
    blots = find_blots(mask)
    order = np.lexsort(blots.box.T[::-1])
    assert blots.area[order].tolist() == [4, 3, 1]
    assert blots.box[order].tolist() == [[0, 0, 3, 3], [5, 0, 7, 2], [6, 3, 7, 4]]
    assert blots.contact[order].tolist() == [[2, 1, 0, 0], [0, 2, 1, 0], [0, 0, 1, 1]]
    assert np.array_equal(blots.labels >= 0, mask)


def test_nothing_has_no_marks():
    blots = find_blots(np.zeros((4, 5), bool))
    assert len(blots) == 0 and blots.longer.shape == (0,) and (blots.labels == -1).all()


def test_a_spiral_is_one_mark():
    """It is found in rows' runs that meet late: numbers have to travel."""
    mask = drawn("#######", "......#", "#####.#", "#...#.#", "#.###.#", "#.....#", "#######")
    assert len(find_blots(mask)) == 1


def test_random_masks_are_numbered_as_by_hand():
    for seed in range(20):
        mask = np.random.default_rng(seed).random((12, 15)) < 0.35
        labels = find_blots(mask).labels
        assert {frozenset(map(tuple, np.argwhere(labels == n))) for n in range(labels.max() + 1)} == by_hand(mask)


def by_hand(mask):
    """The connected parts, filled one after the other."""
    left, found = set(map(tuple, np.argwhere(mask))), set()
    while left:
        part, edge = set(), [left.pop()]
        while edge:
            row, column = edge.pop()
            part.add((row, column))
            near = {(row + dy, column + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            edge += near
        found.add(frozenset(part))
    return found


@pytest.mark.parametrize("width", [2, 4, 7])
def test_the_thickness_of_a_bar_is_its_width(width):
    mask = np.zeros((80, 80), bool)
    mask[5:75, 20 : 20 + width] = True
    # The outline's length is that of pixels times π/4, as for slants: a level bar seems wider by as much.
    assert find_blots(mask).thickness[0] * np.pi / 4 == pytest.approx(width, rel=0.15)


def test_totals_and_masks_are_by_mark():
    blots = find_blots(drawn("##.#"))
    assert blots.total(np.array([[1.0, 2.0, 4.0, 8.0]])).tolist() == [3, 8]
    assert blots.mask(np.array([False, True])).tolist() == [[False, False, False, True]]


def test_growing_takes_the_highest_around():
    labels = np.full((5, 7), -1)
    labels[2, 1], labels[2, 5] = 0, 1
    grew = grown(labels, 1)
    assert (grew[1:4, 0:3] == 0).all() and (grew[1:4, 4:7] == 1).all() and (grew[:, 3] == -1).all()
