"""Convolution and pooling step by step, on any matrix: what a kernel does, in NumPy.

A window stands on the picture. A convolution multiplies each number under it by the kernel's number
at the same place and adds the products; pooling takes the largest number, or the mean. The result is
one cell of the output. Then the window moves on. `steps` and `pool_steps` tell this one window at a
time; `convolve` and `pool` do the same for all windows at once.

As in all deep-learning libraries, the kernel is not flipped: strictly this is cross-correlation. A
learned kernel would simply be learned the other way round. Where the window may stand is told in
`windows.py`. Leaves out batches, gradients and speed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from model.explain.windows import cut, output_size, pad, patches, place, place_both, windows

__all__ = [
    "KERNELS",
    "PoolStep",
    "Step",
    "convolve",
    "flatten_index",
    "output_size",
    "pad",
    "place",
    "pool",
    "pool_steps",
    "steps",
    "unflatten_index",
]

KERNELS = {
    "lesson": np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]], float),
    "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]], float),
    "sobel-x": np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], float),  # brighter on the right
    "sobel-y": np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], float),  # brighter below
    "blur": np.ones((3, 3)) / 9,
    "gaussian": np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], float) / 16,
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], float),
    "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]], float),  # a relief: bright where the lower right is
    "edges": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], float),  # all directions alike
}
"""Kernels made by hand, by name. A network's own are found by training."""


def convolve(
    picture: np.ndarray,
    kernel: np.ndarray,
    *,
    stride: int = 1,
    padding: str | int = "valid",
    dilation: int = 1,
    bias: float | np.ndarray = 0.0,
) -> np.ndarray:
    """Slide a kernel over a picture: multiply, add up, next window.

    Args:
        picture: (height, width) or (height, width, channels).
        kernel: (k, k): the same kernel on each channel; (k, k, channels): a kernel for each; either
            way the channels' sums are added to one number. (k, k, channels, filters): many filters
            at once, each with its own output map. Height and width may differ.
        stride, padding, dilation: as for `place`.
        bias: added to each sum; a number, or one for each filter.

    Returns:
        float64 (rows, columns), or (rows, columns, filters) if the kernel has filters.

    Raises:
        ValueError: as `place`, or the shapes do not go together.

    >>> five = np.arange(1, 26).reshape(5, 5)
    >>> convolve(five, KERNELS["lesson"])
    array([[35., 40., 45.],
           [60., 65., 70.],
           [85., 90., 95.]])
    >>> convolve(five, KERNELS["lesson"], stride=2)
    array([[35., 45.],
           [85., 95.]])
    """
    picture, weights = _matched(picture, kernel)
    seen = patches(picture, weights.shape[:2], stride, padding, dilation)
    filters = weights.reshape(*weights.shape[:3], -1)
    sums = np.einsum("rcijk,ijkf->rcf", seen, filters) + bias
    return sums if np.ndim(kernel) == 4 else sums[..., 0]


def pool(
    picture: np.ndarray,
    size: int,
    stride: int | None = None,
    kind: str = "max",
    padding: str | int = "valid",
) -> np.ndarray:
    """Shrink a picture: of each window keep the largest number, or the mean.

    Args:
        picture: (height, width) or (height, width, channels); channels stay apart.
        size: the window's height and width.
        stride: as for `place`; the size if None, so that windows lie side by side.
        kind: "max" or "average". The border never counts: it is neither a candidate for the
            largest number nor part of the mean.
        padding: as for `place`; a border in cells must be narrower than the window.

    Returns:
        float64 (rows, columns) or (rows, columns, channels).

    Raises:
        ValueError: as `place`, or the kind or the padding is none of these.

    >>> five = np.arange(1, 26).reshape(5, 5)
    >>> pool(five, 2)  # the last row and column fall off
    array([[ 7.,  9.],
           [17., 19.]])
    >>> pool(five, 2, kind="average")
    array([[ 4.,  6.],
           [14., 16.]])
    """
    stride = stride or size
    _check_pooling(size, kind, padding)
    picture = np.asarray(picture, float)
    whole = picture.reshape(*picture.shape[:2], -1)
    seen = patches(whole, (size, size), stride, padding, fill=np.nan)
    reduced = (np.nanmax if kind == "max" else np.nanmean)(seen, axis=(2, 3))
    return reduced.reshape(*reduced.shape[:2], *picture.shape[2:])


@dataclass(frozen=True)
class Step:
    """One window of a convolution, and the one number that it gives.

    `row`, `column`: the output's cell. `top`, `left`: the window's first cell on the picture,
    negative in the border. `values`, `weights`, `products`: float64 (k, k) or (k, k, channels), what
    the window shows, the kernel, and the two multiplied. `result` is the products' sum plus `bias`.
    """

    row: int
    column: int
    top: int
    left: int
    values: np.ndarray
    weights: np.ndarray
    bias: float

    @property
    def products(self) -> np.ndarray:
        return self.values * self.weights

    @property
    def result(self) -> float:
        return float(self.products.sum()) + self.bias


