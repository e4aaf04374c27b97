"""Arrays of floats on their way to a browser and back, as base64: short, and no bit is lost."""

import base64
import binascii
from collections.abc import Mapping

import numpy as np

from model.errors import NotADrawing
from model.geometry import SIDE

IMAGE_BYTES = SIDE * SIDE * 4
ENCODED = 4 * -(-IMAGE_BYTES // 3)
"""Characters of base64 that hold an image."""


def encode_floats(numbers: np.ndarray) -> str:
    """Return an array as base64 of little-endian float32, in C order."""
    return base64.b64encode(np.ascontiguousarray(numbers, "<f4").tobytes()).decode()


def image_in(request: Mapping) -> np.ndarray:
    """Return the image under "image", float32 (28, 28) in [0, 1], as `encode_floats` encodes it.

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
