"""The ways in which digits are written around the world, as strokes of our own (see `hand.parse`).

MNIST and the pen strokes come from few schools. Here are slashed and dotted zeros, ones with a flag and
a base, barred sevens, fours open, closed, narrow or in one stroke, and so on: as whole digits made up,
as marks added to given pen strokes, and as marks in ink added to MNIST's zeros and sevens.
"""

from typing import Any

import numpy as np

from model.image.digit_image import check_drawing, from_drawings
from model.image.geometry import EDGE, draw_pictures
from training.hand import parse, wobble

STYLES = {
    0: {
        "oval": "~5,0 1,0 0,5 1,10 5,10 9,10 10,5 9,0 5,0",
        "oval begun at the right": "~8,1 5,-1 0,2 0,8 5,11 10,8 10,3 7,0 5,1",
        "oval that does not close": "~6,0 2,0 0,5 2,10 7,10 9,6 9,2 7,1",
        "oval with a loop on top": "~3,0 0,3 1,10 8,10 9,4 7,0 3,0 5,2 8,1",
    },
    1: {
        "bar": "5,0 5,10",
        "flag": "2,3 5,0 5,10",
        "long flag": "0,5 5,0 5,10",
        "flag, last": "5,0 5,10; 5,0 2.5,2.5",
        "flag and base": "2,3 5,0 5,10; 2,10 8,10",
        "long flag and base": "1,5 5,0 5,10; 1,10 9,10",
        "base": "5,0 5,10; 2,10 8,10",
        "serif": "3,1 5,0 5,10; 3,10 7,10",
    },
    2: {
        "plain": "~1,3 1,0 8,-1 10,3 6,7 1,10; 1,10 9,10",
        "swan": "~1,2 3,0 8,0 9,4 5,7 0,10; ~0,10 3,8 6,10 10,9",
        "loop": "~1,3 2,0 8,0 9,4 5,8 1,11 -1,9 1,8 4,9 9,10",
        "large loop": "~1,2 4,-1 9,1 7,5 3,10 -1,10 0,7 4,8 10,11",
        "hooked": "~2,3 0,1 4,-1 9,1 8,5 2,10; 2,10 9,10; 9,10 9,9",
    },
    3: {
        "round": "~1,1 4,-1 9,1 8,4 4,5; ~4,5 9,5 10,9 5,11 0,9",
        "flat top": "1,0 9,0 4,4; ~4,4 10,4 10,9 4,11 0,9",
        "flat top in one curve": "1,0 8,0; ~8,0 4,4 10,5 9,10 4,10 1,9",
        "loop in the middle": "~1,1 5,-1 9,2 6,5 3,5 4,4 9,6 8,10 4,11 0,9",
    },
    4: {
        "open": "2,0 0,6 10,6; 7,1 7,10",
        "open, upright": "1,0 1,5 9,5; 8,0 8,10",
        "open, round": "~2,0 0,6 4,6 9,5; 8,0 7,10",
        "closed": "6,0 0,7 10,7; 6,0 6,10",
        "closed, one stroke": "6,10 6,0 0,7 10,7",
        "in one stroke": "6,0 0,7 10,7 6,7 6,0 6,10",
        "like a bolt": "6,0 1,6 9,6; 6,4 5,10",
        "small eye": "5,0 0,5.5 10,5.5; 5.5,0 5.5,10",
        "small eye, one stroke": "5,0 0,5.5 10,5.5 5,5.6 5,0 5,10",
    },
    5: {
        "flag last": "2,0 1,4; ~1,4 6,3 9,6 8,10 4,10 0,9; 2,0 9,0",
        "flag first": "9,0 2,0 1,5; ~1,5 5,3 10,5 9,10 4,11 0,9",
        "in one curve": "~9,0 3,-1 1,3 3,5 9,5 9,9 5,11 0,9",
        "flag apart": "2,1 1,5; ~1,5 6,3 10,7 6,11 0,9; 4,0 10,-1",
    },
    6: {
        "round": "~8,1 4,0 0,5 1,10 8,11 9,6 5,5 1,7",
        "straight": "5,0 1,7; ~1,7 1,10 7,11 8,7 4,5 1,8",
        "nearly straight": "4,0 2,8; ~2,8 2,10 6,11 7,8 4,7 2,8",
        "small belly": "~6,0 2,3 1,8 3,11 6,9 5,7 1,8",
    },
    7: {
        "plain": "0,0 9,0 4,10",
        "curved": "0,0 9,0; ~9,0 5,4 4,10",
        "barred": "0,0 9,0 4,10; 3,5 9,5",
        "barred low and aslant": "0,0 9,0 3,10; 2,6 8,5",
        "serif": "0,2 0,0 9,0 4,10",
        "serif and bar": "0,2 0,0 9,0 4,10; 3,5 9,5",
        "wavy roof": "~0,1 2,-1 5,1 9,0; 9,0 4,10",
    },
    8: {
        "two rings": "~5,0 1,0 1,4 5,5 9,4 9,0 5,0; ~5,5 0,6 0,10 5,10 10,10 10,6 5,5",
        "two rings of unlike size": "~5,1 3,0 2,3 5,5 8,3 7,0 5,1; ~5,5 0,6 0,9 5,11 10,9 10,6 5,5",
        "from the top right": "~8,1 5,-1 1,1 2,4 8,6 9,10 5,11 1,9 2,6 8,4 9,1 7,0",
        "open on top": "~8,0 3,-1 1,3 8,6 9,10 4,11 1,8 5,5 9,1",
    },
    9: {
        "straight": "~8,2 5,-1 0,1 1,5 6,6 8,2; 8,0 8,10",
        "aslant": "~8,2 5,-1 0,1 1,5 6,6 8,2; 8,1 5,10",
        "curled": "~8,2 4,-1 0,2 2,6 8,4 8,2; ~8,2 9,8 6,11 1,9",
        "in one stroke": "~8,1 4,-1 0,2 2,6 7,5 8,1 8,6 7,10",
        "nearly straight": "~7,2 5,0 3,1 4,4 7,3; 7,1 6,10",
        "gooseneck": "~9,0 3,-1 0,3 3,6 9,4; ~8,0 8,7 4,10 2,9",
    },
}
"""{digit: {name of the style: its strokes}}."""