def steps(
    picture: np.ndarray,
    kernel: np.ndarray,
    *,
    stride: int = 1,
    padding: str | int = "valid",
    dilation: int = 1,
    bias: float = 0.0,
) -> Iterator[Step]:
    """Tell a convolution window by window, row by row; for one filter.

    Arguments and errors are those of `convolve`; its result holds these steps' results.

    >>> first = next(steps(np.arange(1, 26).reshape(5, 5), KERNELS["lesson"]))
    >>> first.products
    array([[ 1.,  0.,  3.],
           [ 0.,  7.,  0.],
           [11.,  0., 13.]])
    >>> first.result  # 1 + 3 + 7 + 11 + 13
    35.0
    """
    flat = np.ndim(picture) == 2
    picture, weights = _matched(picture, kernel)
    if weights.ndim == 4:
        raise ValueError("steps are told for one filter at a time")
    padded = pad(picture, weights.shape[:2], stride, padding, dilation)
    axes = place_both(picture, weights.shape[:2], stride, padding, dilation)
    for row, column, top, left in windows(*axes):
        values = cut(padded, row, column, axes)
        if flat:
            yield Step(row, column, top, left, values[..., 0], weights[..., 0], float(bias))
        else:
            yield Step(row, column, top, left, values, weights, float(bias))


@dataclass(frozen=True)
class PoolStep:
    """One window of a pooling, and what is kept of it.

    `row`, `column`, `top`, `left`: as in `Step`. `values`: float64 (size, size) or (size, size,
    channels), NaN where the window lies on the border. `result`: a float, or one for each channel.
    """

    row: int
    column: int
    top: int
    left: int
    values: np.ndarray
    kind: str

    @property
    def result(self) -> float | np.ndarray:
        kept = (np.nanmax if self.kind == "max" else np.nanmean)(self.values, axis=(0, 1))
        return kept if kept.ndim else float(kept)


def pool_steps(
    picture: np.ndarray,
    size: int,
    stride: int | None = None,
    kind: str = "max",
    padding: str | int = "valid",
) -> Iterator[PoolStep]:
    """Tell a pooling window by window, row by row. Arguments and errors are those of `pool`.

    >>> [step.result for step in pool_steps(np.arange(1, 26).reshape(5, 5), 2)]
    [7.0, 9.0, 17.0, 19.0]
    """
    stride = stride or size
    _check_pooling(size, kind, padding)
    padded = pad(picture, (size, size), stride, padding, fill=np.nan)
    axes = place_both(picture, (size, size), stride, padding, 1)
    for row, column, top, left in windows(*axes):
        yield PoolStep(row, column, top, left, cut(padded, row, column, axes), kind)


def flatten_index(shape: tuple[int, int, int], row: int, column: int, channel: int) -> int:
    """Say where one number of maps stands once they are flattened to a row.

    The channel changes fastest: first come all channels of the upper left cell, then those of the
    cell to its right. So index = (row · width + column) · channels + channel.

    Raises:
        IndexError: there is no such cell.

    >>> flatten_index((4, 4, 8), 1, 2, 5)  # (1 · 4 + 2) · 8 + 5
    53
    """
    for name, at, size in zip(("row", "column", "channel"), (row, column, channel), shape, strict=True):
        if not 0 <= at < size:
            raise IndexError(f"{name} must be from 0 to {size - 1}, not {at}")
    _, width, channels = shape
    return (row * width + column) * channels + channel


def unflatten_index(shape: tuple[int, int, int], index: int) -> tuple[int, int, int]:
    """Say which (row, column, channel) an index of the flattened row came from.

    Raises:
        IndexError: the row is not that long.

    >>> unflatten_index((4, 4, 8), 53)
    (1, 2, 5)
    """
    height, width, channels = shape
    if not 0 <= index < height * width * channels:
        raise IndexError(f"index must be from 0 to {height * width * channels - 1}, not {index}")
    cell, channel = divmod(index, channels)
    row, column = divmod(cell, width)
    return row, column, channel


def _matched(picture: np.ndarray, kernel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give both a channel axis: (height, width, channels) and (k, k, channels[, filters])."""
    picture, kernel = np.asarray(picture, float), np.asarray(kernel, float)
    if picture.ndim == 2:
        picture = picture[..., None]
    if picture.ndim != 3 or kernel.ndim not in (2, 3, 4):
        raise ValueError("a picture has two or three axes, a kernel two, three or four")
    if kernel.ndim == 2:
        kernel = np.repeat(kernel[..., None], picture.shape[2], axis=2)
    if kernel.shape[2] != picture.shape[2]:
        raise ValueError(f"a kernel for {kernel.shape[2]} channels does not fit a picture of {picture.shape[2]}")
    return picture, kernel


def _check_pooling(size: int, kind: str, padding: str | int) -> None:
    if kind not in ("max", "average"):
        raise ValueError(f'kind must be "max" or "average", not {kind!r}')
    if not isinstance(padding, str) and padding >= size:
        raise ValueError(f"a border of {padding} cells would hide whole windows of {size}: make it narrower")
