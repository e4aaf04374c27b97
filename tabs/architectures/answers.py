"""What the tab's modules are told: plain JSON in, plain JSON out, one function for each question."""

from collections.abc import Mapping

import numpy as np

from model.image import samples
from model.networks.famous import load_table
from tabs.architectures.cards import load_cards
from tabs.kit.checks import choice_in
from tabs.kit.floats import encode_floats
from tabs.kit.service import Service

COMPARED = ("cnn", "lenet5")

EXTRAS = (2, 0, 4)
"""Digits that share a scene with the visitor's own: each the first of its kind in the bundled sample."""


def cards(service: Service, request: Mapping) -> dict:
    """Return all cards and the digits that share a scene; no network need be loaded.

    Returns:
        {"cards": see `load_cards`, "extras": [{"label", "image"}]}.
    """
    return {"cards": list(load_cards()), "extras": _extras()}


def layers(service: Service, request: Mapping) -> dict:
    """Return the layer table of one card: {"input", "blocks"}; no network need be loaded.

    Args:
        request: {"card": the id of a card that has a graph}.
    """
    graphs = {card["id"]: card["graph"] for card in load_cards() if card["graph"]}
    table = load_table()[graphs[choice_in(request, "card", graphs)]]
    return {"input": table["input"], "blocks": table["blocks"]}


def measured(service: Service, request: Mapping) -> dict:
    """Return what was measured of the networks that are served; what was not is None.

    Returns:
        {"networks": {"cnn" and "lenet5": {"parameters", "accuracy", "errors", "n"}}}.
    """
    networks = service.loaded().pretrained.metrics["networks"]
    return {"networks": {name: _measured(networks[name]) for name in COMPARED}}


def _measured(network: Mapping) -> dict:
    mnist = network["mnist"]
    return {
        "parameters": network["parameters"],
        "accuracy": mnist["accuracy"],
        "errors": mnist.get("errors"),
        "n": mnist.get("n"),
    }


def _extras() -> list[dict]:
    """The digits that share a scene; none where the sample is missing."""
    try:
        images, labels = samples.load_samples("test")
    except FileNotFoundError:
        return []
    firsts = [(digit, int(np.argmax(labels == digit))) for digit in EXTRAS]
    return [{"label": digit, "image": encode_floats(images[index] / 255)} for digit, index in firsts]
