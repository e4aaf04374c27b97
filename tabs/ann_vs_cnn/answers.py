"""What the tab's modules are told: plain JSON in, plain JSON out, one function for each question.

Each takes the bench and the request; what it returns is sent with "state": "answer".
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import NotRequired, TypedDict

import numpy as np

from model.explain.adversary import smallest_flip
from model.explain.disagreement import find_disagreement, small_changes
from model.image.geometry import SIDE
from model.image.transforms import Transform, add_noise
from tabs.ann_vs_cnn.bench import BOTH, Bench
from tabs.ann_vs_cnn.changes import change_in
from tabs.kit.checks import choice_in, whole_number_in
from tabs.kit.floats import encode_floats, image_in

REACH = 8
"""Pixels to each side that the map of all shifts covers; the sliders go as far."""

INK = 0.05
"""Brightness below which no pixel counts as ink: thinned to nothing, a digit is blank."""


class Places(TypedDict):
    """What one network reads at each of 17×17 places, row by row: at index (dy + 8)·17 + dx + 8 the digit moved by dx
    to the right and dy down. A digit is None where no ink is left; `shares` are the wanted digit's probabilities."""

    digits: list[int | None]
    shares: list[float]


class Timed(TypedDict):
    """Milliseconds that each network takes for one drawing: the median of so many runs."""

    cnn: float
    ann: float
    runs: int


class Search(TypedDict):
    """Whether a picture was found, and how many were looked at."""

    found: bool
    tried: int


class Quarrel(Search):
    """A 28×28 picture, as `encode_floats` encodes it, and each network's ten probabilities, which differ.

    A digit of the sample has its label, its place from 1 and how many there are; the visitor's drawing has what was
    changed.
    """

    image: str
    cnn: list[float]
    ann: list[float]
    label: NotRequired[int]
    place: NotRequired[int]
    count: NotRequired[int]
    change: NotRequired[dict[str, float]]


class Fooled(TypedDict):
    """What the search for the fewest pixels found; see `model.explain.adversary.Flip`.

    `changes` are [row, column, before, after]; `before` and `after` are ten probabilities each.
    """

    flipped: bool
    reason: str
    image: str
    changes: list[list[float]]
    digit_before: int
    digit_after: int
    before: list[float]
    after: list[float]


def every_shift(bench: Bench, request: Mapping) -> dict[str, Places]:
    """Read a digit at each of 17×17 places, the other sliders staying where they are.

    Args:
        request: "image", "change", "digit": whose probability is wanted.

    Returns:
        What each of `BOTH` reads.
    """
    pixels, change = image_in(request), change_in(request)
    digit = whole_number_in(request, "digit", 0, 9)
    images = all_places(pixels, change)
    inked = images.max(axis=(1, 2)) >= INK
    return {
        name: {
            "digits": [int(d) if ink else None for d, ink in zip(found.argmax(axis=1), inked, strict=True)],
            "shares": [round(float(p), 5) for p in np.where(inked, found[:, digit], 0)],
        }
        for name, found in zip(BOTH, bench.predict_both(images), strict=True)
    }


def all_places(pixels: np.ndarray, change: Transform) -> np.ndarray:
    """Change an image and move it to every place, exactly as 289 transforms would; float32 (289, 28, 28).

    Four far shifts show every part of what lies around the frame, so four resamplings do.
    """
    sheet = np.zeros((SIDE + 2 * REACH, SIDE + 2 * REACH), np.float32)
    for dy in (-REACH, REACH):
        for dx in (-REACH, REACH):
            window = np.s_[REACH - dy : REACH - dy + SIDE, REACH - dx : REACH - dx + SIDE]
            sheet[window] = replace(change, dx=dx, dy=dy, sigma=0)(pixels)
    # A window further to the right shows the image further to the left: hence the reversal.
    windows = np.lib.stride_tricks.sliding_window_view(sheet, (SIDE, SIDE))[::-1, ::-1]
    moved = np.ascontiguousarray(windows).reshape(-1, SIDE, SIDE)
    if change.sigma == 0:
        return moved
    return np.stack([add_noise(image, change.sigma, change.seed) for image in moved])


def time_both(bench: Bench, request: Mapping) -> Timed:
    """Time both networks on the drawing."""
    pixels, runs = image_in(request), 15
    with bench:
        found = bench.stopwatch.milliseconds(pixels, runs)
    return {"cnn": found["cnn"], "ann": found["ann"], "runs": runs}


def find_quarrel(bench: Bench, request: Mapping) -> Search | Quarrel:
    """Find where the networks disagree: the next of the bundled test digits, or near the drawing.

    Args:
        request: {"turn": which of the sample digits, from 0}, or {"image": the drawing's}.
    """
    if "image" in request:
        return _quarrel_nearby(bench, image_in(request))
    turn = whole_number_in(request, "turn", 0, 999_999)
    with bench:
        images, labels = bench.test_digits
        quarrels = bench.quarrels
    if not len(quarrels):
        return {"found": False, "tried": len(images)}
    place = turn % len(quarrels)
    index = int(quarrels[place])
    cnn, ann = bench.predict_both(images[index, None])
    shown = _shown(images[index], cnn[0], ann[0], len(images))
    shown["label"], shown["place"], shown["count"] = int(labels[index]), place + 1, len(quarrels)
    return shown


def _quarrel_nearby(bench: Bench, pixels: np.ndarray) -> Search | Quarrel:
    with bench:
        changes = small_changes(pixels)
        found = find_disagreement(changes, bench.predict_both)
    if found is None:
        return {"found": False, "tried": len(changes)}
    shown = _shown(found.image, found.first, found.second, len(changes))
    shown["change"] = {name: value for name, value in asdict(found.transform).items() if name != "seed"}
    return shown


def _shown(pixels: np.ndarray, cnn: np.ndarray, ann: np.ndarray, tried: int) -> Quarrel:
    return Quarrel(found=True, tried=tried, image=encode_floats(pixels), cnn=cnn.tolist(), ann=ann.tolist())


def fool(bench: Bench, request: Mapping) -> Fooled:
    """Look for the fewest pixels whose change makes one network read another digit.

    Args:
        request: "image", "network": "cnn" or "ann".
    """
    pixels, name = image_in(request), choice_in(request, "network", BOTH)
    with bench:
        flip = smallest_flip(bench.networks[name], pixels)
    return {
        "flipped": flip.flipped,
        "reason": flip.reason,
        "image": encode_floats(flip.image),
        "changes": [[c.row, c.column, c.before, c.after] for c in flip.changes],
        "digit_before": flip.digit_before,
        "digit_after": flip.digit_after,
        "before": flip.before.tolist(),
        "after": flip.after.tolist(),
    }
