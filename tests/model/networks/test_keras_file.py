"""A `.keras` file read without Keras holds the network that Keras reads from it."""

import subprocess
import sys
import zipfile
from dataclasses import fields

import keras
import numpy as np
import pytest

from model.explain import graph
from model.networks.keras_file import read_keras_file
from tests.support.example_networks import NAMES, keras_model, network


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_what_keras_reads(name, tmp_path):
    keras_model(name).save(tmp_path / "saved.keras")
    for layer, expected in zip(read_keras_file(tmp_path / "saved.keras").layers, network(name).layers, strict=True):
        for field in fields(graph.Layer):
            np.testing.assert_equal(getattr(layer, field.name), getattr(expected, field.name), field.name)


def test_it_needs_no_keras(tmp_path):
    keras_model("cnn").save(tmp_path / "cnn.keras")
    code = "import sys, pathlib; from model.networks.keras_file import read_keras_file as read"
    code += "; read(pathlib.Path(sys.argv[1])); sys.exit('keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, tmp_path / "cnn.keras"], timeout=60).returncode == 0


def test_what_is_missing_or_damaged_raises(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_keras_file(tmp_path / "none.keras")
    (tmp_path / "damaged.keras").write_bytes(b"no network")
    with pytest.raises(zipfile.BadZipFile):
        read_keras_file(tmp_path / "damaged.keras")


def test_a_layer_that_cannot_be_explained_is_named(tmp_path):
    keras.Sequential([keras.Input((4,)), keras.layers.GaussianNoise(1, name="noisy")]).save(tmp_path / "odd.keras")
    with pytest.raises(ValueError, match="noisy"):
        read_keras_file(tmp_path / "odd.keras")
