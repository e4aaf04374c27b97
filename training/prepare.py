"""Data sets become what a fit sees: split, rendered, mixed with made-up non-digits."""

import numpy as np

from training.fit import TrainingData
from training.mnist import TRAINING_WRITERS, VALIDATION_WRITERS, DataError, Mnist, PenDigits
from training.non_digits import make_mixture
from training.settings import Settings


def prepare(
    mnist: Mnist, pen: PenDigits | None, settings: Settings, limit: int | None = None
) -> TrainingData:
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
    parts = {
        "training": [(to_float(mnist.x_train[training]), mnist.y_train[training])],
        "validation": [(to_float(mnist.x_train[validation]), mnist.y_train[validation])],
    }
    singles = []
    if pen is not None:
        for name, writers in (("training", TRAINING_WRITERS), ("validation", VALIDATION_WRITERS)):
            chosen = pen.by(writers).first(limit)
            parts[name].append((chosen.images(), chosen.labels))
            singles = singles or chosen.drawings
    random = np.random.default_rng([settings.data_seed, 1])
    non_digits = make_mixture(settings.non_digits, random, singles)
    return TrainingData(*_join(parts["training"]), non_digits, *_join(parts["validation"]))


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


def _join(pairs: list) -> tuple[np.ndarray, np.ndarray]:
    images, labels = zip(*pairs, strict=True)
    return np.concatenate(images), np.concatenate(labels)
