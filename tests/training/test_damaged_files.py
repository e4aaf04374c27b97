"""Files that are damaged, cut off or something else: each is read, or refused in one sentence that names it."""

import json
import random
import shutil
from dataclasses import asdict
from pathlib import Path

import keras
import numpy as np
import pytest

from model.networks.architectures import build_ann
from tests.support.fuzz_files import damaged
from tests.support.small_data import small_mnist, small_pen_digits, write_idx
from training.bundle import copy_training
from training.checkpoints import restore
from training.mnist import load_mnist, load_pen_digits
from training.settings import Settings

STEPS = 3
WANTED = {"settings": asdict(Settings(network="ann")), "data": "abc"}
ROW = {"loss": 0.5, "accuracy": 0.9, "val_loss": 0.4, "val_accuracy": 0.91, "seconds": 1.0}


@pytest.fixture(scope="module")
def good(tmp_path_factory, bundle):
    """One folder with an intact file of every kind."""
    folder = tmp_path_factory.mktemp("good")
    np.savez(folder / "mnist.npz", **small_mnist())
    np.savez_compressed(folder / "small.npz", **small_mnist())
    np.savez(folder / "pen.npz", **small_pen_digits())
    for name, zipped in (("idx", False), ("gz", True)):
        (folder / name).mkdir()
        write_idx(folder / name, small_mnist(), zipped)
    (folder / "training").mkdir()
    network = compiled()
    network.optimizer.build(network.trainable_variables)
    network.optimizer.iterations.assign(STEPS)
    network.save(folder / "training" / "last.keras")
    (folder / "training" / "state.json").write_text(json.dumps(WANTED | {"history": [ROW]}))
    shutil.copytree(bundle, folder / "bundle")
    return folder


def compiled():
    network = build_ann()
    network.compile("adamw", "categorical_crossentropy")
    return network


def read_npz(folder):
    load_mnist(folder / "mnist.npz")


def read_compressed(folder):
    load_mnist(folder / "small.npz")


def read_pen(folder):
    load_pen_digits(folder / "pen.npz").images()


def read_idx(folder):
    load_mnist(folder / "idx")


def read_gz(folder):
    load_mnist(folder / "gz")


class Resume:
    """Goes on with a training; the network that is trained is built once."""

    def __init__(self):
        self.network = compiled()

    def __call__(self, folder):
        restore(self.network, WANTED, folder / "training", STEPS)


def read_bundle(folder):
    copy_training(folder / "bundle", folder / "weights")


RESUME = Resume()
READERS = {
    "mnist.npz": (read_npz, 12),
    "small.npz": (read_compressed, 12),
    "pen.npz": (read_pen, 12),
    "idx/*": (read_idx, 12),
    "gz/*": (read_gz, 12),
    "training/state.json": (RESUME, 3),
    "training/last.keras": (RESUME, 1),
    "bundle/*.keras": (read_bundle, 1),
    "bundle/*.json": (read_bundle, 1),
}
"""Which files are damaged, who reads them, and how often beside the others: networks take a while to load."""


def outcome(read, folder):
    """None where all was read, or the sentence; whatever else is raised fails the test."""
    try:
        read(folder)
    except ValueError as error:
        return str(error)
    return None


def cases(good, folder, count, seed):
    """Damage one file after another, yield who reads it, and mend it."""
    rng = random.Random(seed)
    patterns = list(READERS)
    weights = [READERS[pattern][1] for pattern in patterns]
    for _ in range(count):
        pattern = rng.choices(patterns, weights)[0]
        path = rng.choice(sorted(folder.glob(pattern)))
        intact = path.read_bytes()
        path.write_bytes(spoilt(rng, path, intact))
        yield path, READERS[pattern][0]
        path.write_bytes(intact)


def spoilt(rng, path, intact):
    """Bytes that are damaged; or, of an archive of arrays, the arrays."""
    if path.suffix != ".npz" or rng.random() < 0.5:
        return damaged(rng, intact)
    with np.load(path) as archive:
        arrays = dict(archive)
    key = rng.choice(sorted(arrays))
    arrays[key] = rng.choice(ARRAYS)(arrays[key])
    np.savez(path, **arrays)
    return path.read_bytes()


