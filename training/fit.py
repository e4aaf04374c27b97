"""Fit one network: batches, learning rate, and going on after a stop (see `checkpoints.py`).

The same on TensorFlow and JAX: batches are NumPy arrays, everything else is Keras. What happens to a batch in
the compiled step is `learner.py`'s.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

import keras
import numpy as np

from model.image.transforms import pixel_order, shuffle_pixels
from model.networks.architectures import BUILDERS, DIGITS, build_cnn
from training.augment import draw
from training.checkpoints import Checkpoints, Row, State, is_calm, plain_network, restore
from training.devices import shares, whole_step_is_compiled
from training.learner import Learner
from training.settings import Settings

TOGETHER = 16 if keras.backend.backend() == "jax" else 1
"""Steps between two looks at the callbacks, which on a GPU take half as long as a step; on TensorFlow these steps
would be a loop in the graph, which a CPU runs more slowly."""

VALIDATED_TOGETHER = 500
"""Validation images a device looks at in one step."""


LOSS = "categorical_crossentropy"


@dataclass(frozen=True)
class TrainingData:
    """What one fit sees: float32 images (n, 28, 28) in [0, 1] and labels (n,) of digits; non-digits
    have no label. Validation images choose the best epoch; only what chooses nothing may train on them."""

    images: np.ndarray
    labels: np.ndarray
    non_digits: np.ndarray
    validation_images: np.ndarray
    validation_labels: np.ndarray

    def with_validation(self) -> "TrainingData":
        """The same, trained on the validation digits as well: for a training that chooses nothing."""
        images = np.concatenate([self.images, self.validation_images])
        labels = np.concatenate([self.labels, self.validation_labels])
        return replace(self, images=images, labels=labels)

    @cached_property
    def checksum(self) -> str:
        """The SHA-256 of all of it: a training is resumed on the data that it began with, or not at all."""
        digest = hashlib.sha256()
        for name in ("images", "labels", "non_digits", "validation_images", "validation_labels"):
            digest.update(np.ascontiguousarray(getattr(self, name)).data)
        return digest.hexdigest()


class Batches(keras.utils.PyDataset):
    """Shuffled batches: ({"images": (b, 28, 28, 1), "draws": (b, DRAWS)}, targets (b, 10), loss weights (b,)).

    A digit's target is 1 at its class; a non-digit's is 1/10 everywhere. What a batch holds, and how
    its images are to be varied, depends on the seed, the epoch and its number alone, so a training that
    is resumed sees what it would have seen.
    """

    def __init__(self, data: TrainingData, settings: Settings, epoch: int = 0):
        super().__init__()
        self.settings, self.epoch = settings, epoch
        self.images = np.concatenate([data.images, data.non_digits])[..., None]
        self.targets = np.full((len(self.images), DIGITS), 1 / DIGITS, np.float32)
        self.targets[: len(data.labels)] = np.eye(DIGITS, dtype=np.float32)[data.labels]
        self.weights = np.full(len(self.images), settings.non_digit_weight, np.float32)
        self.weights[: len(data.labels)] = 1
        self._shuffle()

    def __len__(self) -> int:
        # The last, smaller batch is dropped: it would be compiled for a second time.
        return max(1, len(self.images) // self.settings.batch_size)

    def __getitem__(self, index: int) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
        size = self.settings.batch_size
        chosen = self.order[index * size : (index + 1) * size]
        random = np.random.default_rng([self.settings.seed, self.epoch, index])
        # Keras asks for a batch before it begins, so its first epoch is this one's number 1.
        strength = 0.5 if is_calm(self.epoch, self.settings) else 1.0
        draws = draw(len(chosen), self.settings, random, strength)
        return {"images": self.images[chosen], "draws": draws}, self.targets[chosen], self.weights[chosen]

    def on_epoch_end(self) -> None:
        self.epoch += 1
        self._shuffle()

    def _shuffle(self) -> None:
        random = np.random.default_rng([self.settings.seed, self.epoch])
        self.order = random.permutation(len(self.images))


def fit(
    data: TrainingData,
    settings: Settings,
    folder: Path,
    resume: bool = False,
    report: Callable[[int, Row], None] = lambda epoch, row: None,
    teachers: Sequence[keras.Model] = (),
    start: keras.Model | None = None,
    keep: str = "best",
    within: Callable[[float, float], None] = lambda epochs, rate: None,
) -> tuple[keras.Model, list[Row]]:
    """Train a network and return its best epoch, or its last.

    Args:
        data: what to train on.
        settings: how.
        folder: where the checkpoints go: last.keras, best.keras, state.json.
        resume: go on from there, if something is there; finished trainings return at once.
        report: called after each epoch with its number from 1 and its measurements.
        teachers: networks whose mean answer is learnt instead of the labels (Hinton et al., 2015).
        start: a network of the same architecture to begin with, instead of random weights.
        keep: "best" for the best epoch by validation, "last" where nothing is to be chosen.
        within: called after a batch with how many epochs are done, a fraction, and images a second.

    Returns:
        The network, and for each epoch its loss, accuracy, val_loss, val_accuracy, seconds and
        images_per_second.

    Raises:
        ValueError: what is to be resumed was begun with other settings or other data.
        DataError: it is damaged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(settings.seed)
    batches = Batches(data, settings)
    learner = compiled(settings, len(batches) * settings.epochs, teachers)
    if start is not None:
        learner.network.set_weights(start.get_weights())
    state: State = {"settings": asdict(settings), "data": data.checksum, "history": []}
    if resume and (folder / "state.json").exists():
        state["history"] = restore(learner.network, state, folder, len(batches))
    if len(state["history"]) < settings.epochs:
        batches.epoch = len(state["history"])
        images = len(batches) * settings.batch_size
        keeper = Checkpoints(folder, state, settings, images, report, within)
        _fit(learner, batches, data, settings, keeper)
    return plain_network(settings.network, folder / f"{keep}.keras"), state["history"]


