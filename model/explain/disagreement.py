"""Where two networks read the same picture differently: among samples, or near a visitor's own digit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from model.image.transforms import Transform

PredictBoth = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
"""Images float32 (n, 28, 28) to each network's probabilities, (n, 10) and (n, 10)."""


@dataclass(frozen=True, eq=False)
class Disagreement:
    """The smallest of the transforms tried at which two networks disagree.

    `image` float32 (28, 28) is the drawing after `transform`; `first` and `second` float32 (10,) are
    what the networks say of it.
    """

    transform: Transform
    image: np.ndarray
    first: np.ndarray
    second: np.ndarray


def disagreements(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return which images two networks read differently, the most confident quarrels first.

    Args:
        first, second: float (n, 10): each network's probabilities.

    Returns:
        int64 (m,): indices of images; m may be 0.
    """
    differ = np.flatnonzero(first.argmax(axis=1) != second.argmax(axis=1))
    confidence = np.minimum(first.max(axis=1), second.max(axis=1))
    return differ[np.argsort(-confidence[differ], kind="stable")]


def find_disagreement(changes: Sequence[tuple[Transform, np.ndarray]], predict: PredictBoth) -> Disagreement | None:
    """Look for the first of a drawing's changes at which two networks disagree.

    Args:
        changes: as `small_changes` returns them.
        predict: asked once, about all of them.

    Returns:
        The mildest found, which may be no change at all; None if they agree on all.
    """
    first, second = predict(np.stack([image for _, image in changes]))
    differ = np.flatnonzero(first.argmax(axis=1) != second.argmax(axis=1))
    if not len(differ):
        return None
    at = int(differ[0])
    transform, image = changes[at]
    return Disagreement(transform, image, first[at], second[at])


def small_changes(pixels: np.ndarray) -> list[tuple[Transform, np.ndarray]]:
    """Return some two hundred small changes of a drawing and what each makes of it, the mildest first.

    Changes that leave less than half of its ink are left out: a digit pushed to nothing is no picture to
    quarrel about.

    Args:
        pixels: float32 (28, 28) in [0, 1].
    """
    tried = [(transform, transform(pixels)) for transform in small_transforms()]
    return [(one, image) for one, image in tried if image.sum() >= 0.5 * pixels.sum() * one.factor**2]


def small_transforms() -> list[Transform]:
    """Return transforms from none at all to plainly visible ones, the mildest first.

    One pixel of shift, 6°, a tenth of the size and a quarter pixel of thickness count as equally mild.
    """
    found = [Transform()]
    for step in range(1, 6):
        ring = [(dx, dy) for dx in range(-step, step + 1) for dy in range(-step, step + 1)]
        found += [Transform(dx=dx, dy=dy) for dx, dy in ring if max(abs(dx), abs(dy)) == step]
        found += [Transform(degrees=sign * 6.0 * step) for sign in (1, -1)]
        found += [Transform(factor=1 + sign * 0.1 * step) for sign in (1, -1)]
        found += [Transform(pixels=sign * 0.25 * step) for sign in (1, -1)]
        found += [Transform(degrees=a * 6.0 * step, factor=1 + b * 0.1 * step) for a in (1, -1) for b in (1, -1)]
    return found
