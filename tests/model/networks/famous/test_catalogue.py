"""Famous networks are counted from their graphs, without weights, and agree with what is known of them."""

import math
import subprocess
import sys
from pathlib import Path

import keras
import pytest

from model.networks import famous
from model.networks.famous.catalogue import GRAPHS
from model.networks.famous.symbolic import without_weights

ROOT = Path(__file__).resolve().parents[4]
TABLE = famous.load_table()

KNOWN = {
    "lenet5": 61_706,
    "alexnet": 60_965_224,  # on two graphics cards, as in 2012
    "alexnet_one_tower": 62_378_344,
    "vgg16": 138_357_544,
    "vgg19": 143_667_240,
    "googlenet": 6_998_552,
    "resnet50": 25_636_712,
    "resnet101": 44_707_176,
    "efficientnet": 5_330_571,
    "unet": 31_030_658,
}


@pytest.fixture(scope="module")
def graphs():
    return {name: without_weights(graph.build) for name, graph in GRAPHS.items()}


def blocks(name):
    return {block["name"]: block for block in TABLE[name]["blocks"]}


def rows(name):
    return [row for block in TABLE[name]["blocks"] for row in block["layers"]]


@pytest.mark.parametrize("name", KNOWN)
def test_known_parameter_counts(name, graphs):
    assert TABLE[name]["parameters"] == KNOWN[name] == graphs[name].count_params()


@pytest.mark.parametrize("name", KNOWN)
def test_blocks_hold_every_layer_once_and_add_up(name, graphs):
    table = TABLE[name]
    computing = [layer.name for layer in graphs[name].layers if not isinstance(layer, keras.layers.InputLayer)]
    assert sorted(row["name"] for row in rows(name)) == sorted(computing)
    for total in ("parameters", "multiplications"):
        assert table[total] == sum(row[total] for row in rows(name))
        for block in table["blocks"]:
            assert block[total] == sum(row[total] for row in block["layers"])


@pytest.mark.parametrize("name", KNOWN)
def test_arrays_explain_the_parameters(name):
    for row in rows(name):
        assert row["parameters"] == sum(math.prod(shape) for shape in row.get("arrays", []))


def test_shapes_of_the_first_and_the_last_layers():
    for name, shape in {"lenet5": [28, 28, 1], "alexnet": [227, 227, 3], "vgg16": [224, 224, 3]}.items():
        assert TABLE[name]["input"] == shape
    for name in ("alexnet", "vgg19", "googlenet", "resnet50", "resnet101", "efficientnet"):
        assert rows(name)[-1]["shape"] == [1000]
    assert TABLE["unet"]["input"] == [572, 572, 1] and rows("unet")[-1]["shape"] == [388, 388, 2]


def test_alexnet_as_in_its_paper():
    convolutions = [row for row in rows("alexnet") if row["kind"] == "convolution"]
    assert [row["kernel"][0] for row in convolutions] == [11, 5, 3, 3, 3]
    assert [row["stride"][0] for row in convolutions] == [4, 1, 1, 1, 1]
    assert [row.get("groups", 1) for row in convolutions] == [1, 2, 1, 2, 2]
    assert sum(row["kind"] == "dense" for row in rows("alexnet")) == 3
    assert {row["activation"] for row in convolutions} == {"ReLU"}


def test_one_tower_costs_what_the_groups_saved():
    """Half of the input channels, of 48 × 2, 192 × 2 and 192 × 2, are seen by no filter of the other card."""
    saved = 5 * 5 * 48 * 256 + 3 * 3 * 192 * 384 + 3 * 3 * 192 * 256
    assert KNOWN["alexnet_one_tower"] - KNOWN["alexnet"] == saved


@pytest.mark.parametrize(("name", "times"), [("vgg16", (2, 2, 3, 3, 3)), ("vgg19", (2, 2, 4, 4, 4))])
def test_vgg_is_all_3_by_3(name, times):
    kernels = [row["kernel"] for row in rows(name) if row["kind"] == "convolution"]
    assert kernels == [[3, 3]] * sum(times)
    assert sum(row["kind"] == "max pooling" for row in rows(name)) == 5
    assert sum(row["kind"] == "dense" for row in rows(name)) == 3
    assert tuple(blocks(name)[f"Block {i}"]["times"] for i in range(1, 6)) == times


@pytest.mark.parametrize(("name", "times"), [("resnet50", (3, 4, 6, 3)), ("resnet101", (3, 4, 23, 3))])
def test_resnet_stages(name, times):
    assert tuple(blocks(name)[f"Stage {i}"]["times"] for i in range(2, 6)) == times
    convolutions = [row["name"] for row in rows(name) if row["kind"] == "convolution"]
    main_path = [layer for layer in convolutions if "_0_conv" not in layer]  # without the four projections
    assert len(main_path) == 1 + 3 * sum(times) and len(convolutions) - len(main_path) == 4
    assert sum(row["kind"] == "addition" for row in rows(name)) == sum(times)


def test_resnet_50_is_counted_with_what_keras_adds():
    """25,557,032 are those of the paper's layers: without running statistics, and without needless biases."""
    table = TABLE["resnet50"]
    assert table["parameters"] - table["not_trained"] - table["extra_biases"] == 25_557_032


def test_reading_the_table_imports_no_keras():
    check = "import sys; from model.networks import famous; famous.load_table()"
    check += "; sys.exit('keras' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, timeout=60, check=True)
