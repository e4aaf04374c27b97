"""Which pixels an answer rests on, asked in four ways, with a sentence of numbers for each picture."""

from collections.abc import Mapping

import numpy as np

from model.explain import Network, Region, evidence, grad_cam, occlusion
from model.explain.units import number
from model.networks.recognizer import Recognizer
from tabs.feature_maps.packing import pack_floats


def reasons(
    recognizer: Recognizer,
    networks: Mapping[str, Network],
    pixels: np.ndarray,
    name: str,
    layer: str,
    digit: int | None,
) -> dict:
    """Explain one digit by Grad-CAM, by covering, and by the ANN's evidence.

    Args:
        recognizer: answers for covered drawings.
        networks: the same networks, as the explanations read them.
        pixels: float32 (28, 28): the drawing.
        name: the network with maps, for Grad-CAM.
        layer: whose maps Grad-CAM reads.
        digit: the class to explain; None for the one that network chose.

    Returns:
        {"digit", "network", "layer", "pixels", "pictures": [...]}; a picture is {"title", "network",
        "text", "values": (28, 28), "signed", "most": the number at the end of its scale}.
    """
    outputs = recognizer.look(pixels)
    if digit is None:
        digit = int(outputs[name][networks[name].layers[-1].name].argmax())
    predict = _Asked(recognizer)
    pictures = [
        _grad_cam(networks[name], outputs[name], pixels, name, layer, digit),
        _occlusion(predict, pixels, name, digit),
        _evidence(networks["ann"], outputs["ann"], pixels, digit),
        _occlusion(predict, pixels, "ann", digit),
    ]
    return {
        "digit": digit,
        "network": name,
        "layer": layer,
        "pixels": pack_floats(pixels),
        "pictures": pictures,
    }


class _Asked:
    """Asks all networks about the covered drawings once: each is then told its own share."""

    def __init__(self, recognizer: Recognizer):
        self._recognizer, self._answers = recognizer, None

    def __call__(self, name: str, batch: np.ndarray) -> np.ndarray:
        if self._answers is None:
            self._answers = self._recognizer.probabilities(batch)
        return self._answers[name]


def _grad_cam(
    network: Network, outputs: Mapping, pixels: np.ndarray, name: str, layer: str, digit: int
) -> dict:
    cam = grad_cam(network, outputs, pixels, layer, digit)
    if cam.is_empty:
        text = f"Nothing in {layer} speaks for {digit} here: all of it is 0. Another layer may."
    else:
        row, column = (int(i) for i in np.unravel_index(cam.on_drawing.argmax(), cam.on_drawing.shape))
        text = f"{layer} speaks for {digit} most around row {row}, column {column}."
    return _picture("Grad-CAM", name, text, cam.on_drawing, signed=False, most=1.0)


def _occlusion(predict: _Asked, pixels: np.ndarray, name: str, digit: int) -> dict:
    result = occlusion(pixels, digit, lambda batch: predict(name, batch))
    text = f"{digit} has {_percent(result.probability)}; "
    if result.probability - result.lowest < 0.001:
        text += "covering no part of the drawing lowers that."
    else:
        text += f"with {_where(result.patch)} covered, {_percent(result.lowest)} is left."
    return _picture("Occlusion", name, text, result.drop, signed=True)


def _evidence(network: Network, outputs: Mapping, pixels: np.ndarray, digit: int) -> dict:
    found = evidence(network, outputs, pixels, digit)
    ink = float(found.pixels.sum(dtype=np.float64))
    text = f"Ink {number(ink)} + biases {_in_brackets(found.bias)} = {number(found.logit)}, "
    text += f"the score of {digit} before softmax."
    return _picture("Evidence", "ann", text, found.pixels, signed=True)


def _picture(
    title: str, network: str, text: str, values: np.ndarray, signed: bool, most: float = 0.0
) -> dict:
    most = most or float(np.abs(values).max())
    return {
        "title": title,
        "network": network,
        "text": text,
        "values": pack_floats(values),
        "signed": signed,
        "most": most,
    }


def _where(patch: Region) -> str:
    return f"rows {patch.top} to {patch.bottom - 1}, columns {patch.left} to {patch.right - 1}"


def _percent(probability: float) -> str:
    """As on the rest of the page: never "100 %"."""
    if probability < 0.99:
        return f"{100 * probability:.1f} %"
    return f"{min(99.9, int(1000 * probability) / 10):.1f} %"


def _in_brackets(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)
