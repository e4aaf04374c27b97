"""Reads what the lab's script asks. Anyone may send anything, so nothing in it is believed."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tabs.kit.answers import read_image
from tabs.kit.checks import BadRequest, choice_in, number_in, whole_number_in
from tabs.kit.floats import decode_bytes, image_in

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


def setting_in(asked: Mapping, name: str) -> int:
    """Return a whole number within its `LIMITS`."""
    return whole_number_in(asked, name, *LIMITS[name])


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
    return number_in({"bias": 0, **asked}, "bias", -LARGEST, LARGEST)


def input_in(asked: Mapping) -> np.ndarray | None:
    """Return the picture to work on, float64, or None if nothing is drawn.

    (5, 5) from 1 to 25 for the lesson's numbers; (28, 28) in [0, 1] for the visitor's digit; (h, w)
    or (h, w, 3) in [0, 255] for a picture.
    """
    which = choice_in(asked, "input", INPUTS)
    if which == "grid":
        return FIVE
    return digit_in(asked) if which == "digit" else picture_in(asked)


def digit_in(asked: Mapping) -> np.ndarray | None:
    """Return the visitor's digit, (28, 28) in [0, 1], or None if nothing is drawn.

    The first question about a drawing carries the drawing; those after it carry the pixels that came
    with the answer, so that a photo is not uploaded at each step.

    Raises:
        NotADrawing: what it carries is no drawing.
        BadRequest: the pixels are not those of an image.
    """
    if "pixels" not in asked:
        image = read_image(asked.get("drawing"))
        return None if image.is_blank else image.pixels.astype(float)
    pixels = image_in(asked, "pixels")
    return pixels.astype(float) if pixels.any() else None


def picture_in(asked: Mapping) -> np.ndarray:
    """Return the uploaded picture, or the lesson's four colours if none is sent."""
    picture = asked.get("picture")
    colour = four_colours() if picture is None else _uploaded(picture)
    if choice_in(asked, "colours", ("rgb", "grey")) == "rgb":
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
    content = decode_bytes(picture.get("bytes"), "bytes", 3 * height * width)
    return np.frombuffer(content, np.uint8).reshape(height, width, 3)