def _fit(learner: Learner, batches: Batches, data: TrainingData, settings: Settings, keeper: Checkpoints) -> None:
    parts = shares(settings.batch_size)
    whole = len(data.validation_labels) // parts * parts  # all of them, on one device
    learner.fit(
        batches,
        validation_data=(
            shuffled(data.validation_images[:whole], settings)[..., None],
            np.eye(DIGITS, dtype=np.float32)[data.validation_labels[:whole]],
        ),
        validation_batch_size=VALIDATED_TOGETHER * parts,
        initial_epoch=batches.epoch,
        epochs=settings.epochs,
        callbacks=[keeper],
        shuffle=False,  # Batches does it, repeatably
        verbose=0,
    )


def shuffled(images: np.ndarray, settings: Settings) -> np.ndarray:
    """Permute the pixels of images (n, 28, 28), if the settings say so."""
    if settings.shuffle_seed is None:
        return images
    return shuffle_pixels(images, pixel_order(settings.shuffle_seed))


def compiled(settings: Settings, steps: int, teachers: Sequence[keras.Model]) -> Learner:
    """Return a new network that is ready to learn for so many steps."""
    network = build_cnn(settings.dropout) if settings.network == "cnn" else BUILDERS[settings.network]()
    warm_up = round(settings.warm_up * steps)
    rate = keras.optimizers.schedules.CosineDecay(
        settings.learning_rate / 25,
        max(1, steps - warm_up),
        warmup_target=settings.learning_rate,
        warmup_steps=warm_up,
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=settings.weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    order = None if settings.shuffle_seed is None else pixel_order(settings.shuffle_seed)
    learner = Learner(network, order, teachers, settings.heard)
    # The network too, with the same optimizer: so its checkpoint holds the optimizer's state.
    network.compile(optimizer, LOSS)
    learner.compile(
        optimizer,
        LOSS,
        weighted_metrics=["accuracy"],
        jit_compile=whole_step_is_compiled(),
        steps_per_execution=TOGETHER,
    )
    return learner