WIDTHS = {0: (0.4, 1.1), 1: (0.25, 0.9), 4: (0.22, 1.05), 8: (0.4, 0.85)}
"""How much of its height a digit may be wide, where it is not the common range."""

COMMON_WIDTHS = (0.45, 1.0)
TURN = 0.09
"""Radians: digits stand more upright than letters may, or a 6 would become a 9."""

APART = 0.2


def make_digits(count: int, random: np.random.Generator) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Make up digits in every style, and slash, dot and bar some of them.

    Returns:
        Drawings for `from_strokes` and labels (count,), each digit as often as any other.
    """
    labels = random.permutation(np.arange(count) % 10)
    return [_digit(int(label), random) for label in labels], labels


def _digit(label: int, random: np.random.Generator) -> dict[str, Any]:
    texts = list(STYLES[label].values())
    widths = WIDTHS.get(label, COMMON_WIDTHS)
    strokes = wobble(parse(texts[random.integers(len(texts))]), random, TURN, widths, APART)
    drawing = {"strokes": strokes, "width": 280, "height": 280}
    return with_zero_mark(drawing, random) if label == 0 and random.random() < 0.6 else drawing


def with_slash(drawing: dict[str, Any], random: np.random.Generator) -> dict[str, Any]:
    """Slash a zero either way, from inside its rim to far beyond."""
    _, middle, half = _frame(drawing)
    angle = np.deg2rad(random.uniform(30, 65)) * (1 if random.random() < 0.7 else -1)
    way = np.array([np.cos(angle), -np.sin(angle)])
    rim = 1 / np.hypot(*(way / half))  # from the middle to the ellipse within the box
    ends = middle + random.normal(0, 0.05, (2, 2)) * half + np.outer(random.uniform(0.6, 1.5, 2) * [-1, 1], rim * way)
    return _added(drawing, ends if random.random() < 0.5 else ends[::-1])


def with_dot(drawing: dict[str, Any], random: np.random.Generator) -> dict[str, Any]:
    """Put a dot or a short dash into a zero."""
    _, middle, half = _frame(drawing)
    start = middle + random.normal(0, 0.08, 2) * half
    return _added(drawing, np.stack([start, start + random.normal(0, 0.1, 2) * half]))


def with_zero_mark(drawing: dict[str, Any], random: np.random.Generator) -> dict[str, Any]:
    """Slash a zero, or dot it one time in four."""
    return (with_dot if random.random() < 0.25 else with_slash)(drawing, random)


def with_bar(drawing: dict[str, Any], random: np.random.Generator) -> dict[str, Any]:
    """Bar a seven: a dash across its stem at half its height."""
    points, _, half = _frame(drawing)
    across = points[:, 1].min() + 2 * half[1] * random.uniform(0.42, 0.62)
    stem = _at_height(drawing, across)
    reach = half[1] * random.uniform(0.22, 0.5, 2) * [-1, 1]
    tilt = random.normal(0, 0.15) * reach
    return _added(drawing, np.stack([stem + reach, across - tilt], axis=1))


def with_flag_and_base(drawing: dict[str, Any], random: np.random.Generator) -> dict[str, Any]:
    """Give a one a flag from its top, a base below, or both; only to one that is a mere bar."""
    points, _, half = _frame(drawing)
    if half[0] > 0.35 * half[1]:
        return drawing
    top, bottom = points[points[:, 1].argmin()], points[points[:, 1].argmax()]
    choice = random.random()
    if choice < 0.75:
        length = 2 * half[1] * random.uniform(0.18, 0.5)
        angle = np.deg2rad(random.uniform(35, 65))
        drawing = _added(drawing, np.stack([top - length * np.array([np.cos(angle), -np.sin(angle)]), top]))
    if choice > 0.4:
        reach = half[1] * random.uniform(0.25, 0.6, 2) * [-1, 1]
        drawing = _added(drawing, np.stack([bottom[0] + reach, bottom[1] + random.normal(0, 0.03, 2) * half[1]], 1))
    return drawing


MARKS = {0: with_zero_mark, 1: with_flag_and_base, 7: with_bar}
"""What is added to drawings of a digit, to make another common way of writing it."""


MARKED_IN_INK = (0, 7)
"""Digits that can be marked without knowing their strokes."""


def marked(
    drawings: list[dict[str, Any]], labels: np.ndarray, random: np.random.Generator
) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Return those drawings again that MARKS has something for, with it."""
    chosen = [i for i, label in enumerate(labels) if int(label) in MARKS]
    return [MARKS[int(labels[i])](drawings[i], random) for i in chosen], np.asarray(labels)[chosen]


