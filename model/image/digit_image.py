"""A visitor's drawing or picture becomes the 28×28 image that the networks read.

This is the only preprocessing there is: training renders pen strokes through it, the page shows
its stages. Photographs are turned into ink in `look.py`; sizes and positions are in `geometry.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from model.errors import NotADrawing
from model.image import photo
from model.image.geometry import (
    BOX,
    EDGE,
    SIDE,
    STROKE_WIDTH,
    bounding_box,
    draw_lines,
    draw_pictures,
    shift_to_centre,
)
from model.image.line_width import line_widths
from model.image.look import look
from model.image.stage import Stage
from model.image.stray_marks import find_strays
from model.messages import Message

MAX_STROKES = 64
MAX_POINTS = 4_000
MIN_CANVAS, MAX_CANVAS = 16, 10_000
"""Canvas edges accepted, in pixels."""

SMALLEST_MARK = 0.03
"""Share of the canvas's longer edge below which a mark is not enlarged to full size any further:
a tap of the finger stays a dot and does not become a scrawl."""

PREVIEW_SIDE = 112

DIM = 0.35
"""Brightness, in the first stage, of marks that are left out."""


@dataclass(frozen=True)
class DigitImage:
    """What the networks see, and how it came to be.

    `pixels` is float32 (28, 28) in [0, 1], ink bright. `is_blank` says that there was no ink at
    all; then `pixels` is all zero and no network is asked. `is_several` says that a picture shows many
    digits apart, so that it is no single one whatever the networks say.
    """

    pixels: np.ndarray
    stages: tuple[Stage, ...]
    is_blank: bool
    is_several: bool = False


@dataclass(frozen=True)
class Drawing:
    """A drawing that was checked: strokes as float64 (n, 2), none empty, and the canvas's size in pixels."""

    strokes: list[np.ndarray]
    width: float
    height: float

    @property
    def longest(self) -> float:
        return max(self.width, self.height)

    @cached_property
    def is_stray(self) -> list[bool]:
        """Of each stroke, whether it is a tiny mark far from the rest."""
        return find_strays(self.strokes, self.longest)

    @property
    def kept(self) -> list[np.ndarray]:
        """The strokes without stray marks."""
        return [stroke for stroke, stray in zip(self.strokes, self.is_stray, strict=True) if not stray]


def from_strokes(drawing: Mapping[str, Any]) -> DigitImage:
    """Turn pen strokes into a 28×28 image in MNIST's geometry.

    However large, small, thin or off-centre the drawing is, its bounding box, line width included,
    becomes 20 pixels long on its longer side, and its centre of mass goes to MNIST's centre. Tiny marks
    far away are left out (`stray_marks`), and lines are drawn thin where an eye would fill up
    (`line_width`).

    Args:
        drawing: {"strokes": [[[x, y], ...], ...], "width": w, "height": h}: pen positions in
            canvas pixels, x to the right, y down. They may lie outside the canvas.

    Returns:
        The image with the stages "drawn", "scaled" and "centred".

    Raises:
        NotADrawing: the argument is no such mapping, a number is missing or not finite, the canvas
            is absurdly small or large, or there are more than 64 strokes or 4,000 points.
    """
    return from_drawings([check_drawing(drawing)])[0]


def from_drawings(drawings: Sequence[Drawing]) -> list[DigitImage]:
    """Turn drawings that were checked into images, as `from_strokes` does, all in one go.

    Drawing a dozen pictures of 28×28 together takes little longer than drawing one.
    """
    inked = [drawing for drawing in drawings if drawing.strokes]
    lines = [_in_box(drawing) for drawing in inked]
    widths = line_widths(lines)
    boxed = [_widened(own, width) for own, width in zip(lines, widths, strict=True)]
    scaled = draw_pictures(boxed, SIDE, widths, EDGE)
    moved = [own + shift_to_centre(ink) for own, ink in zip(boxed, scaled, strict=True)]
    centred = draw_pictures(moved, SIDE, widths, EDGE)
    images = map(_with_stages, inked, scaled, centred)
    return [next(images) if drawing.strokes else _nothing(drawing) for drawing in drawings]


