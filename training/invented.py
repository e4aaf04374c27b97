"""Non-digits that are put together by chance, each unlike any other: faces, and letters of no script.

A table of letters teaches a network those letters. Strokes joined at random, and parts of two letters in one,
teach it that most of what a pen can write is no digit. Some of them would be digits: those that `like_a_digit`
finds are left out.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from training.hand import densify, round_off, wobble
from training.writing_styles import make_digits, render

REFERENCES = 3000
"""Made-up digits of every style that a shape is compared with."""

ALIKE = 0.95
"""Cosine between two blurred images from which one is like the other: nine of ten made-up digits are as
like as this to one of the REFERENCES."""


def like_a_digit(images: np.ndarray) -> np.ndarray:
    """Say of each image whether it is like a digit in one of the world's ways of writing.

    Args:
        images: float32 (n, 28, 28) in [0, 1].

    Returns:
        bool (n,).
    """
    return (_blurred(images) @ _references().T).max(axis=1, initial=0) >= ALIKE


@cache
def _references() -> np.ndarray:
    drawings, _ = make_digits(REFERENCES, np.random.default_rng(0))
    return _blurred(render(drawings))


def _blurred(images: np.ndarray) -> np.ndarray:
    """Means over 4×4 pixels, every second one, as vectors of length 1: (n, 169)."""
    sums = np.pad(images, ((0, 0), (1, 0), (1, 0))).cumsum(1).cumsum(2)
    means = (sums[:, 4:, 4:] - sums[:, :-4, 4:] - sums[:, 4:, :-4] + sums[:, :-4, :-4])[:, ::2, ::2]
    flat = means.reshape(len(images), 13 * 13)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)


def letter(random: np.random.Generator) -> list[list[Any]]:
    """One to four strokes, each a corner, a bow, a ring or a dot, most joined to one before."""
    count = random.choice([1, 2, 3, 4], p=[0.25, 0.35, 0.25, 0.15])
    strokes = [_bent(random, 4 if count == 1 else 3)]  # a single bar or ring would be a 1 or a 0
    for _ in range(count - 1):
        stroke = _stroke(random)
        if random.random() < 0.6:
            joint = strokes[random.integers(len(strokes))]
            stroke = stroke + joint[random.integers(len(joint))] - stroke[0]
        strokes.append(stroke)
    return _drawn(strokes, random)


def crossed(letters: list[list[np.ndarray]], random: np.random.Generator) -> list[list[Any]]:
    """One or two strokes of each of two letters, each letter in a frame of its own; letters are strokes on the grid."""
    strokes = []
    for _ in range(2):
        chosen = letters[random.integers(len(letters))]
        size = random.uniform(0.5, 1, 2)
        corner = random.uniform(0, 1, 2) * (1 - size) * 10
        some = random.permutation(len(chosen))[: random.integers(1, 3)]
        strokes += [chosen[i] * size + corner for i in some]
    return _drawn(strokes, random)


def _drawn(strokes: list[np.ndarray], random: np.random.Generator) -> list[list[Any]]:
    """Strokes enlarged to fill the grid, drawn by hand."""
    points = np.concatenate(strokes)
    middle, extent = (points.min(axis=0) + points.max(axis=0)) / 2, max(np.ptp(points, axis=0).max(), 3)
    return wobble([(stroke - middle) * 10 / extent + 5 for stroke in strokes], random)


def _stroke(random: np.random.Generator) -> np.ndarray:
    choice = random.random()
    if choice < 0.08:
        return random.uniform(0, 10, 2) + np.array([[0, 0], [0.2, 0.2]])
    if choice < 0.2:
        return _ring(random.uniform(2, 8, 2), random.uniform(1, 4, 2), random)
    return _bent(random, 2)


def _bent(random: np.random.Generator, fewest: int) -> np.ndarray:
    corners = random.choice([0, 3.3, 6.7, 10], (random.integers(fewest, 6), 2)) + random.normal(0, 0.5, 2)
    return (round_off if random.random() < 0.5 else densify)(corners)


def _ring(middle: ArrayLike, radii: ArrayLike, random: np.random.Generator) -> np.ndarray:
    angle = np.linspace(0, random.uniform(1.9, 2.1) * np.pi, 40) + random.uniform(0, 2 * np.pi)
    return np.asarray(middle) + np.asarray(radii) * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def face(random: np.random.Generator) -> list[list[Any]]:
    """A head with eyes and mouth, and now and then a nose, hair or ears; one in ten has no head."""
    head = random.uniform(4, 5.5, 2)
    strokes = [_ring((5, 5), head, random)] if random.random() < 0.9 else []
    apart, height = random.uniform(1.2, 2.4), 5 - head[1] * random.uniform(0.15, 0.5)
    eye = _eye(random)
    strokes += [eye + [5 - apart, height], eye * [-1, 1] + [5 + apart, height]]
    strokes.append(_mouth(random) + [5, 5 + head[1] * random.uniform(0.35, 0.6)])
    if random.random() < 0.4:
        strokes.append(np.array([[5, 4.5], [5 - random.uniform(0, 0.8), 6], [5.4, 6]]))
    if random.random() < 0.3:
        strokes += [np.array([[x, 5 - head[1]], [x, 3 - head[1]]]) for x in (3.5, 5, 6.5)]
    if random.random() < 0.2:
        strokes += [_ring((5 + side * (head[0] + 1), 4.5), (0.9, 1.3), random) for side in (-1, 1)]
    return wobble(strokes, random, widths=(0.7, 1.15), apart=0.2)


def _eye(random: np.random.Generator) -> np.ndarray:
    size = random.uniform(0.1, 1.0)
    kinds = (
        np.array([[0, 0], [0, size]]),
        np.array([[-size, 0], [size, 0]]),
        _ring((0, 0), (size, size), random),
        round_off(np.array([[-size, 0.3], [0, -0.8], [size, 0.3]])),
    )
    return kinds[random.choice(4, p=[0.4, 0.1, 0.35, 0.15])]


def _mouth(random: np.random.Generator) -> np.ndarray:
    wide, bend = random.uniform(0.8, 2.5), random.uniform(-1.8, 1.8)
    if random.random() < 0.2:
        return _ring((0, 0), (wide / 2, abs(bend) / 2 + 0.3), random)
    return round_off(np.array([[-wide, -bend / 2], [0, bend], [wide, -bend / 2]]))
