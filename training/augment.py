"""Random variations of digits: position, size, slant, rotation, bending, stroke thickness, grain.

NumPy draws how each image is to be varied, a few numbers an image; `vary` does it with `keras.ops`, inside the
compiled training step and on its device. So all backends see the same images, and there is one path: compiled by
XLA it does more images a second and core than NumPy did (`benchmarks/augmentation.py`).
One bilinear look-up does all the geometry, so the picture is blurred once, not five times.
"""

from dataclasses import replace
from functools import cache
from typing import Any

import keras
import numpy as np
from keras import ops

from training.settings import Settings

REACHES = ("shift", "rotation", "slant", "scale", "elastic", "thickness")

COARSE = 5
"""The bending is drawn at random on a grid of this many points a side and interpolated between."""

GRAINS = 2**16
"""Random numbers of which each image's grain is a stretch: drawing new ones for every pixel would take longer than
all the rest, and each backend would draw others."""

SHIFT_X, SHIFT_Y, ROTATION, SLANT, SCALE_X, SCALE_Y, THICKNESS, UNTOUCHED, NOISE, GRAIN, BENDING = range(11)
"""Columns of the draws; the bending takes the last one and all after it."""

PIXELS = 28 * 28

DRAWS = BENDING + 2 * COARSE**2
"""Numbers that say how one image is varied."""


def draw(count: int, settings: Settings, random: np.random.Generator, strength: float = 1.0) -> np.ndarray:
    """Draw at random how images are to be varied.

    Args:
        count: how many images.
        settings: how far each variation goes.
        random: where the randomness comes from.
        strength: all distances and angles are multiplied by this.

    Returns:
        float32 (count, DRAWS): shifts and bending in pixels, the rotation in radians, 1 in UNTOUCHED for images
        that are to stay as they are, else 0; in NOISE the grain's standard deviation, 0 for most.
    """
    if strength != 1:
        settings = replace(settings, **{name: strength * getattr(settings, name) for name in REACHES})
    reach = [settings.shift] * 2 + [np.deg2rad(settings.rotation), settings.slant]
    reach += [settings.scale] * 2 + [settings.thickness]
    draws = np.empty((count, DRAWS), np.float32)
    draws[:, :UNTOUCHED] = random.uniform(-1, 1, (count, UNTOUCHED)) * reach
    draws[:, UNTOUCHED] = random.random(count) < settings.untouched
    draws[:, NOISE] = random.uniform(0, settings.noise, count) * (random.random(count) < settings.noisy)
    draws[:, GRAIN] = random.integers(GRAINS - PIXELS, size=count)
    draws[:, BENDING:] = random.standard_normal((count, DRAWS - BENDING), np.float32) * settings.elastic
    return draws


def vary(images: Any, draws: Any) -> Any:
    """Vary images as was drawn.

    Args:
        images: float32 (n, side, side, 1) in [0, 1].
        draws: float32 (n, DRAWS), as `draw` returns them.

    Returns:
        A tensor shaped like `images`, in [0, 1].
    """
    return _compiled()(images, draws)


@cache
def _compiled() -> Any:
    """`_vary`, compiled by XLA on TensorFlow too, whose own look-up takes three times as long; JAX always is."""
    if keras.backend.backend() != "tensorflow":
        return _vary
    import tensorflow as tf

    return tf.function(_vary, jit_compile=True)


def _vary(images: Any, draws: Any) -> Any:
    ink = images[..., 0]
    x, y = _source_positions(draws, ink.shape[1])
    varied = _change_thickness(_sample(ink, x, y), draws[:, THICKNESS, None, None])
    varied = ops.where(draws[:, UNTOUCHED, None, None] > 0.5, ink, varied)
    return ops.clip(varied + draws[:, NOISE, None, None] * _grain(draws, varied.shape[1]), 0, 1)[..., None]


