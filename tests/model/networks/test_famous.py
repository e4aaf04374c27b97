"""Famous networks are counted from their graphs, without weights, and agree with what is known of them."""

import json
import math
import subprocess
import sys
from pathlib import Path

import keras
import pytest

from model.networks import famous
from model.networks.famous.alexnet import build_alexnet
from model.networks.famous.catalogue import GRAPHS, Part
from model.networks.famous.reading import count, read
from model.networks.famous.symbolic import without_weights
from training import famous_table

ROOT = Path(__file__).resolve().parents[3]
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


def test_the_file_is_what_the_graphs_say():
    fresh = famous_table.make_table()
    assert famous_table.as_json(fresh) == famous.TABLE.read_text("utf-8"), "run python -m training.famous_table"


def test_the_command_writes_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(famous_table, "make_table", lambda: json.loads(famous.TABLE.read_text("utf-8")))
    assert famous_table.main(["--into", str(tmp_path / "table.json")]) == 0
    assert (tmp_path / "table.json").read_bytes() == famous.TABLE.read_bytes()
    assert "60,965,224 parameters" in capsys.readouterr().out


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


def test_googlenet_modules_join_four_branches():
    found = {row["name"]: row for row in rows("googlenet")}
    for module in ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"):
        branches = [found[f"{module}_{end}"]["shape"][-1] for end in ("1x1", "3x3", "5x5", "pool_1x1")]
        assert found[f"{module}_join"]["shape"][-1] == sum(branches)
    assert [blocks("googlenet")[f"Inception {i}"]["times"] for i in (3, 4, 5)] == [2, 5, 2]


def test_unet_by_hand():
    """3×3 convolutions with biases, 2×2 transposed ones, one 1×1: nothing else holds parameters."""

    def convolution(size, channels, filters):
        return (size * size * channels + 1) * filters

    widths = (64, 128, 256, 512, 1024)
    total = convolution(1, 64, 2)
    for channels, filters in zip((1, *widths), widths, strict=False):
        total += convolution(3, channels, filters) + convolution(3, filters, filters)
    for filters in widths[:-1]:
        total += convolution(2, 2 * filters, filters)
        total += convolution(3, 2 * filters, filters) + convolution(3, filters, filters)
    assert total == KNOWN["unet"]


def test_multiplications_of_small_layers():
    image = keras.Input((6, 6, 4))
    x = keras.layers.Conv2D(8, 3, groups=2, name="grouped")(image)
    x = keras.layers.DepthwiseConv2D(3, name="depthwise")(x)
    x = keras.layers.Conv2DTranspose(5, 2, strides=2, name="doubled")(x)
    x = keras.layers.Dense(3, name="dense")(keras.layers.Flatten(name="flatten")(x))
    table = read(keras.Model(image, x), [Part("All", "convolution", ".*")])
    found = {row["name"]: row["multiplications"] for row in table["blocks"][0]["layers"]}
    assert found == {
        "grouped": 4 * 4 * 8 * (3 * 3 * 2),  # each output place and filter: a 3×3 window of half the channels
        "depthwise": 2 * 2 * 8 * (3 * 3),
        "doubled": 2 * 2 * 8 * (2 * 2 * 5),  # each input number goes to a 2×2 patch of every filter
        "flatten": 0,
        "dense": 4 * 4 * 5 * 3,
    }


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([Part("Start", "convolution", "conv.*")], "belongs to 0 parts"),
        ([Part("All", "convolution", ".*"), Part("Start", "convolution", "conv.*")], "belongs to 2 parts"),
    ],
)
def test_a_layer_without_a_place_is_noticed(parts, told):
    with pytest.raises(ValueError, match=told):
        read(without_weights(build_alexnet), parts)


def test_an_unknown_kind_is_noticed():
    image = keras.Input((6, 6, 1))
    model = keras.Model(image, keras.layers.UpSampling2D(name="larger")(image))
    with pytest.raises(ValueError, match="not known here: UpSampling2D"):
        read(model, [Part("All", "convolution", ".*")])


def test_counting_needs_no_values():
    """The same graph with random numbers in it has the same count."""
    small = GRAPHS["lenet5"].build
    assert count(small().weights) == count(without_weights(small).weights) == KNOWN["lenet5"]


MEMORY = """
import resource
import keras
from model.networks.famous.catalogue import GRAPHS
from model.networks.famous.symbolic import without_weights

def highest():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
before = highest()
vgg = without_weights(GRAPHS["vgg19"].build)
keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])  # would fill all that was left unfilled
print(highest() - before)
"""


def test_vgg_19_takes_no_memory():
    """Its weights are 575 MB. The highest use of a fresh process must hardly grow."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    unit = 1 if sys.platform == "darwin" else 1024  # bytes of what getrusage counts in
    assert int(done.stdout) * unit < 40e6


def test_reading_the_table_imports_no_keras():
    check = "import sys; from model.networks import famous; famous.load_table()"
    check += "; sys.exit('keras' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, timeout=60, check=True)
