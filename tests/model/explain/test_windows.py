"""Where a window stands: one formula, whoever asks."""

from itertools import product

import numpy as np
import pytest

from model.explain.windows import border, cut, patches, place, place_both, windows

WAYS = list(product(range(1, 9), range(1, 5), range(1, 4), (1, 2), ("valid", "same", 0, 1, 2)))


def fits(cells, kernel, stride, dilation, padding):
    try:
        return place(cells, kernel, stride, padding, dilation)
    except ValueError:
        return None


def test_places_are_those_that_fit():
    """Counted one by one, from the first cell of the border on."""
    for cells, kernel, stride, dilation, padding in WAYS:
        if axis := fits(cells, kernel, stride, dilation, padding):
            end = cells + axis.after
            starts = [at for at in range(-axis.before, end, stride) if at + axis.reach <= end]
            assert list(axis.starts) == starts and axis.places == len(starts)
            assert axis.left_over == end - (starts[-1] + axis.reach)


def test_same_makes_as_many_places_as_strides_and_no_more_border_than_that_needs():
    for cells, kernel, stride, dilation, _ in WAYS:
        axis = place(cells, kernel, stride, "same", dilation)
        assert axis.places == -(-cells // stride)
        assert axis.before + axis.after == border(axis.places, cells, axis.reach, stride)
        assert axis.after - axis.before in (0, 1)


def test_without_padding_places_need_no_border():
    for cells, kernel, stride, dilation, _ in WAYS:
        if axis := fits(cells, kernel, stride, dilation, "valid"):
            assert border(axis.places, cells, axis.reach, stride) == 0


def test_what_a_window_shows_is_its_patch():
    picture = np.random.default_rng(0).random((7, 9, 2))
    axes = place_both(picture, (3, 2), 2, "valid", 2)
    seen = patches(picture, (3, 2), 2, "valid", 2)
    for row, column, top, left in windows(*axes):
        shown = cut(picture, row, column, axes)
        assert np.array_equal(shown, seen[row, column])
        assert np.array_equal(shown[0, 0], picture[top, left])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"cells": 0, "kernel": 1}, "picture must be at least 1"),
        ({"cells": 5, "kernel": 3, "stride": 0}, "stride must be at least 1"),
        ({"cells": 5, "kernel": 6}, "does not fit on 5"),
        ({"cells": 5, "kernel": 3, "dilation": 3}, "reaches over 7 cells does not fit on 5"),
        ({"cells": 5, "kernel": 3, "padding": "full"}, "not 'full'"),
        ({"cells": 5, "kernel": 3, "padding": -1}, "not -1"),
    ],
)
def test_what_is_no_window_is_refused_in_words(asked, words):
    with pytest.raises(ValueError, match=words):
        place(**asked)
