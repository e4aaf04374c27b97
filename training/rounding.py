"""Round trained weights to a coarse grid: integers of eight bits times a power of two, for each array.

So rounded, a network is small (a byte a weight, less when compressed), exact in float16 as in float32,
and a browser computes with the very numbers that Keras has. `python -m training.rounding FOLDER` rounds
and measures a finished training again; `training.train` rounds before it measures.

How coarse a grid may be is chosen by validation digits alone. With n the largest integer that is kept,

    step = 2^k,  q = clip(round(w / step), −n, n),  w' = q · step.

Each array in turn, from the image on, takes of two steps the one with the lower validation loss: the
finest at which nothing is clipped, and its half. Where the loss of all together rises by more than
WORSE, the array that costs most takes one bit more, up to MOST_BITS, which float16 still holds.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:  # slow to import, and --help should not wait for them
    import keras

    from training.mnist import Mnist, PenDigits

Loss: TypeAlias = Callable[[list[np.ndarray]], float]

BITS = 8
MOST_BITS = 12
"""Float16 has 11 bits beside the sign."""

WORSE = 0.02
"""Share by which the validation loss may rise."""


@dataclass(frozen=True)
class Grid:
    """Integers of `bits` bits times `step`, a power of two."""

    bits: int
    step: float

    def round(self, weights: np.ndarray) -> np.ndarray:
        """Return the nearest values on the grid, float32."""
        most = 2 ** (self.bits - 1) - 1
        return (np.clip(np.rint(weights / self.step), -most, most) * self.step).astype(np.float32)


def fitting_grid(weights: np.ndarray, bits: int = BITS) -> Grid:
    """The finest grid on which no weight is clipped, though the largest may be rounded down."""
    largest = float(np.abs(weights).max()) or 1.0
    return Grid(bits, 2.0 ** int(np.ceil(np.log2(largest / (2 ** (bits - 1) - 0.5)))))


def round_weights(weights: list[np.ndarray], loss: Loss) -> list[Grid]:
    """Choose a grid for each array.

    Args:
        weights: a network's arrays, as `get_weights` returns them.
        loss: what validation says of such arrays; the lower, the better.

    Returns:
        One grid an array; `grid.round(array)` is what is to be kept.
    """
    limit = (1 + WORSE) * loss(weights)
    rounded, grids = list(weights), []
    for number, array in enumerate(weights):
        grids.append(_better_of_two(rounded, number, array, BITS, loss))
        rounded[number] = grids[-1].round(array)
    while loss(rounded) > limit:
        coarse = [number for number, grid in enumerate(grids) if grid.bits < MOST_BITS]
        if not coarse:
            break
        number = min(coarse, key=lambda n: loss([*rounded[:n], weights[n], *rounded[n + 1 :]]))
        grids[number] = _better_of_two(rounded, number, weights[number], grids[number].bits + 1, loss)
        rounded[number] = grids[number].round(weights[number])
    return grids


def _better_of_two(rounded: list[np.ndarray], number: int, array: np.ndarray, bits: int, loss: Loss) -> Grid:
    whole = fitting_grid(array, bits)
    half = Grid(bits, whole.step / 2)

    def cost(grid: Grid) -> float:
        return loss([*rounded[:number], grid.round(array), *rounded[number + 1 :]])

    return min((whole, half), key=cost)


def round_network(network: "keras.Model", images: np.ndarray, labels: np.ndarray) -> list[Grid]:
    """Round a Keras network's weights in place, by its mean cross-entropy on validation digits.

    Args:
        network: takes (n, 28, 28, 1), returns (n, 10) probabilities.
        images: float32 (n, 28, 28) in [0, 1].
        labels: (n,) from 0 to 9.
    """
    from training.evaluate import probabilities

    def loss(weights: list[np.ndarray]) -> float:
        network.set_weights(weights)
        right = probabilities(network, images)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(right, 1e-7)).mean())

    weights = network.get_weights()
    grids = round_weights(weights, loss)
    network.set_weights([grid.round(array) for grid, array in zip(grids, weights, strict=True)])
    return grids


def as_table(network: "keras.Model", grids: list[Grid]) -> dict[str, dict[str, float]]:
    """{layer/array: {"bits", "step"}}, as the manifest has it."""
    names = [weight.path for weight in network.weights]
    return {name: {"bits": grid.bits, "step": grid.step} for name, grid in zip(names, grids, strict=True)}


def main(arguments: list[str] | None = None) -> int:
    """Round and measure a finished training again; return the exit status."""
    parser = argparse.ArgumentParser("python -m training.rounding", description=main.__doc__)
    parser.add_argument("folder", type=Path, help="holds models, manifest.json and metrics.json")
    parser.add_argument("--data", help="MNIST as for training.train")
    parser.add_argument("--pen-strokes", help="pen strokes as for training.train")
    options = parser.parse_args(arguments)
    from training.command import in_words

    return in_words(lambda: _run(options), partial(print, file=sys.stderr))


def _run(options: argparse.Namespace) -> int:
    from training.command import must_be_finished, must_be_writable
    from training.mnist import load_mnist, load_pen_digits

    must_be_finished(options.folder)
    must_be_writable(options.folder)
    pen = load_pen_digits(options.pen_strokes) if options.pen_strokes else None
    round_folder(options.folder, load_mnist(options.data), pen)
    return 0


def round_folder(folder: Path, mnist: "Mnist", pen: "PenDigits | None", say: Callable[[str], None] = print) -> None:
    """Round every model of a folder, measure it again, and write models, metrics and manifest."""
    import keras

    from training.bundle import as_json, describe_file, known_answer
    from training.checkpoints import write_atomically
    from training.evaluate import measure_again

    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    metrics = json.loads((folder / "metrics.json").read_text("utf-8"))
    networks = {}
    for file in manifest["files"]:
        name = Path(file).stem
        network = networks[name] = keras.saving.load_model(folder / file, compile=False)
        grids = round_network(network, *_validation(name, mnist, pen))
        manifest.setdefault("rounding", {})[name] = as_table(network, grids)
        say(f"{name}: {[grid.bits for grid in grids]} bits")
    metrics = measure_again(networks, metrics, mnist, pen, say=say)
    manifest["not_a_digit"] = {key: metrics["not_a_digit"][key] for key in ("score", "threshold")}
    for name, network in networks.items():
        network.save(folder / f"{name}.keras")
        manifest["files"][f"{name}.keras"] = describe_file(folder / f"{name}.keras")
        manifest["known_answer"]["probabilities"][name] = known_answer(network, mnist)
    write_atomically(folder / "metrics.json", as_json(metrics))
    write_atomically(folder / "manifest.json", as_json(manifest))


def _validation(name: str, mnist: "Mnist", pen: "PenDigits | None") -> tuple[np.ndarray, np.ndarray]:
    """The digits kept from a network's training: pen strokes too, unless its pixels are permuted."""
    from training.fit import shuffled
    from training.prepare import validation_digits
    from training.settings import DEFAULTS
    from training.shuffle_experiment import SHUFFLE_SEED, shuffled_settings

    if not name.endswith("_shuffled"):
        return validation_digits(mnist, pen, DEFAULTS[name])
    settings = shuffled_settings(name.removesuffix("_shuffled"), SHUFFLE_SEED)
    images, labels = validation_digits(mnist, None, settings)
    return shuffled(images, settings), labels


if __name__ == "__main__":
    sys.exit(main())