def marked_in_ink(images: np.ndarray, label: int, random: np.random.Generator) -> np.ndarray:
    """Slash and dot zeros, or bar sevens, that are given as pixels.

    Args:
        images: float32 (n, 28, 28) in [0, 1], every one a picture of `label`.
        label: 0 or 7.
        random: where the randomness comes from.

    Returns:
        float32 (n, 28, 28): the images with a pen line of a like width laid over them.
    """
    outlines = [_outline(image) for image in images]
    added = [MARKS[label](outline, random)["strokes"][-1] for outline in outlines]
    lines = [np.array([stroke], float) for stroke in added]
    widths = random.uniform(1.5, 3.2, len(images))
    return np.maximum(images, draw_pictures(lines, images.shape[1], widths, EDGE))


def _outline(image: np.ndarray) -> dict[str, Any]:
    """A drawing in pixel coordinates that stands for an image: one point a pixel of ink, row by row."""
    rows, columns = np.nonzero(image > 0.5)
    return {"strokes": [np.stack([columns, rows], axis=1).tolist()], "width": 28, "height": 28}


def _frame(drawing: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All points of a drawing, the middle of their box, and half its size (at least a little)."""
    points = np.concatenate([np.asarray(stroke, float) for stroke in drawing["strokes"]])
    low, high = points.min(axis=0), points.max(axis=0)
    return points, (low + high) / 2, np.maximum((high - low) / 2, 1e-3)


def _at_height(drawing: dict[str, Any], y: float) -> float:
    """x of the rightmost ink at about this height: a seven's stem, whatever its roof does on the left."""
    points, _, half = _frame(drawing)
    near = np.abs(points[:, 1] - y) <= 0.15 * half[1]
    return float(points[near, 0].max() if near.any() else points[np.abs(points[:, 1] - y).argmin(), 0])


def _added(drawing: dict[str, Any], stroke: np.ndarray) -> dict[str, Any]:
    return {**drawing, "strokes": [*drawing["strokes"], np.asarray(stroke).tolist()]}


def render(drawings: list[dict[str, Any]], together: int = 500) -> np.ndarray:
    """Render drawings as the page would: float32 (n, 28, 28) in [0, 1]."""
    images = np.zeros((len(drawings), 28, 28), np.float32)
    for start in range(0, len(drawings), together):
        some = [check_drawing(drawing) for drawing in drawings[start : start + together]]
        images[start : start + len(some)] = [image.pixels for image in from_drawings(some)]
    return images
