"""Find the ink in a photo, scan or screenshot, whatever its size, mode, polarity and lighting.

Leaves out where the ink belongs in the 28×28 frame: that is the same for strokes (`digit_image.py`).
"""

import io
import warnings
from pathlib import Path
from threading import BoundedSemaphore

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from model.errors import NotADrawing
from model.image.geometry import bounding_box

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

FAINTEST = 0.08
"""Contrast between ink and paper, of the full range, below which a picture counts as blank."""


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
            opened.draft("L", (2 * WORKING_SIDE, 2 * WORKING_SIDE))  # a decoder skips the colours if it can
            opened.load()
            return _plain(ImageOps.exif_transpose(opened))
    except NotADrawing:
        raise
    except UNREADABLE as error:
        raise NotADrawing("this file is not a picture that can be read (try PNG or JPEG)") from error


def to_grey(picture: Image.Image) -> np.ndarray:
    """Return float32 (height, width) in [0, 1], 1 white, at most WORKING_SIDE pixels an edge.

    Transparent pixels count as paper: white, or black where the visible ink is light.
    """
    picture = (picture if picture.mode in ("L", "RGB") else _flatten(picture)).convert("L")
    picture.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX)
    return np.asarray(picture, np.float32) / 255


def find_ink(grey: np.ndarray) -> np.ndarray:
    """Tell ink from paper.

    The paper's colour is the border's median. Which side of it the ink lies on, darker or
    lighter, is told by the sign of the third moment: ink is rarer and further away than paper is.
    Shadows go by subtracting the paper's brightness around each place, noise by a threshold
    (Otsu, 1979), dust by dropping blots that are small beside the largest.

    Args:
        grey: float32 (height, width) in [0, 1].

    Returns:
        float32 (height, width) in [0, 1], ink bright; all zero where there is none.
    """
    deviation = grey - np.median(_border(grey))
    sign = 1.0 if (deviation**3).sum() > 0 else -1.0
    bright = sign * grey
    ink = bright - _paper(bright)
    if ink.max() < FAINTEST:
        return np.zeros_like(grey)
    threshold = max(_otsu(ink), FAINTEST / 2)
    paper_noise = ink[ink < threshold]
    floor = float(paper_noise.mean() + 2 * paper_noise.std()) if paper_noise.size else 0.0
    floor = min(floor, 0.6 * threshold)
    full = float(np.percentile(ink[ink >= threshold], 60))
    soft = np.clip((ink - floor) / max(full - floor, 1e-6), 0, 1)
    return (soft * _large_blots(soft > 0.25)).astype(np.float32)


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
        raise NotADrawing(f"the file is larger than {MAX_BYTES // 2**20} MiB")
    return path.read_bytes()


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise NotADrawing(f"the picture has more than {MAX_PIXELS // 10**6} million pixels")
    if min(width, height) < 4 or max(width, height) > 50 * min(width, height):
        raise NotADrawing("the picture is too narrow to hold a digit")


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
        return Image.fromarray(np.uint8(255 * (values - low) / max(high - low, 1e-9)))
    rgba = picture.convert("RGBA")
    alpha = np.asarray(rgba.getchannel("A"), np.float32) / 255
    if alpha.min() == 1:
        return rgba.convert("RGB")
    brightness = np.asarray(rgba.convert("L"), np.float32)
    visible = float((brightness * alpha).sum() / max(float(alpha.sum()), 1e-6))
    paper = Image.new("RGBA", rgba.size, "white" if visible < 128 else "black")
    return Image.alpha_composite(paper, rgba).convert("RGB")


def _border(grey: np.ndarray) -> np.ndarray:
    ring = max(1, min(grey.shape) // 25)
    return np.concatenate(
        [part.ravel() for part in (grey[:ring], grey[-ring:], grey[:, :ring], grey[:, -ring:])]
    )


def _paper(bright: np.ndarray) -> np.ndarray:
    """Brightness of the paper around each place: a morphological opening wider than any pen line."""
    height, width = bright.shape
    low, high = float(bright.min()), float(bright.max())
    if high == low:
        return bright
    scaled = Image.fromarray(np.uint8(255 * (bright - low) / (high - low)))
    shrink = max(1, max(height, width) // 64)
    small = scaled.resize((max(1, width // shrink), max(1, height // shrink)), Image.Resampling.BOX)
    size = max(3, min(small.size) // 3 | 1)
    opened = small.filter(ImageFilter.MinFilter(size)).filter(ImageFilter.MaxFilter(size))
    smooth = opened.filter(ImageFilter.BoxBlur(size / 4)).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(smooth, np.float32) / 255 * (high - low) + low


def _otsu(values: np.ndarray) -> float:
    """The threshold that splits values into the two groups furthest apart (Otsu, 1979)."""
    counts, edges = np.histogram(values, bins=128)
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(edges[1:][np.nanargmax(np.where(above > 0, apart, np.nan))])


def _large_blots(mask: np.ndarray) -> np.ndarray:
    """Keep connected parts (touching by edge or corner) of at least 4 % of the largest one's area."""
    labels = _label(mask)
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    keep = areas >= max(1.0, 0.04 * areas.max())
    keep[0] = False
    grown = Image.fromarray(np.uint8(keep[labels]) * 255).filter(ImageFilter.MaxFilter(5))
    return np.asarray(grown) > 0  # two pixels wider, so that soft edges stay


def _label(mask: np.ndarray) -> np.ndarray:
    """Number the connected parts of a mask from 1, by joining runs of neighbouring rows."""
    labels = np.zeros(mask.shape, np.int32)
    parents = [0]

    def root(label: int) -> int:
        while parents[label] != label:
            parents[label] = label = parents[parents[label]]
        return label

    for y, row in enumerate(mask):
        edges = np.flatnonzero(np.diff(row.astype(np.int8), prepend=0, append=0))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            above = labels[y - 1, max(start - 1, 0) : stop + 1] if y else labels[:0, 0]
            roots = {root(int(label)) for label in np.unique(above) if label}
            if not roots:
                parents.append(len(parents))
                roots = {len(parents) - 1}
            chosen = min(roots)
            for other in roots:
                parents[other] = chosen
            labels[y, start:stop] = chosen
    return np.array([root(label) for label in range(len(parents))], np.int32)[labels]


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
