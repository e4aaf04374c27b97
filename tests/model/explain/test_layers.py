"""Kinds of layers, one by one; `test_passes.py` holds whole networks against Keras and finite differences."""

import numpy as np
import pytest

from model.explain.layers import Convolution, Dense, activate, gradient_of_activation
from tests.support.example_networks import network


def test_gradient_through_a_maximum_goes_to_one_winner():
    """Where several cells are equal, the gradient must not be counted twice."""
    layer = network("cnn")["pool1"]
    x = np.ones((1, *layer.input_shape), np.float32)
    y = layer.output(x)
    back = layer.gradient(x, y, np.ones_like(y))
    assert back.sum() == y.size and set(np.unique(back)) == {0, 1}


@pytest.mark.parametrize("function", ["relu", "tanh", "sigmoid", "softmax", "linear"])
def test_activations_stay_finite(function):
    extreme = np.array([[-1000.0, 0.0, 1000.0]], np.float32)
    assert np.isfinite(activate(function, extreme)).all()


def test_a_convolution_is_one_sum_over_all_channels_and_a_bias():
    """By hand: two channels, a 2x2 kernel of ones and twos, one bias."""
    maps = np.arange(18, dtype=np.float32).reshape(1, 3, 3, 2)
    kernel = np.ones((2, 2, 2, 1), np.float32) * np.array([1, 2], np.float32)[:, None]
    layer = Convolution("c", (3, 3, 2), (2, 2, 1), kernel=kernel, bias=np.array([-5], np.float32), window=(2, 2))
    first, second = maps[0, :2, :2, 0].sum(), maps[0, :2, :2, 1].sum()
    assert layer.output(maps)[0, 0, 0, 0] == first + 2 * second - 5
    assert layer.parameters == 9 and layer.corner(1, 1) == (1, 1) and layer.needed((0, 1), (1, 2)) == ((0, 2), (1, 3))


def test_a_dense_layer_needs_all_before_it():
    layer = Dense("d", (3,), (2,), "relu", np.array([[1, -1], [2, -2], [3, -3]], np.float32))
    x = np.ones((1, 3), np.float32)
    assert layer.output(x).tolist() == [[6, 0]] and layer.needed((0, 1), (1, 2)) == ((0, 1), (0, 3))
    assert layer.gradient(x, layer.output(x), np.ones((1, 2))).tolist() == [[1, 2, 3]]


@pytest.mark.parametrize("function", ["relu", "tanh", "sigmoid", "softmax", "linear"])
def test_the_slope_of_an_activation(function):
    x, step = np.array([[-0.7, 0.3, 1.1]]), 1e-6
    weights = np.array([[1.0, -2.0, 0.5]])
    slope = gradient_of_activation(function, activate(function, x), weights)
    for at in range(3):
        moved = x.copy()
        moved[0, at] += step
        change = ((activate(function, moved) - activate(function, x)) * weights).sum() / step
        assert abs(change - slope[0, at]) < 1e-5
