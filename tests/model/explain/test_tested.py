"""What the networks say of MNIST's test digits is what was measured of them, and is kept as it was found."""

import json

import numpy as np
import pytest

from model.explain import tested
from model.explain.graph import Network
from model.explain.passes import answers
from model.image.samples import load_samples
from model.networks import pretrained
from model.networks.keras_file import read_keras_file
from tabs.kit.browser_networks import bundled

KNOWN = tested.load()
AGAIN = "run python -m training.see_samples --data mnist.npz"
METRICS = json.loads((pretrained.WEIGHTS / "metrics.json").read_text("utf-8"))["networks"]


def network(name):
    return read_keras_file(pretrained.WEIGHTS / f"{name}.keras")


def test_it_was_found_for_the_bundled_networks():
    served = bundled().described["networks"]
    assert dict(KNOWN.weights) == {name: served[name]["file"] for name in tested.NETWORKS}, AGAIN


@pytest.mark.parametrize("name", tested.NETWORKS)
def test_it_says_what_the_metrics_say(name):
    measured = METRICS[name]["mnist"]
    table = np.zeros((10, 10), int)
    np.add.at(table, (KNOWN.labels, KNOWN.answers[name]), 1)
    assert table.tolist() == measured["confusion"] and len(KNOWN.errors(name)) == measured["errors"]
    bins = tested.calibration(KNOWN, name)
    gaps = [abs(each.certainty - each.correct) * each.digits for each in bins]
    assert sum(gaps) / len(KNOWN.labels) == pytest.approx(measured["calibration_error"], abs=5e-4)


@pytest.mark.parametrize("name", tested.NETWORKS)
def test_the_pictures_are_read_wrongly_and_the_surest_errors_come_first(name):
    errors = KNOWN.errors(name)
    shares = answers(network(name), KNOWN.images[errors].astype(np.float32) / 255)
    digits = KNOWN.wrong[errors]
    assert (shares.argmax(1) == KNOWN.answers[name][digits]).all()
    assert (shares.argmax(1) != KNOWN.labels[digits]).all()
    assert np.all(np.diff(KNOWN.certainty[name][digits].astype(float)) <= 0)
    np.testing.assert_allclose(shares.max(1), KNOWN.certainty[name][digits], atol=1e-3)


def test_bins_of_like_certainty_are_counted_by_hand():
    labels = np.zeros(4, np.uint8)
    said = {name: np.array([0, 0, 1, 0], np.uint8) for name in tested.NETWORKS}
    sure = {name: np.array([0.5, 0.52, 0.51, 1.0], np.float16) for name in tested.NETWORKS}
    few = tested.Tested(labels, said, sure, {}, np.array([2]), np.zeros((1, 28, 28), np.uint8))
    (lower, upper) = tested.calibration(few, "cnn")
    assert (lower.digits, upper.digits) == (3, 1) and upper == (1.0, 1.0, 1)
    assert lower.certainty == pytest.approx(0.51, abs=1e-3) and lower.correct == pytest.approx(2 / 3)


def test_what_is_written_is_read_again(tmp_path):
    images, labels = (array[:40] for array in load_samples("test"))
    networks = {name: Network(network(name).layers) for name in tested.NETWORKS}
    found = tested.read_all(networks, dict.fromkeys(tested.NETWORKS, "a.bin"), images, 9 - labels)
    tested.save(tmp_path / "tested.npz", found)
    read = tested.load(tmp_path / "tested.npz")
    assert len(read.wrong) > 30 and (read.images == images[read.wrong]).all()
    assert dict(read.weights) == {"cnn": "a.bin", "ann": "a.bin"}
    for name in tested.NETWORKS:
        assert (read.answers[name] == found.answers[name]).all() and (read.errors(name) == found.errors(name)).all()


def test_no_more_of_mnist_is_carried_than_a_sample():
    assert sum(len(load_samples(part)[0]) for part in ("train", "test")) + len(KNOWN.images) <= 6000
