"""The lab's two networks: what they are, that what is said of their weights is true, and how weights start."""

import numpy as np
import pytest

from model.networks.small_networks import (
    ACTIVATIONS,
    BUILDERS,
    KERNELS,
    NETWORKS,
    initial_weights,
)


def sizes(name):
    return BUILDERS[name]().count_params()


def test_parameters():
    assert (sizes("cnn"), sizes("ann")) == (7842, 25450)  # as their docstrings say; the ANN has more


@pytest.mark.parametrize("name", NETWORKS)
def test_the_shapes_are_those_of_keras(name):
    layers = [layer for layer in BUILDERS[name]().layers if layer.weights]
    assert {layer.name: tuple(layer.kernel.shape) for layer in layers} == KERNELS[name]
    assert all(layer.bias.shape == layer.kernel.shape[-1:] for layer in layers)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_first_weights_vary_as_much_as_keras_initializers(name, activation):
    import keras

    drawn = initial_weights(name, activation, np.random.default_rng(1))
    assert all(array.dtype == np.float32 for array in drawn)
    assert not any(bias.any() for bias in drawn[1::2])
    for (layer, shape), kernel in zip(KERNELS[name].items(), drawn[::2], strict=True):
        hidden_relu = activation == "relu" and layer != "logits"
        start = keras.initializers.HeNormal(1) if hidden_relu else keras.initializers.GlorotUniform(1)
        expected = np.std(keras.ops.convert_to_numpy(start(shape)))
        assert kernel.shape == shape
        assert kernel.std() == pytest.approx(expected, rel=0.25)


def test_first_weights_repeat():
    first, again = (initial_weights("cnn", "relu", np.random.default_rng(5)) for _ in range(2))
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, other)
