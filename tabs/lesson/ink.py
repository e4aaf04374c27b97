"""Colours of numbers in the chapters' figures, the same as the labs use.

Greys for pictures, blue–orange for weights, its upper half for feature maps, violet for results. A paint turns
a number into two colours: the cell's and that of the number written on it.
"""

import base64
import io
from collections.abc import Callable

import numpy as np
from PIL import Image

Paint = Callable[[float], tuple[str, str]]

# As in web/shared/colours.js.
BLUE_ORANGE = "0b4f9e 3f83cf 93bfe8 f2f1f4 f6bd85 e08326 9c4a00"
ACTIVATIONS = "f2f1f4 f6bd85 e08326 9c4a00"

DARK, LIGHT = "#14111d", "#ffffff"


def grey(low: float, high: float) -> Paint:
    """Return a paint from black at `low` to white at `high`."""
    return lambda value: _cell(_shares(value, low, high) * np.full(3, 255.0))


def signed(most: float) -> Paint:
    """Return a paint from blue at −`most` through near-white at 0 to orange at `most`."""
    return lambda value: _cell(_signed(value, most))


def result(_: float) -> tuple[str, str]:
    """Paint a computed number: violet, in light and dark."""
    return "var(--cnn-soft)", "var(--text)"


def plain(_: float) -> tuple[str, str]:
    """Paint a number that is neither picture, weight nor result."""
    return "var(--card)", "var(--text)"


def grey_picture(values: np.ndarray, low: float = 0.0, high: float = 1.0) -> str:
    """Return a picture (height, width) as a PNG data URI, black at `low`, white at `high`."""
    return png(np.round(255 * _shares(values, low, high)).astype(np.uint8))


def map_picture(values: np.ndarray) -> str:
    """Return a feature map (height, width), none of it below 0, as a PNG data URI: grey at 0, orange at its largest."""
    return png(_blend(ACTIVATIONS, _shares(values, 0.0, float(values.max()))).astype(np.uint8))


def signed_picture(values: np.ndarray) -> str:
    """Return numbers with a sign (height, width) as a PNG data URI: blue below 0, orange above."""
    most = float(np.abs(values).max())
    return png(_signed(values, most).astype(np.uint8))


def png(levels: np.ndarray) -> str:
    """Return uint8 (height, width) or (height, width, 3) as a PNG data URI, a pixel for each number."""
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _shares(values, low: float, high: float) -> np.ndarray:
    """Return where values lie between low and high, in [0, 1]; 0 where there is nothing between."""
    return np.clip((np.asarray(values, float) - low) / ((high - low) or 1.0), 0, 1)


def _blend(stops: str, shares: np.ndarray) -> np.ndarray:
    """Return float (..., 3), 0 to 255: the colours at these shares of a row of stops."""
    colours = np.array([[int(stop[i : i + 2], 16) for i in (0, 2, 4)] for stop in stops.split()], float)
    places = np.asarray(shares) * (len(colours) - 1)
    parts = [np.interp(places, np.arange(len(colours)), colours[:, i]) for i in range(3)]
    return np.round(np.stack(parts, axis=-1))


def _signed(values, most: float) -> np.ndarray:
    """Return float (..., 3): near-white for 0, though there be nothing but 0."""
    return _blend(BLUE_ORANGE, _shares(values, -most or -1.0, most or 1.0))


def _cell(colour: np.ndarray) -> tuple[str, str]:
    red, green, blue = (round(float(part)) for part in colour)
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    return f"#{red:02x}{green:02x}{blue:02x}", DARK if light > 120 else LIGHT
