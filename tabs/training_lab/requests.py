"""What the page may ask of the training lab. Anyone can send anything, so everything is looked at."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from model.errors import NotADrawing
from model.geometry import SIDE
from model.live_training import BATCHES, EPOCHS, RATES, LiveSettings
from model.optimizers import OPTIMIZERS
from model.small_networks import ACTIVATIONS, NETWORKS

IMAGE_BYTES = SIDE * SIDE * 4
ENCODED = 4 * -(-IMAGE_BYTES // 3)
"""Characters of base64 that hold an image."""

NAME = re.compile(r"[\w-]{8,64}")
"""What a browser may call itself, and a ticket."""


def encode_floats(numbers: np.ndarray) -> str:
    """Return an array as base64 of little-endian float32, in C order: no bit is lost."""
    return base64.b64encode(np.ascontiguousarray(numbers, "<f4").tobytes()).decode()


def fields(request: Any) -> Mapping:
    """Return the request if it is a JSON object.

    Raises:
        NotADrawing: it is not. So it is with every function below that finds something wrong.
    """
    if not isinstance(request, Mapping):
        raise NotADrawing('send an object such as {"moment": 0}')
    return request


def image_in(request: Mapping) -> np.ndarray:
    """Return the image under "image", float32 (28, 28) in [0, 1], as `encode_floats` encodes it."""
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


def choice_in(request: Mapping, name: str, choices: Any) -> str:
    """Return the text under `name`, one of `choices`."""
    value = request.get(name)
    if not isinstance(value, str) or value not in choices:
        raise NotADrawing(f'"{name}" is one of {", ".join(choices)}')
    return value


def whole_number_in(request: Mapping, name: str, low: int, high: int) -> int:
    """Return the whole number under `name`, from `low` to `high`."""
    value = request.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise NotADrawing(f'"{name}" is a whole number from {low} to {high:,}')
    return value


def number_in(request: Mapping, name: str, low: float, high: float) -> float:
    """Return the number under `name`, from `low` to `high`."""
    value = request.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:  # so is what is not a number
        raise NotADrawing(f'"{name}" is a number from {low:g} to {high:g}')
    return float(value)


def name_in(request: Mapping, name: str) -> str:
    """Return the text under `name`, 8 to 64 letters, digits, hyphens and underscores."""
    value = request.get(name)
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise NotADrawing(f'"{name}" is a text of 8 to 64 letters, digits, hyphens and underscores')
    return value


def settings_in(request: Mapping) -> LiveSettings:
    """Return the settings under "settings", all of them."""
    asked = request.get("settings")
    if not isinstance(asked, Mapping):
        raise NotADrawing('"settings" is an object with network, activation, optimizer, rate, batch, epochs')
    return LiveSettings(
        network=choice_in(asked, "network", NETWORKS),
        activation=choice_in(asked, "activation", ACTIVATIONS),
        optimizer=choice_in(asked, "optimizer", OPTIMIZERS),
        rate=number_in(asked, "rate", *RATES),
        batch=whole_number_in(asked, "batch", *BATCHES),
        epochs=whole_number_in(asked, "epochs", *EPOCHS),
    )
