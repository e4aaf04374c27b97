"""Reads what the lab's script asks. Anyone may send anything, so nothing in it is believed."""

import base64
import binascii
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from model.errors import NotADrawing
from model.geometry import SIDE
from tabs.answers import read_image
from tabs.checks import BadRequest

INPUTS = ("grid", "digit", "picture")
OPERATIONS = ("convolution", "max", "average")

LIMITS = {"size": (1, 7), "stride": (1, 7), "dilation": (1, 4), "padding": (0, 5)}
"""Smallest and largest value of each of the window's settings; padding may also be "valid" or "same"."""

LARGEST = 10_000
"""Of a kernel's numbers and the bias, without their sign."""

LONGEST_EDGE = 64
"""Pixels of an uploaded picture's longer edge: small enough for every window to be looked at."""

FIVE = np.arange(1, 26, dtype=float).reshape(5, 5)
"""The lesson's numbers."""


def one_of(asked: Mapping, name: str, choices: tuple[str, ...]) -> str:
    """Return the choice under `name`."""
    value = asked.get(name)
    if not isinstance(value, str) or value not in choices:
        raise BadRequest(f"{name} must be one of {', '.join(choices)}")
    return value


def setting_in(asked: Mapping, name: str) -> int:
    """Return a whole number within its `LIMITS`."""
    low, high = LIMITS[name]
    value = asked.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadRequest(f"{name} must be a whole number from {low} to {high}")
    return value


def padding_in(asked: Mapping) -> str | int:
    """Return "valid", "same" or a number of pixels."""
    value = asked.get("padding")
    return value if value in ("valid", "same") else setting_in(asked, "padding")


def kernel_in(asked: Mapping, channels: int) -> np.ndarray:
    """Return the kernel, float64 (k, k) or, if three are sent, (k, k, 3)."""
    size = setting_in(asked, "size")
    try:
        kernels = np.array(asked.get("kernels"), dtype=float)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadRequest("kernels must be lists of rows of numbers") from error
    if kernels.shape not in ((1, size, size), (channels, size, size)):
        raise BadRequest(f"kernels must be one or {channels} squares of {size} × {size} numbers")
    if not np.isfinite(kernels).all() or np.abs(kernels).max() > LARGEST:
        raise BadRequest(f"a kernel's numbers must lie between −{LARGEST:,} and {LARGEST:,}")
    return kernels[0] if len(kernels) == 1 else np.moveaxis(kernels, 0, -1)


def bias_in(asked: Mapping) -> float:
    """Return the number that is added to each sum; 0 if none is sent."""
    value = asked.get("bias", 0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest("bias must be a number")
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise BadRequest(f"bias must lie between −{LARGEST:,} and {LARGEST:,}")
    return float(value)


def input_in(asked: Mapping) -> np.ndarray | None:
    """Return the picture to work on, float64, or None if nothing is drawn.

    (5, 5) from 1 to 25 for the lesson's numbers; (28, 28) in [0, 1] for the visitor's digit; (h, w)
    or (h, w, 3) in [0, 255] for a picture.
    """
    which = one_of(asked, "input", INPUTS)
    if which == "grid":
        return FIVE
    return digit_in(asked) if which == "digit" else picture_in(asked)


def digit_in(asked: Mapping) -> np.ndarray | None:
    """Return the visitor's digit, (28, 28) in [0, 1], or None if nothing is drawn.

    The first question about a drawing carries the drawing; those after it carry the pixels that came
    with the answer, so that a photo is not uploaded at each step.

    Raises:
        NotADrawing: it is neither.
    """
    if "pixels" not in asked:
        image = read_image(asked.get("drawing"))
        return None if image.is_blank else image.pixels.astype(float)
    pixels = np.frombuffer(_bytes(asked["pixels"], 4 * SIDE * SIDE), "<f4").reshape(SIDE, SIDE)
    if not ((pixels >= 0) & (pixels <= 1)).all():  # so is what is not a number
        raise NotADrawing("pixels must be from 0 to 1")
    return pixels.astype(float) if pixels.any() else None


def picture_in(asked: Mapping) -> np.ndarray:
    """Return the uploaded picture, or the lesson's four colours if none is sent."""
    picture = asked.get("picture")
    colour = four_colours() if picture is None else _uploaded(picture)
    if one_of(asked, "colours", ("rgb", "grey")) == "rgb":
        return colour.astype(float)
    # As the eye weighs them (ITU-R BT.601), in whole numbers like the file's own.
    return np.round(colour @ np.array([0.299, 0.587, 0.114]))


def four_colours() -> np.ndarray:
    """Return red, green, blue and yellow, 4×4 pixels each: uint8 (8, 8, 3)."""
    colours = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 0]]], np.uint8)
    return colours.repeat(4, axis=0).repeat(4, axis=1)


def _uploaded(picture: Any) -> np.ndarray:
    if not isinstance(picture, Mapping):
        raise BadRequest("a picture has height, width and bytes")
    sides = [picture.get(name) for name in ("height", "width")]
    if not all(type(side) is int and 1 <= side <= LONGEST_EDGE for side in sides):
        raise BadRequest(f"a picture's height and width must be from 1 to {LONGEST_EDGE}")
    height, width = sides
    return np.frombuffer(_bytes(picture.get("bytes"), 3 * height * width), np.uint8).reshape(height, width, 3)


def _bytes(text: Any, count: int) -> bytes:
    if not isinstance(text, str) or len(text) > 2 * count:
        raise NotADrawing(f"pixels are sent as base64 of {count:,} bytes")
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotADrawing("the pixels' base64 text cannot be read") from error
    if len(content) != count:
        raise NotADrawing(f"pixels are sent as base64 of {count:,} bytes")
    return content
