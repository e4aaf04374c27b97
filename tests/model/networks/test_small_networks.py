"""The lab's two networks: what they are, that their plain layers are Keras' own, and how weights start."""

import numpy as np
import pytest

from model.explain import graph
from model.networks.small_networks import (
    ACTIVATIONS,
    BUILDERS,
    KERNELS,
    NETWORKS,
    as_network,
    initial_weights,
)


def sizes(name):
    return BUILDERS[name]().count_params()


def test_parameters():
    assert (sizes("cnn"), sizes("ann")) == (7842, 25450)  # as their docstrings say; the ANN has more


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_plain_layers_are_what_keras_has(name, activation):
    model = BUILDERS[name](activation)
    model.set_weights(initial_weights(name, activation, np.random.default_rng(1)))
    ours, theirs = as_network(name, model.get_weights(), activation), graph.read(model)
    for mine, other in zip(ours.layers, theirs.layers, strict=True):
        for field in other.__dataclass_fields__:
            mine_, other_ = getattr(mine, field), getattr(other, field)
            if isinstance(other_, np.ndarray):
                np.testing.assert_array_equal(mine_, other_)
            else:
                assert mine_ == other_, (other.name, field)


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
