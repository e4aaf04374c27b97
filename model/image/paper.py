"""How much darker each place is than the paper around it, whatever the light on the paper.

Pictures here are of bright paper with dark ink; a blackboard is inverted before.
"""

import numpy as np
from PIL import Image

DARKEST_PAPER = 0.25
"""Brightness of paper in the deepest shadow that is evened out in full: below, noise would be amplified."""

WIDEST_STROKE = 1 / 3
"""Width of the broadest pen stroke that is told from paper, as a share of the picture's shorter edge."""


def fallen(bright: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much darker than the paper around it each pixel is, as a difference and as a ratio.

    The paper's brightness is a morphological closing wider than any stroke: the highest value around
    each place, then the lowest of those. Light multiplies what paper and ink reflect, so their ratio
    is the same in a shadow as outside it.

    Args:
        bright: float32 (height, width) in [0, 1], paper bright.

    Returns:
        paper − brightness, and that over paper: both float32 (height, width) in [0, 1].
    """
    paper = _paper(bright)
    difference = np.maximum(paper - bright, 0)
    return difference, difference / np.maximum(paper, DARKEST_PAPER)


def otsu(values: np.ndarray) -> float:
    """The threshold that splits values in [0, 1] into the two groups furthest apart (Otsu, 1979)."""
    counts = np.bincount(np.uint8(values * 255 + 0.5), minlength=256).astype(float)
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    apart = np.where((below > 0) & (above > 0), apart, -1)
    return (float(apart.argmax()) + 0.5) / 255


def _paper(bright: np.ndarray) -> np.ndarray:
    height, width = bright.shape
    # Half the size is enough for paper, and its noise is less.
    small = np.asarray(
        Image.fromarray((bright * 255 + 0.5).astype(np.uint8)).reduce(2 if min(bright.shape) >= 64 else 1)
    )
    widest = max(min(small.shape), max(small.shape) / 2) * WIDEST_STROKE  # a cut-out 1 is narrow
    reach = max(1, int(widest / 2))
    closed = small
    for axis in (0, 1):
        closed = _highest(closed, reach, axis)
    closed = 255 - closed
    for axis in (0, 1):
        closed = _highest(closed, reach, axis)
    paper = Image.fromarray(255 - closed).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(paper, np.float32) / 255


def _highest(values: np.ndarray, reach: int, axis: int) -> np.ndarray:
    """The highest of the values up to `reach` places away along an axis, by doubling steps.

    Beyond the edges lies nothing: uint8 zeros.
    """
    values = np.moveaxis(values, axis, 0)
    length = len(values)
    high = np.pad(values, ((reach, reach), (0, 0)))
    span = 1
    while 2 * span <= 2 * reach + 1:
        high = np.maximum(high[:-span], high[span:])
        span *= 2
    rest = 2 * reach + 1 - span
    return np.moveaxis(np.maximum(high[:length], high[rest : rest + length]), 0, axis)
