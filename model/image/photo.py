"""Open a photo, scan or screenshot of any size and mode, and even out the line width of a cut-out.

Leaves out which marks are ink (`look.py`) and where the ink belongs in the 28×28 frame: that is the same
for strokes (`digit_image.py`).
"""

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from threading import BoundedSemaphore

import numpy as np
from PIL import Image, ImageOps

from model.errors import NotADrawing
from model.image.geometry import bounding_box
from model.messages import Message

MAX_PIXELS = 40_000_000
"""Pixels of a picture accepted: a 40-megapixel photo. Its header is read before its pixels."""

MAX_BYTES = 32 * 1024 * 1024

UNREADABLE = (OSError, ValueError, SyntaxError, TypeError, EOFError, Image.DecompressionBombError)
"""What Pillow's decoders raise on damaged files."""

few_at_once = BoundedSemaphore(4)
"""Held while a file's pixels are in memory: a large one takes 160 MB, from a file of a few kilobytes."""

STRIP = 64
"""Rows of a large picture, after shrinking, whose colours are converted at a time."""

WORKING_SIDE = 320
"""Pixels of the longer edge at which ink is searched; larger pictures are reduced first."""

FINE = 5
"""Fine pixels per final pixel while line width is evened out."""

Crop = tuple[float, float, float, float]
"""Left, top, right and bottom of a part of a picture, as shares of its width and height."""


def open_picture(picture: "bytes | str | Path | Image.Image | np.ndarray") -> Image.Image:
    """Return the picture, decoded and turned upright.

    Args:
        picture: a file's bytes or path, a Pillow image, or an array.

    Raises:
        NotADrawing: no picture, a damaged one, or one of more than MAX_PIXELS pixels.
    """
    if isinstance(picture, np.ndarray):
        picture = _from_array(picture)
    if isinstance(picture, Image.Image):
        _check_size(picture)
        return picture
    try:
        data = picture if isinstance(picture, bytes) else _read(Path(picture))
        with warnings.catch_warnings():
            # We count pixels ourselves, and what else Pillow dislikes about a file concerns no log.
            warnings.simplefilter("ignore")
            opened = Image.open(io.BytesIO(data))
            _check_size(opened)
            opened.draft("RGB", (2 * WORKING_SIDE, 2 * WORKING_SIDE))  # a decoder skips detail if it can
            opened.load()
            return _plain(ImageOps.exif_transpose(opened))
    except NotADrawing:
        raise
    except UNREADABLE as error:
        raise NotADrawing("this file is not a picture that can be read (try PNG or JPEG)") from error


def to_working_size(picture: Image.Image, crop: Crop | None = None) -> Image.Image:
    """Return the picture, or a part of it, as "L" or "RGB", at most WORKING_SIDE pixels an edge.

    Transparent pixels count as paper: white, or black where the visible ink is light. That is the one
    rule for transparency; who sends a picture sends it as it is.

    Args:
        picture: as `open_picture` returns it.
        crop: (left, top, right, bottom) of the part, as shares of width and height.

    Raises:
        NotADrawing: the part is no box inside the picture, or less than 4 pixels an edge.
    """
    if crop is not None:
        picture = _cropped(picture, crop)
    picture = picture.copy() if picture.mode in ("L", "RGB") else _flatten(picture)
    picture.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX)
    return picture


def with_line_width(ink: np.ndarray, width: float, box: int) -> np.ndarray:
    """Redraw a cut-out digit FINE times finer than its final size, its lines about `width` pixels wide.

    A line's width is twice its area over its outline's length; the outline's length is the sum of
    brightness steps. Only lines much thinner or thicker than wanted are changed.

    Args:
        ink: float32 (height, width) in [0, 1], cut out tightly.
        width: wanted line width in final pixels.
        box: final pixels of the longer side.

    Returns:
        float32 (height, width) in [0, 1], tight, its longer side about `box * FINE` pixels.
    """
    fine = _resize_to(ink, box * FINE)
    wanted = width * FINE
    outline = np.hypot(np.diff(fine, axis=0, append=0), np.diff(fine, axis=1, append=0)).sum()
    present = 2 * float(fine.sum()) / max(float(outline), 1e-6)
    if present < 0.75 * wanted:
        fine = _dilate(np.pad(fine, FINE * 2), (0.9 * wanted - present) / 2)
    elif present > 1.7 * wanted:
        thinner = -_dilate(-np.pad(fine, 1), (present - 1.4 * wanted) / 2)
        fine = thinner if thinner.max() > 0.5 else fine
    left, top, right, bottom = bounding_box(fine, 0.02)
    return fine[top:bottom, left:right]


