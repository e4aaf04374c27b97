"""What the comparison tells of both networks: measured, counted from the layers, or None."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from model.image.transforms import pixel_order
from tabs.ann_vs_cnn.bench import BOTH, Bench
from tabs.ann_vs_cnn.changes import RANGES
from tabs.ann_vs_cnn.facts import facts, multiplications
from tests.support.example_networks import keras_model, network
from tests.support.measurements import metrics


def test_item_3_every_slider_has_a_measured_curve(bench):
    told = facts(bench, {})
    for name, ends in RANGES.items():
        x = told["shifts"][name] if name in ("dx", "dy") else told["curves"][name]["x"]
        assert (x[0], x[-1]) == ends
    expected = metrics()["networks"]["ann"]["robustness"]
    assert told["curves"]["degrees"]["ann"] == expected["rotation"]["accuracy"]
    assert told["shifts"]["ann"] == expected["shift"]["accuracy"]
    assert told["disturbed_digits"] == -(-told["test_digits"] // 5)  # every fifth


def test_what_was_not_measured_is_not_made_up(loaded):
    bare = {"networks": {name: {"parameters": 1, "mnist": {"accuracy": 0.9}} for name in BOTH}}
    pretrained = SimpleNamespace(metrics=bare, manifest={})
    bench = Bench(replace(loaded, pretrained=pretrained))
    told = facts(bench, {})
    assert told["shifts"] is None and told["shuffled"] is None and told["curves"] == {}
    assert told["networks"]["ann"]["drawings"] is None and told["networks"]["ann"]["bytes"] is None
    assert told["order"] is None and told["disturbed_digits"] is None


def test_without_the_networks_that_learned_shuffled_there_is_no_order(loaded):
    alone = {name: loaded.layers[name] for name in BOTH}
    assert facts(Bench(replace(loaded, layers=alone)), {})["order"] is None


def test_item_4_what_the_shuffle_costs_and_in_which_order_the_twins_learned(bench):
    told = facts(bench, {})
    assert told["shuffled"] == {
        "cnn": {"shuffled": 0.9613, "plain": 0.9921, "epochs": 6},
        "ann": {"shuffled": 0.9802, "plain": 0.9803, "epochs": 6},
    }
    assert told["order"] == pixel_order(5).tolist()


def test_item_7_counts_come_from_the_networks_themselves(bench):
    cnn, ann = (facts(bench, {})["networks"][name] for name in BOTH)
    assert (cnn["parameters"], ann["parameters"]) == tuple(keras_model(name).count_params() for name in BOTH)
    assert (cnn["sees"], ann["sees"]) == (9, 784)
    assert ann["multiplications"] == ann["weights"] == 784 * 256 + 256 * 128 + 128 * 10
    assert cnn["layers"] == [("convolution", 6), ("max pooling", 3), ("dense", 2)]
    assert ann["layers"] == [("dense", 3)]


def test_item_7_multiplications_of_a_convolution():
    layer = network("cnn")["conv3"]
    assert multiplications(layer) == 12 * 12 * 32 * 16 * 9
    assert multiplications(network("cnn")["pool1"]) == 0


def test_item_7_the_shift_it_speaks_of_is_the_mean_of_four(bench):
    rows = metrics()["networks"]["cnn"]["robustness"]["shift"]["accuracy"]
    expected = (rows[8][4] + rows[8][12] + rows[4][8] + rows[12][8]) / 4
    assert facts(bench, {})["networks"]["cnn"]["shifted"] == pytest.approx(expected)


def test_the_bundled_measurements_leave_no_gap(loaded):
    from model.networks import pretrained

    if not (pretrained.WEIGHTS / "metrics.json").exists():
        pytest.skip("no trained networks yet: model/networks/weights/metrics.json is missing")
    manifest = json.loads((pretrained.WEIGHTS / "manifest.json").read_text("utf-8"))
    bundled = SimpleNamespace(metrics=pretrained.bundled_metrics(), manifest=manifest)
    told = facts(Bench(replace(loaded, pretrained=bundled)), {})
    assert set(told["curves"]) == {"degrees", "factor", "pixels", "sigma"} and told["shifts"]
    for network_ in told["networks"].values():
        assert all(value is not None for value in network_.values())
