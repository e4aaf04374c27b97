"""Which mixture of red, green and blue shows the ink: brightness hides red ink on a green board."""

import numpy as np
from PIL import Image, ImageFilter

BRIGHTNESS = np.array([0.299, 0.587, 0.114])
"""Red, green and blue in brightness (ITU-R BT.601), as Pillow mixes them."""

CLEARLY_BETTER = 2.0
"""How many times the contrast of brightness another mixture must have, to be looked at in its place."""

SEEN = 80
"""Pixels along the longer edge of the copy in which mixtures are compared."""


def best_mixture(picture: Image.Image) -> np.ndarray | None:
    """Find the mixture of colours in which a picture varies most, or None where brightness will do.

    Differences from each place's surroundings are laid along their principal axis in colour space
    (the covariance's first eigenvector). Contrast along an axis is the spread of its values over the
    largest range that they can have.

    Args:
        picture: mode "RGB".

    Returns:
        float64 (3,), weights whose magnitudes sum to 1, or None.
    """
    small = picture.copy()
    small.thumbnail((SEEN, SEEN), Image.Resampling.BOX)
    around = small.filter(ImageFilter.BoxBlur(max(small.size) / 4))
    off = (np.asarray(small, np.float32) - np.asarray(around, np.float32)).reshape(-1, 3)
    covariance = off.T @ off / len(off)
    axis = np.linalg.eigh(covariance)[1][:, -1].astype(float)
    axis /= np.abs(axis).sum()
    axis *= 1.0 if axis @ BRIGHTNESS >= 0 else -1.0
    spread, plain = (float(np.sqrt(max(w @ covariance @ w, 0.0))) for w in (axis, BRIGHTNESS))
    return axis if spread > CLEARLY_BETTER * plain and spread > 1.0 else None


def mixed(picture: Image.Image, weights: np.ndarray) -> np.ndarray:
    """Mix the colours of an "RGB" picture: float32 (height, width) in [0, 1]."""
    lowest = np.float32(255 * np.minimum(weights, 0).sum())
    values = np.asarray(picture, np.float32) @ weights.astype(np.float32)
    return np.clip((values - lowest) / 255, 0, 1)
