"""Fit one network: batches, learning rate, checkpoints, the best epoch, and going on after a stop.

The same on TensorFlow and JAX: batches are NumPy arrays, everything else is Keras.
"""

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import keras
import numpy as np

from model.image.transforms import pixel_order, shuffle_pixels
from model.networks.architectures import BUILDERS, DIGITS
from model.networks.recognizer import compiled
from training.augment import augment
from training.devices import shares
from training.settings import Settings

COMPILE = keras.backend.backend() != "tensorflow"
"""On a CPU, TensorFlow's own convolutions are half as fast again as those that XLA compiles; JAX
always compiles."""


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


class Batches(keras.utils.PyDataset):
    """Shuffled, augmented batches: (images (b, 28, 28, 1), targets (b, 10), loss weights (b,)).

    A digit's target is 1 at its class; a non-digit's is 1/10 everywhere. What a batch holds
    depends on the seed, the epoch and its number alone, so a training that is resumed sees what
    it would have seen. With teachers, the target is the mean of what they say of the very image;
    where they are heard only if right, it lies midway between that and the label, or is the label.
    """

    def __init__(self, data: TrainingData, settings: Settings, epoch: int = 0, teachers: Sequence = ()):
        super().__init__(workers=2, max_queue_size=6)
        self.settings, self.epoch = settings, epoch
        self.teachers = [compiled(teacher, batch=None) for teacher in teachers]
        self.images = np.concatenate([data.images, data.non_digits])
        self.targets = np.full((len(self.images), DIGITS), 1 / DIGITS, np.float32)
        self.targets[: len(data.labels)] = np.eye(DIGITS, dtype=np.float32)[data.labels]
        self.weights = np.full(len(self.images), settings.non_digit_weight, np.float32)
        self.weights[: len(data.labels)] = 1
        self._shuffle()

    def __len__(self) -> int:
        # The last, smaller batch is dropped: it would be compiled for a second time.
        return max(1, len(self.images) // self.settings.batch_size)

    def __getitem__(self, index: int):
        size = self.settings.batch_size
        chosen = self.order[index * size : (index + 1) * size]
        random = np.random.default_rng([self.settings.seed, self.epoch, index])
        images = shuffled(self._vary(self.images[chosen], random), self.settings)
        images, targets = images[..., None], self.targets[chosen]
        if self.teachers:
            targets = self._taught(images, targets)
        return images, targets, self.weights[chosen]

    def on_epoch_end(self) -> None:
        self.epoch += 1
        self._shuffle()

    def _taught(self, images: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """What the teachers say on average, or, where only right ones are heard, midway to the label."""
        said = np.mean([ask(images) for ask in self.teachers], axis=0)
        if self.settings.heard == "always":
            return said
        is_digit = targets.max(axis=1) == 1
        right = is_digit & (said.argmax(axis=1) == targets.argmax(axis=1))
        return np.where(right[:, None], (said + targets) / 2, targets)

    def _vary(self, images: np.ndarray, random: np.random.Generator) -> np.ndarray:
        # Keras asks for a batch before it begins, so its first epoch is this one's number 1.
        strength = 0.5 if is_calm(self.epoch, self.settings) else 1.0
        return augment(images, self.settings, random, strength)

    def _shuffle(self) -> None:
        random = np.random.default_rng([self.settings.seed, self.epoch])
        self.order = random.permutation(len(self.images))


class Checkpoints(keras.callbacks.Callback):
    """After each epoch, keep the last state, the best network so far, and the history; atomically.

    What is best, `best_epoch` says.
    """

    def __init__(self, folder: Path, settings: Settings, history: list[dict], report: Callable):
        super().__init__()
        self.folder, self.settings, self.history, self.report = folder, settings, history, report

    def on_epoch_begin(self, epoch, logs=None):
        self.started = time.monotonic()

    def on_epoch_end(self, epoch, logs=None):
        row = {key: float(value) for key, value in logs.items()}
        row["seconds"] = round(time.monotonic() - self.started, 1)
        self.history.append(row)
        if best_epoch(self.history, self.settings) == epoch:
            _save(self.model, self.folder / "best.keras")
        _save(self.model, self.folder / "last.keras")
        state = {"settings": asdict(self.settings), "history": self.history}
        write_atomically(self.folder / "state.json", json.dumps(state, indent=1).encode())
        self.report(epoch + 1, row)


def fit(
    data: TrainingData,
    settings: Settings,
    folder: Path,
    resume: bool = False,
    report: Callable[[int, dict], None] = lambda epoch, row: None,
    teachers: Sequence[keras.Model] = (),
    start: keras.Model | None = None,
    keep: str = "best",
) -> tuple[keras.Model, list[dict]]:
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

    Returns:
        The network, and for each epoch its loss, accuracy, val_loss, val_accuracy and seconds.

    Raises:
        ValueError: what is to be resumed was begun with other settings.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(settings.seed)
    network = _compiled(settings, steps=len(Batches(data, settings)) * settings.epochs)
    if start is not None:
        network.set_weights(start.get_weights())
    history = _restore(network, settings, folder) if resume else []
    if len(history) < settings.epochs:
        parts = shares(settings.batch_size)
        whole = len(data.validation_labels) // parts * parts  # all of them, on one device
        network.fit(
            Batches(data, settings, len(history), teachers),
            validation_data=(
                shuffled(data.validation_images[:whole], settings)[..., None],
                np.eye(DIGITS)[data.validation_labels[:whole]],
            ),
            validation_batch_size=32 * parts,
            initial_epoch=len(history),
            epochs=settings.epochs,
            callbacks=[Checkpoints(folder, settings, history, report)],
            shuffle=False,  # Batches does it, repeatably
            verbose=0,
        )
    kept = keras.saving.load_model(folder / f"{keep}.keras", compile=False)
    plain = BUILDERS[settings.network]()
    plain.set_weights(kept.get_weights())  # without the optimizer's state
    return plain, history


def shuffled(images: np.ndarray, settings: Settings) -> np.ndarray:
    """Permute the pixels of images (n, 28, 28), if the settings say so."""
    if settings.shuffle_seed is None:
        return images
    return shuffle_pixels(images, pixel_order(settings.shuffle_seed))


def best_epoch(history: list[dict], settings: Settings) -> int:
    """Return the index of the best epoch: by validation accuracy, then by validation loss, among the
    calm ones at the end if there are any yet. Before those, the learning rate is high and an epoch
    that does well on a few thousand digits is a lucky one rather than a better network."""

    def merit(index: int) -> tuple:
        row = history[index]
        return is_calm(index + 1, settings), row["val_accuracy"], -row["val_loss"]

    return max(range(len(history)), key=merit)


def is_calm(epoch: int, settings: Settings) -> bool:
    """Whether an epoch, counted from 1, is one of the last, in which images are varied half as much."""
    return epoch > (1 - settings.calm) * settings.epochs


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it finds the old content or the new, never a part."""
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def _save(network: keras.Model, path: Path) -> None:
    temporary = path.with_name(f"part-{path.name}")
    network.save(temporary)
    os.replace(temporary, path)


def _compiled(settings: Settings, steps: int) -> keras.Model:
    build = BUILDERS[settings.network]
    network = build(settings.dropout) if settings.network == "cnn" else build()
    warm_up = round(settings.warm_up * steps)
    rate = keras.optimizers.schedules.CosineDecay(
        settings.learning_rate / 25,
        max(1, steps - warm_up),
        warmup_target=settings.learning_rate,
        warmup_steps=warm_up,
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=settings.weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    network.compile(optimizer, "categorical_crossentropy", weighted_metrics=["accuracy"], jit_compile=COMPILE)
    return network


def _restore(network: keras.Model, settings: Settings, folder: Path) -> list[dict]:
    """Load the last checkpoint's weights and optimizer state; return the history so far."""
    if not (folder / "state.json").exists():
        return []
    state = json.loads((folder / "state.json").read_text())
    # A setting that is younger than the checkpoint had its default then.
    if asdict(Settings()) | state["settings"] != asdict(settings):
        raise ValueError(f"{folder} holds a training with other settings; choose another folder")
    saved = keras.saving.load_model(folder / "last.keras")
    network.set_weights(saved.get_weights())
    network.optimizer.build(network.trainable_variables)
    for ours, theirs in zip(network.optimizer.variables, saved.optimizer.variables, strict=True):
        ours.assign(theirs)
    return state["history"]
