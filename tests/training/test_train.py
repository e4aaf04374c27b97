"""The whole way from data to saved, reloaded, identical predictions, through the command itself."""

import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from model.image.samples import load_samples
from model.networks import pretrained
from training import bundle as bundle_command
from training import shuffle_experiment, train
from training.rounding import Grid

pytestmark = pytest.mark.timeout(1200)  # a whole training stands before several of these

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def small_data(tmp_path_factory):
    """Some of MNIST's bundled sample as an .npz, and a few pen strokes."""
    folder = tmp_path_factory.mktemp("data")
    arrays = {}
    for part, count in (("train", 1200), ("test", 300)):
        images, labels = load_samples(part)
        arrays[f"x_{part}"], arrays[f"y_{part}"] = images[:count], labels[:count]
    np.savez(folder / "mnist.npz", **arrays)
    random = np.random.default_rng(0)
    count = 60  # straight lines, two of each writer
    np.savez(
        folder / "pen.npz",
        points=random.integers(0, 400, (2 * count, 2)).astype(np.int16),
        stroke_offsets=np.arange(0, 2 * count + 1, 2),
        sample_offsets=np.arange(count + 1),
        label=np.arange(count).astype(np.uint8) % 10,
        writer=(np.arange(count) % 30 + 1).astype(np.int16),
    )
    return folder


@pytest.fixture(scope="module")  # the better part of a minute: who asks for it is slow
def trained(small_data, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    arguments = ["--smoke", "--data", str(small_data / "mnist.npz"), "--out", str(out), "--distil"]
    arguments += ["--seeds", "1", "2"]
    assert train.main([*arguments, "--pen-strokes", str(small_data / "pen.npz")]) == 0
    return out


@pytest.mark.slow
def test_a_reloaded_model_predicts_the_same(trained):
    images = load_samples("test")[0][:50, ..., None].astype(np.float32) / 255
    loaded = pretrained.load(trained)
    for name, network in loaded.networks.items():
        again = keras.saving.load_model(trained / f"{name}.keras", compile=False)
        assert np.array_equal(network.predict(images, verbose=0), again.predict(images, verbose=0))


@pytest.mark.slow
def test_metrics_have_what_the_page_plots(trained):
    metrics = json.loads((trained / "metrics.json").read_text())
    for name in ("cnn", "ann", "lenet5"):
        measured = metrics["networks"][name]
        assert measured["seeds"]["seed"] == [1, 2] and measured["seeds"]["std"] >= 0
        assert np.shape(measured["mnist"]["confusion"]) == (10, 10)
        if name != "lenet5":
            assert np.shape(measured["robustness"]["shift"]["accuracy"]) == (17, 17)
        assert 0 <= measured["drawings"]["accuracy"] <= 1 and "drawings_as_pictures" in measured
    assert 0 < metrics["not_a_digit"]["threshold"] < 1
    assert set(metrics["not_a_digit"]["refused"]) >= {"letters", "scribbles", "several digits"}


@pytest.mark.slow
def test_the_distilled_network_is_the_one_that_is_bundled(trained):
    manifest = json.loads((trained / "manifest.json").read_text())
    assert manifest["seeds"]["cnn"] == "distilled"
    assert manifest["seeds"]["ann"] in (1, 2)
    distilled = keras.saving.load_model(trained / "checkpoints" / "cnn-distilled" / "last.keras", compile=False)
    bundled = pretrained.load(trained).networks["cnn"]
    grids = manifest["rounding"]["cnn"].values()
    for ours, theirs, grid in zip(bundled.get_weights(), distilled.get_weights(), grids, strict=True):
        assert np.array_equal(ours, Grid(**grid).round(theirs))


@pytest.mark.slow
def test_pictures_are_drawn(trained):
    for name in ("curves.png", "confusion-cnn.png", "confusion-ann.png", "confusion-lenet5.png"):
        assert (trained / name).read_bytes()[:4] == b"\x89PNG"


@pytest.mark.slow
def test_the_manifest_names_no_path_of_this_machine(trained):
    text = (trained / "manifest.json").read_text()
    assert "python -m training.train --data mnist.npz --pen-strokes pen_digits.npz" in text
    assert str(trained) not in text and str(Path.home()) not in text


@pytest.mark.slow
def test_the_shuffle_experiment_joins_a_finished_training(trained, small_data, tmp_path):
    shutil.copytree(trained, tmp_path / "both")
    arguments = ["--data", str(small_data / "mnist.npz"), "--digits", "300", "--epochs", "1"]
    assert shuffle_experiment.main([*arguments, "--into", str(tmp_path / "both")]) == 0
    loaded = pretrained.load(tmp_path / "both")
    assert set(loaded.shuffled) == {"cnn", "ann"} and loaded.metrics["shuffled"]["seed"] == 7
    assert 0 <= loaded.metrics["shuffled"]["unshuffled"]["cnn"]["accuracy"] <= 1


@pytest.mark.slow
def test_a_training_goes_on_from_finished_networks(trained, small_data, tmp_path):
    arguments = ["--smoke", "--data", str(small_data / "mnist.npz"), "--out", str(tmp_path)]
    assert train.main([*arguments, "--networks", "ann", "--start-from", str(trained)]) == 0
    made_by = json.loads((tmp_path / "manifest.json").read_text())["made_by"]
    start = json.loads((trained / "manifest.json").read_text())["files"]["ann.keras"]["sha256"]
    assert made_by["started_from"] == {"ann": start, "cnn": made_by["started_from"]["cnn"]}
    assert made_by["command"].endswith(f"--start-from {trained.name} --smoke")


@pytest.mark.slow
def test_a_smoke_run_is_not_bundled(trained, tmp_path, capsys):
    assert bundle_command.main([str(trained), "--to", str(tmp_path / "weights")]) == 2
    assert "smoke run" in capsys.readouterr().err and not (tmp_path / "weights").exists()


def test_a_smoke_run_has_a_folder_of_its_own_and_says_how_fast_it_is(small_data, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs" / "latest").mkdir(parents=True)
    arguments = ["--smoke", "--data", str(small_data / "mnist.npz"), "--networks", "ann", "--fit-only"]
    assert train.main(arguments) == 0
    assert not list((tmp_path / "runs" / "latest").iterdir())
    assert (tmp_path / "runs" / "smoke" / "checkpoints" / "ann-1" / "last.keras").exists()
    assert re.search(r"epoch 2/2, .* [\d,]+ images/s", " ".join(capsys.readouterr().out.split()))


def test_other_data_is_not_resumed(small_data, tmp_path, capsys):
    arguments = ["--smoke", "--out", str(tmp_path), "--networks", "ann", "--fit-only", "--data"]
    assert train.main([*arguments, str(small_data / "mnist.npz")]) == 0
    with np.load(small_data / "mnist.npz") as archive:
        np.savez(tmp_path / "other.npz", **dict(archive) | {"y_train": archive["y_train"][::-1]})
    assert train.main([*arguments, str(tmp_path / "other.npz"), "--resume"]) == 2
    assert "a training on other data" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--epochs", "0"], "--epochs must be at least 1"),
        (["--seeds", "-1"], "--seeds must be 0 or more"),
        (["--distil", "--networks", "ann"], "cnn must be among the --networks"),
        (["--out", "{file}/below"], "cannot be written"),
        (["--start-from", "{data}"], "ann.keras does not exist"),
    ],
)
def test_what_cannot_be_done_is_said_before_the_data_are_read(
    small_data, tmp_path, capsys, monkeypatch, arguments, words
):
    monkeypatch.setattr("training.mnist.load_mnist", None)
    (tmp_path / "file").touch()
    filled = [argument.format(data=small_data, file=tmp_path / "file") for argument in arguments]
    assert train.main(["--smoke", "--out", str(tmp_path / "run"), *filled]) == 2
    assert words in " ".join(capsys.readouterr().out.split())


