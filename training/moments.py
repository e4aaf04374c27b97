"""The training that the time slider goes through: `python -m training.moments`.

Trains both small networks on MNIST in the same way, on the same digits in the same order, and keeps
their weights at a few moments, close together at the start, where most happens. Nothing is chosen by
a score: the last moment is simply the end. The test set only reports.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from model.learn.moments import PATH, Moments, flatten, save_moments
from model.networks.small_networks import BUILDERS, NETWORKS, initial_weights

if TYPE_CHECKING:  # slow to import, and --help should not wait for them
    import keras
    from rich.console import Console

    from training.mnist import Mnist

Kept: TypeAlias = tuple[tuple[int, ...], np.ndarray, dict[str, tuple[float, ...]]]
"""Of one network: the steps, its weights (moments, parameters), and its scores at each."""


@dataclass(frozen=True)
class Settings:
    """One training of both networks."""

    seed: int = 1  # first weights, the split and the order of the digits
    validation: int = 5000  # MNIST training digits that are not learned from
    batch_size: int = 128
    activation: str = "relu"
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    steps: tuple[int, ...] = (0, 1, 3, 10, 30, 100, 300)  # batches learned; then at ends of epochs:
    epochs: tuple[int, ...] = (1, 2, 3, 5, 7, 10, 15)


SMOKE = Settings(validation=40, batch_size=16, steps=(0, 1, 3), epochs=(1,))
"""For a data set of a few hundred digits: everything once, in seconds."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser("python -m training.moments", description=__doc__)
    parser.add_argument("--data", help="an .npz or a folder of IDX files; Keras' own download without it")
    parser.add_argument("--out", type=Path, default=PATH, help="the file to write (default: the bundled one)")
    parser.add_argument("--smoke", action="store_true", help="a few steps on a few digits")
    options = parser.parse_args(arguments)
    from rich.console import Console

    from training.command import in_words

    console = Console()
    return in_words(lambda: _run(options, console), lambda text: console.print(text, style="red", markup=False))


def _run(options: argparse.Namespace, console: "Console") -> int:
    from training.command import must_be_writable
    from training.mnist import load_mnist

    must_be_writable(options.out.parent)
    moments = train_both(load_mnist(options.data), SMOKE if options.smoke else Settings(), console.print)
    save_moments(options.out, moments)
    console.print(f"{options.out}: {options.out.stat().st_size:,} bytes")
    return 0


def train_both(mnist: "Mnist", settings: Settings, say: Callable[[str], None]) -> Moments:
    """Train the CNN, then the ANN.

    Args:
        mnist: a `training.mnist.Mnist`; with `SMOKE` its first 400 digits are enough.
        settings: how.
        say: is told a line at each moment.
    """
    if settings is SMOKE:
        mnist = type(mnist)(
            mnist.x_train[:400],
            mnist.y_train[:400],
            mnist.x_test[:200],
            mnist.y_test[:200],
            mnist.is_original,
        )
    weights, scores = {}, {}
    steps: tuple[int, ...] = ()
    for name in NETWORKS:
        steps, weights[name], scores[name] = _train(name, mnist, settings, say)
    return Moments(_about(mnist, settings), steps, weights, scores)


def _train(name: str, mnist: "Mnist", settings: Settings, say: Callable[[str], None]) -> Kept:
    model = _compiled(name, settings)
    order = np.random.default_rng(settings.seed).permutation(len(mnist.x_train))
    held, learned = order[: settings.validation], order[settings.validation :]
    kept: list[np.ndarray] = []
    scores: dict[str, list[float]] = {"loss": [], "validation_accuracy": [], "test_accuracy": []}
    moments = _moments(settings, len(learned) // settings.batch_size)
    for step, batch in enumerate(_batches(learned, settings, moments[-1])):
        if step in moments:
            kept.append(flatten(model.get_weights()))
            loss, validation = _score(model, mnist.x_train[held], mnist.y_train[held])
            _, test = _score(model, mnist.x_test, mnist.y_test)
            for key, value in zip(scores, (loss, validation, test), strict=True):
                scores[key].append(round(value, 6))
            say(f"{name} after {step:,} steps: loss {loss:.4f}, validation {validation:.2%}, test {test:.2%}")
        if batch is not None:
            model.train_on_batch(_float(mnist.x_train[batch]), mnist.y_train[batch])
    return moments, np.stack(kept), {key: tuple(row) for key, row in scores.items()}


def _compiled(name: str, settings: Settings) -> "keras.Model":
    """Return the Keras model, ready to learn, with the weights that the seed decides."""
    import keras

    model = BUILDERS[name](settings.activation)
    random = np.random.default_rng(settings.seed)
    model.set_weights(initial_weights(name, settings.activation, random))
    optimizer = keras.optimizers.get(settings.optimizer)
    optimizer.learning_rate = settings.learning_rate
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def _moments(settings: Settings, epoch: int) -> tuple[int, ...]:
    """Steps at which weights are kept; `epoch` is how many steps an epoch has."""
    ends = [epoch * number for number in settings.epochs]
    return tuple(sorted({*(step for step in settings.steps if step < ends[0]), *ends}))


def _batches(learned: np.ndarray, settings: Settings, last: int) -> Iterator[np.ndarray | None]:
    """Yield indices of one batch after another, each digit once an epoch; None after the last."""
    random = np.random.default_rng([settings.seed, 1])
    size, done = settings.batch_size, 0
    while done < last:
        order = random.permutation(learned)
        for start in range(0, len(order) - size + 1, size):  # what does not fill a batch waits an epoch
            yield order[start : start + size]
            done += 1
    yield None


def _score(model: "keras.Model", images: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Loss and accuracy."""
    loss, accuracy = model.evaluate(_float(images), labels, batch_size=1000, verbose=0)
    return float(loss), float(accuracy)


def _float(images: np.ndarray) -> np.ndarray:
    return images[..., None].astype(np.float32) / 255


def _about(mnist: "Mnist", settings: Settings) -> dict[str, Any]:
    import keras
    import tensorflow as tf

    def digest(array: np.ndarray) -> str:
        return hashlib.sha256(array.tobytes()).hexdigest()

    return {
        "settings": asdict(settings),
        "learned_from": len(mnist.x_train) - settings.validation,
        "test_digits": len(mnist.x_test),
        "sha256": {key: digest(getattr(mnist, key)) for key in ("x_train", "y_train", "x_test", "y_test")},
        "is_mnist": mnist.is_original,
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    }


if __name__ == "__main__":
    sys.exit(main())
