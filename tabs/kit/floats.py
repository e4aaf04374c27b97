"""Arrays of numbers on their way to a browser and back, as base64: short, and no bit is lost."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import numpy as np

from model.image.geometry import SIDE
from tabs.kit.checks import BadRequest


def encode_floats(numbers: np.ndarray) -> str:
    """Return an array as base64 of little-endian float32, in C order."""
    return base64.b64encode(np.ascontiguousarray(numbers, "<f4").tobytes()).decode()


def image_in(request: Mapping, name: str = "image") -> np.ndarray:
    """Return the image under `name`, float32 (28, 28) in [0, 1], as `encode_floats` encodes it.

    Raises:
        BadRequest: it is no such image.
    """
    content = decode_bytes(request.get(name), name, 4 * SIDE * SIDE)
    pixels = np.frombuffer(content, "<f4").astype(np.float32).reshape(SIDE, SIDE)
    if not ((pixels >= 0) & (pixels <= 1)).all():  # NaN is neither
        raise BadRequest(f'the numbers of "{name}" must be from 0 to 1')
    return pixels


def decode_bytes(text: Any, name: str, count: int) -> bytes:
    """Return the bytes that a text holds as base64.

    Raises:
        BadRequest: it is no such text, or not of `count` bytes; the message calls it `name`.
    """
    if not isinstance(text, str) or len(text) != 4 * -(-count // 3):
        raise BadRequest(f'"{name}" must be base64 of {count:,} bytes')
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest(f'the base64 text of "{name}" cannot be read') from error
    if len(content) != count:
        raise BadRequest(f'"{name}" must be base64 of {count:,} bytes')
    return content
