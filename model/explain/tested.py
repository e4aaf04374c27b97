"""What both networks say of every MNIST test digit, and the digits that one of them reads wrongly.

`training/see_samples.py` writes it, from all of MNIST; the test digits are counted and shown, and choose nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from model.explain.graph import Network
from model.explain.passes import answers

PATH = Path(__file__).resolve().parents[1] / "networks" / "weights" / "tested.npz"

NETWORKS = ("cnn", "ann")
BINS = 15
"""Of certainty, for calibration."""


@dataclass(frozen=True, eq=False)
class Tested:
    """n test digits as both networks read them, and m of them as pictures.

    By network: `answers`, uint8 (n,), and `certainty`, the largest probability, float16 (n,); `weights` is the file
    name of its packed weights. `labels` is uint8 (n,). `wrong`, int (m,), are the digits that either network reads
    wrongly, and `images`, uint8 (m, 28, 28), ink bright, are those.
    """

    labels: np.ndarray
    answers: Mapping[str, np.ndarray]
    certainty: Mapping[str, np.ndarray]
    weights: Mapping[str, str]
    wrong: np.ndarray
    images: np.ndarray

    def errors(self, name: str) -> np.ndarray:
        """Return which of `images` a network reads wrongly, int (k,), those first of which it was most certain."""
        mistaken = np.flatnonzero(self.answers[name][self.wrong] != self.labels[self.wrong])
        return mistaken[np.argsort(-self.certainty[name][self.wrong][mistaken], kind="stable")]


class Bin(NamedTuple):
    """Answers of about the same certainty: their mean certainty, the share that is correct, and how many they are."""

    certainty: float
    correct: float
    digits: int


def read_all(
    networks: Mapping[str, Network], weights: Mapping[str, str], images: np.ndarray, labels: np.ndarray
) -> Tested:
    """Let both networks read test digits.

    Args:
        networks: "cnn" and "ann".
        weights: the file names of their packed weights.
        images: uint8 (n, 28, 28), ink bright.
        labels: (n,).
    """
    said = {name: answers(networks[name], images.astype(np.float32) / 255) for name in NETWORKS}
    found = {name: shares.argmax(1).astype(np.uint8) for name, shares in said.items()}
    certainty = {name: shares.max(1).astype(np.float16) for name, shares in said.items()}
    wrong = np.flatnonzero(np.any([found[name] != labels for name in NETWORKS], axis=0))
    kept = {name: weights[name] for name in NETWORKS}
    return Tested(labels.astype(np.uint8), found, certainty, kept, wrong, images[wrong])


def calibration(tested: Tested, name: str) -> list[Bin]:
    """Return a network's answers in bins of certainty."""
    return binned(tested.certainty[name].astype(np.float64), tested.answers[name] == tested.labels)


def binned(certainty: np.ndarray, correct: np.ndarray) -> list[Bin]:
    """Sort answers by certainty into bins of equal width, without the empty ones (Guo et al., 2017).

    Args:
        certainty: float (n,) in [0, 1].
        correct: bool (n,).
    """
    bin_of = np.minimum((certainty * BINS).astype(int), BINS - 1)
    chosen = [bin_of == each for each in np.unique(bin_of)]
    return [Bin(float(certainty[one].mean()), float(correct[one].mean()), int(one.sum())) for one in chosen]


def save(path: Path, tested: Tested) -> None:
    """Write it as one compressed .npz."""
    arrays: dict[str, Any] = {"labels": tested.labels, "wrong": tested.wrong.astype(np.uint16), "images": tested.images}
    for name in NETWORKS:
        arrays |= {f"{name}_answers": tested.answers[name], f"{name}_certainty": tested.certainty[name]}
    arrays["weights"] = np.array([tested.weights[name] for name in NETWORKS])
    np.savez_compressed(path, **arrays)


@cache
def load(path: Path = PATH) -> Tested:
    """Return what was written; do not change it."""
    with np.load(path, allow_pickle=False) as archive:
        found = {name: archive[f"{name}_answers"] for name in NETWORKS}
        certainty = {name: archive[f"{name}_certainty"] for name in NETWORKS}
        weights = dict(zip(NETWORKS, map(str, archive["weights"]), strict=True))
        wrong = archive["wrong"].astype(int)
        return Tested(archive["labels"], found, certainty, weights, wrong, archive["images"])
