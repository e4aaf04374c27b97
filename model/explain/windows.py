"""Where a window stands on a picture as it slides: stride, border, dilation, and the places it gets.

Leaves out what is done with what the window shows: that is `convolution.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np


@dataclass(frozen=True)
class Axis:
    """Where the window stands along one edge of the picture.

    `cells` is the picture's length, `before` and `after` the border added at each end; `kernel`,
    `stride` and `dilation` are the window's. `place` makes one of these from a padding's name.

    >>> seven = Axis(cells=7, kernel=3, stride=3)
    >>> seven.places, list(seven.starts), seven.left_over  # (7 - 3) / 3 = 1.33: the floor bites
    (2, [0, 3], 1)
    """

    cells: int
    kernel: int
    stride: int = 1
    dilation: int = 1
    before: int = 0
    after: int = 0

    @property
    def reach(self) -> int:
        """Cells from the window's first to its last: d (k − 1) + 1. With dilation 1, the kernel's size."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def room(self) -> int:
        """How far the window can move: n + 2p − d (k − 1) − 1, where 2p is the whole border."""
        return self.cells + self.before + self.after - self.reach

    @property
    def places(self) -> int:
        """How many places the window has, so the output's length: floor(room / s) + 1."""
        return self.room // self.stride + 1

    @property
    def left_over(self) -> int:
        """How many cells at the end, border included, no window reaches: what the floor cuts off."""
        return self.room % self.stride

    @property
    def starts(self) -> range:
        """The window's first cell at each place, counted on the picture: negative in the border."""
        return range(-self.before, -self.before + self.places * self.stride, self.stride)


def place(cells: int, kernel: int, stride: int = 1, padding: str | int = "valid", dilation: int = 1) -> Axis:
    """Place a window along one edge.

    Args:
        cells: n, the picture's height or width.
        kernel: k, the window's height or width. Even sizes will do, though they have no middle.
        stride: s, cells from one place to the next.
        padding: "valid" (no border), "same" (as much as makes ceil(n / s) places), or p, the cells
            of border at each end. Where "same" needs an odd number, the extra cell goes at the end,
            as in Keras: so with an even kernel, or with a stride, the border may be lopsided.
        dilation: d, cells from one number of the kernel to the next.

    Raises:
        ValueError: a number is too small or the window does not fit; the message suits a visitor.

    >>> same = place(28, kernel=3, stride=2, padding="same")
    >>> same.before, same.after, same.places
    (0, 1, 14)
    """
    for name, value in (("picture", cells), ("kernel", kernel), ("stride", stride), ("dilation", dilation)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, not {value}")
    before, after = _border(cells, dilation * (kernel - 1) + 1, stride, padding)
    axis = Axis(cells, kernel, stride, dilation, before, after)
    if axis.room < 0:
        raise ValueError(
            f"a window that reaches over {axis.reach} cells does not fit on {cells + before + after}: "
            "make it smaller, or add padding"
        )
    return axis


def output_size(n: int, kernel: int, stride: int = 1, padding: str | int = "valid", dilation: int = 1) -> int:
    """Return the output's length along one edge: floor((n + 2p − d (k − 1) − 1) / s) + 1.

    Arguments and errors are those of `place`.

    >>> output_size(5, 3), output_size(5, 3, stride=2), output_size(5, 3, padding=1)
    (3, 2, 5)
    """
    return place(n, kernel, stride, padding, dilation).places


def pad(
    picture: np.ndarray,
    kernel: tuple[int, int],
    stride: int = 1,
    padding: str | int = "valid",
    dilation: int = 1,
    fill: float = 0.0,
) -> np.ndarray:
    """Add the border that a window needs.

    Args:
        picture: (height, width) or (height, width, channels).
        kernel: the window's height and width.
        stride, padding, dilation: as for `place`.
        fill: the border's number. Convolutions see zeros there.

    Returns:
        float64, higher and wider by the border.

    >>> pad(np.array([[7.0]]), (2, 2), padding="same")
    array([[7., 0.],
           [0., 0.]])
    """
    picture = np.asarray(picture, float)
    rows, columns = place_both(picture, kernel, stride, padding, dilation)
    border = [(rows.before, rows.after), (columns.before, columns.after)]
    return np.pad(picture, border + [(0, 0)] * (picture.ndim - 2), constant_values=fill)


def place_both(
    picture: np.ndarray,
    kernel: tuple[int, int],
    stride: int = 1,
    padding: str | int = "valid",
    dilation: int = 1,
) -> tuple[Axis, Axis]:
    """Place a window on a picture: along its rows, from top to bottom, and along its columns.

    Arguments and errors are those of `pad`.
    """
    shape = np.shape(picture)
    if len(shape) not in (2, 3):
        raise ValueError("a picture is (height, width) or (height, width, channels)")
    rows, columns = (place(n, k, stride, padding, dilation) for n, k in zip(shape[:2], kernel, strict=True))
    return rows, columns


def windows(rows: Axis, columns: Axis) -> Iterator[tuple[int, int, int, int]]:
    """Yield (row, column, top, left) of each window, row by row."""
    for (row, top), (column, left) in product(enumerate(rows.starts), enumerate(columns.starts)):
        yield row, column, top, left


def cut(padded: np.ndarray, row: int, column: int, axes: tuple[Axis, Axis]) -> np.ndarray:
    """Return what one window shows."""
    at = (slice(n * a.stride, n * a.stride + a.reach, a.dilation) for n, a in zip((row, column), axes, strict=True))
    return padded[tuple(at)]


def patches(
    picture: np.ndarray,
    kernel: tuple[int, int],
    stride: int,
    padding: str | int,
    dilation: int = 1,
    fill: float = 0.0,
) -> np.ndarray:
    """Return what every window shows: a view, (rows, columns, k, k, channels); nothing is copied."""
    padded = pad(picture, kernel, stride, padding, dilation, fill)
    reach = [dilation * (k - 1) + 1 for k in kernel]
    windows = np.lib.stride_tricks.sliding_window_view(padded, reach, axis=(0, 1))
    return np.moveaxis(windows[::stride, ::stride, :, ::dilation, ::dilation], 2, 4)


def border(places: int, cells: int, reach: int, stride: int) -> int:
    """Return how many cells of border, both ends together, so many places of a window need along one edge."""
    return max((places - 1) * stride + reach - cells, 0)


def _border(cells: int, reach: int, stride: int, padding: str | int) -> tuple[int, int]:
    """Return the cells of border before and after."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        whole = border(-(-cells // stride), cells, reach, stride)
        return whole // 2, whole - whole // 2
    if isinstance(padding, str) or padding < 0:
        raise ValueError(f'padding must be "valid", "same" or a number of cells, not {padding!r}')
    return padding, padding
