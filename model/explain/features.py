"""Simple pictures made from a drawing: where its edges, its strokes and its paper are.

Computed with gradients, not learned; `captions.py` compares a network's maps with them.
"""

import numpy as np

from model.messages import Message


def drawing_features(pixels: np.ndarray) -> dict[Message, np.ndarray]:
    """Return pictures of a drawing's features, each named by what it is bright at.

    Edges are told by the side of a stroke they are on. How strokes run is read from the structure
    tensor (Bigün and Granlund, 1987): the gradients of a neighbourhood, squared, so that the two
    sides of a stroke do not cancel out.

    Args:
        pixels: float32 (height, width) in [0, 1], ink bright.

    Returns:
        {name: float32 (height, width), at least 0}.
    """
    soft = _blur(pixels.astype(np.float32))
    down, right = np.gradient(soft)
    horizontal, vertical, both = (_blur(_blur(p)) for p in (right * right, down * down, right * down))
    strength = horizontal + vertical + 1e-6
    # (right² − down²) / (right² + down²) is 1 where brightness changes sideways only.
    upright, rising = (horizontal - vertical) / strength, 2 * both / strength
    ink = _blur(soft)
    return {
        Message("the left edges of strokes"): np.maximum(right, 0),
        Message("the right edges of strokes"): np.maximum(-right, 0),
        Message("the upper edges of strokes"): np.maximum(down, 0),
        Message("the lower edges of strokes"): np.maximum(-down, 0),
        Message("upright strokes"): ink * np.maximum(upright, 0),
        Message("level strokes"): ink * np.maximum(-upright, 0),
        Message("rising strokes"): ink * np.maximum(rising, 0),
        Message("falling strokes"): ink * np.maximum(-rising, 0),
        Message("all the ink"): pixels.astype(np.float32),
        Message("the empty paper"): 1 - np.minimum(1, 2 * ink),
    }


def _blur(picture: np.ndarray) -> np.ndarray:
    """Average each pixel with its neighbours, weighted 1, 2, 1 in both directions; outside is black."""
    framed = np.pad(picture, 1)
    rows = (framed[:-2] + 2 * framed[1:-1] + framed[2:]) / 4
    return (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4
