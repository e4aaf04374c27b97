"""What the page's script is told: plain JSON in, plain JSON out, one function for each panel.

Each takes the bench and the request; what it returns is sent with "state": "answer".
"""

from collections.abc import Mapping
from dataclasses import asdict, replace

import numpy as np

from model.explain.adversary import smallest_flip
from model.explain.disagreement import find_disagreement, small_transforms
from model.image.digit_image import DigitImage
from model.image.geometry import SIDE
from model.image.transforms import Transform, add_noise, shuffle_pixels
from tabs.ann_vs_cnn import requests
from tabs.ann_vs_cnn.bench import BOTH, Bench
from tabs.kit.answers import read_image
from tabs.kit.checks import choice_in, whole_number_in
from tabs.kit.figures import packed
from tabs.kit.floats import encode_floats, image_in

REACH = 8
"""Pixels to each side that the map of all shifts covers; the sliders go as far."""

INK = 0.05
"""Brightness below which no pixel counts as ink: thinned to nothing, a digit is blank."""


def disturb(bench: Bench, request: Mapping) -> dict:
    """Read a digit as it was drawn and as the sliders change it.

    Args:
        request: {"drawing": what the canvas holds} or, once it is known, {"image": the networks'
            image}; and "change", the sliders' positions.

    Returns:
        {"blank": True}, or {"image", "plain": answer, "picture", "changed": answer}: an answer is
        {"verdict", "cnn", "ann"}. "image" comes only for a drawing.
    """
    change = requests.change_in(request)
    answer = {}
    if "drawing" in request:
        image = read_image(request["drawing"])
        if image.is_blank:
            return {"blank": True}
        pixels, answer["image"] = image.pixels, encode_floats(image.pixels)
    else:
        pixels = image_in(request)
    changed = change(pixels)
    return {
        **answer,
        "plain": _answer(bench, pixels),
        "picture": packed(changed),
        "changed": _answer(bench, changed),
    }


def sweep(bench: Bench, request: Mapping) -> dict:
    """Move one slider over its whole range, the others staying where they are.

    Args:
        request: "image", "change", "slider": its name, "digit": whose probability is wanted.

    Returns:
        {"slider", "values", "cnn", "ann"}: of each network {"digits": its answers, or None where no
        ink is left, "shares": the wanted digit's probabilities}.
    """
    pixels, change = image_in(request), requests.change_in(request)
    slider = requests.slider_in(request)
    digit = whole_number_in(request, "digit", 0, 9)
    values = slider.values()
    images = np.stack([replace(change, **{slider.name: value})(pixels) for value in values])
    return {"slider": slider.name, "values": values, **_readings(bench, images, digit)}


def every_shift(bench: Bench, request: Mapping) -> dict:
    """Read a digit at each of 17×17 places, the other sliders staying where they are.

    Args:
        request: "image", "change", "digit": whose probability is wanted.

    Returns:
        {"reach", "cnn", "ann"} like `sweep`, row by row: at index (dy + 8)·17 + dx + 8 the digit
        moved by dx to the right and dy down.
    """
    pixels, change = image_in(request), requests.change_in(request)
    digit = whole_number_in(request, "digit", 0, 9)
    return {"reach": REACH, **_readings(bench, all_places(pixels, change), digit)}


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


def time_both(bench: Bench, request: Mapping) -> dict:
    """Time both networks on the drawing: {"cnn", "ann"} in milliseconds, median of "runs"."""
    pixels, runs = image_in(request), 15
    with bench:
        return {**bench.stopwatch.milliseconds(pixels, runs), "runs": runs}


def shuffle(bench: Bench, request: Mapping) -> dict:
    """Shuffle the drawing's pixels and ask the networks that learned on digits shuffled alike.

    Returns:
        {"there": False} if there are no such networks, else {"there": True, "picture", "cnn", "ann"}.
    """
    pixels = image_in(request)
    if not bench.shuffled:
        return {"there": False}
    shuffled = shuffle_pixels(pixels, bench.order)
    said = {name: _numbers(found) for name, found in bench.ask_shuffled(shuffled).items()}
    return {"there": True, "picture": packed(shuffled), **said}


def find_quarrel(bench: Bench, request: Mapping) -> dict:
    """Find where the networks disagree: the next of the bundled test digits, or near the drawing.

    Args:
        request: {"turn": which of the sample digits, from 0}, or {"image": the drawing's}.

    Returns:
        {"found": False, "tried": how many}, or {"found": True, "picture", "cnn", "ann", "tried"} with
        "label", "place" from 1 and "count" for a sample, "change" for the drawing.
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
    return {
        "found": True,
        "tried": len(images),
        "label": int(labels[index]),
        "place": place + 1,
        "count": len(quarrels),
        **_shown(bench, images[index]),
    }


def fool(bench: Bench, request: Mapping) -> dict:
    """Look for the fewest pixels whose change makes one network read another digit.

    Args:
        request: "image", "network": "cnn" or "ann".

    Returns:
        {"flipped", "reason", "picture", "changes": [[row, column, before, after], ...],
        "digit_before", "digit_after", "before": ten probabilities, "after": ten}.
    """
    pixels, name = image_in(request), choice_in(request, "network", BOTH)
    with bench:
        flip = smallest_flip(bench.networks[name], pixels)
    return {
        "flipped": flip.flipped,
        "reason": flip.reason,
        "picture": packed(flip.image),
        "changes": [[c.row, c.column, c.before, c.after] for c in flip.changes],
        "digit_before": flip.digit_before,
        "digit_after": flip.digit_after,
        "before": _numbers(flip.before),
        "after": _numbers(flip.after),
    }


def _quarrel_nearby(bench: Bench, pixels: np.ndarray) -> dict:
    with bench:
        quarrel = find_disagreement(pixels, bench.predict_both)
    tried = len(small_transforms())
    if quarrel is None:
        return {"found": False, "tried": tried}
    change = {name: value for name, value in asdict(quarrel.transform).items() if name != "seed"}
    return {"found": True, "tried": tried, "change": change, **_shown(bench, quarrel.image)}


def _shown(bench: Bench, pixels: np.ndarray) -> dict:
    """A picture with what both networks say of it."""
    return {"picture": packed(pixels), **_answer(bench, pixels)}


def _answer(bench: Bench, pixels: np.ndarray) -> dict:
    """{"verdict", "cnn", "ann"} of an image; without ink it is blank, and no network is asked."""
    image = DigitImage(pixels, (), is_blank=not _has_ink(pixels))
    found = bench.recognizer.recognize(image)
    return {"verdict": found.verdict, "cnn": _numbers(found.cnn), "ann": _numbers(found.ann)}


def _readings(bench: Bench, images: np.ndarray, digit: int) -> dict:
    """{network: {"digits", "shares"}} for images (n, 28, 28)."""
    inked = [_has_ink(image) for image in images]
    readings = {}
    for name, found in zip(BOTH, bench.predict_both(images), strict=True):
        best = found.argmax(axis=1)
        readings[name] = {
            "digits": [int(d) if ink else None for d, ink in zip(best, inked, strict=True)],
            "shares": [
                round(float(p), 5) if ink else 0.0 for p, ink in zip(found[:, digit], inked, strict=True)
            ],
        }
    return readings


def _has_ink(pixels: np.ndarray) -> bool:
    return bool(pixels.max() >= INK)


def _numbers(probabilities: np.ndarray) -> list[float]:
    return [float(p) for p in probabilities]
