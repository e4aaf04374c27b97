"""One live run: a small network learns from the bundled sample digits and says how far it is.

Leaves out who may run and when (`tabs/training_lab/runs.py`), and the single step (`learner.py`).
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import numpy as np

from model.image.samples import load_samples
from model.learn.learner import Learner, Recipe

RATES = (0.00001, 10.0)
BATCHES = (8, 512)
EPOCHS = (1, 30)
"""The smallest and the largest that may be asked for."""

POINTS = 100
"""Points of the training curve, apart from a few at the start."""

CHECKS = 10
"""How often the held-out digits are read at least; once an epoch if there are more epochs."""

REACH = 1
"""Pixels by which each digit is moved at random, each way: 5,000 digits then teach as more would."""


class Diverged(ArithmeticError):
    """The loss is no longer a number; the message says why, to a visitor."""


@dataclass(frozen=True)
class LiveSettings:
    """What a visitor may choose. The defaults were chosen on a split of the 5,000 training digits."""

    network: str = "cnn"  # one of small_networks.NETWORKS
    activation: str = "relu"  # one of small_networks.ACTIVATIONS
    optimizer: str = "adam"  # one of optimizers.OPTIMIZERS
    rate: float = 0.005  # the learning rate at the start, within RATES
    batch: int = 32  # digits a step, within BATCHES
    epochs: int = 10  # how often each digit is seen, within EPOCHS

    @property
    def recipe(self) -> Recipe:
        return Recipe(self.network, self.activation, self.optimizer)


@dataclass(frozen=True)
class Point:
    """How good the network is after `step` batches.

    `loss` and `accuracy` are means over the batches since the last point, None before the first
    batch; `held_loss` and `held_accuracy` are those of all held-out digits, None where they were
    not read. Accuracies lie in [0, 1].
    """

    step: int
    epoch: float
    loss: float | None = None
    accuracy: float | None = None
    held_loss: float | None = None
    held_accuracy: float | None = None

    def as_json(self) -> dict:
        """Return the point as plain JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Progress:
    """Where a run is after a batch: `step` of `steps`, perhaps with a new point of its curves."""

    step: int
    steps: int
    point: Point | None
    weights: Callable[[], list[np.ndarray]]  # copies them


def live_run(settings: LiveSettings, seed: int) -> Iterator[Progress]:
    """Train; yield before the first batch and after each one. Whoever stops asking, stops the run.

    Args:
        settings: what to train and how.
        seed: decides the first weights, the order and the shifts of the digits.

    Raises:
        Diverged: the loss is no longer finite.
    """
    images, labels = load_samples("train")
    held = _held_out()
    learner = Learner(settings.recipe, seed)
    per_epoch = len(images) // settings.batch
    steps = per_epoch * settings.epochs
    every, check = max(1, steps // POINTS), max(1, min(per_epoch, steps // CHECKS))
    recent: list[tuple[float, float]] = []
    yield Progress(0, steps, Point(0, 0.0, None, None, *_finite(learner.score(*held))), learner.weights)
    for step, batch in enumerate(_batches(images, labels, settings, seed), 1):
        # In a straight line to 0: the steps become small where the valley is narrow, and the end is calm.
        rate = settings.rate * (1 - (step - 1) / steps)
        recent.append(_finite(learner.step(*batch, rate)))
        is_checked = step % check == 0 or step == steps
        point = None
        if is_checked or step % every == 0 or step in (1, 2, 5):
            scores = _finite(learner.score(*held)) if is_checked else (None, None)
            loss, accuracy = np.mean(recent, axis=0).tolist()
            point = Point(step, step / per_epoch, loss, accuracy, *scores)
            recent.clear()
        yield Progress(step, steps, point, learner.weights)


def warm_up() -> None:
    """Compile what the default run needs, so that its first point comes at once."""
    next(live_run(LiveSettings(), seed=0))


def _held_out() -> tuple[np.ndarray, np.ndarray]:
    images, labels = load_samples("test")
    return _float(images), labels


def _batches(images, labels, settings: LiveSettings, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    random = np.random.default_rng([seed, 1])
    for _ in range(settings.epochs):
        order = random.permutation(len(images))
        for start in range(0, len(order) - settings.batch + 1, settings.batch):
            chosen = order[start : start + settings.batch]
            yield _float(shifted(images[chosen], random)), labels[chosen]


def shifted(images: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Move each image by up to `REACH` pixels in both directions; what moves in is paper.

    Args:
        images: (n, 28, 28), ink bright.
        random: where the randomness comes from.

    Returns:
        As `images`.
    """
    side = 2 * REACH + 1
    padded = np.pad(images, ((0, 0), (REACH, REACH), (REACH, REACH)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, images.shape[1:], axis=(1, 2))
    down, right = random.integers(0, side, (2, len(images)))
    return windows[np.arange(len(images)), down, right]


def _float(images: np.ndarray) -> np.ndarray:
    return images.astype(np.float32) / 255


def _finite(score: tuple[float, float]) -> tuple[float, float]:
    if not math.isfinite(score[0]):
        raise Diverged(
            "The loss is no longer a number: the steps were too large. Try a smaller learning rate."
        )
    return score
