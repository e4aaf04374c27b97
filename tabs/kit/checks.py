"""Looks at what a script asks before it is used: anyone can send anything.

Each function reads one thing out of a request, and raises `BadRequest` if it is not there or is wrong.
"""

from collections.abc import Collection, Mapping
from typing import Any


class BadRequest(ValueError):
    """A request that no script of the page would send; the message says what is wrong with it."""


def choice_in(request: Mapping, name: str, choices: Collection[str]) -> str:
    """Return the text under `name`, one of `choices`."""
    value = request.get(name)
    if not isinstance(value, str) or value not in choices:
        raise BadRequest(f'"{name}" must be one of {", ".join(choices)}')
    return value


def whole_number_in(request: Mapping, name: str, low: int, high: int) -> int:
    """Return the whole number under `name`, from `low` to `high`."""
    return whole_number(request.get(name), name, low, high)


def whole_number(value: Any, name: str, low: int, high: int) -> int:
    """Return `value` if it is a whole number from `low` to `high`; the message calls it `name`."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadRequest(f'"{name}" must be a whole number from {low} to {high:,}')
    return value


def number_in(request: Mapping, name: str, low: float, high: float) -> float:
    """Return the number under `name`, from `low` to `high`."""
    value: Any = request.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:  # NaN lies nowhere
        raise BadRequest(f'"{name}" must be a number from {low:,g} to {high:,g}')
    return float(value)
