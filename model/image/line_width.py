"""How thick a drawing's lines may be before its smallest eye or gap fills up.

Let F(p) be a point's distance to the nearest line's middle, in pixels of the 28×28 frame, sampled FINER
times as finely. A line of width STROKE_WIDTH leaves open what a disc of its own radius R reaches:

    open    =  { p : F(p) ≥ R },   R = STROKE_WIDTH / 2
    narrow  =  { p : F(p) > SEEN and no point of `open` within R of p }

(the morphological opening of the paper, and what it leaves over). Each connected part of `narrow` with
at least LEAST pixels of area is an eye or a gap, and 2·r, r being the largest F in it, is the width of the
line that would just fill it. With the smallest such r of at least THINNEST / 2,

    width = min(max(2·(2·r) − STROKE_WIDTH, THINNEST), STROKE_WIDTH):

a line gets thinner by twice what the eye lacks, so that the eye is seen and not just not filled.

Sharp corners are narrow too, but only in a part that is smaller than LEAST; eyes still smaller than the
thinnest line come from a pen that passes twice and would fill up anyway. Sampled, r is known to a sixth
of a pixel.
"""

from collections.abc import Sequence

import numpy as np

from model.image.geometry import SIDE, STROKE_WIDTH, distances

THINNEST = 1.5
"""Pixels. One MNIST digit in twenty has thinner lines than this, by the ratio of ink to outline."""

FINER = 3
HALF_A_STEP = 0.5 / FINER
"""Pixels by which 2·r comes out too small on average: the middle of an eye lies between samples."""

SEEN = 0.5
"""Pixels from a line's middle from which on paper counts: two lines nearer than twice this touch."""

LEAST = 1.0
"""Square pixels."""

_RADIUS = STROKE_WIDTH / 2
_REACH = int(_RADIUS * FINER)
_AREA = LEAST * FINER * FINER


def line_widths(lines: Sequence[np.ndarray]) -> np.ndarray:
    """Return the line width for each of several drawings.

    Args:
        lines: for each drawing its segments, float (n, 2, 2), in pixel indices of the 28×28 frame.

    Returns:
        float64 (drawing,), pixels from THINNEST to STROKE_WIDTH.
    """
    fine = [FINER * own + (FINER - 1) / 2 for own in lines]
    fields = distances(fine, FINER * SIDE, FINER * _RADIUS) / FINER
    return np.array([_width(field, narrow) for field, narrow in zip(fields, _narrow(fields), strict=True)])


def _narrow(fields: np.ndarray) -> np.ndarray:
    """Which points of each field (drawing, y, x) are paper that a disc of the line's radius cannot reach."""
    side = fields.shape[1]
    is_open = np.pad(fields >= _RADIUS, ((0, 0), (_REACH, _REACH), (_REACH, _REACH)), constant_values=True)
    reached = np.zeros(fields.shape, bool)
    for down in range(2 * _REACH + 1):
        for right in range(2 * _REACH + 1):
            if np.hypot(down - _REACH, right - _REACH) <= _RADIUS * FINER:
                reached |= is_open[:, down : down + side, right : right + side]
    return (fields > SEEN) & ~reached


def _width(field: np.ndarray, narrow: np.ndarray) -> float:
    if np.count_nonzero(narrow) < _AREA:
        return STROKE_WIDTH
    fills = STROKE_WIDTH
    left = {(int(y), int(x)) for y, x in np.argwhere(narrow)}
    while left:
        part = _part(left)
        widest = 2 * max(float(field[place]) for place in part) + HALF_A_STEP
        if len(part) >= _AREA and widest >= THINNEST:
            fills = min(fills, widest)
    return max(2 * fills - STROKE_WIDTH, THINNEST)


def _part(left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take one connected part (by edges) out of the places that are left."""
    part = [left.pop()]
    for y, x in part:  # grows while it is gone through
        for near in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if near in left:
                left.remove(near)
                part.append(near)
    return part
