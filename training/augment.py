"""Random variations of digits, batch by batch: position, size, slant, rotation, bending, stroke thickness.

One bilinear look-up does all the geometry, so the picture is blurred once, not five times.
NumPy only: the same on every backend.
"""

from dataclasses import replace

import numpy as np

from training.settings import Settings

REACHES = ("shift", "rotation", "slant", "scale", "elastic", "thickness")

COARSE = 5
"""The bending is drawn at random on a grid of this many points a side and interpolated between."""


def augment(images: np.ndarray, settings: Settings, random: np.random.Generator, strength: float = 1.0) -> np.ndarray:
    """Return a random variation of each image.

    Args:
        images: float32 (n, 28, 28) in [0, 1].
        settings: how far each variation goes.
        random: where the randomness comes from.
        strength: all distances and angles are multiplied by this.

    Returns:
        float32 (n, 28, 28) in [0, 1].
    """
    if strength != 1:
        settings = replace(settings, **{name: strength * getattr(settings, name) for name in REACHES})
    x, y = _source_positions(len(images), images.shape[1], settings, random)
    varied = _change_thickness(_sample(images, x, y), settings.thickness, random)
    untouched = random.random((len(images), 1, 1)) < settings.untouched
    return np.where(untouched, images, varied)


def _source_positions(count, side, settings: Settings, random) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel of each new image, where in the old image its value comes from.

    Returns:
        x and y, float32 (count, side, side), in pixel indices.
    """

    def uniform(reach):
        return random.uniform(-reach, reach, (count, 1, 1)).astype(np.float32)

    middle = (side - 1) / 2
    y, x = np.mgrid[:side, :side].astype(np.float32) - middle
    angle = np.deg2rad(uniform(settings.rotation))
    slant = uniform(settings.slant)
    x_scale, y_scale = 1 + uniform(settings.scale), 1 + uniform(settings.scale)
    turned_x = (np.cos(angle) * x + np.sin(angle) * y) / x_scale
    turned_y = (np.cos(angle) * y - np.sin(angle) * x) / y_scale
    bend_x, bend_y = _bending(count, side, settings.elastic, random)
    source_x = turned_x + slant * turned_y + uniform(settings.shift) + bend_x + middle
    source_y = turned_y + uniform(settings.shift) + bend_y + middle
    return source_x, source_y


def _bending(count, side, distance, random) -> np.ndarray:
    """Smooth random displacements, float32 (2, count, side, side); compare Simard et al., 2003."""
    coarse = random.normal(0, distance, (2, count, COARSE, COARSE)).astype(np.float32)
    weights = _interpolation(side)
    return np.matmul(np.matmul(weights, coarse), weights.T)


def _interpolation(side: int) -> np.ndarray:
    """Smooth weights (side, COARSE), from the coarse grid to pixels: Gaussians that sum to 1."""
    pixels = np.linspace(0, COARSE - 1, side, dtype=np.float32)[:, None]
    weights = np.exp(-((pixels - np.arange(COARSE, dtype=np.float32)) ** 2) / 0.7)
    return weights / weights.sum(axis=1, keepdims=True)


def _sample(images: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Look up images at fractional positions, bilinear; 0 outside."""
    count, side = images.shape[:2]
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2))).reshape(-1)
    width = side + 3
    x, y = np.clip(x + 1, 0, side + 1), np.clip(y + 1, 0, side + 1)
    left, top = x.astype(np.int32), y.astype(np.int32)
    x -= left
    y -= top
    first = top * width + left + (np.arange(count, dtype=np.int32) * width * width)[:, None, None]
    upper = padded[first] * (1 - x) + padded[first + 1] * x
    lower = padded[first + width] * (1 - x) + padded[first + width + 1] * x
    return upper * (1 - y) + lower * y


def _change_thickness(images: np.ndarray, reach: float, random) -> np.ndarray:
    """Blend each image with its dilation or erosion by a cross of five pixels."""
    amount = random.uniform(-reach, reach, (len(images), 1, 1)).astype(np.float32)
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    cross = (padded[:, :-2, 1:-1], padded[:, 2:, 1:-1], padded[:, 1:-1, :-2], padded[:, 1:-1, 2:])
    thicker = np.maximum.reduce([images, *cross])
    thinner = np.minimum.reduce([images, *cross])
    # A full erosion would wipe thin lines out, so thinning goes half as far.
    extreme = np.where(amount > 0, thicker, images + 0.5 * (thinner - images))
    return images + np.abs(amount) * (extreme - images)
