"""Arrays become pictures that a browser can draw.

Leaves out drawing itself: `shared/pictures.js` unpacks what `packed` packs.
"""

import base64

import numpy as np


def packed(picture: np.ndarray) -> dict:
    """Pack a grey picture into a small JSON object: runs of equal brightness.

    Drawings are mostly paper, so runs make a 112×112 drawing about ten times smaller.

    Args:
        picture: float (height, width) in [0, 1].

    Returns:
        {"width", "height", "runs"}: `runs` is base64 of bytes (brightness 0 to 255, length 1 to
        255), row by row.

    Example:
        >>> packed(np.zeros((2, 2)))
        {'width': 2, 'height': 2, 'runs': 'AAQ='}
    """
    height, width = picture.shape
    levels = np.round(np.clip(picture, 0, 1).ravel() * 255).astype(np.uint8)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(levels)) + 1])
    lengths = np.diff(np.concatenate([starts, [levels.size]]))
    pieces = -(-lengths // 255)  # how many runs of at most 255 each run is cut into
    values = np.repeat(levels[starts], pieces)
    short = np.full(values.size, 255)
    short[np.cumsum(pieces) - 1] = lengths - 255 * (pieces - 1)
    runs = np.stack([values, short.astype(np.uint8)], axis=1).tobytes()
    return {"width": width, "height": height, "runs": base64.b64encode(runs).decode()}
