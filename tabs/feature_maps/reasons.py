"""Which pixels an answer rests on, asked in four ways, with a sentence of numbers for each picture."""

from collections.abc import Mapping
from typing import TypedDict

import numpy as np

from model.explain import Network, evidence, grad_cam, occlusion
from model.messages import Message, percent
from model.networks.recognizer import Recognizer
from tabs.feature_maps.tour import bracketed
from tabs.kit.floats import encode_floats
from tabs.kit.service import Loaded

LEAST_SCALE = 0.01
"""A probability: where covering changes less than this, the picture stays pale."""


class Reason(TypedDict):
    """What one way of asking found: `values` are (28, 28) as `encode_floats` encodes them, `most` is the number at the
    end of the scale, which is zero-centred where they are signed."""

    title: Message
    network: str
    text: Message
    values: str
    signed: bool
    most: float


def reasons(loaded: Loaded, pixels: np.ndarray, name: str, layer: str, digit: int) -> list[Reason]:
    """Explain one digit by Grad-CAM, by covering, and by the ANN's evidence.

    Args:
        loaded: the networks.
        pixels: float32 (28, 28): the drawing.
        name: the network with maps, for Grad-CAM.
        layer: whose maps Grad-CAM reads.
        digit: the class to explain.
    """
    outputs, networks = loaded.recognizer.look(pixels), loaded.layers
    predict = _Asked(loaded.recognizer)
    return [
        _grad_cam(networks[name], outputs[name], pixels, name, layer, digit),
        _occlusion(predict, pixels, name, digit),
        _evidence(networks["ann"], outputs["ann"], pixels, digit),
        _occlusion(predict, pixels, "ann", digit),
    ]


class _Asked:
    """Asks all networks about the covered drawings once: each is then told its own share."""

    def __init__(self, recognizer: Recognizer):
        self._recognizer = recognizer
        self._answers: dict[str, np.ndarray] | None = None

    def __call__(self, name: str, batch: np.ndarray) -> np.ndarray:
        if self._answers is None:
            self._answers = self._recognizer.probabilities(batch)
        return self._answers[name]


def _grad_cam(network: Network, outputs: Mapping, pixels: np.ndarray, name: str, layer: str, digit: int) -> Reason:
    cam = grad_cam(network, outputs, pixels, layer, digit)
    if cam.is_empty:
        text = Message("Nothing in {} speaks for {} here: all of it is 0. Another layer may.", layer, digit)
    else:
        row, column = (int(i) for i in np.unravel_index(cam.on_drawing.argmax(), cam.on_drawing.shape))
        text = Message("{} speaks for {} most around row {}, column {}.", layer, digit, row + 1, column + 1)
    return _picture(Message("Grad-CAM"), name, text, cam.on_drawing, signed=False, most=1.0)


def _occlusion(predict: _Asked, pixels: np.ndarray, name: str, digit: int) -> Reason:
    result = occlusion(pixels, digit, lambda batch: predict(name, batch))
    whole = percent(result.probability, 1)
    if result.probability - result.lowest < 0.001:
        text = Message("{} has {}; covering no part of the drawing lowers that.", digit, whole)
    else:
        patch, left = result.patch, percent(result.lowest, 1)
        rows, columns = (patch.top + 1, patch.bottom), (patch.left + 1, patch.right)  # counted from 1
        text = Message(
            "{} has {}; with rows {} to {}, columns {} to {} covered, {} is left.",
            digit,
            whole,
            *rows,
            *columns,
            left,
        )
    most = max(float(np.abs(result.drop).max()), LEAST_SCALE)
    return _picture(Message("Occlusion"), name, text, result.drop, signed=True, most=most)


def _evidence(network: Network, outputs: Mapping, pixels: np.ndarray, digit: int) -> Reason:
    found = evidence(network, outputs, pixels, digit)
    ink = float(found.pixels.sum(dtype=np.float64))
    bias = bracketed(float(found.bias))
    text = Message("Ink {} + biases {} = {}, the score of {} before softmax.", ink, bias, found.logit, digit)
    most = float(np.abs(found.pixels).max())
    return _picture(Message("Evidence"), "ann", text, found.pixels, signed=True, most=most)


def _picture(title: Message, network: str, text: Message, values: np.ndarray, signed: bool, most: float) -> Reason:
    shown = encode_floats(values)
    return {"title": title, "network": network, "text": text, "values": shown, "signed": signed, "most": most}
