"""Data sets become what a fit sees: split, rendered, mixed with made-up non-digits."""

from typing import Any, TypeAlias

import numpy as np

from training.drawings import BOLD, BRUSHES, painted, place_on_canvas
from training.fit import TrainingData
from training.mnist import TRAINING_WRITERS, VALIDATION_WRITERS, DataError, Mnist, PenDigits
from training.non_digits import make_mixture
from training.processes import spread
from training.settings import Settings
from training.writing_styles import MARKED_IN_INK, make_digits, marked, marked_in_ink, render

Pair: TypeAlias = tuple[np.ndarray, np.ndarray]
"""Images (n, 28, 28), and the digit on each."""

TOGETHER = 200
"""Drawings that are painted in one go."""


def prepare(mnist: Mnist, pen: PenDigits | None, settings: Settings, limit: int | None = None) -> TrainingData:
    """Split MNIST's training digits, add pen strokes if given, and make non-digits.

    Args:
        mnist: its test set is not touched.
        pen: pen strokes; those of the training and validation writers are added to each part.
        settings: `validation`, `data_seed` and `non_digits` are read.
        limit: use only so many MNIST and pen digits, for a quick try.

    Raises:
        DataError: fewer digits than are to be kept for validation.
    """
    validation, training = split(mnist, settings, limit)
    random = np.random.default_rng([settings.data_seed, 2])
    x, y = to_float(mnist.x_train[training]), mnist.y_train[training]
    parts = [(x, y), *_in_ink(x, y, settings.marked_in_ink // 2, random), *_made_up(settings.made_up, random)]
    singles = []
    if pen is not None:
        chosen = pen.by(TRAINING_WRITERS).first(limit)
        parts += _as_written_and_marked(chosen, settings.marked, random)
        parts += _as_pictures(chosen, settings.pictures, random)
        singles = chosen.drawings
    parts += _in_bold(settings.bold, random)
    non_digits = make_mixture(settings.non_digits, settings.data_seed, singles)
    kept = validation_digits(mnist, pen, settings, limit, validation)
    return TrainingData(*_join(parts), non_digits, *kept)


def validation_digits(
    mnist: Mnist,
    pen: PenDigits | None,
    settings: Settings,
    limit: int | None = None,
    validation: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the images and labels that are kept for validation: MNIST's, made-up ones, and those of
    writers 23 and 24, as they are and marked.

    `validation` are indices into MNIST's training digits; without them, they are those of `split`.
    """
    kept = split(mnist, settings, limit)[0] if validation is None else validation
    random = np.random.default_rng([settings.data_seed, 3])
    parts = [(to_float(mnist.x_train[kept]), mnist.y_train[kept]), *_made_up(settings.made_up // 12, random)]
    if pen is not None:
        chosen = pen.by(VALIDATION_WRITERS).first(limit)
        parts += _as_written_and_marked(chosen, min(settings.marked, 1), random)
        parts += _as_pictures(chosen, settings.pictures // 16, random)
    return _join(parts)


def _made_up(count: int, random: np.random.Generator) -> list[Pair]:
    drawings, labels = make_digits(count, random)
    return [(render(drawings), labels.astype(np.uint8))] if count else []


def _as_written_and_marked(pen: PenDigits, times: int, random: np.random.Generator) -> list[Pair]:
    parts = [(pen.images(), pen.labels)]
    for _ in range(times):
        drawings, labels = marked(pen.drawings, pen.labels, random)
        parts.append((render(drawings), labels))
    return parts


def _as_pictures(pen: PenDigits, count: int, random: np.random.Generator) -> list[Pair]:
    """Some of these digits, or all, painted with a brush and fitted as the ink of a picture is."""
    some = random.permutation(len(pen.labels))[:count]
    return [(_painted([pen.drawings[i] for i in some], BRUSHES, random), pen.labels[some])] if len(some) else []


def _in_bold(count: int, random: np.random.Generator) -> list[Pair]:
    drawings, labels = make_digits(count, random)
    return [(_painted(drawings, BOLD, random, 0.6), labels.astype(np.uint8))] if count else []


def _painted(
    drawings: list[dict[str, Any]], brushes: tuple[int, int], random: np.random.Generator, least: float = 0.35
) -> np.ndarray:
    """Digits at least `least` of the canvas high, by brushes from the thinnest to the broadest."""
    placed = [place_on_canvas(drawing, random, least) for drawing in drawings]
    widths = random.uniform(*brushes, len(placed)).tolist()
    parts = range(0, len(placed), TOGETHER)
    return np.concatenate(spread(painted, [(placed[i : i + TOGETHER], widths[i : i + TOGETHER]) for i in parts]))


def _in_ink(images: np.ndarray, labels: np.ndarray, count: int, random: np.random.Generator) -> list[Pair]:
    """Up to `count` zeros and as many sevens of these images, marked."""
    parts = []
    for label in MARKED_IN_INK if count else ():
        chosen = images[labels == label][:count]
        parts.append((marked_in_ink(chosen, label, random), np.full(len(chosen), label, np.uint8)))
    return parts


def split(mnist: Mnist, settings: Settings, limit: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return which of MNIST's training digits validate, and which train: two arrays of indices.

    Raises:
        DataError: fewer digits than are to be kept for validation.
    """
    order = np.random.default_rng(settings.data_seed).permutation(len(mnist.x_train))[:limit]
    if len(order) <= settings.validation:
        raise DataError(f"{len(order)} digits are too few to keep {settings.validation} for validation")
    return order[: settings.validation], order[settings.validation :]


def to_float(images: np.ndarray) -> np.ndarray:
    """uint8 images in 0 to 255 become float32 in [0, 1]."""
    return images.astype(np.float32) / 255


def _join(pairs: list[Pair]) -> tuple[np.ndarray, np.ndarray]:
    images, labels = zip(*pairs, strict=True)
    return np.concatenate(images), np.concatenate(labels)
