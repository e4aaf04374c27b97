"""Measure trained networks: MNIST's test set, drawings, disturbances, and what is no digit at all.

The test set and writers 25 to 30 only report here. The seed that is bundled is chosen on validation
digits, the threshold below which an image is no digit on non-digits made for that choice.
"""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np

from model.image import transforms
from model.image.digit_image import from_picture, from_strokes
from training.drawings import as_picture, place_on_canvas
from training.fit import best_epoch
from training.mnist import DEVELOPMENT_WRITERS, VALIDATION_WRITERS, Mnist, PenDigits
from training.non_digits import KINDS, make_mixture, make_non_digits
from training.prepare import to_float
from training.settings import Settings

SHIFTS = list(range(-8, 9))
DEGREES = list(range(-60, 61, 5))
FACTORS = [round(0.5 + 0.05 * i, 2) for i in range(21)]
SIGMAS = [round(0.05 * i, 2) for i in range(13)]
THICKNESS = [round(-1.5 + 0.25 * i, 2) for i in range(19)]

TAUGHT = "distilled"
"""Stands in place of a seed for the network that was taught by those of all seeds."""

COMPARED = ("cnn", "ann")
"""Networks whose robustness is measured: hundreds of passes over the test set each."""

REFUSED = 0.95
"""Share of made-up non-digits, drawn for this choice alone, that the threshold is to refuse."""


@dataclass(frozen=True)
class Trained:
    """One finished training: the network at its best epoch, its history, and its settings."""

    network: keras.Model
    history: list[dict]
    settings: Settings

    @property
    def validation(self) -> tuple[float, float]:
        """Validation accuracy and negated loss of the best epoch: the larger, the better."""
        row = self.history[best_epoch(self.history, self.settings)]
        return row["val_accuracy"], -row["val_loss"]


@dataclass(frozen=True)
class DrawingSet:
    """The same digits twice: drawn as strokes, and as pictures; float32 (n, 28, 28) in [0, 1]."""

    strokes: np.ndarray
    pictures: np.ndarray
    labels: np.ndarray


def evaluate_all(
    trained: dict[str, dict[int, Trained]],
    mnist: Mnist,
    pen: PenDigits | None,
    limit: int | None = None,
    say: Callable[[str], None] = print,
) -> dict:
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
        best = by_seed[best_seed(by_seed)].network
        measured = {"parameters": best.count_params(), "mnist": score(probabilities(best, images), labels)}
        if drawings is not None:
            measured["drawings"] = score(probabilities(best, drawings.strokes), drawings.labels)
            measured["drawings_as_pictures"] = score(probabilities(best, drawings.pictures), drawings.labels)
        measured["seeds"] = _seeds(by_seed, images, labels, drawings)
        networks[name] = measured
    say("Shifting, turning, scaling, thickening, adding noise …")
    compared = {name: trained[name][best_seed(trained[name])].network for name in COMPARED if name in trained}
    for name, measured in robustness(compared, images, labels).items():
        networks[name]["robustness"] = measured
    results = {"networks": networks}
    if "cnn" in trained:
        say("Choosing the threshold, refusing letters and scribbles …")
        by_seed = trained["cnn"]
        best = by_seed[best_seed(by_seed)]
        results["not_a_digit"] = refusal(best.network, mnist, pen, drawings, limit)
    return results


def best_seed(by_seed: dict[int | str, Trained]) -> int | str:
    """Return the seed whose best epoch did best on validation digits; TAUGHT where there is one."""
    return TAUGHT if TAUGHT in by_seed else max(by_seed, key=lambda seed: by_seed[seed].validation)


def probabilities(network: keras.Model, images: np.ndarray) -> np.ndarray:
    """float32 (n, 10) for images (n, 28, 28)."""
    return network.predict(images[..., None], batch_size=500, verbose=0)


def score(predicted: np.ndarray, labels: np.ndarray) -> dict:
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


def calibration_error(predicted: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error: how far stated certainty is from how often it is right.

    Answers are sorted into bins of equal width by their largest probability; the gap between mean
    certainty and accuracy in each is averaged, weighted by its answers (Guo et al., 2017).
    """
    certainty = predicted.max(axis=1)
    right = predicted.argmax(axis=1) == labels
    bin_of = np.minimum((certainty * bins).astype(int), bins - 1)
    gaps = [
        abs(certainty[bin_of == b].mean() - right[bin_of == b].mean()) * (bin_of == b).mean()
        for b in np.unique(bin_of)
    ]
    return float(sum(gaps))


def robustness(networks: dict[str, keras.Model], images: np.ndarray, labels: np.ndarray) -> dict:
    """Accuracy of each network on all images under each disturbance; axes and accuracies as lists."""
    measured: dict = {name: {} for name in networks}
    shifts = [(transforms.shift, (dx, dy)) for dy in SHIFTS for dx in SHIFTS]
    for name, shares in _accuracies(networks, images, labels, shifts).items():
        grid = np.reshape(shares, (len(SHIFTS), len(SHIFTS))).tolist()
        measured[name]["shift"] = {"dx": SHIFTS, "dy": SHIFTS, "accuracy": grid}
    curves = (
        ("rotation", "degrees", DEGREES, transforms.rotate),
        ("scale", "factor", FACTORS, transforms.scale),
        ("noise", "sigma", SIGMAS, transforms.add_noise),
        ("thickness", "pixels", THICKNESS, transforms.thicken),
    )
    for kind, axis, values, change in curves:
        changes = [(change, (value,)) for value in values]
        for name, shares in _accuracies(networks, images, labels, changes).items():
            measured[name][kind] = {axis: values, "accuracy": shares}
    return measured


def _accuracies(networks: dict, images, labels, changes: list) -> dict[str, list[float]]:
    """Accuracy after each (function, arguments); many changes of few images share one predict call."""
    together = max(1, 10_000 // len(images))
    accuracies: dict = {name: [] for name in networks}
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
    pictures = np.stack([from_picture(as_picture(d, random.uniform(12, 26))).pixels for d in placed])
    return DrawingSet(strokes, pictures, chosen.labels)


def refusal(
    network: keras.Model, mnist: Mnist, pen: PenDigits | None, drawings: DrawingSet | None, limit: int | None
) -> dict:
    """Choose the threshold on non-digits made for it; report what it refuses.

    The score is the CNN's largest probability. Non-digits reported here are drawn anew, and the
    "unseen" ones are of shapes that training never shows.

    Returns:
        {"score": words, "threshold": float, "refused": {kind: share}, "drawings_lost": share or
        None, "mnist_lost": share}.
    """

    def certainty(images):
        return probabilities(network, images).max(axis=1)

    singles = pen.by(VALIDATION_WRITERS).first(limit).drawings if pen is not None else []
    made_up = make_mixture(60 if limit else 2000, np.random.default_rng([2026, 1]), singles)
    threshold = float(np.quantile(certainty(made_up), REFUSED))
    random = np.random.default_rng(2026)
    count = 60 if limit else 1000
    refused = {}
    for kind in KINDS if singles else KINDS[:-1]:
        refused[kind] = _below(certainty(make_non_digits(kind, count, random, singles)), threshold)
        if kind != "several digits":
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


def _seeds(by_seed: dict[int, Trained], images, labels, drawings: DrawingSet | None) -> dict:
    def accuracy(trained, images, labels):
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
