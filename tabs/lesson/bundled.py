"""The networks, digits and measurements that come with the code, for figures and facts.

Read once, when a chapter first asks. They are the bundled ones even where the page runs others: a
chapter's numbers belong to its text.
"""

from functools import cache

import numpy as np

from model.explain import graph, passes
from model.image.samples import load_samples
from model.networks import pretrained
from model.networks.keras_file import read_keras_file
from model.networks.records import Metrics


@cache
def network(name: str) -> graph.Network:
    """Return a bundled network, "cnn", "ann" or "lenet5", as layers and arrays."""
    return read_keras_file(pretrained.WEIGHTS / f"{name}.keras")


@cache
def metrics() -> Metrics:
    """Return the bundled metrics.json; do not change it."""
    return pretrained.bundled_metrics()


def digit(label: int) -> np.ndarray:
    """Return the first test digit with this label, as `test_digit` does."""
    return test_digit(int(np.flatnonzero(load_samples("test")[1] == label)[0]))


@cache
def test_digit(index: int) -> np.ndarray:
    """Return one of the test digits that come with the code, float32 (28, 28) in [0, 1], ink bright; read-only."""
    pixels = load_samples("test")[0][index].astype(np.float32) / 255
    pixels.flags.writeable = False
    return pixels


@cache
def outputs(name: str, label: int) -> dict[str, np.ndarray]:
    """Return every layer's output of a network on `digit(label)`, without the batch axis."""
    return {layer: value[0] for layer, value in passes.forward(network(name), digit(label)[None]).items()}
