"""The kinds of layers, a class each: what a layer computes, and how a gradient goes back through it.

Every array here has a batch axis in front. Nothing is learned: gradients are for explaining. The
compiled network in `recognizer.py` is what answers; these layers can be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import ClassVar, TypeAlias

import numpy as np

from model.explain.windows import border

ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid", "softmax")

PIECE = 250_000
"""Multiplications per matrix product. Above 262,144 OpenBLAS, NumPy's library for products, wakes
threads for each product; where other work keeps the cores busy, waiting for them took 36 ms for one
image. Without them it takes under 1 ms, and never much longer."""

Span: TypeAlias = tuple[int, int]
"""The first of some rows or columns, and the one after the last."""


def activate(function: str, x: np.ndarray) -> np.ndarray:
    """Apply an activation function, one of `ACTIVATIONS`; softmax runs over the last axis."""
    if function == "relu":
        return np.maximum(x, 0)
    if function == "tanh":
        return np.tanh(x)
    if function == "sigmoid":
        return 0.5 + 0.5 * np.tanh(x / 2)  # the same as 1 / (1 + exp(-x)), without overflow
    if function == "softmax":
        powers = np.exp(x - x.max(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)
    return x


def gradient_of_activation(function: str, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Carry a gradient back through y = activate(function, x); all of these need only y."""
    if function == "relu":
        return gradient * (y > 0)
    if function == "tanh":
        return gradient * (1 - y**2)
    if function == "sigmoid":
        return gradient * y * (1 - y)
    if function == "softmax":
        return y * (gradient - (gradient * y).sum(axis=-1, keepdims=True))
    return gradient


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer; its shapes are without the batch axis. By itself it lets every number pass.

    `activation` is the function applied last, within this layer: one of `ACTIVATIONS`.

    Arrays are float32: `kernel` is (height, width, channels in, filters) in a convolution and
    (inputs, units) in a dense layer, `bias` is (filters,) or (units,); None where there is none.
    `window`, `strides`, `dilation` and `pads` (zeros added before each axis) are (vertical,
    horizontal); they are (1, 1) and (0, 0) where no window slides.
    """

    kind: ClassVar[str]
    """The layer's kind in words, which the page uses too."""

    name: str
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    activation: str = "linear"
    kernel: np.ndarray | None = None
    bias: np.ndarray | None = None
    window: tuple[int, int] = (1, 1)
    strides: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    pads: tuple[int, int] = (0, 0)

    @property
    def parameters(self) -> int:
        """How many numbers this layer learned."""
        return sum(array.size for array in (self.kernel, self.bias) if array is not None)

    @property
    def is_spatial(self) -> bool:
        """Whether the output is maps (height, width, channels) and not a row of numbers."""
        return len(self.output_shape) == 3

    @property
    def reach(self) -> tuple[int, int]:
        """How many rows and columns of the input the window spans, the gaps of dilation included."""
        (height, width), (down, across) = self.window, self.dilation
        return down * (height - 1) + 1, across * (width - 1) + 1

    @property
    def weights(self) -> np.ndarray:
        """The kernel, where there must be one.

        Raises:
            TypeError: this layer is neither a convolution nor a dense layer.
        """
        if self.kernel is None:
            raise TypeError(f"{self.name} is a layer without weights")
        return self.kernel

    def output(self, x: np.ndarray) -> np.ndarray:
        """Return the layer's output, float32 (n, *output_shape), for the input x, (n, *input_shape)."""
        return activate(self.activation, self._combined(x))

    def gradient(self, x: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        """Return the gradient with respect to the input x, from that of the output y = output(x).

        What it is the gradient of is some number that depends on y: a logit, say.
        """
        return self._carried_back(x, y, gradient_of_activation(self.activation, y, gradient))

    def needed(self, rows: Span, columns: Span) -> tuple[Span, Span]:
        """Return the rows and columns of the input that these rows and columns of the output need."""
        return rows, columns

    def _combined(self, x: np.ndarray) -> np.ndarray:
        """What the layer computes before its activation."""
        return x

    def _carried_back(self, x: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        return gradient

    def _with_bias(self, sums: np.ndarray) -> np.ndarray:
        return sums if self.bias is None else sums + self.bias


class Identity(Layer):
    """Dropout, which does nothing once training is over."""

    kind = "identity"


class Activation(Layer):
    """An activation function as a layer of its own."""

    kind = "activation"

    def needed(self, rows: Span, columns: Span) -> tuple[Span, Span]:
        """Softmax divides by a sum over all numbers; the others look at one at a time."""
        return ((0, 1), (0, self.input_shape[-1])) if self.activation == "softmax" else (rows, columns)


class Flatten(Layer):
    """Lays maps in one row of numbers, row by row, all channels of a place together."""

    kind = "flatten"

    def needed(self, rows: Span, columns: Span) -> tuple[Span, Span]:
        if len(self.input_shape) == 1:
            return (0, 1), columns
        down, across, _ = np.unravel_index(np.arange(*columns), self.input_shape)
        return (int(down.min()), int(down.max()) + 1), (int(across.min()), int(across.max()) + 1)

    def _combined(self, x: np.ndarray) -> np.ndarray:
        return x.reshape(len(x), *self.output_shape)

    def _carried_back(self, x: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        return gradient.reshape(x.shape)


class Dense(Layer):
    """Each unit multiplies all numbers before it by weights of its own, and adds them up."""

    kind = "dense"

    def needed(self, rows: Span, columns: Span) -> tuple[Span, Span]:
        return (0, 1), (0, self.input_shape[-1])

    def _combined(self, x: np.ndarray) -> np.ndarray:
        return self._with_bias(_multiply(x, self.weights))

    def _carried_back(self, x: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        return _multiply(gradient, self.weights.T)


class Sliding(Layer):
    """A layer whose window slides over maps: a convolution or a pooling."""

    def needed(self, rows: Span, columns: Span) -> tuple[Span, Span]:
        return self._under_window(0, rows), self._under_window(1, columns)

    def corner(self, row: int, column: int) -> tuple[int, int]:
        """Return the row and column of the input under the first cell of a place's window; may be negative."""
        return row * self.strides[0] - self.pads[0], column * self.strides[1] - self.pads[1]

    def cells_inside(self) -> np.ndarray:
        """Return how many cells of the window lie on the input at each place, float32 (height, width, 1).

        The border that padding adds does not count in an average.
        """
        ones = np.ones((1, *self.input_shape[:2], 1), np.float32)
        return np.sum([seen for _, seen in self._taps(self._padded(ones))], axis=0)[0]

    def _under_window(self, axis: int, places: Span) -> Span:
        first, last = (at * self.strides[axis] - self.pads[axis] for at in (places[0], places[1] - 1))
        return max(first, 0), min(last + self.reach[axis], self.input_shape[axis])

    def _padded(self, x: np.ndarray, fill: float = 0.0) -> np.ndarray:
        """Add a border so that every place of the window lies within the array."""
        sizes = zip(self.output_shape[:2], self.input_shape[:2], self.reach, self.strides, strict=True)
        edges = [(before, border(*size) - before) for size, before in zip(sizes, self.pads, strict=True)]
        if not np.any(edges):
            return x
        return np.pad(x, [(0, 0), *edges, (0, 0)], constant_values=fill)

    def _cropped(self, padded: np.ndarray) -> np.ndarray:
        (top, left), (height, width) = self.pads, self.input_shape[:2]
        return padded[:, top : top + height, left : left + width]

    def _taps(self, padded: np.ndarray) -> Iterator[tuple[tuple[int, int], np.ndarray]]:
        """Yield, for each cell (i, j) of the window, what that cell sees at all its places.

        Each is a view (n, out height, out width, channels): a whole convolution is nine of these for a
        3×3 kernel, each multiplied by one weight per channel, and added up.
        """
        height, width = self.output_shape[:2]
        for i, j in product(range(self.window[0]), range(self.window[1])):
            top, left = i * self.dilation[0], j * self.dilation[1]
            rows = slice(top, top + (height - 1) * self.strides[0] + 1, self.strides[0])
            columns = slice(left, left + (width - 1) * self.strides[1] + 1, self.strides[1])
            yield (i, j), padded[:, rows, columns, :]


class Convolution(Sliding):
    """Every filter multiplies what its window sees, all channels, by one kernel, and adds it up."""

    kind = "convolution"

    def _combined(self, x: np.ndarray) -> np.ndarray:
        """Lay out all patches as rows of one matrix and multiply it by the kernels: "im2col"."""
        *window, channels, filters = self.weights.shape
        patches = np.empty((len(x), *self.output_shape[:2], *window, channels), x.dtype)
        for (i, j), seen in self._taps(self._padded(x)):
            patches[:, :, :, i, j, :] = seen
        rows = patches.reshape(-1, window[0] * window[1] * channels)
        sums = _multiply(rows, self.weights.reshape(-1, filters))
        return self._with_bias(sums).reshape(len(x), *self.output_shape)

    def _carried_back(self, x: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        filters = self.weights.shape[3]
        padded = np.zeros_like(self._padded(x))
        for (i, j), seen in self._taps(padded):
            seen += _multiply(gradient.reshape(-1, filters), self.weights[i, j].T).reshape(seen.shape)
        return self._cropped(padded)


class MaxPooling(Sliding):
    """Keeps the largest number that the window sees, each channel for itself."""

    kind = "max pooling"

    def _combined(self, x: np.ndarray) -> np.ndarray:
        seen = (values for _, values in self._taps(self._padded(x, -np.inf)))
        largest = next(seen).copy()
        for values in seen:
            np.maximum(largest, values, out=largest)
        return largest

    def _carried_back(self, x: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        """All of the gradient goes to the cell that won; the first one, where several are equal."""
        padded = self._padded(x, -np.inf)
        back = np.zeros_like(padded)
        open_ = np.ones(y.shape, bool)
        for (_, values), (_, seen) in zip(self._taps(padded), self._taps(back), strict=True):
            won = open_ & (values == y)
            seen += gradient * won
            open_ &= ~won
        return self._cropped(back)


class AveragePooling(Sliding):
    """Keeps the mean of what the window sees, each channel for itself."""

    kind = "average pooling"

    def _combined(self, x: np.ndarray) -> np.ndarray:
        total = sum(seen for _, seen in self._taps(self._padded(x)))
        return total / self.cells_inside()

    def _carried_back(self, x: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        padded = np.zeros_like(self._padded(x))
        for _, seen in self._taps(padded):
            seen += gradient / self.cells_inside()
        return self._cropped(padded)


def _multiply(rows: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return rows @ matrix, a few rows at a time; see `PIECE`."""
    step = max(1, PIECE // matrix.size)
    result = np.empty((len(rows), matrix.shape[1]), np.result_type(rows, matrix))
    for at in range(0, len(rows), step):
        np.matmul(rows[at : at + step], matrix, out=result[at : at + step])
    return result
