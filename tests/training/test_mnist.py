"""Data sets are read from all their sources and refused in words where they are wrong."""

import numpy as np
import pytest

from tests.support.small_data import small_mnist, small_pen_digits, write_idx
from training.mnist import (
    DEVELOPMENT_WRITERS,
    TRAINING_WRITERS,
    VALIDATION_WRITERS,
    DataError,
    load_mnist,
    load_pen_digits,
)


@pytest.mark.parametrize("source", ["npz", "idx", "gzipped idx"])
def test_every_source_gives_the_same_arrays(tmp_path, source):
    arrays = small_mnist()
    path = tmp_path
    if source == "npz":
        path = tmp_path / "small.npz"
        np.savez(path, **arrays)
    else:
        write_idx(tmp_path, arrays, zipped=source.startswith("gz"))
    mnist = load_mnist(path)
    for key, array in arrays.items():
        assert np.array_equal(getattr(mnist, key), array)
    assert not mnist.is_original


def test_the_original_is_known_by_its_checksum(mnist_file):
    mnist = load_mnist(mnist_file)
    assert mnist.is_original and len(mnist.x_train) == 60_000 and len(mnist.x_test) == 10_000


WRONG = {
    "other shape": ({"x_train": np.zeros((30, 27, 28), np.uint8)}, "not uint8"),
    "floats": ({"x_train": np.zeros((30, 28, 28))}, "not uint8"),
    "too few labels": ({"y_train": np.zeros(29, np.uint8)}, "labels"),
    "label 10": ({"y_test": np.full(10, 10)}, "0 to 9"),
    "all one colour": ({"x_test": np.zeros((10, 28, 28), np.uint8)}, "one colour"),
    "dark on bright": ({"x_train": 255 - small_mnist()["x_train"]}, "bright on dark"),
    "pickled objects": ({"x_train": np.array([None] * 30, object)}, "not a readable"),
}


@pytest.mark.parametrize(("change", "words"), WRONG.values(), ids=WRONG.keys())
def test_arrays_of_the_wrong_kind_are_refused(tmp_path, change, words):
    np.savez(tmp_path / "wrong.npz", **small_mnist() | change)
    with pytest.raises(DataError, match=words):
        load_mnist(tmp_path / "wrong.npz")


def test_missing_and_damaged_files_are_named(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        load_mnist(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("no archive")
    with pytest.raises(DataError, match="not a readable"):
        load_mnist(tmp_path / "text.npz")
    np.savez(tmp_path / "half.npz", x_train=np.zeros(3))
    with pytest.raises(DataError, match="y_train"):
        load_mnist(tmp_path / "half.npz")
    with pytest.raises(DataError, match="no IDX file"):
        load_mnist(tmp_path)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"\0\0\x08\x03\0\0\0\x05too short")
    with pytest.raises(DataError, match="damaged IDX"):
        load_mnist(tmp_path)


def write_pen(path, **changes):
    np.savez(path, **small_pen_digits() | changes)
    return path


def test_pen_strokes_are_told_apart_by_sample_and_writer(tmp_path):
    pen = load_pen_digits(write_pen(tmp_path / "pen.npz"))
    assert [len(drawing["strokes"]) for drawing in pen.drawings] == [1, 2, 1]
    assert pen.drawings[1]["strokes"] == [[[20, 20], [80, 20]], [[30, 90]]]
    last = pen.by(DEVELOPMENT_WRITERS)
    assert last.labels.tolist() == [1] and last.drawings == pen.drawings[2:]
    assert pen.images().shape == (3, 28, 28)


WRONG_STROKES = {
    "offsets beyond the points": ({"stroke_offsets": np.array([0, 2, 9])}, "offsets"),
    "empty offsets": ({"sample_offsets": np.array([], int)}, "offsets"),
    "offsets that go back": ({"stroke_offsets": np.array([0, 4, 2, 5, 7])}, "offsets"),
    "offsets that do not begin at 0": ({"sample_offsets": np.array([1, 2, 3, 4])}, "offsets"),
    "one label": ({"label": np.array([1])}, "labels are"),
    "a label above 9": ({"label": np.array([1, 70, 1])}, "from 1 to 70, not 0 to 9"),
    "labels in words": ({"label": np.array(["one", "seven", "one"])}, "labels are"),
    "too few writers": ({"writer": np.array([1, 2])}, "writers are"),
    "points in a row": ({"points": np.zeros(4)}, "pairs of numbers"),
    "points that are no numbers": ({"points": np.full((7, 2), np.nan)}, "pairs of numbers"),
    "points far away": ({"points": np.full((7, 2), 1e9)}, "drawing 1 of 3"),
}


@pytest.mark.parametrize(("change", "words"), WRONG_STROKES.values(), ids=WRONG_STROKES.keys())
def test_strokes_that_do_not_fit_are_refused(tmp_path, change, words):
    with pytest.raises(DataError, match=words):
        load_pen_digits(write_pen(tmp_path / "pen.npz", **change))


def test_writers_who_are_not_there_are_named(tmp_path):
    pen = load_pen_digits(write_pen(tmp_path / "pen.npz"))
    with pytest.raises(DataError, match="no digit of writers 23 to 24: their writers are 1 to 25"):
        pen.by(VALIDATION_WRITERS)


def test_development_writers_are_kept_apart():
    assert not set(DEVELOPMENT_WRITERS) & {*TRAINING_WRITERS, *VALIDATION_WRITERS}
    assert not set(TRAINING_WRITERS) & set(VALIDATION_WRITERS)
    assert list(DEVELOPMENT_WRITERS) == [25, 26, 27, 28, 29, 30]
