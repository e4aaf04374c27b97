"""What the app carries: only a training that is whole."""

import json
import shutil

import pytest

from model.networks import pretrained
from training import bundle as bundle_command


def test_bundling_copies_a_finished_training(bundle, tmp_path):
    assert bundle_command.main([str(bundle), "--to", str(tmp_path / "weights")]) == 0
    assert pretrained.load(tmp_path / "weights").metrics == pretrained.load(bundle).metrics
    assert not list((tmp_path / "weights").glob("part*"))


def without_the_ann(folder):
    (folder / "ann.keras").unlink()


def with_a_damaged_network(folder):
    (folder / "cnn.keras").write_bytes((folder / "cnn.keras").read_bytes()[:-100])


def measured_on_few(folder):
    metrics = json.loads((folder / "metrics.json").read_text())
    metrics["networks"]["cnn"]["mnist"]["n"] = 1
    (folder / "metrics.json").write_text(json.dumps(metrics))


def empty(folder):
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without_the_ann, "no finished training of all networks: ann.keras is missing"),
        (with_a_damaged_network, "cnn.keras is not the file that the manifest describes"),
        (measured_on_few, "the cnn was measured with 1 of 2 test digits"),
        (empty, "manifest.json is missing"),
    ],
)
def test_what_is_not_whole_is_not_bundled(bundle, tmp_path, capsys, change, words):
    shutil.copytree(bundle, tmp_path / "run")
    change(tmp_path / "run")
    assert bundle_command.main([str(tmp_path / "run"), "--to", str(tmp_path / "weights")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "weights").exists()
