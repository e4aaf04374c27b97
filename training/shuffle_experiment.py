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

from training.settings import DEFAULTS

SHUFFLE_SEED = 7
PLAIN = {"shift": 0, "rotation": 0, "slant": 0, "scale": 0, "elastic": 0, "thickness": 0, "non_digits": 0}
EPOCHS = {"cnn": 6, "ann": 12}
DIGITS = 24_000
"""Enough to see the effect, few enough for minutes: both networks get the same ones."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser("python -m training.shuffle_experiment", description=__doc__)
    parser.add_argument("--into", type=Path, required=True, help="a folder that training.train wrote")
    parser.add_argument("--data", help="as for training.train")
    parser.add_argument("--digits", type=int, default=DIGITS, help="how many to train on")
    parser.add_argument("--epochs", type=int, help="instead of each network's own number")
    options = parser.parse_args(arguments)
    from rich.console import Console

    from training.mnist import DataError, load_mnist

    console = Console()
    try:
        mnist = load_mnist(options.data)
    except DataError as error:
        console.print(f"[red]{error}[/red]")
        return 2
    networks, scores = train_all(mnist, options, console)
    add_to_bundle(options.into, networks, scores, mnist)
    console.print(scores)
    return 0


def train_all(mnist, options: argparse.Namespace, console) -> tuple[dict, dict]:
    """Train four networks; return the shuffled two, and the scores as metrics.json has them."""
    from training.evaluate import probabilities, score
    from training.fit import fit, shuffled
    from training.prepare import prepare, to_float
    from training.progress import Progress

    scores: dict = {"seed": SHUFFLE_SEED, "digits": options.digits, "epochs": {}, "unshuffled": {}}
    networks = {}
    images = to_float(mnist.x_test)
    with Progress(console) as progress:
        for name in ("cnn", "ann"):
            for seed in (None, SHUFFLE_SEED):
                settings = replace(
                    DEFAULTS[name], **PLAIN, epochs=options.epochs or EPOCHS[name], shuffle_seed=seed
                )
                settings = replace(settings, validation=min(settings.validation, options.digits // 5))
                words = name if seed is None else f"{name}_shuffled"
                folder = options.into / "checkpoints" / words
                data = prepare(mnist, None, settings, options.digits)
                network, _ = fit(data, settings, folder, True, progress.task(words, settings.epochs))
                measured = score(probabilities(network, shuffled(images, settings)), mnist.y_test)
                where = scores if seed is not None else scores["unshuffled"]
                where[name] = {"accuracy": measured["accuracy"]}
                scores["epochs"][name] = settings.epochs
                if seed is not None:
                    networks[name] = network
    return networks, scores


def add_to_bundle(folder: Path, networks: dict, scores: dict, mnist) -> None:
    """Write the shuffled networks and put their scores, checksums and known answers beside the others'."""
    from training.bundle import as_json, describe_file, known_answer
    from training.fit import write_atomically

    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    metrics = json.loads((folder / "metrics.json").read_text("utf-8"))
    for name, network in networks.items():
        path = folder / f"{name}_shuffled.keras"
        network.save(path)
        manifest["files"][path.name] = describe_file(path)
        manifest["known_answer"]["probabilities"][path.stem] = known_answer(network, mnist)
    metrics["shuffled"] = scores
    write_atomically(folder / "metrics.json", as_json(metrics))
    write_atomically(folder / "manifest.json", as_json(manifest))


if __name__ == "__main__":
    sys.exit(main())