def _source_positions(draws: Any, side: int) -> tuple[Any, Any]:
    """For each pixel of each new image, where in the old image its value comes from: x and y, float32
    (n, side, side), in pixel indices."""
    column = [draws[:, number, None, None] for number in range(BENDING)]
    middle = (side - 1) / 2
    y, x = np.mgrid[:side, :side].astype(np.float32) - np.float32(middle)
    cosine, sine = ops.cos(column[ROTATION]), ops.sin(column[ROTATION])
    turned_x = (cosine * x + sine * y) / (1 + column[SCALE_X])
    turned_y = (cosine * y - sine * x) / (1 + column[SCALE_Y])
    bend = _bending(draws, side)
    source_x = turned_x + column[SLANT] * turned_y + column[SHIFT_X] + bend[:, 0] + middle
    source_y = turned_y + column[SHIFT_Y] + bend[:, 1] + middle
    return source_x, source_y


def _bending(draws: Any, side: int) -> Any:
    """Smooth random displacements, float32 (n, 2, side, side); compare Simard et al., 2003."""
    coarse = ops.reshape(draws[:, BENDING:], (-1, 2, COARSE, COARSE))
    weights = interpolation(side)
    return ops.matmul(ops.matmul(weights, coarse), weights.T)


def interpolation(side: int) -> np.ndarray:
    """Smooth weights (side, COARSE), from the coarse grid to pixels: Gaussians that sum to 1."""
    pixels = np.linspace(0, COARSE - 1, side, dtype=np.float32)[:, None]
    weights = np.exp(-((pixels - np.arange(COARSE, dtype=np.float32)) ** 2) / 0.7)
    return weights / weights.sum(axis=1, keepdims=True)


def _sample(images: Any, x: Any, y: Any) -> Any:
    """Look up images at fractional positions, bilinear; 0 outside."""
    side = images.shape[1]
    width = side + 3
    padded = ops.pad(images, ((0, 0), (1, 3), (1, 3)))
    # Each pixel with its three neighbours to the right and below: one look-up of four numbers, not four of one.
    corners = (padded[:, :-1, :-1], padded[:, :-1, 1:], padded[:, 1:, :-1], padded[:, 1:, 1:])
    squares = ops.reshape(ops.stack(corners, axis=-1), (-1, width * width, 4))
    x, y = ops.clip(x + 1, 0, side + 1), ops.clip(y + 1, 0, side + 1)
    left, top = ops.floor(x), ops.floor(y)
    place = ops.cast(top * width + left, "int32")
    # Image by image rather than by one index over all: so several devices can share a batch.
    found = ops.vectorized_map(lambda pair: ops.take(pair[0], pair[1], axis=0), (squares, place))
    upper = found[..., 0] + (x - left) * (found[..., 1] - found[..., 0])
    lower = found[..., 2] + (x - left) * (found[..., 3] - found[..., 2])
    return upper + (y - top) * (lower - upper)


def _grain(draws: Any, side: int) -> Any:
    """A normal random number for each pixel of each image: (n, side, side)."""
    first = ops.cast(draws[:, GRAIN], "int32")[:, None]
    found = ops.take(grains(), first + np.arange(side * side, dtype=np.int32), axis=0)
    return ops.reshape(found, (-1, side, side))


@cache
def grains() -> np.ndarray:
    """The GRAINS normal random numbers, float32, the same in every run and on every backend."""
    return np.random.default_rng(0).standard_normal(GRAINS, np.float32)


def _change_thickness(images: Any, amount: Any) -> Any:
    """Blend each image with its dilation (amount above 0) or erosion by a cross of five pixels."""
    padded = ops.pad(images, ((0, 0), (1, 1), (1, 1)))
    thicker = thinner = images
    for moved in (padded[:, :-2, 1:-1], padded[:, 2:, 1:-1], padded[:, 1:-1, :-2], padded[:, 1:-1, 2:]):
        thicker, thinner = ops.maximum(thicker, moved), ops.minimum(thinner, moved)
    # A full erosion would wipe thin lines out, so thinning goes half as far.
    extreme = ops.where(amount > 0, thicker, images + 0.5 * (thinner - images))
    return images + ops.abs(amount) * (extreme - images)
