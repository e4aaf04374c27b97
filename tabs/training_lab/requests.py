"""What the page may ask of the training lab. Anyone can send anything, so everything is looked at."""

import re
from collections.abc import Mapping
from typing import Any

from model.errors import NotADrawing
from model.live_training import BATCHES, EPOCHS, RATES, LiveSettings
from model.optimizers import OPTIMIZERS
from model.small_networks import ACTIVATIONS, NETWORKS

NAME = re.compile(r"[\w-]{8,64}")
"""What a browser may call itself, and a ticket."""


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
