"""What the lab fetches: digits to learn from, and both small networks at moments of their training."""

import json

import numpy as np

from model.image.samples import load_samples, packed
from model.learn.moments import load_moments
from model.networks.small_networks import NETWORKS

OTHERS = 3
"""Sample digits of each kind that one training step is judged by."""


def training() -> bytes:
    """Return the 4,900 digits that a network learns from."""
    return packed(*load_samples("train"))


def held() -> bytes:
    """Return the 1,000 digits that no network learns from."""
    return packed(*load_samples("test"))


def others() -> bytes:
    """Return the first `OTHERS` of each of those."""
    images, labels = load_samples("test")
    chosen = np.concatenate([np.flatnonzero(labels == digit)[:OTHERS] for digit in range(10)])
    return packed(images[chosen], labels[chosen])


def story() -> bytes:
    """Return as JSON how the training went that the moments are from.

    {"steps": [batches learned at each moment], "scores": {network: {"loss", "validation_accuracy",
    "test_accuracy": [one number a moment]}}, "batch": digits a step, "digits": learned from, "test_digits"}
    """
    moments = load_moments()
    return json.dumps(
        {
            "steps": moments.steps,
            "scores": moments.scores,
            "batch": moments.about["settings"]["batch_size"],
            "digits": moments.about["learned_from"],
            "test_digits": moments.about["test_digits"],
        }
    ).encode()


def all_moments() -> bytes:
    """Return the weights at all moments, float32: the CNN's, moment after moment, then the ANN's."""
    return _weights(slice(None))


def last_moment() -> bytes:
    """Return the weights at the last moment, so that something is there at once."""
    return _weights(slice(-1, None))


def _weights(which: slice) -> bytes:
    moments = load_moments()
    return b"".join(moments.weights[name][which].astype("<f4").tobytes() for name in NETWORKS)


FILES = {
    "training": training,
    "held": held,
    "others": others,
    "story": story,
    "moments": all_moments,
    "last-moment": last_moment,
}
"""By the names that `web/training_lab/` knows."""
