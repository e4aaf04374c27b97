"""Layers are counted by kind, each in one part, without values."""

import keras
import pytest

from model.networks.famous.alexnet import build_alexnet
from model.networks.famous.catalogue import GRAPHS, Part
from model.networks.famous.reading import count, read
from model.networks.famous.symbolic import without_weights


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
    assert count(small().weights) == count(without_weights(small).weights) == 61_706
