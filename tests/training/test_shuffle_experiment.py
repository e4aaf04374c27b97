"""The pixel shuffle: both networks on the same digits, as they are and permuted."""

from dataclasses import fields

import pytest

from training import shuffle_experiment
from training.shuffle_experiment import SHUFFLE_SEED, shuffled_settings


def test_its_folder_is_looked_at_before_the_data(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("training.mnist.load_mnist", None)
    assert shuffle_experiment.main(["--into", str(tmp_path / "none")]) == 2
    assert "no finished training" in " ".join(capsys.readouterr().out.split())
    assert shuffle_experiment.main(["--into", str(tmp_path), "--epochs", "0"]) == 2


@pytest.mark.parametrize("name", ["cnn", "ann"])
def test_the_two_trainings_of_a_network_differ_in_the_order_of_pixels_alone(name):
    plain, shuffled = (shuffled_settings(name, seed, digits=300, epochs=2) for seed in (None, SHUFFLE_SEED))
    differing = [one.name for one in fields(plain) if getattr(plain, one.name) != getattr(shuffled, one.name)]
    assert differing == ["shuffle_seed"] and plain.epochs == 2 and plain.validation == 60
    assert not any((plain.shift, plain.rotation, plain.elastic, plain.non_digits, plain.made_up, plain.pictures))
