"""Answers the tab's questions: from a checked request to plain JSON. Knows no Gradio and no visitor."""

from collections.abc import Mapping

import numpy as np

from model.explain import INPUT, Layer, Network, describe_layer, probabilities_without, read
from tabs.feature_maps.asked import (
    layer_in,
    muted_in,
    pixels_in,
    position_in,
)
from tabs.feature_maps.inspection import filter_layer, inspect
from tabs.feature_maps.operations import Operations
from tabs.feature_maps.packing import as_json, pack_floats, pack_levels
from tabs.feature_maps.reasons import reasons
from tabs.feature_maps.tour import tour
from tabs.kit.checks import BadRequest, choice_in, whole_number_in
from tabs.kit.service import Loaded, Service

TITLES = {"cnn": "CNN", "ann": "ANN", "lenet5": "LeNet-5"}

FEW = 16
"""Rows of at most so many numbers are sent exactly: they are shown as figures."""


class _Read:
    """Loaded networks and what was made of them."""

    def __init__(self, loaded: Loaded):
        self.loaded, self.recognizer = loaded, loaded.recognizer
        self.networks: dict[str, Network] = {
            name: read(model) for name, model in loaded.pretrained.networks.items()
        }
        self.operations = Operations(self.networks)


class Inside:
    """What the networks look like inside, for any drawing.

    Args:
        service: the networks; each method raises `NotReady` until they are loaded.
    """

    def __init__(self, service: Service):
        self._service = service
        self._read: _Read | None = None

    def _now(self) -> "_Read":
        """The networks that serve now, as the explanations read them; read anew when others serve."""
        loaded, read_before = self._service.loaded(), self._read
        if read_before is None or read_before.loaded is not loaded:
            self._read = read_before = _Read(loaded)
        return read_before

    def describe(self, asked: Mapping) -> dict:
        """Return what does not depend on a drawing: the networks' names, and one network's layers."""
        now = self._now()
        name = choice_in(asked, "network", now.networks)
        network = now.networks[name]
        return {
            "network": name,
            "networks": [[key, TITLES.get(key, key)] for key in now.networks],
            "parameters": network.parameters,
            "layers": [
                _drawing_as_layer(network),
                *(_described(network, i) for i in range(len(network.layers))),
            ],
        }

    def look(self, asked: Mapping) -> dict:
        """Return all maps of all layers, packed; one unit and the answer without some filters if asked.

        Args:
            asked: {"network", "drawing"}, and if wanted "layer", "channel" and "position" of a unit
                (no position: the largest), "muted": {layer: [filters]}, and "maps": false to leave
                the maps out.
        """
        now = self._now()
        name = choice_in(asked, "network", now.networks)
        network = now.networks[name]
        muted = muted_in(asked, network)
        unit = _unit_in(asked, network)
        pixels = pixels_in(asked)
        if pixels is None:
            return {"network": name, "blank": True}
        outputs = now.recognizer.look(pixels)[name]
        answer = {"network": name, "blank": False}
        if asked.get("maps", True):
            answer |= maps_for_display(pixels, outputs)
        if unit:
            answer["unit"] = inspect(network, outputs, pixels, *unit)
        if muted:
            without = probabilities_without(network, pixels[None], muted)[0]
            answer["without"] = without.tolist()
        return answer

    def explain(self, asked: Mapping) -> dict:
        """Return four pictures of what an answer rests on.

        Args:
            asked: {"network", "drawing", "layer": whose maps Grad-CAM reads, "digit": 0 to 9, or null
                for the network's own answer}.
        """
        now = self._now()
        name = choice_in(asked, "network", now.networks)
        layer = layer_in(asked, now.networks[name])
        if not layer.is_spatial:
            raise BadRequest("Grad-CAM needs a layer that puts out maps")
        digit = None if asked.get("digit") is None else whole_number_in(asked, "digit", 0, 9)
        pixels = pixels_in(asked)
        if pixels is None:
            return {"blank": True}
        found = reasons(now.recognizer, now.networks, pixels, name, layer.name, digit)
        return {"blank": False, **found}

    def operate(self, asked: Mapping) -> dict:
        """Return the accuracy on the bundled sample with filters silenced: {"network", "muted"}."""
        now = self._now()
        name = choice_in(asked, "network", now.networks)
        return {"network": name, **now.operations.read(name, muted_in(asked, now.networks[name]))}

    def guide(self, asked: Mapping) -> dict:
        """Return the tour's steps and the maps they show: {"network", "drawing"}."""
        now = self._now()
        name = choice_in(asked, "network", now.networks)
        pixels = pixels_in(asked)
        if pixels is None:
            return {"network": name, "blank": True}
        outputs = now.recognizer.look(pixels)[name]
        steps = tour(now.networks[name], outputs, pixels)
        return {
            "network": name,
            "blank": False,
            "steps": as_json(steps),
            **maps_for_display(pixels, outputs),
        }


def maps_for_display(pixels: np.ndarray, outputs: Mapping[str, np.ndarray]) -> dict:
    """Pack a drawing and all layers' outputs for the browser.

    Args:
        pixels: float32 (28, 28).
        outputs: {layer: array}, one network's share of what `Recognizer.look` returns.

    Returns:
        {"maps": see `pack_levels`, the drawing first, "rows": {layer: numbers, of short rows only},
        "pixels": the drawing exactly, to ask about it again}.
    """
    rows = {
        name: values.tolist() for name, values in outputs.items() if values.size <= FEW and values.ndim == 1
    }
    return {
        "maps": pack_levels([pixels, *outputs.values()]),
        "rows": rows,
        "pixels": pack_floats(pixels)["floats"],
    }


def _unit_in(asked: Mapping, network: Network) -> tuple[Layer, int, tuple[int, ...] | None] | None:
    if asked.get("layer") is None:
        return None
    layer = layer_in(asked, network)
    position = position_in(asked, layer)
    if position is not None:
        return layer, position[-1], position
    if not layer.is_spatial:
        return layer, 0, None
    return layer, whole_number_in(asked, "channel", 0, layer.output_shape[-1] - 1), None


def _drawing_as_layer(network: Network) -> dict:
    return {
        "name": INPUT,
        "kind": "drawing",
        "shape": list(network.input_shape),
        "parameters": 0,
        "text": "what the network sees",
        "filters": 0,
        "filter_layer": None,
    }


def _described(network: Network, index: int) -> dict:
    layer = network.layers[index]
    source = filter_layer(network, layer)
    return {
        "name": layer.name,
        "kind": _kind(layer),
        "shape": list(layer.output_shape),
        "parameters": layer.parameters,
        "text": describe_layer(layer),
        "filters": 0 if layer.kernel is None else layer.output_shape[-1],
        "filter_layer": source.name if source else None,
    }


def _kind(layer: Layer) -> str:
    """The kind as a heading: "convolution 3 × 3", "max pooling 2 × 2", "ReLU", "dense", ..."""
    if layer.slides:
        return f"{layer.kind} {layer.window[0]} × {layer.window[1]}"
    if layer.kind == "activation":
        return {"relu": "ReLU"}.get(layer.activation, layer.activation)
    return layer.kind