def from_picture(
    picture: "bytes | str | Path | Image.Image | np.ndarray",
    *,
    invert: bool = False,
    crop: photo.Crop | None = None,
) -> DigitImage:
    """Turn a photo or scan of one digit into a 28×28 image in MNIST's geometry.

    Args:
        picture: an encoded file's bytes or path, a Pillow image, or an array (height, width) or
            (height, width, 3 or 4) of uint8 or of floats in [0, 1]. Dark ink on light ground and
            light ink on dark ground are both understood.
        invert: take for ink what is taken for paper otherwise.
        crop: look at this part of the upright picture alone: (left, top, right, bottom), as shares of
            its width and height.

    Returns:
        The image with the stages "grey", "dropped" if marks were set aside, "ink", "scaled" and
        "centred"; without ink, it ends with "ink", which says what was looked for.

    Raises:
        NotADrawing: not a picture, more than `photo.MAX_PIXELS` pixels, or no such part.
    """
    with photo.few_at_once:
        small = photo.to_working_size(photo.open_picture(picture), crop)
    looked = look(small, invert)
    if not looked.ink.any():
        return _blank(*looked.stages)
    scaled, centred = fit_ink(looked.ink)
    stages = (
        *looked.stages,
        Stage("scaled", Message("Cut out, scaled to {} pixels and given MNIST's line width.", BOX), lambda: scaled),
        Stage("centred", "Moved so that its centre of mass sits in the centre.", lambda: centred),
    )
    return DigitImage(centred, stages, is_blank=False, is_several=looked.is_several)


def check_drawing(drawing: object) -> Drawing:
    """Return the strokes as arrays, empty ones left out, and the canvas's size.

    Raises:
        NotADrawing: see `from_strokes`.
    """
    if not isinstance(drawing, Mapping):
        raise NotADrawing('a drawing is {"strokes": [...], "width": ..., "height": ...}')
    width, height = (_canvas_edge(drawing, name) for name in ("width", "height"))
    strokes: Any = drawing.get("strokes")
    if not _is_list(strokes):
        raise NotADrawing("the drawing's strokes must be a list of lists of [x, y] points")
    if len(strokes) > MAX_STROKES:
        raise NotADrawing(f"a drawing has at most {MAX_STROKES} strokes; this has {len(strokes)}")
    if not all(_is_list(stroke) for stroke in strokes):
        raise NotADrawing("each stroke must be a list of [x, y] points")
    total = sum(len(stroke) for stroke in strokes)
    if total > MAX_POINTS:
        raise NotADrawing(f"a drawing has at most {MAX_POINTS:,} points; this has {total:,}")
    arrays = [_points(stroke, 100 * max(width, height)) for stroke in strokes if len(stroke)]
    return Drawing(arrays, width, height)


_LISTS, _TEXTS, _NUMBERS = (
    (Sequence, np.ndarray),
    (str, bytes),
    (float, int),
)  # made once: a pen has many points


def _is_list(value: object) -> bool:
    return type(value) is list or (isinstance(value, _LISTS) and not isinstance(value, _TEXTS))


def _is_number(value: object) -> bool:
    return type(value) in _NUMBERS or isinstance(value, np.number)


def _canvas_edge(drawing: Mapping[str, Any], name: str) -> float:
    value: Any = drawing.get(name)
    if not _is_number(value) or not MIN_CANVAS <= value <= MAX_CANVAS:
        raise NotADrawing(f"the drawing's {name} must be a number from {MIN_CANVAS} to {MAX_CANVAS:,} pixels")
    return float(value)


def _points(stroke: Sequence[Any], furthest: float) -> np.ndarray:
    for point in stroke:
        if not _is_list(point) or len(point) != 2 or not (_is_number(point[0]) and _is_number(point[1])):
            raise NotADrawing("each point must be two numbers, [x, y]")
        x, y = point
        if not (-furthest <= x <= furthest and -furthest <= y <= furthest):  # false for NaN as well
            raise NotADrawing("a point is not finite or lies absurdly far outside the canvas")
    return np.asarray(stroke, np.float64)


def _in_box(drawing: Drawing) -> np.ndarray:
    """The drawing's lines in the middle of 28×28, its box with lines of STROKE_WIDTH as large as
    MNIST's: (n, 2, 2)."""
    strokes = drawing.kept
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = max(float((high - low).max()), SMALLEST_MARK * drawing.longest)
    scale = (BOX - STROKE_WIDTH) / extent
    middle = (low + high) / 2
    return _segments([(stroke - middle) * scale for stroke in strokes]) + (SIDE - 1) / 2


def _widened(lines: np.ndarray, width: float) -> np.ndarray:
    """Scale lines about the frame's middle so that their box is MNIST's with lines of this width."""
    middle = (SIDE - 1) / 2
    return middle + (lines - middle) * ((BOX - width) / (BOX - STROKE_WIDTH))


