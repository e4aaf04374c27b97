"""What is lost when neighbours are: `python -m training.shuffle_experiment --into FOLDER`.

Trains the CNN and the ANN on the same digits twice: as they are, and with every image's pixels
permuted alike. A dense layer cannot tell the difference; a convolution, which looks at neighbours,
loses its advantage. Adds the two shuffled networks and all four scores to a finished training.
"""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.settings import DEFAULTS, Settings

if TYPE_CHECKING:  # slow to import, and --help should not wait for them
    import keras
    from rich.console import Console

    from training.mnist import Mnist

SHUFFLE_SEED = 7
PLAIN: dict[str, Any] = {"shift": 0, "rotation": 0, "slant": 0, "scale": 0, "elastic": 0, "thickness": 0, "noisy": 0}
PLAIN |= {"non_digits": 0, "made_up": 0, "marked": 0, "marked_in_ink": 0, "pictures": 0, "bold": 0}
RATES = {"cnn": 3e-3, "ann": 2e-3}
EPOCHS = 12
"""The same for both networks."""
DIGITS = 24_000
"""Enough to see the effect, few enough for minutes: both networks get the same ones."""
BATCH = 128
"""Half of a whole training's, because there are fewer digits."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser("python -m training.shuffle_experiment", description=__doc__)
    parser.add_argument("--into", type=Path, required=True, help="a folder that training.train wrote")
    parser.add_argument("--data", help="as for training.train")
    parser.add_argument("--digits", type=int, default=DIGITS, help="how many to train on")
    parser.add_argument("--epochs", type=int, help="default %(default)s", default=EPOCHS)
    options = parser.parse_args(arguments)
    from rich.console import Console

    from training.command import in_words

    console = Console()
    return in_words(lambda: _run(options, console), lambda text: console.print(text, style="red", markup=False))


def _run(options: argparse.Namespace, console: "Console") -> int:
    from training.command import must_be_finished, must_be_writable
    from training.mnist import load_mnist

    if options.epochs < 1 or options.digits < 10:
        raise ValueError("--epochs must be at least 1 and --digits at least 10")
    must_be_finished(options.into)
    must_be_writable(options.into)
    mnist = load_mnist(options.data)
    networks, rounding, scores = train_all(mnist, options, console)
    add_to_bundle(options.into, networks, rounding, scores, mnist)
    console.print(scores)
    return 0


def train_all(
    mnist: "Mnist", options: argparse.Namespace, console: "Console"
) -> tuple[dict[str, "keras.Model"], dict[str, Any], dict[str, Any]]:
    """Train and round four networks; return the shuffled two, on which grids they lie, and the scores as
    metrics.json has them."""
    from training.evaluate import probabilities, score
    from training.fit import fit, shuffled
    from training.prepare import prepare, to_float
    from training.progress import Progress
    from training.rounding import as_table, round_network

    scores: dict[str, Any] = {"seed": SHUFFLE_SEED, "digits": options.digits, "epochs": {}, "unshuffled": {}}
    networks, rounding = {}, {}
    images = to_float(mnist.x_test)
    with Progress(console) as progress:
        for name in ("cnn", "ann"):
            for seed in (None, SHUFFLE_SEED):
                settings = shuffled_settings(name, seed, options.digits, options.epochs)
                words = name if seed is None else f"{name}_shuffled"
                folder = options.into / "checkpoints" / words
                data = prepare(mnist, None, settings, options.digits)
                task = progress.task(words, settings.epochs)
                network, _ = fit(data, settings, folder, True, task.epoch, within=task.within)
                validation = shuffled(data.validation_images, settings)
                grids = round_network(network, validation, data.validation_labels)
                measured = score(probabilities(network, shuffled(images, settings)), mnist.y_test)
                where = scores if seed is not None else scores["unshuffled"]
                where[name] = {"accuracy": measured["accuracy"]}
                scores["epochs"][name] = settings.epochs
                if seed is not None:
                    networks[name], rounding[words] = network, as_table(network, grids)
    return networks, rounding, scores


def shuffled_settings(name: str, seed: int | None, digits: int = DIGITS, epochs: int | None = None) -> Settings:
    """How one network of the experiment is trained; None for the seed leaves the pixels in place."""
    settings = replace(DEFAULTS[name], **PLAIN, epochs=epochs or EPOCHS, shuffle_seed=seed)
    settings = replace(settings, batch_size=BATCH, learning_rate=RATES[name])
    return replace(settings, validation=min(settings.validation, digits // 5))


def add_to_bundle(
    folder: Path, networks: dict[str, "keras.Model"], rounding: dict[str, Any], scores: dict[str, Any], mnist: "Mnist"
) -> None:
    """Write the shuffled networks and put their scores, checksums and known answers beside the others'."""
    from training.bundle import as_json, describe_file, known_answer
    from training.checkpoints import write_atomically

    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    metrics = json.loads((folder / "metrics.json").read_text("utf-8"))
    for name, network in networks.items():
        path = folder / f"{name}_shuffled.keras"
        network.save(path)
        manifest["files"][path.name] = describe_file(path)
        manifest["known_answer"]["probabilities"][path.stem] = known_answer(network, mnist)
    manifest["rounding"] = manifest.get("rounding", {}) | rounding
    metrics["shuffled"] = scores
    write_atomically(folder / "metrics.json", as_json(metrics))
    write_atomically(folder / "manifest.json", as_json(manifest))


if __name__ == "__main__":
    sys.exit(main())
