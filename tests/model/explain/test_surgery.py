"""Filter surgery against a copy of the network whose weights are zero."""

import dataclasses
import time

import numpy as np
import pytest

from model.explain import passes
from model.explain.graph import Network
from model.explain.layers import Activation, Convolution, Dense, Flatten
from model.explain.surgery import SurgerySample, probabilities_without
from tests.support.example_networks import NAMES, network, pictures

FILTERS = {
    "cnn": {"conv1": [0, 5, 15], "conv4": [7], "dense1": [0, 1]},
    "ann": {"dense1": range(100), "dense2": [3]},
    "lenet5": {"conv1": [2], "conv3": [0, 119]},
    "odd": {"strided": [1], "dilated": [0, 4], "hidden": [3]},
}


def _with_zeros(net, muted):
    """An independent surgery: set weights and biases to zero."""
    layers = []
    for layer in net.layers:
        if layer.name in muted:
            kernel, bias = layer.kernel.copy(), layer.bias
            kernel[..., list(muted[layer.name])] = 0
            if bias is not None:
                bias = bias.copy()
                bias[list(muted[layer.name])] = 0
            layer = dataclasses.replace(layer, kernel=kernel, bias=bias)
        layers.append(layer)
    return Network(tuple(layers))


@pytest.mark.parametrize("name", NAMES)
def test_silenced_is_zero_weights(name):
    net, images = network(name), pictures(40)
    labels = np.arange(40) % 10
    for muted in [FILTERS[name], *({layer: filters} for layer, filters in FILTERS[name].items())]:
        expected = passes.answers(_with_zeros(net, muted), images)
        assert np.allclose(probabilities_without(net, images, muted), expected, atol=1e-5)
        result = SurgerySample(net, images, labels).read_without(muted)
        assert np.array_equal(result.answers, expected.argmax(axis=1))
        assert result.accuracy == pytest.approx((expected.argmax(axis=1) == labels).mean())


def test_a_silenced_sigmoid_rests_at_a_half():
    """Zero weights and bias give 0 before the activation, and sigmoid(0) is 0.5."""
    random = np.random.default_rng(4)
    layers = [
        Convolution("c", (4, 4, 1), (3, 3, 2), "sigmoid", random.normal(size=(2, 2, 1, 2)), np.ones(2), window=(2, 2)),
        Flatten("f", (3, 3, 2), (18,)),
        Dense("d", (18,), (10,), kernel=random.normal(size=(18, 10))),
        Activation("p", (10,), (10,), "softmax"),
    ]
    net, images = Network(tuple(layers)), random.random((3, 4, 4)).astype(np.float32)
    expected = passes.answers(_with_zeros(net, {"c": [1]}), images)
    assert np.allclose(probabilities_without(net, images, {"c": [1]}), expected, atol=1e-6)


@pytest.mark.parametrize("muted", [{}, {"conv1": []}])
def test_nothing_silenced_is_the_network(muted):
    net, images = network("cnn"), pictures(5)
    expected = passes.answers(net, images)
    assert np.array_equal(probabilities_without(net, images, muted), expected)
    sample = SurgerySample(net, images, expected.argmax(axis=1))
    assert sample.read_without(muted).accuracy == 1 and len(sample) == 5


def test_one_drawing_and_none():
    assert probabilities_without(network("cnn"), pictures(1), {"conv1": [1]}).shape == (1, 10)
    assert probabilities_without(network("cnn"), pictures(1)[:0], {"conv1": [1]}).shape == (0, 10)


def test_silencing_everything_leaves_the_biases():
    every = {"conv1": range(16)}
    first, second = probabilities_without(network("cnn"), pictures(2), every)
    assert np.allclose(first, second), "without its first layer the network sees no drawing"


def test_per_class_says_what_is_lost():
    net, images = network("ann"), pictures(30)
    labels = np.zeros(30, int)
    labels[20:] = 4
    result = SurgerySample(net, images, labels).read_without({"dense1": [0]})
    assert result.per_class[4] == (result.answers[20:] == 4).mean()
    assert np.isnan(result.per_class[[1, 2, 3, 5, 6, 7, 8, 9]]).all()


def test_bytes_are_understood():
    bytes_ = (pictures(3) * 255).astype(np.uint8)
    floats = bytes_.astype(np.float32) / 255
    read = [
        SurgerySample(network("cnn"), x, np.zeros(3, int)).read_without({"conv2": [3]}).answers
        for x in (bytes_, floats)
    ]
    assert np.array_equal(*read)


def test_five_hundred_images_feel_live():
    """Under a second on two free cores; the worst case is a filter of the first layer."""
    sample = SurgerySample(network("cnn"), pictures(500), np.arange(500) % 10)
    start = time.process_time()
    sample.read_without({"conv1": [3]})
    assert time.process_time() - start < 3, "three times what is meant, for a busy machine"


@pytest.mark.parametrize("muted", [{"nothing": [0]}, {"conv1": [16]}, {"conv1": [-1]}, {"relu1": [0]}, {"pool1": []}])
def test_refuses_filters_that_do_not_exist(muted):
    with pytest.raises(ValueError):
        probabilities_without(network("cnn"), pictures(1), muted)


@pytest.mark.parametrize("images, labels", [(pictures(1)[:0], []), (pictures(2), [1])])
def test_refuses_no_sample(images, labels):
    with pytest.raises(ValueError, match="no sample"):
        SurgerySample(network("cnn"), images, labels)