def _from_array(array: np.ndarray) -> Image.Image:
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (3, 4)) or not array.size:
        raise NotADrawing("a picture array must be (height, width) or (height, width, 3 or 4)")
    if array.dtype.kind == "f":
        if not np.isfinite(array).all() or array.min() < 0 or array.max() > 1:
            raise NotADrawing("a picture array of floats must be finite and lie in [0, 1]")
        array = np.round(array * 255)
    elif array.dtype != np.uint8:
        raise NotADrawing("a picture array must be uint8, or floats in [0, 1]")
    return Image.fromarray(array.astype(np.uint8))


def _read(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise NotADrawing(Message("the file is larger than {} MiB", MAX_BYTES // 2**20))
    return path.read_bytes()


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise NotADrawing(Message("the picture has more than {} million pixels", MAX_PIXELS // 10**6))
    if min(width, height) < 4 or max(width, height) > 50 * min(width, height):
        raise NotADrawing("the picture is too narrow to hold a digit")


def _cropped(picture: Image.Image, crop: Crop) -> Image.Image:
    numbers = isinstance(crop, Sequence) and len(crop) == 4 and all(isinstance(n, int | float) for n in crop)
    if not numbers or not (0 <= crop[0] < crop[2] <= 1 and 0 <= crop[1] < crop[3] <= 1):
        raise NotADrawing("crop is left, top, right, bottom: four shares of the picture from 0 to 1")
    left, top, right, bottom = (round(n * edge) for n, edge in zip(crop, picture.size * 2, strict=True))
    part = picture.crop((left, top, right, bottom))
    if min(part.size) < 4:
        raise NotADrawing("this part of the picture is too small to hold a digit")
    return part


def _plain(picture: Image.Image) -> Image.Image:
    """Return a picture of any mode as "L", "RGB", "RGBA" or "F", the last two not much larger than needed.

    Shrinking and converting go strip by strip: 40 million pixels at once would take a gigabyte.

    Raises:
        ValueError: Pillow cannot convert this mode.
    """
    if picture.mode in ("L", "RGB"):
        return picture
    factor = max(1, min(max(picture.size) // (2 * WORKING_SIDE), min(picture.size) // 4))
    width, height = picture.size
    parts = [
        _converted(picture.crop((0, top, width, min(height, top + STRIP * factor))), factor)
        for top in range(0, height, STRIP * factor)
    ]
    plain = Image.new(parts[0].mode, (parts[0].width, sum(part.height for part in parts)))
    for row, part in enumerate(parts):
        plain.paste(part, (0, row * STRIP))
    return plain


def _converted(strip: Image.Image, factor: int) -> Image.Image:
    """Shrink a strip, and turn numbers of 16 and 32 bits into "F", all else into "RGBA"."""
    if strip.mode[0] in "IF":
        return strip.convert(strip.mode[0]).convert("F").reduce(factor)
    if strip.mode == "1":
        return strip.convert("L").reduce(factor).convert("RGBA")
    if strip.mode in ("P", "PA"):  # means of places in a palette mean nothing
        return strip.convert("RGBA").reduce(factor)
    return strip.reduce(factor).convert("RGBA")


def _flatten(picture: Image.Image) -> Image.Image:
    """Lay a picture of any mode on paper that its visible pixels stand out from."""
    if picture.mode.startswith(("I", "F")):
        values = np.nan_to_num(np.asarray(picture, np.float64), posinf=0, neginf=0)
        low, high = values.min(), values.max()
        return Image.fromarray((255 * (values - low) / max(high - low, 1e-9)).astype(np.uint8))
    rgba = picture.convert("RGBA")
    alpha = np.asarray(rgba.getchannel("A"), np.float32) / 255
    if alpha.min() == 1:
        return rgba.convert("RGB")
    brightness = np.asarray(rgba.convert("L"), np.float32)
    visible = float((brightness * alpha).sum() / max(float(alpha.sum()), 1e-6))
    paper = Image.new("RGBA", rgba.size, "white" if visible < 128 else "black")
    return Image.alpha_composite(paper, rgba).convert("RGB")


def _resize_to(ink: np.ndarray, side: int) -> np.ndarray:
    height, width = ink.shape
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # BOX copies pixels when enlarging a small picture: an MNIST digit comes through unchanged.
    return np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BOX), np.float32)


def _dilate(picture: np.ndarray, radius: float) -> np.ndarray:
    """Grey dilation by a disc: each pixel becomes the brightest within `radius`."""
    reach = int(radius)
    result = picture.copy()
    height, width = picture.shape
    padded = np.pad(picture, reach, mode="edge")
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if dx * dx + dy * dy <= radius * radius:
                shifted = padded[reach + dy : reach + dy + height, reach + dx : reach + dx + width]
                np.maximum(result, shifted, out=result)
    return result
