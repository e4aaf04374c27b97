"""Only models that are what their manifest says are served."""

import json
import shutil

import numpy as np
import pytest

from model.networks import pretrained
from model.networks.pretrained import BadModel


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(pretrained.WEIGHTS, tmp_path / "weights")
    return tmp_path / "weights"


def edit(folder, change):
    manifest = json.loads((folder / "manifest.json").read_text())
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_the_bundled_networks_load_and_say_where_they_are_from():
    loaded = pretrained.load()
    assert set(loaded.networks) == {"cnn", "ann", "lenet5"}
    assert str(loaded.source) == "bundled"
    assert 0 < loaded.manifest["not_a_digit"]["threshold"] < 1
    assert loaded.metrics == pretrained.bundled_metrics()


def test_a_changed_byte_is_noticed(folder):
    content = bytearray((folder / "cnn.keras").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "cnn.keras").write_bytes(content)
    with pytest.raises(BadModel, match=r"cnn\.keras is not the file"):
        pretrained.load(folder)


@pytest.mark.parametrize("name", ["cnn.keras", "manifest.json", "metrics.json"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(BadModel, match="missing"):
        pretrained.load(folder)


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_a_damaged_manifest_is_refused(folder, content):
    (folder / "manifest.json").write_text(content)
    with pytest.raises(BadModel):
        pretrained.load(folder)


def test_a_newer_format_is_refused(folder):
    edit(folder, lambda manifest: manifest.update(format=2))
    with pytest.raises(BadModel, match="format 2"):
        pretrained.load(folder)


def test_an_exchanged_network_is_refused(folder):
    shutil.copyfile(folder / "lenet5.keras", folder / "cnn.keras")
    edit(folder, lambda m: m["files"].update({"cnn.keras": m["files"]["lenet5.keras"]}))
    with pytest.raises(BadModel, match="does not give the answer"):
        pretrained.load(folder)


def test_a_network_of_another_shape_is_refused(folder):
    import hashlib

    import keras

    keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(10)]).save(
        folder / "ann.keras"
    )
    digest = hashlib.sha256((folder / "ann.keras").read_bytes()).hexdigest()
    edit(folder, lambda m: m["files"]["ann.keras"].update(sha256=digest))
    with pytest.raises(BadModel, match=r"ann\.keras takes"):
        pretrained.load(folder)


def test_a_network_that_carries_code_is_refused(folder):
    import hashlib

    import keras

    network = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Lambda(lambda x: x)])
    network.save(folder / "ann.keras")
    digest = hashlib.sha256((folder / "ann.keras").read_bytes()).hexdigest()
    edit(folder, lambda m: m["files"]["ann.keras"].update(sha256=digest))
    with pytest.raises(BadModel, match="cannot be loaded"):
        pretrained.load(folder)


def test_importing_it_does_not_import_keras():
    import subprocess
    import sys

    code = "import sys, model.networks.pretrained; sys.exit('keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=pretrained.WEIGHTS.parents[2]).returncode == 0


def test_samples_are_mnist_and_cannot_be_changed():
    from model.image.samples import load_samples

    images, labels = load_samples("train")
    assert images.shape == (4900, 28, 28) and images.dtype == np.uint8 and set(labels) == set(range(10))
    assert load_samples("test")[0].shape == (1000, 28, 28)
    with pytest.raises(ValueError, match="read-only"):
        images[0] = 0
    with pytest.raises(ValueError, match="part"):
        load_samples("validation")
