"""What the tab's modules are told: plain JSON in, plain JSON out, one function for each question."""

from collections.abc import Mapping
from typing import Any, TypedDict

import numpy as np

from model.image import samples
from model.networks.famous import load_table
from model.networks.records import NetworkMetrics
from tabs.architectures.cards import load_cards
from tabs.kit.checks import choice_in
from tabs.kit.floats import encode_floats
from tabs.kit.service import Service

COMPARED = ("cnn", "lenet5")

EXTRAS = (2, 0, 4)
"""Digits that share a scene with the visitor's own: each the first of its kind in the bundled sample."""


class Digit(TypedDict):
    """A digit of the sample: which, and its 28×28 image as `encode_floats` encodes it."""

    label: int
    image: str


class Cards(TypedDict):
    """All cards, see `load_cards`, and the digits that share a scene with the visitor's own."""

    cards: list[dict[str, Any]]
    extras: list[Digit]


class Table(TypedDict):
    """The layers of one network; see `model.networks.famous.reading.read`."""

    input: list[int]
    blocks: list[dict[str, Any]]


class Size(TypedDict):
    """What was measured of one network; what was not is None."""

    parameters: int
    accuracy: float
    errors: int | None
    n: int | None


class Sizes(TypedDict):
    """Those of `COMPARED`, by name."""

    networks: dict[str, Size]


def cards(service: Service, request: Mapping) -> Cards:
    """Return all cards; no network need be loaded."""
    return {"cards": list(load_cards()), "extras": _extras()}


def layers(service: Service, request: Mapping) -> Table:
    """Return the layer table of one card; no network need be loaded.

    Args:
        request: {"card": the id of a card that has a graph}.
    """
    graphs = {card["id"]: card["graph"] for card in load_cards() if card["graph"]}
    table = load_table()[graphs[choice_in(request, "card", graphs)]]
    return {"input": table["input"], "blocks": table["blocks"]}


def measured(service: Service, request: Mapping) -> Sizes:
    """Return what was measured of the networks that are served."""
    networks = service.loaded().pretrained.metrics["networks"]
    return {"networks": {name: _measured(networks[name]) for name in COMPARED}}


def _measured(network: NetworkMetrics) -> Size:
    mnist = network["mnist"]
    return {
        "parameters": network["parameters"],
        "accuracy": mnist["accuracy"],
        "errors": mnist.get("errors"),
        "n": mnist.get("n"),
    }


def _extras() -> list[Digit]:
    """The digits that share a scene; none where the sample is missing."""
    try:
        images, labels = samples.load_samples("test")
    except FileNotFoundError:
        return []
    firsts = [(digit, int(np.argmax(labels == digit))) for digit in EXTRAS]
    return [{"label": digit, "image": encode_floats(images[index] / 255)} for digit, index in firsts]
