"""What the page may ask. Anyone can send anything, so everything is looked at before it is used.

The networks' image travels, not the drawing: an uploaded photo would be megabytes at each step of a
slider, and would be preprocessed each time.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import numpy as np

from model.errors import NotADrawing
from model.geometry import SIDE
from model.transforms import Transform
from tabs.ann_vs_cnn.sliders import BY_NAME, Slider

IMAGE_BYTES = SIDE * SIDE * 4
ENCODED = 4 * -(-IMAGE_BYTES // 3)
"""Characters of base64 that hold an image."""


def encode_image(pixels: np.ndarray) -> str:
    """Return float32 (28, 28) as base64 of its bytes, little-endian, row by row: no bit is lost."""
    return base64.b64encode(np.ascontiguousarray(pixels, "<f4").tobytes()).decode()


def fields(request: Any) -> Mapping:
    """Return the request if it is a JSON object.

    Raises:
        NotADrawing: it is not.
    """
    if not isinstance(request, Mapping):
        raise NotADrawing('send an object such as {"image": ..., "change": {}}')
    return request


def image_in(request: Mapping) -> np.ndarray:
    """Return the image under "image", float32 (28, 28) in [0, 1], as `encode_image` encodes it.

    Raises:
        NotADrawing: it is no such image.
    """
    text = request.get("image")
    if not isinstance(text, str) or len(text) != ENCODED:
        raise NotADrawing(f"an image is sent as base64 of {IMAGE_BYTES:,} bytes")
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotADrawing("the image's base64 text cannot be read") from error
    if len(content) != IMAGE_BYTES:
        raise NotADrawing(f"an image is sent as base64 of {IMAGE_BYTES:,} bytes")
    pixels = np.frombuffer(content, "<f4").astype(np.float32).reshape(SIDE, SIDE)
    if not (np.isfinite(pixels).all() and pixels.min() >= 0 and pixels.max() <= 1):
        raise NotADrawing("an image's numbers lie between 0 and 1")
    return pixels


def change_in(request: Mapping) -> Transform:
    """Return the sliders' positions under "change", {name: number}; those left out are neutral.

    Raises:
        NotADrawing: there is another slider, or a position off its range.
    """
    positions = request.get("change", {})
    if not isinstance(positions, Mapping) or not set(positions) <= set(BY_NAME):
        raise NotADrawing(f'"change" may hold {", ".join(BY_NAME)}')
    return Transform(**{name: _position(BY_NAME[name], value) for name, value in positions.items()})


def slider_in(request: Mapping) -> Slider:
    """Return the slider named under "slider".

    Raises:
        NotADrawing: there is none of that name.
    """
    name = request.get("slider")
    if not isinstance(name, str) or name not in BY_NAME:
        raise NotADrawing(f'"slider" is one of {", ".join(BY_NAME)}')
    return BY_NAME[name]


def whole_number_in(request: Mapping, name: str, below: int) -> int:
    """Return the whole number from 0 to `below` - 1 under `name`.

    Raises:
        NotADrawing: it is none.
    """
    value = request.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < below:
        raise NotADrawing(f'"{name}" is a whole number from 0 to {below - 1}')
    return value


def network_in(request: Mapping) -> str:
    """Return "cnn" or "ann", whichever stands under "network".

    Raises:
        NotADrawing: something else does.
    """
    name = request.get("network")
    if name not in ("cnn", "ann"):
        raise NotADrawing('"network" is "cnn" or "ann"')
    return name


def _position(slider: Slider, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotADrawing(f"{slider.name} must be a number")
    if not slider.low <= value <= slider.high:  # so is what is not a number
        raise NotADrawing(f"{slider.name} must be from {slider.low:g} to {slider.high:g}")
    return float(value)
