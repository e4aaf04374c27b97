"""What the bundled networks make of the sample digits: `python -m training.see_samples`, after `training.bundle`.

Writes the maps of "Where your digit lands" and what makes each filter fire; and, with all of MNIST, what both networks
say of each test digit, for the lesson. Nothing is chosen by the test digits: they are only placed on maps of training
digits, counted, and shown.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from model.explain import firing, landing, tested
from model.explain.graph import Network
from model.image.samples import load_samples
from model.networks import pretrained
from model.networks.browser_weights import file_name, pack
from model.networks.keras_file import read_keras_file
from training.command import in_words
from training.mnist import load_mnist

SEED = 1
PERPLEXITY = 30.0  # scikit-learn's default: about how many neighbours each digit is held to


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser("python -m training.see_samples", description=__doc__)
    parser.add_argument(
        "--to", type=Path, default=pretrained.WEIGHTS, help="the folder of networks to read and write to"
    )
    parser.add_argument("--data", help="MNIST as for training.train, to find the test digits that are read wrongly")
    options = parser.parse_args(arguments)
    return in_words(lambda: _run(options), parser.error)


def _run(options: argparse.Namespace) -> int:
    mnist = load_mnist(options.data) if options.data else None  # it may be missing: say so before anything is written
    names = [name for name in pretrained.NAMES if (options.to / f"{name}.keras").exists()]
    networks = {name: read_keras_file(options.to / f"{name}.keras") for name in names}
    files = {name: file_name(pack(network, name)[1]) for name, network in networks.items()}
    spaces = {}
    for name in landing.SPACES:
        spaces[name] = see(name, networks.get(name), files.get(name, ""))
        print(name, *(f"{key} {value:.1%}" for key, value in spaces[name].scores.items()), sep=", ")
    landing.save(options.to / landing.PATH.name, spaces)
    images = load_samples("test")[0].astype(np.float32) / 255
    found = {name: {"weights": files[name], "layers": firing.firing(networks[name], images)} for name in networks}
    firing.save(options.to / firing.PATH.name, {name: one for name, one in found.items() if one["layers"]})
    print(f"{options.to}: {landing.PATH.name} and {firing.PATH.name}")
    if mnist:
        tested.save(options.to / tested.PATH.name, tested.read_all(networks, files, mnist.x_test, mnist.y_test))
        print(f"{options.to}: {tested.PATH.name}")
    else:
        print(f"{tested.PATH.name} is as it was: give --data to find the test digits that are read wrongly")
    return 0


def see(name: str, network: Network | None, weights: str, count: int = landing.TRAINING) -> landing.Space:
    """Make one space and its map.

    Args:
        name: of the space.
        network: whose last hidden layer it is; None for pixels.
        weights: the file name of the network's packed weights.
        count: how many training digits.
    """
    (images, known), (tests, labels) = load_samples("train"), load_samples("test")
    images, known = images[:count], known[:count]
    learned, held = (_features(network, x.astype(np.float32) / 255) for x in (images, tests))
    step = float(np.abs(learned).max() / 127) if network else 1 / 255
    whole = np.rint(learned / step).astype(np.int8 if network else np.uint8)
    features = whole * np.float32(step)  # what browsers compare with
    places = _project(features)
    found = landing.nearest(held, features)
    layer = landing.last_hidden(network) if network else "input"
    on_map = np.rint(landing.placed(places, *found)).astype(np.uint16)
    space = landing.Space(name, layer, weights, step, whole, places, on_map, {})
    return landing.Space(**{**vars(space), "scores": landing.scores(space, held, labels, known)})


def _features(network: Network | None, images: np.ndarray) -> np.ndarray:
    return landing.features_of(network, images) if network else images.reshape(len(images), -1)


def _project(features: np.ndarray) -> np.ndarray:
    """Lay digits out on a map by t-SNE (van der Maaten and Hinton, 2008); uint16 (n, 2), as large as fits."""
    from sklearn.manifold import TSNE

    places = TSNE(perplexity=PERPLEXITY, init="pca", random_state=SEED).fit_transform(features.astype(np.float64))
    low, high = places.min(0), places.max(0)
    centred = (places - (low + high) / 2) / (high - low).max()
    return np.rint((centred + 0.5) * landing.SIDE).astype(np.uint16)


if __name__ == "__main__":
    sys.exit(main())