def _preview(drawing: Drawing) -> np.ndarray:
    scale = (PREVIEW_SIDE - 1) / drawing.longest
    offset = np.array([drawing.longest - drawing.width, drawing.longest - drawing.height]) / 2
    strokes = [(stroke + offset) * scale for stroke in drawing.strokes]
    near = [np.clip(stroke, -PREVIEW_SIDE, 2 * PREVIEW_SIDE) for stroke in strokes]  # far away is far away
    whole = draw_lines(_segments(near), PREVIEW_SIDE, 5.0, 1.0)
    if not any(drawing.is_stray):
        return whole
    kept = [stroke for stroke, stray in zip(near, drawing.is_stray, strict=True) if not stray]
    return np.maximum(DIM * whole, draw_lines(_segments(kept), PREVIEW_SIDE, 5.0, 1.0))


def _with_stages(drawing: Drawing, scaled: np.ndarray, centred: np.ndarray) -> DigitImage:
    boxed = Message(
        "Scaled, its proportions kept, until its longer side has {} pixels; a mere dot stays a dot. "
        "The line is about 2 pixels wide.",
        BOX,
    )
    drawn = "Your drawing, as the pen left it."
    if any(drawing.is_stray):
        drawn = "Your drawing, as the pen left it. The tiny marks far from it, shown dim, are left out."
    stages = (
        Stage("drawn", drawn, lambda: _preview(drawing)),
        Stage("scaled", boxed, lambda: scaled),
        Stage("centred", "Moved so that its centre of mass sits in the centre.", lambda: centred),
    )
    return DigitImage(centred, stages, is_blank=False)


def _nothing(drawing: Drawing) -> DigitImage:
    return _blank(Stage("drawn", "Nothing is drawn yet.", lambda: _preview(drawing)))


def _segments(strokes: list[np.ndarray]) -> np.ndarray:
    """Join the points of each stroke, in pixels, by lines: (n, 2, 2), each a pair of (x, y) ends."""
    return np.concatenate([np.zeros((0, 2, 2)), *(_joined(stroke) for stroke in strokes)])


def _joined(points: np.ndarray) -> np.ndarray:
    """Join points by lines, leaving out those that a third of a pixel would not tell apart."""
    way = points[1:] - points[:-1]
    thirds = np.zeros(len(points))
    np.cumsum(3 * np.hypot(way[:, 0], way[:, 1]), out=thirds[1:])
    thirds = np.floor(thirds)
    keep = np.ones(len(points), bool)
    np.not_equal(thirds[1:-1], thirds[:-2], out=keep[1:-1])
    kept = points[keep]
    if len(kept) == 1:
        kept = np.repeat(kept, 2, axis=0)
    return np.stack([kept[:-1], kept[1:]], axis=1)


def _blank(*stages: Stage) -> DigitImage:
    return DigitImage(np.zeros((SIDE, SIDE), np.float32), stages, is_blank=True)


def fit_ink(ink: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut a picture's ink out, scale it to MNIST's box, even its line width out, and centre it.

    Args:
        ink: float32 (height, width) in [0, 1], somewhere above 0.

    Returns:
        The digit before and after centring, both float32 (28, 28) in [0, 1].
    """
    left, top, right, bottom = bounding_box(ink)
    fine = photo.with_line_width(ink[top:bottom, left:right], STROKE_WIDTH, BOX)
    height, width = fine.shape
    pixels_per_fine = BOX / max(height, width)
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    scaled = _place(fine, pixels_per_fine, middle, np.zeros(2))
    centred = _place(fine, pixels_per_fine, middle, shift_to_centre(fine, pixels_per_fine))
    return scaled, centred


def _place(fine: np.ndarray, scale: float, anchor: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Shrink by area averaging so that `anchor` of `fine` lands `shift` from the frame's middle.

    Pillow's box of a resize may start and end at fractions of a pixel: that is the shift.
    """
    reach = SIDE / scale
    low = anchor + 0.5 - (SIDE / 2 + shift) / scale
    pad = int(np.ceil(max(0.0, -low.min(), (low + reach - fine.shape[::-1]).max()))) + 1
    padded = Image.fromarray(np.pad(fine, pad).astype(np.float32))
    left, top = (float(edge) for edge in low + pad)
    box = (left, top, left + reach, top + reach)
    small = padded.resize((SIDE, SIDE), Image.Resampling.BOX, box=box)
    return np.clip(np.asarray(small, np.float32), 0, 1)
