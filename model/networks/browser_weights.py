"""A network for the browser: a description in plain JSON, and one binary file with all its weights.

`web/net/network.js` reads both. Nothing is lost: each tensor is written in the smallest form that holds every
number of it exactly, so that browser and server compute with the very same weights.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from model.explain.graph import Network
from model.explain.layers import Layer

ALIGNMENT = 4
"""Bytes that each tensor's place is a multiple of, so that a browser can read it where it lies."""

HASH_LENGTH = 20
"""Hexadecimal digits of a file's name: enough that no two files ever share one."""


@dataclass(frozen=True)
class _Written:
    """A tensor's bytes, the type of its numbers, and what each is to be multiplied by."""

    dtype: str
    scale: float
    content: bytes


def pack(network: Network, name: str) -> tuple[dict[str, Any], bytes]:
    """Write a network down.

    Args:
        network: the network.
        name: what the page calls it.

    Returns:
        The description, {"name", "layers"}, and the binary file. A layer has its kind, the fields of
        `layers.Layer` in camel case, and "parameters"; a kernel or bias is None or {"shape", "dtype": "int8",
        "float16" or "float32", "offset": in bytes, "scale"}: little-endian numbers in C order, to be multiplied
        by the scale, a power of two.
    """
    content = bytearray()
    layers = [_described(layer, content) for layer in network.layers]
    return {"name": name, "layers": layers}, bytes(content)


def file_name(content: bytes) -> str:
    """Return the name under which weights are served, made of their hash."""
    return f"{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}.bin"


def _described(layer: Layer, content: bytearray) -> dict[str, Any]:
    """Describe a layer and append its tensors to `content`."""
    values = {field.name: getattr(layer, field.name) for field in fields(layer)}
    description = {_camel(name): list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    for name in ("kernel", "bias"):
        if values[name] is not None:
            description[name] = _append(values[name], content)
    return {"kind": layer.kind, **description, "parameters": layer.parameters}


def _append(tensor: np.ndarray, content: bytearray) -> dict[str, Any]:
    content.extend(bytes(-len(content) % ALIGNMENT))
    written = next(filter(None, (write(tensor) for write in _WAYS)))
    place = {"shape": list(tensor.shape), "dtype": written.dtype, "offset": len(content)}
    content.extend(written.content)
    return {**place, "scale": written.scale}


def _as_int8(tensor: np.ndarray) -> _Written | None:
    """Whole numbers from −127 to 127 times a power of two, if that is exact."""
    largest = float(np.abs(tensor).max(initial=0))
    if not np.isfinite(largest):
        return None
    # The smallest scale that reaches the largest number: a larger one could only round more.
    scale = float(2.0 ** np.ceil(np.log2(largest / 127))) if largest else 1.0
    whole = np.rint(tensor / scale).astype(np.int8)
    exact = np.array_equal(whole.astype(np.float64) * scale, tensor)
    return _Written("int8", scale, whole.tobytes()) if exact else None


def _as_float16(tensor: np.ndarray) -> _Written | None:
    with np.errstate(over="ignore"):
        half = tensor.astype("<f2")
    return _Written("float16", 1.0, half.tobytes()) if np.array_equal(half.astype(np.float32), tensor) else None


def _as_float32(tensor: np.ndarray) -> _Written:
    return _Written("float32", 1.0, tensor.astype("<f4").tobytes())


_WAYS: tuple[Callable[[np.ndarray], _Written | None], ...] = (_as_int8, _as_float16, _as_float32)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
