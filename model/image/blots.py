"""Connected marks of a mask: what each one measures, and where it lies.

A mark is called a blot here until something says whether it is ink of the digit.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Blots:
    """The connected parts of a mask (touching by edge or corner), numbered from 0.

    `labels` is int32 (height, width), −1 where there is no blot. Each other array has one entry a
    blot: `area` in pixels, `box` int (n, 4) as (left, top, right, bottom), right and bottom
    excluded, and `contact`, int (n, 4), its pixels on the frame's left, top, right and bottom edge.
    """

    labels: np.ndarray
    area: np.ndarray
    box: np.ndarray
    contact: np.ndarray

    def __len__(self) -> int:
        return len(self.area)

    @cached_property
    def longer(self) -> np.ndarray:
        """Pixels along the longer side of each blot's box."""
        return (self.box[:, 2:] - self.box[:, :2]).max(axis=1, initial=0)

    @cached_property
    def thickness(self) -> np.ndarray:
        """Mean width of each blot in pixels: twice its area over the length of its outline."""
        mask = np.pad(self.labels >= 0, 1)
        edges = np.zeros(len(self))
        for axis, step in ((0, -1), (0, 1), (1, -1), (1, 1)):
            bare = (mask & ~np.roll(mask, step, axis))[1:-1, 1:-1]
            edges += np.bincount(self.labels[bare], minlength=len(self))
        # Along a slant, pixel edges are longer than the line by up to √2; π/4 evens that out on average.
        return 2 * self.area / (edges * np.pi / 4)

    def mask(self, chosen: np.ndarray) -> np.ndarray:
        """Where the chosen blots are: `chosen` is bool (n,), the answer bool (height, width)."""
        return np.append(chosen, False)[self.labels]

    def total(self, values: np.ndarray) -> np.ndarray:
        """The sum of `values`, float (height, width), over each blot."""
        inside = self.labels >= 0
        return np.bincount(self.labels[inside], values[inside], minlength=len(self))


def find_blots(mask: np.ndarray) -> Blots:
    """Number the connected parts of a bool (height, width) mask and measure them."""
    height, width = mask.shape
    starts, stops = _runs(mask)
    row, stride = starts // (width + 2), width + 2
    run_label = _joined(starts, stops, stride)
    count = int(run_label.max()) + 1 if len(run_label) else 0
    labels = np.full(mask.shape, -1, np.int32)
    labels[mask] = np.repeat(run_label, stops - starts)
    left, right = starts - row * stride - 1, stops - row * stride - 1
    box = np.empty((count, 4), int)
    for column, ufunc, values in ((0, np.minimum, left), (1, np.minimum, row), (2, np.maximum, right),
                                  (3, np.maximum, row + 1)):  # fmt: skip
        box[:, column] = height * width if ufunc is np.minimum else 0
        ufunc.at(box[:, column], run_label, values)
    long = right - left
    edges = (left == 0, np.where(row == 0, long, 0), right == width, np.where(row == height - 1, long, 0))
    contact = [np.bincount(run_label, edge, minlength=count) for edge in edges]
    area = np.bincount(run_label, long, minlength=count)
    return Blots(labels, area, box, np.stack(contact, axis=1))


def grown(values: np.ndarray, reach: int) -> np.ndarray:
    """Each place takes the highest value within `reach` pixels along rows and columns: a mask grows, and
    so do labels (height, width), which are −1 where there is nothing."""
    return _spread(_spread(values, reach).T, reach).T


def _spread(values: np.ndarray, reach: int) -> np.ndarray:
    wide = values.copy()
    for step in range(1, reach + 1):
        np.maximum(wide[step:], values[:-step], out=wide[step:])
        np.maximum(wide[:-step], values[step:], out=wide[:-step])
    return wide


def _runs(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and one-past-last places of each row's runs, counted through rows that are two pixels wider."""
    framed = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    framed[:, 1:-1] = mask
    change = np.diff(framed.ravel(), prepend=0)
    return np.flatnonzero(change == 1), np.flatnonzero(change == -1)


def _joined(starts: np.ndarray, stops: np.ndarray, stride: int) -> np.ndarray:
    """Give runs that touch, also by a corner, one number: int (runs,), from 0 without gaps."""
    first = np.searchsorted(stops, starts + stride - 1, side="right")
    count = np.searchsorted(starts, stops + stride + 1, side="left") - first
    one = np.repeat(np.arange(len(starts)), count)
    other = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    label = np.arange(len(starts))
    while True:
        low = np.minimum(label[one], label[other])
        for side in (one, other):
            np.minimum.at(label, label[side], low)
        while not np.array_equal(label, shorter := label[label]):
            label = shorter
        if np.array_equal(label[one], label[other]):
            return np.unique(label, return_inverse=True)[1]
