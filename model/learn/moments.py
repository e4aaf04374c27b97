"""Both small networks as they were at several moments of one training, which the time slider goes through.

`python -m training.moments` writes the file; nothing here computes.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from model.networks.small_networks import KERNELS, NETWORKS

PATH = Path(__file__).resolve().parents[1] / "networks" / "weights" / "moments.npz"

FORMAT = 1
SCORES = ("loss", "validation_accuracy", "test_accuracy")


class NoMoments(ValueError):
    """The file of moments is missing, damaged or of another format; the message says which."""


@dataclass(frozen=True, eq=False)
class Moments:
    """What was kept of a training.

    Attributes:
        about: the training's settings, the data's SHA-256 and the versions, as JSON.
        steps: how many batches had been learned at each moment, ascending, 0 first.
        weights: {"cnn" or "ann": float32 (moments, parameters)}; one row is kernel, bias, kernel,
            bias, ... one after the other, each in C order.
        scores: {"cnn" or "ann": {"loss", "validation_accuracy", "test_accuracy": one number a
            moment}}. The loss is the validation digits'.
    """

    about: dict[str, Any]
    steps: tuple[int, ...]
    weights: dict[str, np.ndarray]
    scores: dict[str, dict[str, tuple[float, ...]]]


def unflatten(network: str, numbers: np.ndarray) -> list[np.ndarray]:
    """Cut one long row of numbers into the arrays of a network's weights.

    Raises:
        ValueError: there are too many or too few.
    """
    sizes = [(shape, shape[-1:]) for shape in KERNELS[network].values()]
    shapes = [shape for pair in sizes for shape in pair]
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    if numbers.shape != (ends[-1],):
        raise ValueError(f"{network} has {ends[-1]} parameters, not {numbers.shape}")
    return [part.reshape(shape) for part, shape in zip(np.split(numbers, ends[:-1]), shapes, strict=True)]


def flatten(weights: list[np.ndarray]) -> np.ndarray:
    """Lay all arrays of weights one after the other, float32 (parameters,)."""
    return np.concatenate([np.ravel(weight) for weight in weights]).astype(np.float32)


@cache
def load_moments(path: Path = PATH) -> Moments:
    """Read the bundled moments, or another file of them.

    Raises:
        NoMoments: the file is missing, damaged or of another format.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            about = json.loads(str(archive["about"]))
            if about["format"] != FORMAT:
                raise NoMoments(f"{path.name} has format {about['format']}, not {FORMAT}")
            weights = {name: archive[name] for name in NETWORKS}
        steps = tuple(about["steps"])
        scores = {name: {score: tuple(about["scores"][name][score]) for score in SCORES} for name in NETWORKS}
        for name in NETWORKS:
            _check(name, weights[name], scores[name], len(steps))
    except NoMoments:
        raise
    except Exception as error:  # what NumPy, its zip and JSON raise at a strange file has no end
        raise NoMoments(f"{path.name} is missing or damaged") from error
    return Moments(about, steps, weights, scores)


def _check(name: str, weights: np.ndarray, scores: dict[str, tuple[float, ...]], count: int) -> None:
    lengths = {len(weights), *map(len, scores.values())}
    if lengths != {count} or weights.dtype != np.float32 or not np.isfinite(weights).all():
        raise NoMoments(f"the moments of {name} do not fit together")
    unflatten(name, weights[0])


def save_moments(path: Path, moments: Moments) -> None:
    """Write a file that `load_moments` reads, compressed, and the same for the same moments."""
    scores = {name: {key: list(row) for key, row in rows.items()} for name, rows in moments.scores.items()}
    about = moments.about | {"format": FORMAT, "steps": list(moments.steps), "scores": scores}
    arrays: dict[str, Any] = {"about": np.array(json.dumps(about)), **moments.weights}
    np.savez_compressed(path, **arrays)
