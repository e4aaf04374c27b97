"""The NumPy passes against Keras (forward) and against finite differences (backward)."""

import numpy as np
import pytest

from model.explain import passes
from model.explain.graph import INPUT
from tests.support.example_networks import NAMES, keras_model, keras_outputs, network, pictures


@pytest.mark.parametrize("name", NAMES)
def test_forward_is_keras(name):
    images = pictures(3)
    ours, theirs = passes.forward(network(name), images), keras_outputs(name, images)
    assert list(ours) == [INPUT, *theirs]
    for layer, expected in theirs.items():
        assert ours[layer].dtype == np.float32
        assert np.allclose(ours[layer], expected, atol=1e-5), layer


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_the_last_output_whatever_the_batch(name):
    images = pictures(passes.CHUNK + 3)
    expected = np.asarray(keras_model(name)(images[..., None]))
    assert np.allclose(passes.answers(network(name), images), expected, atol=1e-5)
    assert passes.answers(network(name), images[:0]).shape == (0, 10)


@pytest.mark.parametrize("name", NAMES)
def test_answers_may_start_anywhere(name):
    outputs = passes.forward(network(name), pictures(2))
    for index, layer in enumerate(network(name).layers):
        tail = passes.answers(network(name), outputs[layer.name], start=index + 1)
        assert np.array_equal(tail, outputs[network(name).layers[-1].name])


@pytest.mark.parametrize("name", NAMES)
def test_backward_agrees_with_finite_differences(name):
    """Softmax included, in double precision: nudge each layer's output and see what the answer does."""
    net = network(name)
    outputs = {INPUT: passes.as_input(net, pictures(1, seed=5)).astype(np.float64)}
    for before, layer in zip([INPUT, *(layer.name for layer in net.layers)], net.layers, strict=False):
        outputs[layer.name] = layer.output(outputs[before])
    one = np.zeros((1, 10))
    one[0, 3] = 1
    gradients = passes.backward(net, outputs, one, len(net.layers) - 1)
    rng = np.random.default_rng(1)
    for start, where in enumerate(outputs):
        # Zeros stay zero: equal cells have no slope, any of them may win the maximum.
        direction = rng.normal(size=outputs[where].shape) * (outputs[where] != 0)
        above, below = (_probability(net, start, outputs[where] + step * direction) for step in (1e-6, -1e-6))
        expected = (gradients[where] * direction).sum()
        assert (above - below) / 2e-6 == pytest.approx(expected, rel=1e-3, abs=1e-8), where


def _probability(net, start, value):
    for layer in net.layers[start:]:
        value = layer.output(value)
    return value[0, 3]


def test_logit_gradients_know_their_classes():
    outputs = passes.forward(network("cnn"), pictures(1))
    gradients = passes.logit_gradients(network("cnn"), outputs, 4)
    assert gradients["logits"].tolist() == [[0, 0, 0, 0, 1, 0, 0, 0, 0, 0]]
    assert gradients[INPUT].shape == (1, 28, 28, 1)
    with pytest.raises(ValueError, match="no class 10"):
        passes.logit_gradients(network("cnn"), outputs, 10)


def test_refuses_other_sizes():
    with pytest.raises(ValueError, match="reads"):
        passes.forward(network("cnn"), np.zeros((1, 27, 28)))
