"""Which part of the drawing, and of every layer between, can change one unit's value.

A unit of the first 3×3 convolution sees 3×3 pixels, one of the second sees 5×5, and after pooling
each step is twice as wide (Luo et al., 2016, call this the theoretical receptive field).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.explain.graph import INPUT, Network
from model.explain.layers import Layer, Span


@dataclass(frozen=True)
class Region:
    """A rectangle on one layer's output: rows top to bottom − 1, columns left to right − 1.

    A layer whose output is a row of numbers counts as one row: top 0, bottom 1.
    """

    layer: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


@dataclass(frozen=True)
class Geometry:
    """How a layer's grid lies on the drawing, without borders: each pair is (vertical, horizontal).

    A unit sees `size` pixels; its neighbour sees the same, `step` pixels further on; the middle of
    what unit (0, 0) sees is at pixel index `first`, which may be a half.
    """

    size: tuple[int, int]
    step: tuple[int, int]
    first: tuple[float, float]


def receptive_field(network: Network, layer: str, position: Sequence[int]) -> tuple[Region, ...]:
    """Return the regions that a unit depends on, from the drawing up to the unit itself.

    Args:
        network: the network.
        layer: name of the unit's layer.
        position: (row, column) or (row, column, channel) in maps, (index,) in a row of numbers.

    Returns:
        One region for "input" and for each layer up to `layer`, in their order, each clipped to its
        layer's borders. The last one is the unit itself.

    Raises:
        ValueError: there is no such layer or unit.
    """
    index = network.index(layer)
    position = check_position(network.layers[index], position)
    rows, columns = _one(position) if len(position) > 1 else ((0, 1), (position[0], position[0] + 1))
    regions = [_region(layer, rows, columns)]
    for at in range(index, -1, -1):
        rows, columns = network.layers[at].needed(rows, columns)
        regions.append(_region(network.layers[at - 1].name if at else INPUT, rows, columns))
    return tuple(reversed(regions))


def geometry(network: Network, layer: str) -> Geometry:
    """Return how a layer's grid lies on the drawing.

    Raises:
        ValueError: there is no such layer, or its output is no map.
    """
    index = network.index(layer)
    if not network.layers[index].is_spatial:
        raise ValueError(f"the output of {layer} is a row of numbers, not a map")
    size, step, first = [1, 1], [1, 1], [0.0, 0.0]
    for between in network.layers[: index + 1]:
        for axis in range(2):
            first[axis] += step[axis] * ((between.reach[axis] - 1) / 2 - between.pads[axis])
            size[axis] += step[axis] * (between.reach[axis] - 1)
            step[axis] *= between.strides[axis]
    return Geometry((size[0], size[1]), (step[0], step[1]), (first[0], first[1]))


def spread_over_drawing(network: Network, layer: str, values: np.ndarray) -> np.ndarray:
    """Lay a coarse map over the drawing, each value at the middle of what its unit sees.

    Between the middles values are interpolated; beyond the outermost they stay as they are.

    Args:
        network: the network.
        layer: name of the layer whose grid the values are on.
        values: float (height, width) of that layer's output.

    Returns:
        float32, as high and wide as the network's input.
    """
    down, across = _interpolation(network, layer)
    return (down @ values @ across.T).astype(np.float32)


def gather_from_drawing(network: Network, layer: str, picture: np.ndarray) -> np.ndarray:
    """Shrink a picture to a layer's grid: for each unit, a mean of the pixels around its middle.

    Args:
        network: the network.
        layer: name of the layer whose grid is wanted.
        picture: float, as high and wide as the network's input.

    Returns:
        float32 (height, width) of that layer's output; the way back from `spread_over_drawing`.
    """
    down, across = (weights / weights.sum(axis=0) for weights in _interpolation(network, layer))
    return (down.T @ picture @ across).astype(np.float32)


def field_sums(network: Network, layer: str, picture: np.ndarray) -> np.ndarray:
    """Add up a picture over what each unit of a layer sees: 0 where it sees no ink at all.

    Args:
        network: the network.
        layer: name of a layer that puts out maps.
        picture: float, as high and wide as the network's input.

    Returns:
        float64 (height, width) of that layer's output.
    """
    lie, shape = geometry(network, layer), network[layer].output_shape
    # The sum over a rectangle from four corners of a running total (Crow, 1984).
    total = np.pad(picture, ((1, 0), (1, 0))).cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    (top, bottom), (left, right) = (
        [
            np.clip(lie.first[axis] + lie.step[axis] * np.arange(shape[axis]) + edge, 0, size).astype(int)
            for edge in (-(lie.size[axis] - 1) / 2, (lie.size[axis] + 1) / 2)
        ]
        for axis, size in enumerate(picture.shape)
    )
    rows = total[bottom] - total[top]
    return rows[:, right] - rows[:, left]


def _interpolation(network: Network, layer: str) -> list[np.ndarray]:
    """Return how much each unit along an axis counts at each pixel, (pixels, units), for both axes."""
    lie, shape, weights = geometry(network, layer), network[layer].output_shape, []
    for axis in range(2):
        at = (np.arange(network.input_shape[axis]) - lie.first[axis]) / lie.step[axis]
        distance = np.abs(at.clip(0, shape[axis] - 1)[:, None] - np.arange(shape[axis]))
        weights.append(np.maximum(0, 1 - distance))
    return weights


def check_position(layer: Layer, position: Sequence[int]) -> tuple[int, ...]:
    """Return a unit's position as a tuple of plain integers.

    Raises:
        ValueError: the layer has no such unit.
    """
    place = tuple(int(value) for value in position)
    # A unit of a map may be named without its channel: all channels see the same pixels.
    wanted = layer.output_shape[: max(len(place), len(layer.output_shape) - 1)]
    if len(place) != len(wanted) or not all(0 <= p < size for p, size in zip(place, wanted, strict=True)):
        raise ValueError(f"{layer.name} puts out {layer.output_shape}; it has no unit at {place}")
    return place


def _one(position: tuple[int, ...]) -> tuple[Span, Span]:
    return (position[0], position[0] + 1), (position[1], position[1] + 1)


def _region(layer: str, rows: Span, columns: Span) -> Region:
    return Region(layer, rows[0], columns[0], rows[1], columns[1])
