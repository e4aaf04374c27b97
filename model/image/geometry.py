"""MNIST's geometry: how big a digit is in its 28×28 frame, how thick, and where.

Both ways in, strokes and pictures, end here. Nothing here knows where the ink came from.
"""

from collections.abc import Sequence

import numpy as np

SIDE = 28
"""Pixels along each edge of what the networks see."""

BOX = 20
"""Pixels along the longer side of a digit's bounding box (LeCun et al., 1998)."""

CENTRE = 14.0
"""Where MNIST puts the centre of mass, as a pixel index: its mean over the 60,000 training digits
is (14.01, 14.00); measured, because "the centre of 28×28" leaves half a pixel of doubt."""

STROKE_WIDTH = 2.5
"""Pixels across a pen line in the 28×28 frame, from its half-bright edge to the other."""

EDGE = 1.3
"""Pixels over which a line's edge fades. MNIST was reduced from larger scans, so its edges are
soft; with this and STROKE_WIDTH, digits drawn by pen hold as much ink as MNIST's do."""

TOGETHER = 256
"""Segments that are drawn in one go; bounds memory."""

PIECE = 8
"""Pixels along x or y above which a segment is cut."""


def centre_of_mass(ink: np.ndarray) -> tuple[float, float]:
    """Return the ink's mean position, weighted by brightness.

    Args:
        ink: float (height, width), at least 0 everywhere and above 0 somewhere.

    Returns:
        (x, y) in pixel indices: the middle of the top-left pixel is (0, 0).
    """
    total = ink.sum(dtype=np.float64)
    x = ink.sum(axis=0, dtype=np.float64) @ np.arange(ink.shape[1]) / total
    y = ink.sum(axis=1, dtype=np.float64) @ np.arange(ink.shape[0]) / total
    return float(x), float(y)


