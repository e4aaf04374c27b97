"""Reading a Keras model: every shape, weight and setting as Keras has it; refusals name the layer."""

import keras
import numpy as np
import pytest

from model.explain import graph
from tests.support.example_networks import NAMES, keras_model, network


@pytest.mark.parametrize("name", NAMES)
def test_reads_what_keras_says(name):
    model, read = keras_model(name), network(name)
    sources = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    assert [layer.name for layer in read.layers] == [source.name for source in sources]
    for layer, source in zip(read.layers, sources, strict=True):
        assert layer.output_shape == tuple(source.output.shape[1:])
        assert layer.parameters == source.count_params()
    assert read.parameters == model.count_params()
    assert read.input_shape == (28, 28, 1)


def test_weights_are_copies():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    read = graph.read(model)
    before = read.layers[0].kernel.copy()
    model.set_weights([np.zeros((4, 2)), np.zeros(2)])
    assert np.array_equal(read.layers[0].kernel, before) and before.any()


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("size, reach, stride", [(28, 3, 1), (28, 3, 2), (5, 2, 2), (7, 5, 3), (12, 2, 2), (9, 1, 4)])
def test_output_size_is_keras_own(size, reach, stride, padding):
    layer = keras.layers.Conv2D(1, reach, strides=stride, padding=padding)
    expected = layer.compute_output_shape((None, size, size, 1))[1]
    assert graph.read(keras.Sequential([keras.Input((size, size, 1)), layer])).layers[0].output_shape[0] == expected


def test_finds_layers_by_name():
    read = network("odd")
    assert read["hidden"].kind == "dense" and read.index("hidden") == 7
    assert read.layers[read.logits].name == "scores"
    with pytest.raises(ValueError, match="nothing.*strided"):
        read["nothing"]


def _model(*layers, shape=(8, 8, 2)):
    return keras.Sequential([keras.Input(shape), *layers])


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: _model(keras.layers.BatchNormalization(name="norm")), "'norm' is a BatchNormalization"),
        (lambda: _model(keras.layers.Conv2D(2, 3, groups=2, name="parts")), "'parts' is grouped"),
        (lambda: _model(keras.layers.ReLU(negative_slope=0.1, name="leaky")), "'leaky' is not max"),
        (lambda: _model(keras.layers.Conv2D(2, 3, activation="elu", name="soft")), "'soft' uses elu"),
        (lambda: _model(keras.layers.Dense(2, name="maps")), "'maps' is fed with maps"),
        (lambda: _model(keras.layers.Softmax(name="maps")), "'maps' does not run over a row"),
        (lambda: _model(keras.layers.Activation("softmax", name="maps")), "'maps' does not run over a row"),
        (lambda: _model(keras.layers.Dense(3, "softmax", name="both"), shape=(4,)), "'both' has its softmax"),
    ],
)
def test_refuses_what_it_cannot_explain(make, message):
    with pytest.raises(ValueError, match=message):
        graph.read(make())


def test_refuses_branches():
    start = keras.Input((8, 8, 2))
    model = keras.Model(start, [keras.layers.ReLU()(start), keras.layers.Flatten()(start)])
    with pytest.raises(ValueError, match="one input and one output"):
        graph.read(model)


def test_says_where_there_are_no_logits():
    model = _model(keras.layers.Dense(3), shape=(4,))
    with pytest.raises(ValueError, match="softmax"):
        _ = graph.read(model).logits
