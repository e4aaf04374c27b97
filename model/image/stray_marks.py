"""Far accidental taps are told from the digit, so that they do not set its box.

A hand that rests on the canvas leaves a dot or a short dash far from what is being written. Every
stroke has a box; its extent is the box's longer side. With `longest` the canvas's longer edge:

    small(s)  ⇔  extent(s) ≤ SMALL · longest
    writing    =  the box around all strokes that are not small, of extent E
    stray(s)  ⇔  small(s)  and  extent(s) ≤ MINOR · E  and  gap(s, writing) > FAR · E

where the gap is the distance between two boxes, 0 where they touch. A stroke that has just been begun
is small, but seldom more than FAR away; from there, a stroke only grows and never becomes stray again.
Dots inside or beside a digit stay, and where everything is small, nothing is dropped.
"""

import math
from collections.abc import Sequence

import numpy as np

SMALL = 0.06
"""Share of the canvas's longer edge that a stray mark may be long: 17 pixels of 280."""

MINOR = 0.25
"""Share of the writing's extent that a stray mark may be long."""

FAR = 0.5
"""Extents of the writing that lie between it and a stray mark. The dot of an i is 0.3 away, a bar or a
flag that is begun beside its digit still less."""


def find_strays(strokes: Sequence[np.ndarray], longest: float) -> list[bool]:
    """Say of each stroke whether it is a stray mark.

    Args:
        strokes: each float (n, 2), not empty, in canvas pixels.
        longest: the canvas's longer edge in pixels.

    Returns:
        One bool a stroke; at least one is False unless there are no strokes.
    """
    boxes = [_box(stroke) for stroke in strokes]
    small = [_extent(box) <= SMALL * longest for box in boxes]
    if all(small) or not any(small):
        return [False] * len(boxes)
    writing = _around([box for box, is_small in zip(boxes, small, strict=True) if not is_small])
    size = _extent(writing)
    return [
        is_small and _extent(box) <= MINOR * size and _gap(box, writing) > FAR * size
        for box, is_small in zip(boxes, small, strict=True)
    ]


def _box(points: np.ndarray) -> tuple[float, ...]:
    """(left, top, right, bottom)."""
    return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())


def _around(boxes: list[tuple[float, ...]]) -> tuple[float, ...]:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _extent(box: tuple[float, ...]) -> float:
    left, top, right, bottom = box
    return max(right - left, bottom - top)


def _gap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    x = max(other[0] - one[2], one[0] - other[2], 0.0)
    y = max(other[1] - one[3], one[1] - other[3], 0.0)
    return math.hypot(x, y)
