"""Digits of pen strokes as a visitor would leave them on the canvas, or photograph them."""

from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from model.image.digit_image import fit_ink

CANVAS = 280
"""Pixels along the edge of the canvas."""

BRUSHES, BOLD = (12, 26), (24, 52)
"""The thinnest and the broadest brush of a picture, in pixels of the canvas, and those of bold print."""

FINER = 3
"""The brush is drawn this much larger and reduced, for smooth edges."""


def place_on_canvas(drawing: dict[str, Any], random: np.random.Generator, least: float = 0.35) -> dict[str, Any]:
    """Put a drawing anywhere on the canvas, `least` to 85 % of its height tall.

    Args:
        drawing: as `from_strokes` takes it.
        random: where the randomness comes from.
        least: share of the canvas's height.

    Returns:
        A drawing of the canvas's size; narrow enough to fit where it would be wider than it.
    """
    points = np.concatenate([np.asarray(stroke, float) for stroke in drawing["strokes"]])
    low, extent = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1.0)
    scale = min(random.uniform(least, 0.85) * CANVAS / extent[1], 0.95 * CANVAS / extent[0])
    corner = random.uniform(0, CANVAS - extent * scale)
    strokes = [((np.asarray(s, float) - low) * scale + corner).tolist() for s in drawing["strokes"]]
    return {"strokes": strokes, "width": CANVAS, "height": CANVAS}


def as_picture(drawing: dict[str, Any], brush: float) -> Image.Image:
    """Paint a canvas drawing with a round brush, dark on white.

    Args:
        drawing: on a canvas of CANVAS pixels.
        brush: the brush's width in canvas pixels.

    Returns:
        A grey picture of CANVAS × CANVAS pixels. Drawn by Pillow, not by our own lines, so that the
        measurement does not rest on what it measures.
    """
    side = CANVAS * FINER
    picture = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(picture)
    radius = brush * FINER / 2
    for stroke in drawing["strokes"]:
        points = [(x * FINER, y * FINER) for x, y in stroke]
        if len(points) > 1:
            pen.line(points, fill=0, width=round(2 * radius), joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)
    return picture.resize((CANVAS, CANVAS), Image.Resampling.BOX)


def painted(drawings: list[dict[str, Any]], brushes: list[float]) -> np.ndarray:
    """Paint drawings, each with its brush, and fit them as a picture's ink is: float32 (n, 28, 28) in [0, 1]."""
    pictures = [as_picture(drawing, brush) for drawing, brush in zip(drawings, brushes, strict=True)]
    return np.stack([fit_ink(1 - np.asarray(picture, np.float32) / 255)[1] for picture in pictures])