@pytest.mark.slow
def test_a_network_of_another_kind_is_not_gone_on_from(trained, tmp_path, capsys):
    for name in ("ann", "cnn"):
        shutil.copy(trained / "lenet5.keras", tmp_path / f"{name}.keras")
    arguments = ["--smoke", "--out", str(tmp_path / "run"), "--start-from", str(tmp_path)]
    assert train.main(arguments) == 2
    assert "holds another network than the ann" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("module", ["rounding", "moments"])
def test_other_commands_say_what_is_wrong_too(tmp_path, capsys, module):
    (tmp_path / "file").touch()
    command = importlib.import_module(f"training.{module}").main
    assert command([str(tmp_path)] if module == "rounding" else ["--out", str(tmp_path / "file" / "x.npz")]) == 2
    printed = capsys.readouterr()
    words = " ".join((printed.out + printed.err).split())
    assert ("no finished training" if module == "rounding" else "cannot be written") in words


@pytest.mark.slow
def test_a_finished_training_resumes_to_the_same_end(trained, small_data, capsys):
    before = json.loads((trained / "metrics.json").read_text())["networks"]["cnn"]["mnist"]
    arguments = ["--smoke", "--data", str(small_data / "mnist.npz"), "--out", str(trained), "--distil"]
    arguments += ["--resume"]
    assert train.main([*arguments, "--pen-strokes", str(small_data / "pen.npz"), "--seeds", "1", "2"]) == 0
    assert json.loads((trained / "metrics.json").read_text())["networks"]["cnn"]["mnist"] == before
    assert "epoch 1/" not in capsys.readouterr().out  # none is trained again


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--data", "nowhere.npz"], "no such file"),
        (["--data", "{data}/mnist.npz", "--pen-strokes", "nowhere.npz"], "no such file"),
    ],
)
def test_wrong_data_is_said_in_words(small_data, tmp_path, capsys, arguments, words):
    filled = [argument.format(data=small_data) for argument in arguments]
    assert train.main(["--smoke", "--out", str(tmp_path), *filled]) == 2
    printed = capsys.readouterr().out
    assert words in " ".join(printed.split()) and "Traceback" not in printed


def test_ctrl_c_says_how_to_go_on(small_data, tmp_path, capsys, monkeypatch):
    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("training.fit.fit", interrupted)
    arguments = ["--smoke", "--data", str(small_data / "mnist.npz"), "--out", str(tmp_path)]
    assert train.main(arguments) == 130
    assert "--resume" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="JAX is not installed")
def test_the_same_command_on_jax_without_tensorflow(small_data, tmp_path):
    """TensorFlow is made impossible to import, as where it is not installed."""
    code = "import sys; sys.modules['tensorflow'] = None; from training.train import main; sys.exit(main())"
    arguments = ["--smoke", "--data", str(small_data / "mnist.npz"), "--out", str(tmp_path)]
    finished = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--networks", "cnn", "ann", "lenet5"],
        cwd=ROOT,
        env=os.environ | {"KERAS_BACKEND": "jax"},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "JAX" in finished.stdout
    loaded = pretrained.load(tmp_path)  # here on TensorFlow: the known answers agree
    assert set(loaded.networks) == {"cnn", "ann", "lenet5"}
