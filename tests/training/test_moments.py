"""The training whose moments are kept: repeatable, and its command says what is missing."""

import numpy as np

from model.image.samples import load_samples
from model.learn.moments import (
    Moments,
    load_moments,
)
from model.networks.small_networks import NETWORKS
from training import moments as command


def test_the_command_trains_and_writes(tmp_path, capsys):
    images, labels = load_samples("train")
    tests = load_samples("test")
    source, out = tmp_path / "mnist.npz", tmp_path / "moments.npz"
    np.savez(source, x_train=images[:400], y_train=labels[:400], x_test=tests[0][:200], y_test=tests[1][:200])
    assert command.main(["--data", str(source), "--out", str(out), "--smoke"]) == 0
    found = load_moments(out)
    assert isinstance(found, Moments) and found.steps == (0, 1, 3, 22)
    assert not found.about["is_mnist"] and found.about["learned_from"] == 360
    for name in NETWORKS:
        assert not np.array_equal(found.weights[name][0], found.weights[name][1])
        assert found.scores[name]["loss"][-1] < found.scores[name]["loss"][0]
    assert "after 22 steps" in capsys.readouterr().out


def test_the_command_says_what_is_missing(tmp_path, capsys):
    assert command.main(["--data", str(tmp_path / "none.npz")]) == 2
    assert "no such file" in " ".join(capsys.readouterr().out.split())


def test_both_networks_see_the_same_digits_in_the_same_order():
    settings = command.Settings(batch_size=4)
    first, again = (list(command._batches(np.arange(10), settings, 4)) for _ in range(2))
    assert len(first) == 5 and first[-1] is None
    for one, other in zip(first[:-1], again[:-1], strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(set(np.concatenate(first[:2]))) == 8  # no digit twice in an epoch