ARRAYS = (
    lambda array: array[:0],
    lambda array: array[:-1],
    lambda array: array[::-1],
    lambda array: array.ravel(),
    lambda array: array[0],
    lambda array: array[..., None],
    lambda array: array.astype(float),
    lambda array: array.astype(float) * np.nan,
    lambda array: array.astype(float) * 1e300,
    lambda array: -array.astype(np.int64) - 1,
    lambda array: array.astype(np.int64) * 2**40,
    lambda array: array.astype(np.uint64),
    lambda array: array.astype(complex),
    lambda array: array > 3,
    lambda array: array.astype("S3"),
    lambda array: array.astype(str),
    lambda array: array.astype(object),
    lambda array: np.zeros(array.shape[0], [("a", "i4"), ("b", "f8")]),
    lambda array: np.zeros_like(array),
    lambda array: array + 1,
)


@pytest.mark.parametrize("count", [300, pytest.param(5000, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])])
def test_whatever_is_damaged_is_read_or_refused_in_words(good, tmp_path, count):
    folder = tmp_path / "given"
    shutil.copytree(good, folder)
    refused = 0
    for _, read in cases(good, folder, count, seed=count):
        words = outcome(read, folder)
        if words is not None:
            refused += 1
            assert len(words) > 20 and len(words) < 1000, words
    assert count > refused > count / 2  # a flipped pixel is no damage that anybody could see
    assert all(outcome(read, folder) is None for read, _ in READERS.values())


@pytest.mark.parametrize("content", ["cut", "flipped"])
def test_a_damaged_checkpoint_is_not_resumed(good, tmp_path, content):
    folder = tmp_path / "given"
    shutil.copytree(good, folder)
    path = folder / "training" / "last.keras"
    intact = bytearray(path.read_bytes())
    intact[len(intact) // 2] ^= 255
    path.write_bytes(intact if content == "flipped" else intact[:1000])
    words = outcome(RESUME, folder)
    assert "last.keras is damaged, or of another version of Keras" in words and keras.__version__ in words


STATES = {
    "no JSON": ("{", "damaged"),
    "no object": ("[]", "damaged"),
    "no history": (json.dumps(WANTED), "damaged"),
    "text for a number": (json.dumps(WANTED | {"history": [ROW | {"loss": "low"}]}), "damaged"),
    "not a number": (json.dumps(WANTED | {"history": [ROW | {"loss": float("nan")}]}), "damaged"),
    "another epoch": (json.dumps(WANTED | {"history": [ROW, ROW]}), "of two epochs"),
    "other data": (json.dumps(WANTED | {"history": [ROW], "data": "xyz"}), "other data"),
    "older, without a checksum": (
        json.dumps({"settings": WANTED["settings"], "history": [ROW]}),
        "other data",
    ),
    "other settings": (json.dumps({"settings": asdict(Settings()), "history": []}), "other settings"),
}


@pytest.mark.parametrize(("content", "words"), STATES.values(), ids=STATES.keys())
def test_a_strange_state_is_not_resumed(good, tmp_path, content, words):
    shutil.copytree(good / "training", tmp_path / "training")
    (tmp_path / "training" / "state.json").write_text(content)
    assert words in outcome(RESUME, tmp_path)


def wrong_kind(folder: Path, kind: str) -> Path:
    path = folder / "given.bin"
    if kind == "csv":
        path.write_text("label,1x1,1x2\n5,0,0\n")
    elif kind == "jpeg":
        path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    elif kind == "npy":
        np.save(folder / "given.npy", np.zeros(3))
        return folder / "given.npy"
    elif kind == "idx":
        path.write_bytes(b"\0\0\x08\x01\0\0\0\x01\x05")
    elif kind == "empty":
        path.touch()
    return path


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("csv", "text, perhaps CSV"),
        ("jpeg", "a JPEG picture"),
        ("npy", "a single NumPy array"),
        ("idx", "give the folder that it lies in"),
        ("empty", "something else, or damaged"),
    ],
)
@pytest.mark.parametrize("load", [load_mnist, load_pen_digits])
def test_another_kind_of_file_is_named(tmp_path, load, kind, words):
    with pytest.raises(ValueError, match=words) as refusal:
        load(wrong_kind(tmp_path, kind))
    assert "is wanted" in str(refusal.value)


@pytest.mark.parametrize("part", ["cut", "flipped"])
def test_a_damaged_gzip_is_said_to_be_damaged(good, tmp_path, part):
    shutil.copytree(good / "gz", tmp_path / "gz")
    path = sorted((tmp_path / "gz").glob("train-images*"))[0]
    content = bytearray(path.read_bytes())
    content[40] ^= 255
    path.write_bytes(content if part == "flipped" else path.read_bytes()[:-20])
    assert "a damaged IDX file" in outcome(read_gz, tmp_path)
