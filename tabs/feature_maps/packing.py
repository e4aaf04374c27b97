"""Numbers on their way to the browser: all maps in one string of bytes, or a few exactly.

`maps.js` unpacks both.
"""

import base64
import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np


def pack_levels(arrays: Sequence[np.ndarray]) -> dict:
    """Pack arrays for display, a byte a number: 256 levels from each array's smallest to its largest.

    What is unpacked, low + level ÷ 255 × (high − low), is off by at most (high − low) ÷ 510.

    Args:
        arrays: finite float32 arrays of any shape, none empty.

    Returns:
        {"low": [...], "high": [...], "levels": base64}: a low and a high for each array, and the
        levels of all arrays one after the other, each in C order.

    Example:
        >>> pack_levels([np.float32([0, 1]), np.float32([-2, -2])])
        {'low': [0.0, -2.0], 'high': [1.0, -2.0], 'levels': 'AP8AAA=='}
    """
    sizes = [array.size for array in arrays]
    stops = np.cumsum(sizes)
    values = np.concatenate([array.ravel() for array in arrays])
    starts = stops - sizes
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    span = high - low
    scale = np.divide(255, span, out=np.zeros_like(span), where=span > 0)
    for start, stop, least, factor in zip(starts, stops, low, scale, strict=True):
        part = values[start:stop]  # in place: this runs while the pen moves
        part -= least
        part *= factor
    values += 0.5  # astype cuts off; this makes it round
    return {"low": low.tolist(), "high": high.tolist(), "levels": _base64(values.astype(np.uint8))}


def pack_floats(array: np.ndarray) -> dict:
    """Pack an array exactly: {"shape": [...], "floats": base64 of little-endian float32}.

    Unlike JSON numbers these may be NaN.

    Example:
        >>> pack_floats(np.array([1.0]))
        {'shape': [1], 'floats': 'AACAPw=='}
    """
    return {"shape": list(array.shape), "floats": _base64(np.ascontiguousarray(array, "<f4"))}


def as_json(value: Any) -> Any:
    """Turn a dataclass of numbers, arrays, text and further dataclasses into plain JSON.

    Arrays become what `pack_floats` makes of them; NumPy's numbers become Python's.
    """
    if dataclasses.is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return pack_floats(value)
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    return value


def _base64(array: np.ndarray) -> str:
    return base64.b64encode(array.tobytes()).decode()
