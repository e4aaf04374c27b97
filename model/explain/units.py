"""What the arithmetic of one unit is made of: a frozen dataclass per kind of layer, and its text.

`arithmetic.py` fills them in. Arrays are float64.
"""

from dataclasses import dataclass

import numpy as np

from model.explain.receptive_field import Region


@dataclass(frozen=True, eq=False)
class WeightedUnit:
    """What units of convolutions and of dense layers have in common: a sum of products, plus a bias.

    `sum` + `bias` = `total`; `result` is `total` after the layer's own activation. `after_layer` and
    `after` are the name of the activation layer that follows, such as a ReLU, and what it makes of
    the result; None where there is none.
    """

    layer: str
    position: tuple[int, ...]
    sum: float
    bias: float
    total: float
    activation: str
    result: float
    after_layer: str | None
    after: float | None

    @property
    def last_steps(self) -> tuple[str, ...]:
        """The arithmetic from the sum of the products on, a line a step."""
        lines = [f"{number(self.sum)} + bias {bracket(self.bias)} = {number(self.total)}"]
        if self.activation not in ("linear", "softmax"):
            lines.append(_function_text(self.activation, self.total, self.result))
        return tuple(lines)


@dataclass(frozen=True, eq=False)
class ConvolutionUnit(WeightedUnit):
    """One unit of a convolution: patch × kernel, added up, plus bias.

    `patch`, `kernel` and `products` are (height, width, channels); cells that lie on the border of
    zeros are 0 in `patch` and False in `inside` (height, width). `channel_sums` (channels,) are the
    products of each channel, added up.
    """

    source: Region
    patch: np.ndarray
    inside: np.ndarray
    kernel: np.ndarray
    products: np.ndarray
    channel_sums: np.ndarray

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic, a line a step."""
        return (f"{self.products.size} products add up to {number(self.sum)}", *self.last_steps)


@dataclass(frozen=True, eq=False)
class DenseUnit(WeightedUnit):
    """One unit of a dense layer: all inputs × weights, added up, plus bias.

    `indices`, `inputs`, `weights` and `products` (k,) hold the k largest products, by size, sign
    ignored; `places` says where in the maps before a flatten layer each input comes from, as (row,
    column, channel), and is empty where there are no maps. `rest_count` products not shown add up
    to `rest_sum`.
    """

    indices: np.ndarray
    places: tuple[tuple[int, ...], ...]
    inputs: np.ndarray
    weights: np.ndarray
    products: np.ndarray
    rest_count: int
    rest_sum: float

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic, a line a step."""
        shown = f"the {len(self.products)} largest products add up to {number(self.products.sum())}"
        rest = f"the other {self.rest_count} add up to {number(self.rest_sum)}: together {number(self.sum)}"
        return (shown, rest, *self.last_steps) if self.rest_count else (shown, *self.last_steps)


@dataclass(frozen=True, eq=False)
class PoolingUnit:
    """One unit of a pooling layer: the largest value in a window, or the average.

    `values` (height, width) is the window; cells outside the input are False in `inside` and NaN in
    `values`. `winner` is the (row, column) of the largest value on the layer before, the first where
    several are equal; None for an average.
    """

    layer: str
    position: tuple[int, ...]
    source: Region
    values: np.ndarray
    inside: np.ndarray
    winner: tuple[int, int] | None
    sum: float
    count: int
    result: float

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic, a line a step."""
        if self.winner is None:
            add_up = f"{self.count} values add up to {number(self.sum)}"
            return add_up, f"divided by {self.count} = {number(self.result)}"
        row, column = self.winner
        return (f"the largest of {self.count} values is {number(self.result)}, at row {row + 1}, column {column + 1}",)


@dataclass(frozen=True, eq=False)
class FlattenUnit:
    """One unit after flattening: the same number, with an index in place of a row, column and channel."""

    layer: str
    position: tuple[int, ...]
    place: tuple[int, ...]
    shape: tuple[int, ...]
    result: float

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic, a line a step."""
        index = self.position[0]
        if len(self.shape) != 3:
            return (f"number {index + 1} stays number {index + 1}: {number(self.result)}",)
        (row, column, channel), (_, width, channels) = self.place, self.shape
        return (
            f"counted from 0, as in Python: row {row}, column {column}, channel {channel} of {_times(self.shape)}",
            f"index ({row} × {width} + {column}) × {channels} + {channel} = {index}",
            f"the number stays {number(self.result)}",
        )


@dataclass(frozen=True, eq=False)
class ActivationUnit:
    """One unit of an activation layer, or of a layer that does nothing: a number in, a number out."""

    layer: str
    position: tuple[int, ...]
    function: str
    value: float
    result: float

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic, a line a step."""
        return (_function_text(self.function, self.value, self.result),)


@dataclass(frozen=True, eq=False)
class SoftmaxUnit:
    """One probability: e to the power of its logit, divided by the sum of all such powers.

    `logits` and `powers` are (classes,). `largest` is taken off every logit before the powers are
    computed: that changes no probability, and keeps large logits from overflowing.
    """

    layer: str
    position: tuple[int, ...]
    logits: np.ndarray
    largest: float
    powers: np.ndarray
    sum: float
    result: float

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic, a line a step."""
        index = self.position[0]
        power = self.powers[index]
        return (
            f"e^({number(self.logits[index])} − {bracket(self.largest)}) = {number(power)}",
            f"all {len(self.powers)} such powers add up to {number(self.sum)}",
            f"{number(power)} ÷ {number(self.sum)} = {number(self.result)}",
        )


Unit = ConvolutionUnit | DenseUnit | PoolingUnit | FlattenUnit | ActivationUnit | SoftmaxUnit


def number(value: float) -> str:
    """Write a number with about four digits and a real minus sign: 12.34, −0.0513, 3.1e-07."""
    size = abs(value)
    if size >= 1e6 or 0 < size < 5e-4:
        text = f"{size:.1e}"
    else:
        text = f"{size:.{2 if size >= 10 else 3 if size >= 0.1 else 4}f}"
    return "−" + text if value < 0 and float(text) else text


def bracket(value: float) -> str:
    """Write a number as `number` does, in brackets if it is negative and follows a sign."""
    return f"({number(value)})" if value < 0 else number(value)


def _function_text(function: str, value: float, result: float) -> str:
    if function == "relu":
        return f"ReLU: max(0, {number(value)}) = {number(result)}"
    if function == "linear":
        return f"{number(value)} passes unchanged"
    return f"{function}({number(value)}) = {number(result)}"


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
