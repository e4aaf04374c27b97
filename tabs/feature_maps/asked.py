"""Reads what the tab's modules ask. Anyone may send anything, so nothing in it is believed."""

from collections.abc import Mapping

import numpy as np

from model.explain.graph import Network
from model.explain.layers import Layer
from model.messages import Message
from tabs.kit.checks import BadRequest, whole_number
from tabs.kit.floats import image_in

MOST_MUTED = 4096
"""Filters that one request may silence; the product's networks have a few hundred."""


def drawing_in(asked: Mapping) -> np.ndarray:
    """Return the drawing asked about as float32 (28, 28), with some ink on it."""
    pixels = image_in(asked)
    if not pixels.any():
        raise BadRequest(Message("Nothing is drawn yet."))
    return pixels


def maps_in(asked: Mapping, network: Network) -> Layer:
    """Return the layer asked about, one that puts out maps."""
    wanted = [layer for layer in network.layers if layer.is_spatial]
    for layer in wanted:
        if layer.name == asked.get("layer"):
            return layer
    names = ", ".join(layer.name for layer in wanted)
    raise BadRequest(Message("layer must be one of those that put out maps: {}", names))


def muted_in(asked: Mapping, network: Network) -> dict[str, tuple[int, ...]]:
    """Return the filters to silence, {layer: sorted numbers}, layers without any left out."""
    muted = asked.get("muted") or {}
    if not isinstance(muted, Mapping) or not all(isinstance(numbers, list) for numbers in muted.values()):
        raise BadRequest("muted must be an object of lists, one for each layer")
    if sum(len(numbers) for numbers in muted.values()) > MOST_MUTED:
        raise BadRequest(Message("at most {} filters can be muted", MOST_MUTED))
    checked = {}
    for layer in network.layers:
        numbers = muted.get(layer.name)
        if not numbers:
            continue
        if layer.kernel is None:
            raise BadRequest(Message("{} has no filters to mute", layer.name))
        last = layer.output_shape[-1] - 1
        checked[layer.name] = tuple(sorted({whole_number(n, "muted", 0, last) for n in numbers}))
    if set(muted) - {layer.name for layer in network.layers}:
        raise BadRequest("muted names a layer that the network does not have")
    return checked
