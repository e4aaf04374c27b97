"""What the tab's script is told: plain JSON in, plain JSON out, one function for each question."""

from collections.abc import Mapping

import numpy as np

from model.errors import NotADrawing
from model.image import samples
from model.image.digit_image import DigitImage
from model.networks.famous import load_table
from tabs.architectures.cards import load_cards
from tabs.architectures.ink import outline
from tabs.kit.answers import SHOWN, read_image
from tabs.kit.figures import packed
from tabs.kit.service import Service

COMPARED = ("cnn", "lenet5")

EXTRAS = (2, 0, 4)
"""Digits that share a scene with the visitor's own: each the first of its kind in the bundled sample."""


def layers(service: Service, request: Mapping) -> dict:
    """Return the layer table of one card: {"card", "input", "blocks"}; no network need be loaded.

    Args:
        request: {"card": the id of a card that has a graph}.
    """
    graphs = {card["id"]: card["graph"] for card in load_cards() if card["graph"]}
    name = request.get("card")
    if not isinstance(name, str) or name not in graphs:
        raise NotADrawing(f'"card" is one of {", ".join(graphs)}')
    table = load_table()[graphs[name]]
    return {"card": name, "input": table["input"], "blocks": table["blocks"]}


def measured(service: Service, request: Mapping) -> dict:
    """Return what was measured of the networks that are served, and the digits that share a scene.

    Returns:
        {"networks": {"cnn" and "lenet5": {"parameters", "accuracy", "errors", "n"}}, "extras":
        [{"label", "picture"}]}. What was not measured is None.
    """
    networks = service.loaded().pretrained.metrics["networks"]
    return {"networks": {name: _measured(networks[name]) for name in COMPARED}, "extras": _extras()}


def read(service: Service, request: Mapping) -> dict:
    """Ask LeNet-5 and the CNN about a drawing, and outline its ink.

    Args:
        request: {"drawing": what the canvas holds}.

    Returns:
        {"blank": True}, or {"blank": False, "verdict", "cnn" and "lenet5": ten probabilities,
        "digit": the networks' image, "picture", "mask", "box": see `ink.Outline`}.
    """
    image = read_image(request.get("drawing"))
    recognizer = service.recognizer()
    if image.is_blank:
        return {"blank": True}
    found = recognizer.probabilities(image.pixels[None])
    return {
        "blank": False,
        "verdict": recognizer.recognize(image).verdict,
        **{name: [float(p) for p in found[name][0]] for name in COMPARED},
        "digit": packed(image.pixels),
        **_outlined(image),
    }


def _outlined(image: DigitImage) -> dict:
    found = outline(image, SHOWN)
    return {"picture": packed(found.picture), "mask": packed(found.mask.astype(float)), "box": found.box}


def _measured(network: Mapping) -> dict:
    mnist = network["mnist"]
    return {
        "parameters": network["parameters"],
        "accuracy": mnist["accuracy"],
        "errors": mnist.get("errors"),
        "n": mnist.get("n"),
    }


def _extras() -> list[dict]:
    """The digits that share a scene, [{"label", "picture"}]; none where the sample is missing."""
    try:
        images, labels = samples.load_samples("test")
    except FileNotFoundError:
        return []
    firsts = [(digit, int(np.argmax(labels == digit))) for digit in EXTRAS]
    return [{"label": digit, "picture": packed(images[index] / 255)} for digit, index in firsts]
