"""Where a digit lands: its nearest training digits in three spaces, and its place on a map of each.

A space is what digits are compared by: their pixels, or a network's last hidden layer. Each has one fixed map, made by
t-SNE of the training digits (`training/see_samples.py`). A new digit has no part in that: it is placed among its
nearest training digits, and so are the test digits on the map and the drawing in the browser. The browser's half is
`web/net/landing.js`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from model.explain.graph import Network
from model.explain.passes import forward
from model.image.samples import load_samples

PATH = Path(__file__).resolve().parents[1] / "networks" / "weights" / "landing.npz"

NEIGHBOURS = 5
TRAINING = 2000
"""Training digits on each map: the first of the app's sample, so that a phone has them in a moment."""

SPACES = ("pixels", "ann", "cnn")
SIDE = 65535
"""Places on a map run from 0 to this, x right, y down."""

AT_ONCE = 250
FADE = 3.0
"""How much less the farthest of the neighbours weighs, as a power of e."""

LEAST = 1e-9
"""Squared distance that stands in for none, where all neighbours are equally far."""


@dataclass(frozen=True, eq=False)
class Space:
    """One space and its map, n training and m test digits.

    `weights` is the file name of the network's packed weights, "" for pixels. A feature is `step` times its number in
    `features`, int8 (n, d) or, of pixels, uint8 (n, 784). `places` (n, 2) and `held` (m, 2), uint16, are where the
    training and test digits lie on the map. `scores` is what `scores` returned.
    """

    name: str
    layer: str
    weights: str
    step: float
    features: np.ndarray
    places: np.ndarray
    held: np.ndarray
    scores: Mapping[str, float]


def last_hidden(network: Network) -> str:
    """Return the name of the layer that the last dense layer reads."""
    return network.layers[network.logits - 1].name


def features_of(network: Network, images: np.ndarray) -> np.ndarray:
    """Return the last hidden layer's output, float32 (n, d), for images in [0, 1], (n, 28, 28)."""
    name = last_hidden(network)
    parts = range(0, len(images), AT_ONCE)
    return np.concatenate([forward(network, images[start : start + AT_ONCE])[name] for start in parts])


def nearest(features: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the five nearest of `known` (n, d) to each of `features` (m, d).

    Returns:
        indices, int (m, 5), the nearest first, and Euclidean distances, float64 (m, 5).
    """
    a, b = features.astype(np.float64), known.astype(np.float64)
    squares = np.maximum((a**2).sum(1)[:, None] - 2 * a @ b.T + (b**2).sum(1), 0)
    found = np.argsort(squares, axis=1, kind="stable")[:, :NEIGHBOURS]
    return found, np.sqrt(np.take_along_axis(squares, found, axis=1))


def placed(places: np.ndarray, found: np.ndarray, distances: np.ndarray) -> np.ndarray:
    """Place digits at the mean of their neighbours' places, the nearest weighing most and the last a twentieth of it.

    The weight is exp(−3 (d² − first²) / (last² − first²)), so that hardly anything jumps when one neighbour takes
    another's turn. For training digits left out in turn it is better than 1 / d², whose mean often lies between groups.

    Args:
        places: of the training digits, (n, 2).
        found: neighbours, (m, 5), the nearest first.
        distances: to them, (m, 5).

    Returns:
        float64 (m, 2).
    """
    beyond = distances**2 - distances[:, :1] ** 2
    weights = np.exp(-FADE * beyond / np.maximum(beyond[:, -1:], LEAST))
    return (places[found] * weights[..., None]).sum(1) / weights.sum(1)[:, None]


def scores(space: Space, features: np.ndarray, labels: np.ndarray, known: np.ndarray) -> dict[str, float]:
    """Count how well held-out digits lie among their own kind.

    Args:
        space: the space, with its training digits' features and places.
        features: of the held-out digits, (m, d).
        labels: theirs, (m,).
        known: the training digits' labels, (n,).

    Returns:
        Shares of the held-out digits: "all", whose five nearest training digits are all of their kind; "most", of which
        at least three are; "lands", whose place on the map has most of its five nearest training digits of their kind.
    """
    found, distances = nearest(features, space.features * np.float32(space.step))
    own = (known[found] == labels[:, None]).sum(1)
    on_map, _ = nearest(placed(space.places, found, distances), space.places)
    around = (known[on_map] == labels[:, None]).sum(1)
    return {
        "all": float((own == NEIGHBOURS).mean()),
        "most": float((own > NEIGHBOURS / 2).mean()),
        "lands": float((around > NEIGHBOURS / 2).mean()),
    }


ARRAYS = ("features", "places", "held")


def save(path: Path, spaces: Mapping[str, Space]) -> None:
    """Write the file that `load` reads; the pixels are in the app's sample already."""
    about: dict[str, Any] = {}
    arrays: dict[str, Any] = {}
    for name, space in spaces.items():
        fields = vars(space)
        about[name] = {key: value for key, value in fields.items() if key not in ARRAYS}
        arrays |= {f"{name}_{key}": fields[key] for key in ARRAYS if (name, key) != ("pixels", "features")}
    np.savez_compressed(path, about=np.array(json.dumps(about)), **arrays)


@cache
def load(path: Path = PATH) -> dict[str, Space]:
    """Read the three spaces.

    Raises:
        OSError, ValueError, KeyError, zipfile.BadZipFile: the file is missing or damaged.
    """
    with np.load(path, allow_pickle=False) as archive:
        about = json.loads(str(archive["about"]))
        arrays = dict(archive)
    arrays["pixels_features"] = load_samples("train")[0][:TRAINING].reshape(TRAINING, -1)
    return {name: Space(**about[name], **{key: arrays[f"{name}_{key}"] for key in ARRAYS}) for name in SPACES}
