"""What `/explain` answers a program: one layer's maps and Grad-CAM of the CNN, as plain lists of numbers."""

from typing import TypedDict

import numpy as np

from model.errors import NotADrawing
from model.explain import Layer, Network, grad_cam
from model.image.digit_image import DigitImage
from tabs.kit.service import Loaded

DIGITS = 6
"""Significant digits of each number: float32 has no more than seven."""


class Explanation(TypedDict):
    """The answer. `maps` is (channels, rows, columns); see `model.explain.GradCam` for the four about Grad-CAM."""

    verdict: str
    answer: int | None
    layers: list[str]
    layer: str
    maps: list
    digit: int
    weights: list[float]
    heat: list
    on_drawing: list
    logit: float


def explanation(loaded: Loaded, image: DigitImage, layer: object, digit: object) -> Explanation:
    """Explain one drawing.

    Args:
        loaded: the networks.
        image: the drawing.
        layer: whose maps are wanted, by name; None for the last that puts out maps.
        digit: the class that Grad-CAM explains; None for the CNN's likeliest.

    Raises:
        NotADrawing: nothing is drawn, or there is no such layer or class.
    """
    if image.is_blank:
        raise NotADrawing("a drawing is explained only with some ink on it")
    network = loaded.layers["cnn"]
    chosen = _layer(network, layer)
    recognition = loaded.recognizer.recognize(image)
    wanted = _digit(digit, int(recognition.cnn.argmax()))
    outputs = loaded.recognizer.look(image.pixels)["cnn"]
    cam = grad_cam(network, outputs, image.pixels, chosen.name, wanted)
    return {
        "verdict": recognition.verdict,
        "answer": recognition.digit,
        "layers": [one.name for one in network.layers if one.is_spatial],
        "layer": chosen.name,
        "maps": _plain(outputs[chosen.name].transpose(2, 0, 1)),
        "digit": wanted,
        "weights": _plain(cam.weights),
        "heat": _plain(cam.heat),
        "on_drawing": _plain(cam.on_drawing),
        "logit": cam.logit,
    }


def _layer(network: Network, name: object) -> Layer:
    spatial = {layer.name: layer for layer in network.layers if layer.is_spatial}
    if name is None:
        return list(spatial.values())[-1]
    if not isinstance(name, str) or name not in spatial:
        raise NotADrawing(f"layer must be null or one of those that put out maps: {', '.join(spatial)}")
    return spatial[name]


def _digit(digit: object, likeliest: int) -> int:
    if digit is None:
        return likeliest
    if isinstance(digit, bool) or not isinstance(digit, int) or not 0 <= digit <= 9:
        raise NotADrawing("digit must be null or a whole number from 0 to 9")
    return digit


def _plain(numbers: np.ndarray) -> list:
    """Lists of numbers that JSON writes short: rounded by size, whatever their scale."""
    values = np.asarray(numbers, np.float64)
    scale = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.abs(np.where(values == 0, 1, values)))))
    return (np.round(values * scale) / scale).tolist()
