"""Reads what the tab's script asks. Anyone may send anything, so nothing in it is believed."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import numpy as np

from model.errors import NotADrawing
from model.geometry import SIDE
from model.graph import Layer, Network
from tabs.answers import read_image
from tabs.checks import BadRequest

MOST_MUTED = 4096
"""Filters that one request may silence; the product's networks have a few hundred."""


def pixels_in(asked: Mapping) -> np.ndarray | None:
    """Return the drawing asked about as float32 (28, 28), or None if nothing is drawn.

    The first question about a drawing carries the drawing. Its answer carries these pixels, which are
    sent from then on: a photo need not be uploaded again for each pixel that is pressed.

    Raises:
        NotADrawing: it is neither a drawing, nor a picture, nor such pixels.
    """
    drawing = asked.get("drawing")
    if isinstance(drawing, Mapping) and "pixels" in drawing:
        pixels = _decoded(drawing["pixels"])
        return pixels if pixels.any() else None
    image = read_image(drawing)
    return None if image.is_blank else image.pixels


def _decoded(text: Any) -> np.ndarray:
    try:
        pixels = np.frombuffer(base64.b64decode(text, validate=True), "<f4").reshape(SIDE, SIDE)
    except (TypeError, ValueError, binascii.Error) as error:
        raise NotADrawing(f"pixels are base64 of {SIDE * SIDE} 32-bit floats") from error
    if not ((pixels >= 0) & (pixels <= 1)).all():
        raise NotADrawing("pixels must be from 0 to 1")
    return pixels


def network_in(asked: Mapping, networks: Mapping[str, Network]) -> str:
    """Return the name of the network asked about."""
    name = asked.get("network")
    if not isinstance(name, str) or name not in networks:
        raise BadRequest(f"network must be one of {', '.join(networks)}")
    return name


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
        integer(index, "position", size) for index, size in zip(position, layer.output_shape, strict=True)
    )


def integer(value: Any, name: str, below: int) -> int:
    """Return a whole number from 0 to `below` − 1."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        raise BadRequest(f"{name} must be a whole number from 0 to {below - 1}")
    return value


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
        checked[layer.name] = tuple(sorted({integer(n, "a filter", layer.output_shape[-1]) for n in numbers}))
    if set(muted) - {layer.name for layer in network.layers}:
        raise BadRequest("muted names a layer that the network does not have")
    return checked
