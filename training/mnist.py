"""MNIST from Keras' own download, an .npz or IDX files, and pen strokes; all of it checked."""

import gzip
import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.image.digit_image import from_strokes

CHECKSUMS = {
    "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
}
"""SHA-256 of MNIST's pixels: 60,000 and 10,000 images of 28×28 bytes."""

IDX_NAMES = {
    "x_train": "train-images",
    "y_train": "train-labels",
    "x_test": "t10k-images",
    "y_test": "t10k-labels",
}

TRAINING_WRITERS = range(1, 23)
VALIDATION_WRITERS = range(23, 25)
DEVELOPMENT_WRITERS = range(25, 31)
"""Writers of the pen strokes. The last six only report: nothing is ever chosen by them."""


class DataError(ValueError):
    """The data asked for is not there, damaged, or something else; the message says which."""


@dataclass(frozen=True)
class Mnist:
    """uint8 images (n, 28, 28), ink bright, and uint8 labels (n,) from 0 to 9.

    `is_original` says whether the pixels are those of MNIST itself, by SHA-256.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    is_original: bool


@dataclass(frozen=True)
class PenDigits:
    """Digits as pen strokes: `drawings[i]` is a drawing for `from_strokes`; label and writer beside it."""

    drawings: list[dict]
    labels: np.ndarray
    writers: np.ndarray

    def by(self, writers: range) -> "PenDigits":
        """Return only these writers' digits."""
        chosen = np.flatnonzero(np.isin(self.writers, writers))
        return PenDigits([self.drawings[i] for i in chosen], self.labels[chosen], self.writers[chosen])

    def first(self, count: int | None) -> "PenDigits":
        """Return the first so many, or all."""
        return PenDigits(self.drawings[:count], self.labels[:count], self.writers[:count])

    def images(self) -> np.ndarray:
        """Render every drawing as the page would: float32 (n, 28, 28) in [0, 1]."""
        return np.stack([from_strokes(drawing).pixels for drawing in self.drawings])


def load_mnist(source: str | Path | None = None) -> Mnist:
    """Load MNIST or a data set like it.

    Args:
        source: an .npz with the keys of `keras.datasets.mnist`, a folder of the four IDX files
            (gzipped or not), or None for Keras' own download, kept in its cache.

    Raises:
        DataError: nothing there, keys or files missing, or arrays of wrong shape, type or range.
    """
    if source is None:
        arrays = _from_keras()
    elif Path(source).is_dir():
        arrays = {key: _read_idx(Path(source), name) for key, name in IDX_NAMES.items()}
    else:
        arrays = _read_npz(Path(source), tuple(IDX_NAMES))
    for part in ("train", "test"):
        _check(arrays[f"x_{part}"], arrays[f"y_{part}"], part)
    original = all(
        hashlib.sha256(np.ascontiguousarray(arrays[key]).tobytes()).hexdigest() == checksum
        for key, checksum in CHECKSUMS.items()
    )
    return Mnist(**arrays, is_original=original)


def load_pen_digits(path: str | Path) -> PenDigits:
    """Load pen strokes from an .npz of `points`, `stroke_offsets`, `sample_offsets`, `label`, `writer`.

    Raises:
        DataError: no such file, keys missing, or offsets that do not fit.
    """
    keys = ("points", "stroke_offsets", "sample_offsets", "label", "writer")
    points, stroke_at, sample_at, labels, writers = _read_npz(Path(path), keys).values()
    if points.ndim != 2 or stroke_at[-1] != len(points) or sample_at[-1] != len(stroke_at) - 1:
        raise DataError(f"{path}: the offsets do not fit the points")
    if len(labels) != len(sample_at) - 1 or len(writers) != len(labels):
        raise DataError(f"{path}: {len(sample_at) - 1} drawings, but {len(labels)} labels")
    side = int(points.max()) + 1
    strokes = [points[a:b].tolist() for a, b in zip(stroke_at[:-1], stroke_at[1:], strict=True)]
    drawings = [
        {"strokes": strokes[a:b], "width": side, "height": side}
        for a, b in zip(sample_at[:-1], sample_at[1:], strict=True)
    ]
    return PenDigits(drawings, labels, writers)


def _from_keras() -> dict:
    import keras

    try:
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    except Exception as error:  # Keras wraps whatever the download met in a bare Exception
        raise DataError(f"MNIST could not be downloaded ({error}); give it with --data") from error
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def _read_npz(path: Path, keys: tuple[str, ...]) -> dict:
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {key: archive[key] for key in keys}
    except FileNotFoundError as error:
        raise DataError(f"{path}: no such file") from error
    except KeyError as error:
        raise DataError(f"{path}: {error.args[0]}") from error
    except (OSError, ValueError, EOFError, AttributeError) as error:
        raise DataError(f"{path}: not a readable .npz file ({error})") from error


def _read_idx(folder: Path, name: str) -> np.ndarray:
    """Read one IDX file: two zero bytes, the type (8: uint8), the rank, big-endian sizes, the bytes."""
    found = sorted(folder.glob(f"{name}*"))
    if not found:
        raise DataError(f"{folder}: no IDX file {name}-…")
    raw = found[0].read_bytes()
    try:
        raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        zeros, kind, rank = struct.unpack(">HBB", raw[:4])
        sizes = struct.unpack(f">{rank}I", raw[4 : 4 + 4 * rank])
        if (zeros, kind) != (0, 8):
            raise DataError(f"{found[0]}: not an IDX file of bytes")
        return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(sizes)
    except (struct.error, OSError, EOFError, ValueError) as error:
        raise DataError(f"{found[0]}: a damaged IDX file ({error})") from error


def _check(images: np.ndarray, labels: np.ndarray, part: str) -> None:
    if images.ndim != 3 or images.shape[1:] != (28, 28) or images.dtype != np.uint8:
        raise DataError(f"the {part} images are {images.dtype} {images.shape}, not uint8 (n, 28, 28)")
    if labels.shape != (len(images),) or labels.dtype.kind not in "ui" or not len(images):
        raise DataError(f"the {part} labels are {labels.dtype} {labels.shape}, not whole (n,)")
    if labels.min() < 0 or labels.max() > 9:
        raise DataError(f"the {part} labels go from {labels.min()} to {labels.max()}, not 0 to 9")
    if images.max() == images.min():
        raise DataError(f"the {part} images are all of one colour")
    if np.median(images) > 127:
        raise DataError(f"the {part} images are dark on bright; MNIST is bright on dark")
