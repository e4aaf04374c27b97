"""What stands beside the networks in `manifest.json` and `metrics.json`, as training writes it.

`pretrained.py` reads and checks both. What is `NotRequired` was not always measured.
"""

from typing import Any, NotRequired, TypedDict


class FileRecord(TypedDict):
    """A network's file: its SHA-256 in hexadecimal digits, and its size."""

    sha256: str
    bytes: int


class KnownAnswer(TypedDict):
    """An image, 28 rows of numbers from 0 to 255, and what each network says of it: ten probabilities."""

    pixels: list[list[int]]
    probabilities: dict[str, list[float]]


class NotADigit(TypedDict):
    """Below which score an image is called no digit, and the share in [0, 1] of each non-digit refused."""

    score: str
    threshold: float
    refused: NotRequired[dict[str, float]]
    drawings_lost: NotRequired[float]
    mnist_lost: NotRequired[float]


class Manifest(TypedDict):
    """Which files belong together, and how they came to be; dictionaries are by name of a file or network."""

    format: int
    files: dict[str, FileRecord]
    not_a_digit: NotADigit
    known_answer: NotRequired[KnownAnswer]
    seeds: NotRequired[dict[str, int]]
    rounding: NotRequired[dict[str, dict[str, dict[str, float]]]]
    data: NotRequired[dict[str, Any]]
    made_by: NotRequired[dict[str, Any]]
    pictures: NotRequired[dict[str, FileRecord]]


class Accuracy(TypedDict):
    """What a network reads of `n` digits: a share in [0, 1], and true digits by read digits where they were counted."""

    n: int
    accuracy: float
    errors: NotRequired[int]
    per_class: NotRequired[list[float]]
    confusion: NotRequired[list[list[int]]]
    calibration_error: NotRequired[float]


class NetworkMetrics(TypedDict):
    """What was measured of one network."""

    parameters: int
    mnist: Accuracy
    drawings: NotRequired[Accuracy]
    drawings_as_pictures: NotRequired[Accuracy]
    marked_drawings: NotRequired[dict[str, Accuracy]]
    seeds: NotRequired[dict[str, Any]]
    robustness: NotRequired[dict[str, Any]]


class Metrics(TypedDict):
    """What was measured of all networks, by name, and on which data."""

    networks: dict[str, NetworkMetrics]
    not_a_digit: NotRequired[NotADigit]
    data: NotRequired[dict[str, Any]]
    made_by: NotRequired[dict[str, Any]]
    shuffled: NotRequired[dict[str, Any]]


DISTURBED_EVERY = 5
"""`robustness` rests on every fifth test image: minutes, not an hour, on two cores."""


def disturbed_digits(metrics: Metrics) -> int:
    """Return how many test digits each measured disturbance rests on."""
    return len(range(0, metrics["networks"]["cnn"]["mnist"]["n"], DISTURBED_EVERY))


def is_smoke_run(record: Manifest | Metrics) -> bool:
    """Whether a training only tried everything once (`--smoke`): its networks read next to nothing."""
    return "--smoke" in record.get("made_by", {}).get("command", "").split()
