"""The smallest change of a few pixels that makes a network read another digit.

Networks can be fooled by changes that no person would trip over (Szegedy et al., 2014), even of a few
pixels (Papernot et al., 2016; Su et al., 2019). The search is greedy: what it finds fools the
network, but a smaller change may exist, and where it finds none, one may exist as well.
"""

import time
from dataclasses import dataclass

import numpy as np

from model.explain.graph import INPUT, Network
from model.explain.passes import answers, as_input, backward, forward
from model.messages import Message

RIVALS = 3
"""Other digits aimed at, the likeliest ones."""

CANDIDATES = 24
"""Pixels tried out per rival and step: a gradient promises, only the network itself tells."""


@dataclass(frozen=True)
class PixelChange:
    """One pixel, before and after, in [0, 1]."""

    row: int
    column: int
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class Flip:
    """What a few pixels did to an answer.

    `image` float32 (28, 28) in [0, 1] differs from the drawing in `changes` only. `digit_before` and
    `digit_after` are the likeliest digits, `before` and `after` float32 (10,) all probabilities.
    `flipped` says whether the answer changed; if not, `reason` says why the search ended, else "".
    """

    image: np.ndarray
    changes: tuple[PixelChange, ...]
    digit_before: int
    digit_after: int
    before: np.ndarray
    after: np.ndarray
    flipped: bool
    reason: str


def smallest_flip(network: Network, pixels: np.ndarray, most: int = 12, seconds: float = 2.0) -> Flip:
    """Look for the fewest pixels whose change makes a network read another digit.

    Step by step the pixel that helps a rival most is set to black or white; then every pixel that
    turns out not to be needed is put back; then all changes are made as faint as still works.

    Args:
        network: the network.
        pixels: float32 (28, 28) in [0, 1].
        most: how many pixels may change, at least 0.
        seconds: when to give up.

    Returns:
        What was found; look at `flipped`.
    """
    start = np.asarray(pixels, np.float32)
    digit = int(_logits(network, start[None])[0].argmax())
    deadline = time.monotonic() + seconds
    image, reason = _add_pixels(network, start, digit, most, deadline)
    if not reason:
        image = _drop_pixels(network, start, image, digit, deadline)
        image = _fade(network, start, image, digit)
        # Fainter changes may do with fewer pixels still.
        image = _drop_pixels(network, start, image, digit, deadline)
    return _report(network, start, image, digit, reason)


def _add_pixels(network: Network, start: np.ndarray, digit: int, most: int, deadline: float) -> tuple[np.ndarray, str]:
    """Change pixel after pixel until the answer is another; if it never is, the text says why."""
    image = start
    for _ in range(most):
        if time.monotonic() > deadline:
            return image, Message("the time for searching was up")
        tried = _try_pixels(network, image, image != start, digit)
        if not len(tried):
            return image, Message("no pixel would help any further")
        margins = _margins(network, tried, digit)
        image = tried[margins.argmax()]
        if margins.max() > 0:
            return image, ""
    return image, Message("{} pixels were not enough", most)


def _try_pixels(network: Network, image: np.ndarray, taken: np.ndarray, digit: int) -> np.ndarray:
    """Return images with one more pixel changed each: those that the gradient promises most of."""
    copies = np.repeat(image[None], RIVALS, axis=0)
    outputs = forward(network, copies)
    logits = outputs[network.layers[network.logits].name]
    rivals = [k for k in np.argsort(-logits[0]) if k != digit][:RIVALS]
    aim = np.zeros_like(logits)
    aim[np.arange(RIVALS), rivals] = 1
    aim[:, digit] = -1
    gradient = backward(network, outputs, aim, network.logits)[INPUT].reshape(copies.shape)
    # Ink can only be added up to 1 and taken away down to 0.
    gain = np.where(gradient > 0, gradient * (1 - image), -gradient * image)
    gain[:, taken] = 0
    flat = gain.reshape(RIVALS, -1)
    best = np.argsort(-flat, axis=1)[:, :CANDIDATES]
    moves = {(int(p), bool(gradient[r].flat[p] > 0)) for r in range(RIVALS) for p in best[r] if flat[r, p] > 0}
    tried = np.repeat(image[None], len(moves), axis=0)
    for changed, (pixel, bright) in zip(tried, sorted(moves), strict=True):
        changed.flat[pixel] = float(bright)
    return tried


def _drop_pixels(network: Network, start: np.ndarray, image: np.ndarray, digit: int, deadline: float) -> np.ndarray:
    """Put pixels back as they were, as long as the answer stays another one."""
    while time.monotonic() <= deadline:
        changed = np.argwhere(image != start)
        fewer = np.repeat(image[None], len(changed), axis=0)
        for put_back, (row, column) in zip(fewer, changed, strict=True):
            put_back[row, column] = start[row, column]
        margins = _margins(network, fewer, digit)
        if margins.max() <= 0:
            break
        image = fewer[margins.argmax()]
    return image


def _fade(network: Network, start: np.ndarray, image: np.ndarray, digit: int) -> np.ndarray:
    """Make all changes as faint as still works, in steps of a twentieth."""
    parts = np.linspace(0.05, 1, 20, dtype=np.float32)[:, None, None]
    fainter = np.clip(start + parts * (image - start), 0, 1)
    fainter[-1] = image
    return fainter[np.flatnonzero(_margins(network, fainter, digit) > 0)[0]]


def _margins(network: Network, images: np.ndarray, digit: int) -> np.ndarray:
    """Return how far the best other logit is above the digit's own, (n,); above 0 it wins."""
    logits = _logits(network, images)
    others = np.delete(logits, digit, axis=1).max(axis=1)
    return others - logits[:, digit]


def _logits(network: Network, images: np.ndarray) -> np.ndarray:
    return answers(network, as_input(network, images), stop=network.logits + 1)


def _report(network: Network, start: np.ndarray, image: np.ndarray, digit: int, reason: str) -> Flip:
    before, after = answers(network, np.stack([start, image]))
    changes = tuple(
        PixelChange(int(row), int(column), float(start[row, column]), float(image[row, column]))
        for row, column in np.argwhere(image != start)
    )
    now = int(after.argmax())
    # Two logits so close that rounding makes their probabilities equal are not another answer.
    if not reason and now == digit:
        reason = Message("the two digits came out equal")
    return Flip(image, changes, digit, now, before, after, flipped=not reason, reason=reason)
