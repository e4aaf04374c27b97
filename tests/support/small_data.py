"""Small data sets in every form that training reads."""

import gzip
import struct

import numpy as np

from training.fit import TrainingData
from training.mnist import IDX_NAMES


def small_mnist() -> dict:
    """MNIST's arrays, with 30 and 10 images of a bar."""
    random = np.random.default_rng(0)
    arrays = {}
    for part, count in (("train", 30), ("test", 10)):
        images = np.zeros((count, 28, 28), np.uint8)
        images[:, 8:20, 12:16] = random.integers(100, 256, (count, 12, 4))
        arrays[f"x_{part}"] = images
        arrays[f"y_{part}"] = random.integers(0, 10, count).astype(np.uint8)
    return arrays


def write_idx(folder, arrays, zipped):
    """Write MNIST's arrays as its four IDX files."""
    for key, name in IDX_NAMES.items():
        array = arrays[key]
        content = struct.pack(">HBB", 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
        content += array.tobytes()
        suffix = "-idx3-ubyte" if array.ndim == 3 else "-idx1-ubyte"
        (folder / (name + suffix + ".gz" * zipped)).write_bytes(gzip.compress(content) if zipped else content)


def small_pen_digits() -> dict:
    """Two writers, three digits, four strokes."""
    return {
        "points": np.array([[10, 10], [10, 90], [20, 20], [80, 20], [30, 90], [0, 0], [50, 50]], np.int16),
        "stroke_offsets": np.array([0, 2, 4, 5, 7]),
        "sample_offsets": np.array([0, 1, 3, 4]),
        "label": np.array([1, 7, 1], np.uint8),
        "writer": np.array([1, 1, 25], np.int16),
    }


def bars() -> TrainingData:
    """Bars whose height tells the label: learnt in a moment."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 10, 104)
    images = np.zeros((104, 28, 28), np.float32)
    for image, label in zip(images, labels, strict=True):
        image[24 - 2 * label : 26, 12:16] = 1
    noise = random.random((8, 28, 28), np.float32)
    return TrainingData(images[:80], labels[:80], noise, images[80:], labels[80:])