def bounding_box(ink: np.ndarray, above: float = 0.0) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) of the pixels brighter than `above`; right and bottom excluded.

    Raises:
        ValueError: no pixel is brighter than `above`.
    """
    rows = np.flatnonzero((ink > above).any(axis=1))
    columns = np.flatnonzero((ink > above).any(axis=0))
    if not len(rows):
        raise ValueError("there is no ink to put a box around")
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def shift_to_centre(ink: np.ndarray, unit: float = 1.0) -> np.ndarray:
    """Return (x, y), how far to move a digit in the middle of its frame so that its centre of mass
    sits where MNIST has it, but never so far that its box leaves the frame.

    Args:
        ink: the digit, tightly or evenly framed: the middle of `ink` is the middle of its box.
        unit: final pixels per pixel of `ink`.

    Returns:
        float64 (2,), in final pixels, from the middle of the frame.
    """
    height, width = ink.shape
    off = (np.array(centre_of_mass(ink)) - [(width - 1) / 2, (height - 1) / 2]) * unit
    room = (SIDE - BOX) / 2
    return np.clip(CENTRE - (SIDE - 1) / 2 - off, -room, room)


def draw_lines(segments: np.ndarray, side: int, width: float, edge: float) -> np.ndarray:
    """Draw pen lines with round ends, each pixel by its distance to the nearest line.

    A pixel at distance d from the nearest segment gets clip((width / 2 − d) / edge + 1/2, 0, 1):
    full inside, nothing outside, a linear ramp `edge` pixels wide between.

    Args:
        segments: float (n, 2, 2): n pairs of (x, y) ends in pixel indices. A point is a segment
            whose ends coincide.
        side: pixels along each edge of the square picture.
        width: pixels across a line between its half-bright edges.
        edge: pixels over which the edge fades.

    Returns:
        float32 (side, side) in [0, 1].
    """
    return draw_pictures([segments], side, width, edge)[0]


def draw_pictures(lines: Sequence[np.ndarray], side: int, width: float | np.ndarray, edge: float) -> np.ndarray:
    """Draw the lines of several pictures as `draw_lines` does: float32 (picture, side, side).

    `width` is one for all pictures, or float (picture,).
    """
    width = np.broadcast_to(np.asarray(width, np.float32), len(lines))
    away = distances(lines, side, (float(width.max(initial=0)) + edge) / 2)
    ramp = (width[:, None, None] / edge + 1) / 2 - away / np.float32(edge)
    return np.minimum(np.maximum(ramp, 0), 1)


def distances(lines: Sequence[np.ndarray], side: int, reach: float) -> np.ndarray:
    """Each pixel's distance to the nearest of its picture's lines, in pixels; infinite beyond `reach`,
    or larger than it: float32 (picture, side, side).
    """
    # One row and one column more than a picture has: what windows hold beyond its edges goes there.
    squared = np.full((len(lines), side + 1, side + 1), np.inf, np.float32)
    lines = [_cut(np.asarray(own, np.float32)) for own in lines]
    segments = np.concatenate([np.zeros((0, 2, 2), np.float32), *lines])
    picture = np.repeat(np.arange(len(lines)), [len(own) for own in lines])
    for start in range(0, len(segments), TOGETHER):
        some = slice(start, start + TOGETHER)
        _come_nearer(squared, segments[some], picture[some], reach)
    return np.sqrt(squared[:, :side, :side])


def _cut(segments: np.ndarray) -> np.ndarray:
    """Cut segments (n, 2, 2) into pieces of at most `PIECE` pixels: around a long one lies much that is
    nowhere near it.
    """
    begin, way = segments[:, 0], segments[:, 1] - segments[:, 0]
    pieces = np.maximum(np.ceil(np.abs(way).max(axis=1, initial=0) / PIECE), 1).astype(np.intp)
    if len(segments) == pieces.sum():
        return segments
    which = np.repeat(np.arange(len(segments)), pieces)
    number = np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    ends = np.stack([number, number + 1], axis=1) / pieces[which, None]  # from 0 to 1 along the segment
    return (begin[which, None] + ends[:, :, None] * way[which, None]).astype(np.float32)


def _come_nearer(squared: np.ndarray, segments: np.ndarray, picture: np.ndarray, reach: float) -> None:
    """Lower squared distances to those to the nearest of some segments, wherever that is within reach.

    Args:
        squared: float32 (picture, side + 1, side + 1), changed in place.
        segments: float32 (n, 2, 2).
        picture: int (n,), in which picture each segment lies.
        reach: pixels from a line to where it is not seen any more.

    Every segment has a square window of pixels around it, all windows as large as the largest: a few
    passes over one array of shape (segment, y, x) cost less than many passes over small ones. This runs
    at every move of every visitor's pen, so it takes the ufuncs that cost least: no `np.clip`.
    """
    side = squared.shape[1] - 1
    begin, end = segments[:, 0], segments[:, 1]
    low = np.minimum(np.maximum(np.ceil(np.minimum(begin, end) - reach), 0), side)
    high = np.minimum(np.floor(np.maximum(begin, end) + reach) + 1, side)
    size = (high - low).max()
    if size <= 0:
        return
    pixels = low[:, :, None] + np.arange(size, dtype=np.float32)  # (segment, xy, k)
    away, way = pixels - begin[:, :, None], end - begin
    along = way / np.maximum((way * way).sum(axis=1, keepdims=True), 1e-12)  # grows by 1 from end to end

    x, y = away[:, 0, None, :], away[:, 1, :, None]
    (along_x, along_y), (way_x, way_y) = (v.T[:, :, None, None] for v in (along, way))
    passed = np.minimum(np.maximum(x * along_x + y * along_y, 0), 1)
    off_x, off_y = x - passed * way_x, y - passed * way_y
    distance = off_x * off_x + off_y * off_y

    cells = np.minimum(pixels, side).astype(np.intp)
    first = picture * (side + 1) ** 2
    cells = first[:, None, None] + (side + 1) * cells[:, 1, :, None] + cells[:, 0, None, :]
    np.minimum.at(squared.reshape(-1), cells.reshape(-1), distance.reshape(-1))
