"""What was measured of both networks, as the page shows it. What was not measured is None, never made up."""

import math
from collections.abc import Mapping
from typing import Any, TypedDict

from model.explain.graph import Network
from model.explain.layers import Layer
from model.networks.records import disturbed_digits
from tabs.ann_vs_cnn.bench import BOTH, Bench

KINDS = ("convolution", "max pooling", "average pooling", "dense")
"""Kinds of layers that are counted."""

CURVES = {
    "degrees": ("rotation", "degrees"),
    "factor": ("scale", "factor"),
    "pixels": ("thickness", "pixels"),
    "sigma": ("noise", "sigma"),
}
"""Where `metrics.json` has a slider's curve: under robustness[kind], at the positions robustness[kind][axis].

Shifts have two directions; see `_shifts`."""

SHIFTED = 4
"""Pixels that the table of differences speaks of; it names the number as well."""


class NetworkFacts(TypedDict):
    """Size and scores of one network. `sees`: pixels that a unit of its first layer with weights reads; `shifted`: the
    mean accuracy `SHIFTED` pixels off; `bytes`: of its file."""

    parameters: int
    weights: int
    multiplications: int
    sees: int
    layers: list[tuple[str, int]]
    shifted: float | None
    bytes: int | None
    mnist: float | None
    mnist_errors: int | None
    drawings: float | None
    drawings_n: int | None


class Curve(TypedDict):
    """Both networks' accuracy at each position of a slider."""

    x: list[float]
    cnn: list[float]
    ann: list[float]


class Shifts(TypedDict):
    """Both networks' accuracy by shift: a row for each `dy`, a column for each `dx`."""

    dx: list[int]
    dy: list[int]
    cnn: list[list[float]]
    ann: list[list[float]]


class Shuffled(TypedDict):
    """One network's accuracy with shuffled pixels, and that of the same network trained as long on ordinary digits."""

    shuffled: float | None
    plain: float | None
    epochs: int | None


class Facts(TypedDict):
    """All that does not depend on the drawing; shares are in [0, 1].

    `networks` and `shuffled` are by network, `curves` by slider; `order` is the one in which pixels were shuffled.
    """

    networks: dict[str, NetworkFacts]
    curves: dict[str, Curve]
    shifts: Shifts | None
    shuffled: dict[str, Shuffled] | None
    order: list[int] | None
    test_digits: int | None
    disturbed_digits: int | None


def facts(bench: Bench, request: Mapping) -> Facts:
    """Return everything that does not depend on the drawing; nothing need be asked for."""
    metrics = bench.metrics
    return {
        "networks": {name: _network(bench, name) for name in BOTH},
        "curves": {slider: curve for slider, at in CURVES.items() if (curve := _curve(metrics, *at))},
        "shifts": _shifts(metrics),
        "shuffled": _shuffled(metrics),
        "order": None if bench.order is None else bench.order.tolist(),
        "test_digits": _at(metrics, "networks", "cnn", "mnist", "n"),
        "disturbed_digits": disturbed_digits(metrics) if _at(metrics, "networks", "cnn", "mnist", "n") else None,
    }


def _network(bench: Bench, name: str) -> NetworkFacts:
    measured, network = bench.metrics["networks"][name], bench.networks[name]
    first = next(layer for layer in network.layers if layer.kernel is not None)
    return {
        "parameters": network.parameters,
        "weights": sum(layer.kernel.size for layer in network.layers if layer.kernel is not None),
        "multiplications": sum(map(multiplications, network.layers)),
        "sees": math.prod(first.weights.shape[:-1]),
        "layers": layers_by_kind(network),
        "shifted": _shifted(_at(measured, "robustness", "shift")),
        "bytes": _at(bench.files, f"{name}.keras", "bytes"),
        "mnist": _at(measured, "mnist", "accuracy"),
        "mnist_errors": _at(measured, "mnist", "errors"),
        "drawings": _at(measured, "drawings", "accuracy"),
        "drawings_n": _at(measured, "drawings", "n"),
    }


def multiplications(layer: Layer) -> int:
    """Return how many numbers a layer multiplies for one image; only its weights count."""
    if layer.kernel is None:
        return 0
    places = math.prod(layer.output_shape[:-1])  # a dense layer has one
    return places * layer.kernel.size


def layers_by_kind(network: Network) -> list[tuple[str, int]]:
    """Return how many layers of each kind there are, in the order in which they first come."""
    kinds = [layer.kind for layer in network.layers if layer.kind in KINDS]
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)]


def _shifted(shift: Mapping | None) -> float | None:
    """Return the mean accuracy `SHIFTED` pixels to the left, right, up and down."""
    if shift is None or not all({0, SHIFTED, -SHIFTED} <= set(shift[axis]) for axis in ("dx", "dy")):
        return None
    places = [(SHIFTED, 0), (-SHIFTED, 0), (0, SHIFTED), (0, -SHIFTED)]
    found = [shift["accuracy"][shift["dy"].index(dy)][shift["dx"].index(dx)] for dx, dy in places]
    return sum(found) / len(found)


def _curve(metrics: Mapping, kind: str, axis: str) -> Curve | None:
    measured = [_at(metrics, "networks", name, "robustness", kind) for name in BOTH]
    if None in measured or measured[0][axis] != measured[1][axis]:
        return None
    cnn, ann = measured
    return {"x": cnn[axis], "cnn": cnn["accuracy"], "ann": ann["accuracy"]}


def _shifts(metrics: Mapping) -> Shifts | None:
    measured = [_at(metrics, "networks", name, "robustness", "shift") for name in BOTH]
    if None in measured:
        return None
    cnn, ann = measured
    return {"dx": cnn["dx"], "dy": cnn["dy"], "cnn": cnn["accuracy"], "ann": ann["accuracy"]}


def _shuffled(metrics: Mapping) -> dict[str, Shuffled] | None:
    measured = metrics.get("shuffled")
    if measured is None:
        return None
    return {
        name: {
            "shuffled": _at(measured, name, "accuracy"),
            "plain": _at(measured, "unshuffled", name, "accuracy"),
            "epochs": _at(measured, "epochs", name),
        }
        for name in BOTH
    }


def _at(values: Any, *path: str) -> Any:
    """Return what lies at a path of keys, None where it ends early."""
    for key in path:
        if not isinstance(values, Mapping) or key not in values:
            return None
        values = values[key]
    return values
