"""The sum behind one unit: every number that goes in, every product, and what comes out.

Numbers are the layer's real inputs and weights; sums are added up here, in double precision, and
must equal what the compiled network says. What is returned is described in `units.py`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from model.explain.graph import Network
from model.explain.layers import Activation, Convolution, Dense, Flatten, Layer, MaxPooling, Sliding, activate
from model.explain.receptive_field import Region, check_position, receptive_field
from model.explain.units import (
    ActivationUnit,
    ConvolutionUnit,
    DenseUnit,
    FlattenUnit,
    PoolingUnit,
    SoftmaxUnit,
    Unit,
)


def explain_unit(
    network: Network,
    outputs: Mapping[str, np.ndarray],
    pixels: np.ndarray,
    layer: str,
    position: Sequence[int],
    largest: int = 12,
) -> Unit:
    """Return the arithmetic of one unit.

    Args:
        network: the network.
        outputs: {layer name: float32 array without batch axis}, as `Recognizer.look` returns it for
            this network; only the layer before is read.
        pixels: float32 (28, 28): the drawing those outputs belong to.
        layer: name of the unit's layer.
        position: (row, column, channel) in maps, (index,) in a row of numbers.
        largest: how many products of a dense unit are listed.

    Returns:
        One of the dataclasses in `units.py`. Each has `layer`, `position`, `result` and `steps`.

    Raises:
        ValueError: there is no such layer or unit.
    """
    index = network.index(layer)
    this = network.layers[index]
    if len(position) != len(this.output_shape):
        raise ValueError(f"a unit of {layer} has {len(this.output_shape)} coordinates, not {len(position)}")
    position = check_position(this, position)
    value = _input(network, outputs, pixels, index)
    if isinstance(this, Convolution):
        return _convolution(network, index, this, value, position)
    if isinstance(this, Sliding):
        return _pooling(network, index, this, value, position)
    if isinstance(this, Dense):
        return _dense(network, index, value, position, largest)
    if isinstance(this, Flatten):
        place = tuple(int(i) for i in np.unravel_index(position[0], this.input_shape))
        return FlattenUnit(layer, position, place, this.input_shape, float(value[place]))
    if this.activation == "softmax":
        return _softmax(this, value, position)
    before = float(value[position])
    return ActivationUnit(layer, position, this.activation, before, _activated(this.activation, before))


def _input(network: Network, outputs: Mapping[str, np.ndarray], pixels: np.ndarray, index: int) -> np.ndarray:
    """Return what layer `index` reads, float64, without batch axis."""
    source = outputs[network.layers[index - 1].name] if index else pixels
    return np.asarray(source, np.float64).reshape(network.layers[index].input_shape)


def _convolution(
    network: Network, index: int, layer: Convolution, value: np.ndarray, position: tuple[int, ...]
) -> ConvolutionUnit:
    channel = position[2]
    patch, inside = _window(layer, value, position, outside=0.0)
    kernel = layer.weights[..., channel].astype(np.float64)
    products = patch * kernel
    return ConvolutionUnit(
        layer=layer.name,
        position=position,
        source=_source(network, index, position),
        patch=patch,
        inside=inside,
        kernel=kernel,
        products=products,
        channel_sums=products.sum(axis=(0, 1)),
        **_sums(network, index, float(products.sum()), channel),
    )


def _dense(network: Network, index: int, value: np.ndarray, position: tuple[int, ...], largest: int) -> DenseUnit:
    layer, unit = network.layers[index], position[0]
    weights = layer.weights[:, unit].astype(np.float64)
    products = value * weights
    top = np.argsort(-np.abs(products), kind="stable")[:largest]
    shape = network.layers[index - 1].input_shape if index else ()
    has_maps = len(shape) == 3 and isinstance(network.layers[index - 1], Flatten)
    places = zip(*np.unravel_index(top, shape), strict=True) if has_maps else ()
    return DenseUnit(
        layer=layer.name,
        position=position,
        indices=top,
        places=tuple(tuple(int(i) for i in place) for place in places),
        inputs=value[top],
        weights=weights[top],
        products=products[top],
        rest_count=len(products) - len(top),
        rest_sum=float(products.sum() - products[top].sum()),
        **_sums(network, index, float(products.sum()), unit),
    )


def _sums(network: Network, index: int, total_products: float, channel: int) -> dict[str, Any]:
    """Return the fields of a `WeightedUnit` that follow from the sum of its products."""
    layer = network.layers[index]
    bias = 0.0 if layer.bias is None else float(layer.bias[channel])
    total = total_products + bias
    result = _activated(layer.activation, total)
    after = [layer for layer in network.layers[index + 1 : index + 2] if layer.activation != "softmax"]
    following = after[0] if after and isinstance(after[0], Activation) else None
    return {
        "sum": total_products,
        "bias": bias,
        "total": total,
        "activation": layer.activation,
        "result": result,
        "after_layer": following.name if following else None,
        "after": _activated(following.activation, result) if following else None,
    }


def _pooling(network: Network, index: int, layer: Sliding, value: np.ndarray, position: tuple[int, ...]) -> PoolingUnit:
    patch, inside = _window(layer, value, position, outside=np.nan)
    values = patch[..., position[2]]
    total, count = float(np.nansum(values)), int(inside.sum())
    is_max = isinstance(layer, MaxPooling)
    winner = None
    if is_max:
        (row, column), (top, left) = np.unravel_index(np.nanargmax(values), values.shape), layer.corner(*position[:2])
        winner = int(row) + top, int(column) + left
    return PoolingUnit(
        layer=layer.name,
        position=position,
        source=_source(network, index, position),
        values=values,
        inside=inside,
        winner=winner,
        sum=total,
        count=count,
        result=float(np.nanmax(values)) if is_max else total / count,
    )


def _softmax(layer: Layer, value: np.ndarray, position: tuple[int, ...]) -> SoftmaxUnit:
    largest = float(value.max())
    powers = np.exp(value - largest)
    total = float(powers.sum())
    return SoftmaxUnit(layer.name, position, value, largest, powers, total, float(powers[position]) / total)


def _window(
    layer: Sliding, value: np.ndarray, position: tuple[int, ...], outside: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return what the window sees, (height, width, channels), and which cells lie on the input."""
    top, left = layer.corner(*position[:2])
    rows = top + layer.dilation[0] * np.arange(layer.window[0])
    columns = left + layer.dilation[1] * np.arange(layer.window[1])
    height, width, channels = layer.input_shape
    inside = np.logical_and.outer((rows >= 0) & (rows < height), (columns >= 0) & (columns < width))
    patch = np.full((*layer.window, channels), outside)
    patch[inside] = value[np.ix_(rows.clip(0, height - 1), columns.clip(0, width - 1))][inside]
    return patch, inside


def _source(network: Network, index: int, position: tuple[int, ...]) -> Region:
    """Return the region of the layer before, or of the drawing, under a unit's window."""
    return receptive_field(network, network.layers[index].name, position)[-2]


def _activated(function: str, value: float) -> float:
    return float(activate(function, np.array([value]))[0])
