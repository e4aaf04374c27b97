"""Reads what the tab's script asks. Anyone may send anything, so nothing in it is believed."""

from collections.abc import Mapping

import numpy as np

from model.explain.graph import Layer, Network
from tabs.kit.answers import read_image
from tabs.kit.checks import BadRequest, whole_number
from tabs.kit.floats import image_in

MOST_MUTED = 4096
"""Filters that one request may silence; the product's networks have a few hundred."""


def pixels_in(asked: Mapping) -> np.ndarray | None:
    """Return the drawing asked about as float32 (28, 28), or None if nothing is drawn.

    The first question about a drawing carries the drawing. Its answer carries these pixels, which are
    sent from then on: a photo need not be uploaded again for each pixel that is pressed.

    Raises:
        NotADrawing: it is neither a drawing nor a picture.
        BadRequest: the pixels are not those of an image.
    """
    drawing = asked.get("drawing")
    if isinstance(drawing, Mapping) and "pixels" in drawing:
        pixels = image_in(drawing, "pixels")
        return pixels if pixels.any() else None
    image = read_image(drawing)
    return None if image.is_blank else image.pixels


def layer_in(asked: Mapping, network: Network) -> Layer:
    """Return the layer asked about."""
    name = asked.get("layer")
    for layer in network.layers:
        if layer.name == name:
            return layer
    raise BadRequest(f"layer must be one of {', '.join(layer.name for layer in network.layers)}")


def position_in(asked: Mapping, layer: Layer) -> tuple[int, ...] | None:
    """Return the unit asked about, one index for each axis of the layer's output; None for its peak."""
    position = asked.get("position")
    if position is None:
        return None
    if not isinstance(position, list) or len(position) != len(layer.output_shape):
        raise BadRequest(f"position must be a list of {len(layer.output_shape)} numbers")
    return tuple(
        whole_number(index, "position", 0, size - 1)
        for index, size in zip(position, layer.output_shape, strict=True)
    )


def muted_in(asked: Mapping, network: Network) -> dict[str, tuple[int, ...]]:
    """Return the filters to silence, {layer: sorted numbers}, layers without any left out."""
    muted = asked.get("muted") or {}
    if not isinstance(muted, Mapping) or not all(isinstance(numbers, list) for numbers in muted.values()):
        raise BadRequest("muted must be an object of lists, one for each layer")
    if sum(len(numbers) for numbers in muted.values()) > MOST_MUTED:
        raise BadRequest(f"at most {MOST_MUTED} filters can be muted")
    checked = {}
    for layer in network.layers:
        numbers = muted.get(layer.name)
        if not numbers:
            continue
        if layer.kernel is None:
            raise BadRequest(f"{layer.name} has no filters to mute")
        last = layer.output_shape[-1] - 1
        checked[layer.name] = tuple(sorted({whole_number(n, "muted", 0, last) for n in numbers}))
    if set(muted) - {layer.name for layer in network.layers}:
        raise BadRequest("muted names a layer that the network does not have")
    return checked
