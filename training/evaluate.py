"""Measure trained networks: MNIST's test set, drawings, disturbances, and what is no digit at all.

The test set and writers 25 to 30 only report here. The seed that is bundled is chosen on validation
digits, and so is the threshold below which an image is no digit.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import keras
import numpy as np

from model.explain.tested import binned
from model.image import transforms
from model.image.digit_image import from_picture, from_strokes
from model.image.transforms import pixel_order, shuffle_pixels
from model.networks.records import DISTURBED_EVERY
from training.checkpoints import Row, best_epoch
from training.drawings import BRUSHES, as_picture, place_on_canvas
from training.mnist import DEVELOPMENT_WRITERS, VALIDATION_WRITERS, Mnist, PenDigits
from training.non_digits import KINDS, NEVER_TRAINED, NOTHING_HELD_OUT, OF_DIGITS, make_non_digits
from training.prepare import to_float, validation_digits
from training.settings import Settings
from training.writing_styles import marked, render

SHIFTS = list(range(-8, 9))
DEGREES = list(range(-60, 61, 5))
FACTORS = [round(0.5 + 0.05 * i, 2) for i in range(21)]
SIGMAS = [round(0.05 * i, 2) for i in range(13)]
THICKNESS = [round(-1.5 + 0.25 * i, 2) for i in range(19)]

TAUGHT = "distilled"
"""Stands in place of a seed for the network that was taught by those of all seeds."""

COMPARED = ("cnn", "ann")
"""Networks whose robustness is measured: hundreds of passes over test images each."""

MARKED = {0: "zeros, slashed or dotted", 1: "ones with a flag or a base", 7: "sevens, barred"}
"""What the development drawings are also turned into."""

LOST = 0.003
"""Share of validation digits that the threshold may refuse."""


@dataclass(frozen=True)
class Trained:
    """One finished training: the network at its best epoch, its history, and its settings."""

    network: keras.Model
    history: list[Row]
    settings: Settings

    @property
    def validation(self) -> tuple[float, float]:
        """Validation accuracy and negated loss of the best epoch: the larger, the better."""
        row = self.history[best_epoch(self.history, self.settings)]
        return row["val_accuracy"], -row["val_loss"]


BySeed: TypeAlias = dict[int | str, Trained]
"""A network's trainings by their seed, or TAUGHT."""

Change: TypeAlias = tuple[Callable[..., np.ndarray], tuple[float, ...]]
"""A disturbance, and how strong it is."""


@dataclass(frozen=True)
class DrawingSet:
    """The same digits twice: drawn as strokes, and as pictures; float32 (n, 28, 28) in [0, 1].

    `marked` are their zeros, ones and sevens as strokes again, slashed or dotted, flagged, barred.
    """

    strokes: np.ndarray
    pictures: np.ndarray
    labels: np.ndarray
    marked: np.ndarray
    marked_labels: np.ndarray


