"""A bundle as a training writes it, in seconds: untrained networks, made-up numbers, nothing random."""

from pathlib import Path

import keras
import numpy as np

from model.networks.architectures import BUILDERS
from training.bundle import write_bundle
from training.evaluate import Trained
from training.mnist import Mnist
from training.settings import Settings


def write_small_bundle(folder: Path, seed: int = 1, accuracy: float = 0.9, drawings: float = 0.8) -> Path:
    """Write a bundle; `seed` decides the weights, `accuracy` and `drawings` what the CNN is said to get."""
    trained, networks = {}, {}
    for number, (name, build) in enumerate(BUILDERS.items()):
        keras.utils.set_random_seed(10 * seed + number)
        history = [{"loss": 1.0, "accuracy": 0.5, "val_loss": 1.0, "val_accuracy": 0.5, "seconds": 1.0}]
        network = build()
        trained[name] = {seed: Trained(network, history, Settings(network=name, seed=seed))}
        networks[name] = _measured(network.count_params(), accuracy, drawings, seed)
    refused = {"letters": 0.6, "scribbles": 0.9}
    not_a_digit = {"score": "the CNN's largest probability", "threshold": 0.1, "refused": refused}
    not_a_digit |= {"drawings_lost": 0.02, "mnist_lost": 0.01}
    command = "python -m training.train --seeds 1"
    write_bundle(folder, trained, {"networks": networks, "not_a_digit": not_a_digit}, _mnist(), command)
    return folder


def _measured(parameters: int, accuracy: float, drawings: float, seed: int) -> dict:
    def scored(share, n):
        confusion = (np.eye(10, dtype=int) * n // 10).tolist()
        errors = round(n * (1 - share))
        scores = {"n": n, "accuracy": share, "errors": errors, "per_class": [share] * 10}
        return scores | {"confusion": confusion, "calibration_error": 0.01}

    return {
        "parameters": parameters,
        "mnist": scored(accuracy, 10_000),
        "drawings": scored(drawings, 1500),
        "drawings_as_pictures": scored(drawings, 1500),
        "robustness": {"rotation": {"degrees": [-30, 0, 30], "accuracy": [0.5, accuracy, 0.5]}},
        "seeds": {
            "seed": [seed],
            "mnist_accuracy": [accuracy],
            "mean": accuracy,
            "std": None,
            "bundled": seed,
        },
    }


def _mnist() -> Mnist:
    images = np.zeros((2, 28, 28), np.uint8)
    images[:, 4:24, 13:15] = 255
    labels = np.ones(2, np.uint8)
    return Mnist(images, labels, images, labels, is_original=True)
