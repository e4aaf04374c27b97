"""MNIST from Keras' own download, an .npz or IDX files, and pen strokes; all of it checked."""

import gzip
import hashlib
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

import numpy as np

from model.errors import NotADrawing
from model.image.digit_image import check_drawing, from_strokes

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

    drawings: list[dict[str, Any]]
    labels: np.ndarray
    writers: np.ndarray

    def by(self, writers: range) -> "PenDigits":
        """Return only these writers' digits.

        Raises:
            DataError: there are none.
        """
        chosen = np.flatnonzero(np.isin(self.writers, writers))
        if not len(chosen):
            wanted = f"{writers.start} to {writers.stop - 1}"
            found = f"{self.writers.min()} to {self.writers.max()}"
            raise DataError(f"the pen strokes have no digit of writers {wanted}: their writers are {found}")
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
        DataError: no such file, keys missing, or arrays that do not fit together.
    """
    keys = ("points", "stroke_offsets", "sample_offsets", "label", "writer")
    points, stroke_at, sample_at, labels, writers = _read_npz(Path(path), keys).values()
    if points.ndim != 2 or points.shape[1] != 2 or points.dtype.kind not in "uif" or not np.isfinite(points).all():
        raise DataError(f"{path}: the points are {points.dtype} {points.shape}, not pairs of numbers")
    if not (_are_offsets(stroke_at, len(points)) and _are_offsets(sample_at, len(stroke_at) - 1)):
        raise DataError(f"{path}: the offsets do not fit the points")
    _check_labels(labels, len(sample_at) - 1, f"{path}: the")
    if writers.shape != labels.shape or writers.dtype.kind not in "ui":
        raise DataError(f"{path}: the writers are {writers.dtype} {writers.shape}, not a whole number for each drawing")
    side = int(points.max()) + 1
    strokes = [points[a:b].tolist() for a, b in zip(stroke_at[:-1], stroke_at[1:], strict=True)]
    drawings = [
        {"strokes": strokes[a:b], "width": side, "height": side}
        for a, b in zip(sample_at[:-1], sample_at[1:], strict=True)
    ]
    for number, drawing in enumerate(drawings):
        try:
            check_drawing(drawing)
        except NotADrawing as error:
            raise DataError(f"{path}: drawing {number + 1} of {len(drawings)}: {error}") from error
    return PenDigits(drawings, labels, writers)


def _from_keras() -> dict[str, np.ndarray]:
    import keras

    try:
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    except Exception as error:  # Keras wraps whatever the download met in a bare Exception
        raise DataError(
            f"MNIST could not be downloaded: is there a connection? --data names a file that you have. ({error})"
        ) from error
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


BEGINNINGS = {
    b"\x93NUMPY": "a single NumPy array (.npy)",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"\x1f\x8b": "a gzip file; give the folder that it lies in",
    b"\0\0\x08": "an IDX file; give the folder that it lies in",
    b"\x89HDF": "an HDF5 file",
}
"""What files begin with that are given instead of an .npz."""


def _read_npz(path: Path, keys: tuple[str, ...]) -> dict[str, np.ndarray]:
    wanted = f"an .npz of {', '.join(keys)} is wanted"
    try:
        with path.open("rb") as file:  # opened here: of a damaged archive, NumPy leaves its own open
            _must_be_zip(path, file.read(16), wanted)
            file.seek(0)
            archive = np.load(file, allow_pickle=False)
            missing = [key for key in keys if key not in archive.files]
            if missing:
                raise DataError(f"{path}: {missing[0]} is missing; {wanted}")
            arrays = {key: archive[key] for key in keys}
    except DataError:
        raise
    except FileNotFoundError as error:
        raise DataError(f"{path}: no such file") from error
    except Exception as error:  # what zip, zlib and NumPy's header parser raise at a damaged file has no end
        why = shorten(str(error), 200)  # some quote all that they could not read
        raise DataError(f"{path}: not a readable .npz file: damaged or cut off ({why})") from error
    if not all(isinstance(array, np.ndarray) for array in arrays.values()):
        raise DataError(f"{path}: not a readable .npz file: a part is no array")
    return arrays


def _must_be_zip(path: Path, start: bytes, wanted: str) -> None:
    if start.startswith(b"PK"):
        return
    known = next((words for magic, words in BEGINNINGS.items() if start.startswith(magic)), None)
    is_text = bool(start) and all(32 <= byte < 127 or byte in b"\t\r\n" for byte in start)
    what = known or ("text, perhaps CSV" if is_text else "something else, or damaged")
    raise DataError(f"{path}: not a readable .npz file but {what}; {wanted}")


def _are_offsets(offsets: np.ndarray, end: int) -> bool:
    """Whether these go from 0 up to `end`, at least one further each time."""
    is_list = offsets.ndim == 1 and offsets.dtype.kind in "ui" and len(offsets) > 1
    return is_list and offsets[0] == 0 and offsets[-1] == end and bool((offsets[1:] > offsets[:-1]).all())


def _read_idx(folder: Path, name: str) -> np.ndarray:
    """Read one IDX file: two zero bytes, the type (8: uint8), the rank, big-endian sizes, the bytes."""
    found = sorted(folder.glob(f"{name}*"))
    if not found:
        raise DataError(f"{folder}: no IDX file {name}-…")
    try:
        raw = found[0].read_bytes()
        raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        zeros, kind, rank = struct.unpack(">HBB", raw[:4])
        sizes = struct.unpack(f">{rank}I", raw[4 : 4 + 4 * rank])
        if (zeros, kind) != (0, 8):
            raise DataError(f"{found[0]}: not an IDX file of bytes")
        return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(sizes)
    except DataError:
        raise
    except (struct.error, zlib.error, OSError, EOFError, ValueError, OverflowError, MemoryError) as error:
        raise DataError(f"{found[0]}: a damaged IDX file ({error})") from error


def _check(images: np.ndarray, labels: np.ndarray, part: str) -> None:
    if images.ndim != 3 or images.shape[1:] != (28, 28) or images.dtype != np.uint8:
        raise DataError(f"the {part} images are {images.dtype} {images.shape}, not uint8 (n, 28, 28)")
    _check_labels(labels, len(images), f"the {part}")
    if images.max() == images.min():
        raise DataError(f"the {part} images are all of one colour")
    if np.median(images) > 127:
        raise DataError(f"the {part} images are dark on bright; MNIST is bright on dark")


def _check_labels(labels: np.ndarray, count: int, whose: str) -> None:
    if labels.shape != (count,) or labels.dtype.kind not in "ui" or not count:
        raise DataError(f"{whose} labels are {labels.dtype} {labels.shape}, not {count:,} whole numbers")
    if labels.min() < 0 or labels.max() > 9:
        raise DataError(f"{whose} labels go from {labels.min()} to {labels.max()}, not 0 to 9")