def evaluate_all(
    trained: dict[str, BySeed],
    mnist: Mnist,
    pen: PenDigits | None,
    limit: int | None = None,
    say: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Measure every network and return the content of metrics.json.

    Args:
        trained: {network: {seed, or TAUGHT: training}}.
        mnist: its test set is measured.
        pen: without it, nothing about drawings is measured.
        limit: use only so many test digits and drawings, for a quick try.
        say: told what is being done.

    Returns:
        {"networks": {...}, "not_a_digit": {...}}; every accuracy is a share in [0, 1]. The network
        measured in full is that of the seed with the best validation.
    """
    images, labels = to_float(mnist.x_test[:limit]), mnist.y_test[:limit]
    drawings = development_drawings(pen, limit) if pen is not None else None
    networks = {}
    for name, by_seed in trained.items():
        say(f"Measuring {name} …")
        measured = _measured(by_seed[best_seed(by_seed)].network, images, labels, drawings)
        measured["seeds"] = _seeds(by_seed, images, labels, drawings)
        networks[name] = measured
    say("Shifting, turning, scaling, thickening, adding noise …")
    compared = {name: trained[name][best_seed(trained[name])].network for name in COMPARED if name in trained}
    for name, measured in robustness(compared, images[::DISTURBED_EVERY], labels[::DISTURBED_EVERY]).items():
        networks[name]["robustness"] = measured
    results: dict[str, Any] = {"networks": networks}
    if "cnn" in trained:
        say("Choosing the threshold, refusing letters and scribbles …")
        by_seed = trained["cnn"]
        best = by_seed[best_seed(by_seed)]
        results["not_a_digit"] = refusal(best.network, mnist, pen, drawings, limit)
    return results


def measure_again(
    networks: dict[str, keras.Model],
    metrics: Mapping[str, Any],
    mnist: Mnist,
    pen: PenDigits | None,
    limit: int | None = None,
    say: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Measure finished networks whose weights were changed; what says how they were trained is kept.

    Args:
        networks: by name, the shuffled ones among them or not.
        metrics: the content of metrics.json so far; not changed.
        mnist, pen, limit, say: as for `evaluate_all`.

    Returns:
        The new content of metrics.json.
    """
    images, labels = to_float(mnist.x_test[:limit]), mnist.y_test[:limit]
    drawings = development_drawings(pen, limit) if pen is not None else None
    results: dict[str, Any] = copy.deepcopy(dict(metrics))
    for name in results["networks"]:
        say(f"Measuring {name} …")
        results["networks"][name] |= _measured(networks[name], images, labels, drawings)
    say("Shifting, turning, scaling, thickening, adding noise …")
    compared = {name: networks[name] for name in COMPARED if name in networks}
    for name, measured in robustness(compared, images[::DISTURBED_EVERY], labels[::DISTURBED_EVERY]).items():
        results["networks"][name]["robustness"] = measured
    results["not_a_digit"] = refusal(networks["cnn"], mnist, pen, drawings, limit)
    for name in COMPARED:
        if f"{name}_shuffled" in networks:
            permuted = shuffle_pixels(images, pixel_order(results["shuffled"]["seed"]))
            answers = probabilities(networks[f"{name}_shuffled"], permuted).argmax(axis=1)
            results["shuffled"][name] = {"accuracy": float((answers == labels).mean())}
    return results


def _measured(
    network: keras.Model, images: np.ndarray, labels: np.ndarray, drawings: DrawingSet | None
) -> dict[str, Any]:
    measured = {"parameters": network.count_params(), "mnist": score(probabilities(network, images), labels)}
    if drawings is not None:
        measured["drawings"] = score(probabilities(network, drawings.strokes), drawings.labels)
        measured["drawings_as_pictures"] = score(probabilities(network, drawings.pictures), drawings.labels)
        right = probabilities(network, drawings.marked).argmax(axis=1) == drawings.marked_labels
        measured["marked_drawings"] = {
            words: {"n": int(chosen.sum()), "accuracy": float(right[chosen].mean()) if chosen.any() else None}
            for words, chosen in ((words, drawings.marked_labels == digit) for digit, words in MARKED.items())
        }
    return measured


def best_seed(by_seed: BySeed) -> int | str:
    """Return the seed whose best epoch did best on validation digits; TAUGHT where there is one."""
    return TAUGHT if TAUGHT in by_seed else max(by_seed, key=lambda seed: by_seed[seed].validation)


def probabilities(network: keras.Model, images: np.ndarray) -> np.ndarray:
    """float32 (n, 10) for images (n, 28, 28)."""
    return network.predict(images[..., None], batch_size=500, verbose=0)


def score(predicted: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """Accuracy, per class, confusion (rows: true digit) and calibration of probabilities (n, 10)."""
    answers = predicted.argmax(axis=1)
    confusion = np.zeros((10, 10), int)
    np.add.at(confusion, (labels, answers), 1)
    present = confusion.sum(axis=1)
    per_class = np.where(present, confusion.diagonal() / np.maximum(present, 1), np.nan)
    return {
        "n": len(labels),
        "accuracy": float((answers == labels).mean()),
        "errors": int((answers != labels).sum()),
        "per_class": [None if np.isnan(value) else round(float(value), 6) for value in per_class],
        "confusion": confusion.tolist(),
        "calibration_error": calibration_error(predicted, labels),
    }


def calibration_error(predicted: np.ndarray, labels: np.ndarray) -> float:
    """Expected calibration error: how far stated certainty is from how often it is right.

    Answers are sorted into bins of equal width by their largest probability; the gap between mean
    certainty and accuracy in each is averaged, weighted by its answers (Guo et al., 2017).
    """
    bins = binned(predicted.max(axis=1), predicted.argmax(axis=1) == labels)
    return sum(abs(each.certainty - each.correct) * each.digits for each in bins) / len(labels)


def robustness(networks: dict[str, keras.Model], images: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """Accuracy of each network on these images under each disturbance; axes and accuracies as lists."""
    measured: dict[str, dict[str, Any]] = {name: {} for name in networks}
    shifts: list[Change] = [(transforms.shift, (dx, dy)) for dy in SHIFTS for dx in SHIFTS]
    for name, shares in _accuracies(networks, images, labels, shifts).items():
        grid = np.reshape(shares, (len(SHIFTS), len(SHIFTS))).tolist()
        measured[name]["shift"] = {"dx": SHIFTS, "dy": SHIFTS, "accuracy": grid}
    curves: tuple[tuple[str, str, Sequence[float], Callable[..., np.ndarray]], ...] = (
        ("rotation", "degrees", DEGREES, transforms.rotate),
        ("scale", "factor", FACTORS, transforms.scale),
        ("noise", "sigma", SIGMAS, transforms.add_noise),
        ("thickness", "pixels", THICKNESS, transforms.thicken),
    )
    for kind, axis, values, change in curves:
        changes: list[Change] = [(change, (value,)) for value in values]
        for name, shares in _accuracies(networks, images, labels, changes).items():
            measured[name][kind] = {axis: values, "accuracy": shares}
    return measured


def _accuracies(
    networks: dict[str, keras.Model], images: np.ndarray, labels: np.ndarray, changes: Sequence[Change]
) -> dict[str, list[float]]:
    """Accuracy after each (function, arguments); many changes of few images share one predict call."""
    together = max(1, 10_000 // len(images))
    accuracies: dict[str, list[float]] = {name: [] for name in networks}
    for start in range(0, len(changes), together):
        part = [change(images, *arguments) for change, arguments in changes[start : start + together]]
        joined = np.concatenate(part)
        for name, network in networks.items():
            answers = probabilities(network, joined).argmax(axis=1).reshape(len(part), -1)
            accuracies[name] += [round(float(share), 5) for share in (answers == labels).mean(axis=1)]
    return accuracies


def development_drawings(pen: PenDigits, limit: int | None = None) -> DrawingSet:
    """Drawings of writers 25 to 30 on a 280×280 canvas: anywhere, 35 to 85 % of its height, and as
    pictures drawn by a brush of 12 to 26 pixels."""
    random = np.random.default_rng(25)
    chosen = pen.by(DEVELOPMENT_WRITERS).first(limit)
    placed = [place_on_canvas(drawing, random) for drawing in chosen.drawings]
    strokes = np.stack([from_strokes(drawing).pixels for drawing in placed])
    pictures = np.stack([from_picture(as_picture(d, random.uniform(*BRUSHES))).pixels for d in placed])
    with_marks, labels = marked(placed, chosen.labels, random)
    return DrawingSet(strokes, pictures, chosen.labels, render(with_marks), labels)


def refusal(
    network: keras.Model, mnist: Mnist, pen: PenDigits | None, drawings: DrawingSet | None, limit: int | None
) -> dict[str, Any]:
    """Choose the threshold, the highest at which LOST of the validation digits are refused; report what else is.

    The score is the CNN's largest probability. Non-digits reported here are drawn anew; the "unseen"
    ones are of shapes, and NEVER_TRAINED of whole kinds, that training never shows.

    Returns:
        {"score": words, "threshold": float, "refused": {kind: share}, "drawings_lost": share or
        None, "mnist_lost": share}.
    """

    def certainty(images: np.ndarray) -> np.ndarray:
        return probabilities(network, images).max(axis=1)

    singles = pen.by(VALIDATION_WRITERS).first(limit).drawings if pen is not None else []
    few = Settings(validation=min(100, len(mnist.x_train) // 2))
    validation, _ = validation_digits(mnist, pen, few if limit else Settings())
    threshold = float(np.quantile(certainty(validation), LOST))
    random = np.random.default_rng(2026)
    count = 60 if limit else 1000
    refused = {}
    for kind in (*KINDS, *NEVER_TRAINED):
        if kind in OF_DIGITS and not singles:
            continue
        refused[kind] = _below(certainty(make_non_digits(kind, count, random, singles)), threshold)
        if kind in KINDS and kind not in NOTHING_HELD_OUT:
            unseen = make_non_digits(kind, count, random, singles, held_out=True)
            refused[f"{kind} of unseen shapes"] = _below(certainty(unseen), threshold)
    return {
        "score": "the CNN's largest probability",
        "threshold": threshold,
        "refused": refused,
        "drawings_lost": None if drawings is None else _below(certainty(drawings.strokes), threshold),
        "mnist_lost": _below(certainty(to_float(mnist.x_test[:limit])), threshold),
    }


def _below(scores: np.ndarray, threshold: float) -> float:
    return float((scores < threshold).mean())


def _seeds(by_seed: BySeed, images: np.ndarray, labels: np.ndarray, drawings: DrawingSet | None) -> dict[str, Any]:
    def accuracy(trained: Trained, images: np.ndarray, labels: np.ndarray) -> float:
        return float((probabilities(trained.network, images).argmax(axis=1) == labels).mean())

    bundled = best_seed(by_seed)
    by_seed = {seed: trained for seed, trained in by_seed.items() if seed != TAUGHT}
    on_mnist = [accuracy(trained, images, labels) for trained in by_seed.values()]
    measured = {
        "seed": list(by_seed),
        "mnist_accuracy": on_mnist,
        "mean": float(np.mean(on_mnist)),
        "std": float(np.std(on_mnist, ddof=1)) if len(on_mnist) > 1 else None,
        "bundled": bundled,
        "validation_accuracy": [trained.validation[0] for trained in by_seed.values()],
    }
    if drawings is not None:
        measured["drawings_accuracy"] = [
            accuracy(trained, drawings.strokes, drawings.labels) for trained in by_seed.values()
        ]
    return measured
