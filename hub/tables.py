"""Tables of what was measured, in Markdown, made from metrics.json: for the documents and the model card."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from model.networks.records import Metrics

NAMES = {"cnn": "CNN", "ann": "ANN", "lenet5": "LeNet-5"}
MOST_COLUMNS = 9


def percent(share: float | None, places: int = 2) -> str:
    """A share in [0, 1] as a percentage, `0.9971` → `"99.71 %"`; None, a number not measured, as a dash."""
    return "–" if share is None else f"{100 * share:.{places}f} %"


def table(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table: the first column left, the others right."""
    rule = ["---"] + ["--:"] * (len(header) - 1)
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in [header, rule, *rows])


def results(metrics: Metrics) -> str:
    """One row a network: size, MNIST's test set, drawings."""
    rows = []
    for key, network in networks(metrics):
        drawings = network.get("drawings", {})
        rows.append(
            [
                NAMES.get(key, key),
                f"{network['parameters']:,}",
                percent(network["mnist"]["accuracy"]),
                network["mnist"]["errors"],
                percent(drawings.get("accuracy")),
                percent(network.get("drawings_as_pictures", {}).get("accuracy")),
            ]
        )
    header = [
        "",
        "parameters",
        "MNIST test set",
        "wrong, of 10,000",
        "drawings, as strokes",
        "drawings, as pictures",
    ]
    return table(header, rows)


def seeds(metrics: Metrics) -> str:
    """One row a network: MNIST accuracy of every seed, mean and spread."""
    rows = []
    for key, network in networks(metrics):
        if "seeds" not in network:
            continue
        several = network["seeds"]
        accuracies = " · ".join(percent(value) for value in several["mnist_accuracy"])
        numbers = ", ".join(map(str, several["seed"]))
        rows.append([NAMES.get(key, key), numbers, accuracies, percent(several["mean"]), percent(several["std"], 3)])
    return table(["", "seeds", "MNIST test set", "mean", "standard deviation"], rows)


def per_digit(metrics: Metrics) -> str:
    """One row a network and test set: accuracy on each of the ten digits."""
    rows = []
    for key, network in networks(metrics):
        for measured, words in (("mnist", "MNIST"), ("drawings", "drawings")):
            if measured in network:
                shares = [percent(share, 1) for share in network[measured]["per_class"]]
                rows.append([f"{NAMES.get(key, key)}, {words}", *shares])
    return table(["", *range(10)], rows)


def calibration(metrics: Metrics) -> str:
    """One row a network: how far its stated certainty is from how often it is right."""
    rows = [[NAMES.get(key, key), percent(net["mnist"]["calibration_error"])] for key, net in networks(metrics)]
    return table(["", "expected calibration error, MNIST"], rows)


def marked_drawings(metrics: Metrics) -> str:
    """One row a network: how many development drawings with added marks it reads right, by what was added."""
    marks = {key: net["marked_drawings"] for key, net in networks(metrics) if "marked_drawings" in net}
    if not marks:
        return "Not measured: the training had no pen strokes.\n"
    kinds = next(iter(marks.values()))
    header = ["", *(f"{words}, of {own['n']}" for words, own in kinds.items())]
    rows = [
        [NAMES.get(key, key), *(percent(own[words]["accuracy"], 1) for words in kinds)] for key, own in marks.items()
    ]
    return table(header, rows)


def robustness(metrics: Metrics) -> str:
    """One table a disturbance: accuracy of every network at up to nine of its strengths."""
    kinds = (
        ("shift", "dx", "Shifted sideways, pixels"),
        ("rotation", "degrees", "Turned, degrees"),
        ("scale", "factor", "Scaled, factor"),
        ("noise", "sigma", "Noise, standard deviation"),
        ("thickness", "pixels", "Strokes thicker or thinner, pixels"),
    )
    tables = []
    for kind, axis, title in kinds:
        measured = {key: net["robustness"][kind] for key, net in networks(metrics) if kind in net.get("robustness", {})}
        if measured:
            tables.append(_strengths(measured, axis, title))
    return "\n".join(tables)


def not_a_digit(metrics: Metrics) -> str:
    """How much of each kind of non-digit is refused, and how many true drawings are lost to it."""
    refusal = metrics["not_a_digit"]
    rows = [[kind.replace("_", " "), percent(share, 1)] for kind, share in refusal["refused"].items()]
    rows.append(["development drawings (digits, wrongly refused)", percent(refusal["drawings_lost"], 1)])
    return table(["", "refused"], rows)


def networks(metrics: Metrics) -> list[tuple[str, Mapping[str, Any]]]:
    """(key, numbers) of every measured network, the best known first."""
    order = list(NAMES)
    measured: dict[str, Mapping[str, Any]] = {**metrics["networks"]}
    return sorted(measured.items(), key=lambda item: order.index(item[0]) if item[0] in order else 99)


def _strengths(measured: Mapping[str, Mapping[str, Any]], axis: str, title: str) -> str:
    columns = next(iter(measured.values()))[axis]
    step = max(1, math.ceil((len(columns) - 1) / (MOST_COLUMNS - 1)))
    rows = []
    for key, values in measured.items():
        accuracy = values["accuracy"]
        if axis == "dx":  # a row for every dy: sideways only is the row that moves neither up nor down
            accuracy = accuracy[values["dy"].index(0)]
        rows.append([NAMES.get(key, key), *(percent(share, 1) for share in accuracy[::step])])
    return table([title, *(f"{value:g}" for value in columns[::step])], rows)
