"""A sample of MNIST that the app carries: 4,900 training and 1,000 test digits.

MNIST is by Y. LeCun and C. Cortes, CC BY-SA 3.0.
"""

from functools import cache
from pathlib import Path

import numpy as np

PATH = Path(__file__).resolve().parents[1] / "networks" / "weights" / "samples.npz"


@cache
def load_samples(part: str = "test") -> tuple[np.ndarray, np.ndarray]:
    """Return images, uint8 (n, 28, 28), ink bright, and labels, uint8 (n,); both read-only.

    Args:
        part: "train" (4,900) or "test" (1,000).

    Raises:
        ValueError: another part.
    """
    if part not in ("train", "test"):
        raise ValueError(f'part must be "train" or "test", not {part!r}')
    with np.load(PATH, allow_pickle=False) as archive:
        images, labels = archive[f"x_{part}"], archive[f"y_{part}"]
    images.flags.writeable = labels.flags.writeable = False
    return images, labels


def packed(images: np.ndarray, labels: np.ndarray) -> bytes:
    """Return digits as a browser gets them: all images, uint8 (n, 28, 28), then all labels, uint8 (n,)."""
    return images.tobytes() + labels.tobytes()
