"""What is kept of a training after each epoch, which epoch is the best, and how one goes on from there."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias, TypedDict

import keras
import numpy as np

from model.networks.architectures import BUILDERS
from training.mnist import DataError
from training.settings import Settings

Row: TypeAlias = dict[str, float]
"""What was measured of an epoch, by name."""


class State(TypedDict):
    """What stands in state.json: a training's settings, the checksum of its data, and a row for each epoch."""

    settings: dict[str, Any]
    data: str
    history: list[Row]


BEGIN_ANEW = "begin anew without --resume"


class Checkpoints(keras.callbacks.Callback):
    """After each epoch, keep the last state, the best network so far, and the history; atomically.

    What is best, `best_epoch` says. Within an epoch, `within` is told how far the training is.
    """

    def __init__(
        self,
        folder: Path,
        state: State,
        settings: Settings,
        images: int,
        report: Callable[[int, Row], None],
        within: Callable[[float, float], None],
    ):
        super().__init__()
        self.folder, self.state, self.settings = folder, state, settings
        self.images, self.report, self.within = images, report, within

    def on_epoch_begin(self, epoch: int, logs: Row | None = None) -> None:
        self.epoch, self.started = epoch, time.monotonic()

    def on_train_batch_end(self, batch: int, logs: Row | None = None) -> None:
        done = (batch + 1) * self.settings.batch_size  # nothing of the logs is read: JAX would wait for the device
        seconds = time.monotonic() - self.started
        self.within(self.epoch + min(1.0, done / self.images), done / max(seconds, 1e-6))

    def on_epoch_end(self, epoch: int, logs: Row | None = None) -> None:
        row = {key: float(value) for key, value in (logs or {}).items()}
        seconds = time.monotonic() - self.started
        row |= {"seconds": round(seconds, 1), "images_per_second": round(self.images / max(seconds, 1e-6))}
        history = self.state["history"]
        history.append(row)
        network = self.model.network
        if best_epoch(history, self.settings) == epoch:
            _save(network, self.folder / "best.keras")
        # Both are written before either takes its place: a stop in between leaves the checkpoint before.
        last, state = self.folder / "part-last.keras", self.folder / "state.json.part"
        network.save(last)
        state.write_text(json.dumps(self.state, indent=1), "utf-8")
        os.replace(last, self.folder / "last.keras")
        os.replace(state, self.folder / "state.json")
        self.report(epoch + 1, row)


def best_epoch(history: list[Row], settings: Settings) -> int:
    """Return the index of the best epoch: by validation accuracy, then by validation loss, among the
    calm ones at the end if there are any yet. Before those, the learning rate is high and an epoch
    that does well on a few thousand digits is a lucky one rather than a better network."""

    def merit(index: int) -> tuple[bool, float, float]:
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


def restore(network: keras.Model, wanted: State, folder: Path, steps: int) -> list[Row]:
    """Load the last checkpoint's weights and optimizer state; return the history so far.

    Args:
        network: compiled; its weights and its optimizer's state are replaced.
        wanted: the settings and the checksum of the data of the training that is to go on.
        folder: where its checkpoints are.
        steps: batches in an epoch.

    Raises:
        ValueError: the checkpoint is of a training with other settings or other data.
        DataError: it is damaged.
    """
    state = _read_state(folder / "state.json")
    # A setting that is younger than the checkpoint had its default then.
    if asdict(Settings()) | state["settings"] != wanted["settings"]:
        raise ValueError(f"{folder} holds a training with other settings; choose another folder")
    if state["data"] != wanted["data"]:
        raise ValueError(f"{folder} holds a training on other data; choose another folder, or go on without --resume")
    saved = load_network(folder / "last.keras", compile=True)
    try:
        network.set_weights(saved.get_weights())
        network.optimizer.build(network.trainable_variables)
        for ours, theirs in zip(network.optimizer.variables, saved.optimizer.variables, strict=True):
            ours.assign(theirs)
    except (ValueError, AttributeError) as error:
        raise DataError(f"{folder / 'last.keras'} is not the network of that training; {BEGIN_ANEW}") from error
    if int(network.optimizer.iterations) != steps * len(state["history"]):
        raise DataError(f"{folder}: last.keras and state.json are of two epochs; {BEGIN_ANEW}")
    return state["history"]


def _read_state(path: Path) -> State:
    try:
        state = json.loads(path.read_text("utf-8"))
        numbers = [row[key] + 0.0 for row in state["history"] for key in ("loss", "val_accuracy", "val_loss")]
        if isinstance(state["settings"], dict) and np.isfinite(numbers).all():
            return {"settings": state["settings"], "data": state.get("data", ""), "history": state["history"]}
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise DataError(f"{path} is damaged; {BEGIN_ANEW}") from error
    raise DataError(f"{path} is damaged; {BEGIN_ANEW}")


def load_network(path: Path, compile: bool = False) -> keras.Model:
    """Load a saved network.

    Raises:
        DataError: it is missing, damaged, or written by a Keras that this one does not understand.
    """
    try:
        return keras.saving.load_model(path, compile=compile)
    except Exception as error:  # what Keras, its zip and its HDF5 raise at a strange file has no end
        what = "is damaged, or of another version of Keras" if path.exists() else "does not exist"
        raise DataError(f"{path} {what}; this is Keras {keras.__version__}") from error


def plain_network(name: str, path: Path) -> keras.Model:
    """Load a network's weights into one of its kind, without dropout or an optimizer's state.

    Raises:
        DataError: as `load_network`; or another kind of network is in the file.
    """
    plain = BUILDERS[name]()
    try:
        plain.set_weights(load_network(path).get_weights())
    except ValueError as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{path} holds another network than the {name} that this code trains") from error
    return plain
