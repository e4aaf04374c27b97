"""Weights on a coarse grid: exact, small, and chosen by validation alone."""

import json

import keras
import numpy as np
import pytest

from training.rounding import MOST_BITS, Grid, as_table, fitting_grid, round_network, round_weights


def random_weights(scale=0.3, shape=(40, 30)):
    return np.random.default_rng(3).normal(0, scale, shape).astype(np.float32)


@pytest.mark.parametrize("scale", [1e-3, 0.3, 1, 77])
@pytest.mark.parametrize("bits", [8, 12])
def test_the_fitting_grid_clips_nothing_and_is_the_finest_that_does(scale, bits):
    weights = random_weights(scale)
    grid = fitting_grid(weights, bits)
    assert np.log2(grid.step) % 1 == 0
    assert np.abs(grid.round(weights) - weights).max() <= grid.step / 2 * 1.001
    finer = Grid(bits, grid.step / 2)
    assert np.abs(finer.round(weights) - weights).max() > finer.step / 2


def test_what_is_rounded_is_exact_in_float16_and_stays_as_it_is():
    for bits in range(8, MOST_BITS + 1):
        grid = fitting_grid(random_weights(), bits)
        rounded = grid.round(random_weights())
        assert np.array_equal(rounded.astype(np.float16).astype(np.float32), rounded)
        assert np.array_equal(grid.round(rounded), rounded)
        assert np.abs(rounded / grid.step).max() < 2 ** (bits - 1)


def test_arrays_of_zeros_can_be_rounded():
    assert not fitting_grid(np.zeros(5, np.float32)).round(np.zeros(5)).any()


def test_eight_bits_where_validation_does_not_suffer_more_where_it_does():
    weights = [random_weights(), random_weights(0.01)]

    def loss(arrays):  # the second array must be known a hundred times as exactly as eight bits allow
        return 1 + 1e8 * float(np.mean((arrays[1] - weights[1]) ** 2))

    grids = round_weights(weights, loss)
    assert grids[0].bits == 8 < grids[1].bits
    assert loss([grid.round(array) for grid, array in zip(grids, weights, strict=True)]) < 1.02


def test_of_two_steps_the_one_with_the_lower_loss_is_taken():
    """One outlier that does not matter must not make all others coarse."""
    weights = [np.append(random_weights(0.01).ravel(), 1.5)]

    def loss(arrays):
        return 1 + float(np.mean((arrays[0][:-1] - weights[0][:-1]) ** 2))

    assert round_weights(weights, loss)[0].step == fitting_grid(weights[0]).step / 2


def test_a_network_is_rounded_in_place():
    keras.utils.set_random_seed(1)
    image = keras.Input((28, 28, 1))
    x = keras.layers.Flatten()(image)
    network = keras.Model(image, keras.layers.Dense(10, activation="softmax", name="only")(x))
    random = np.random.default_rng(0)
    grids = round_network(network, random.random((50, 28, 28), np.float32), random.integers(0, 10, 50))
    for grid, weights in zip(grids, network.get_weights(), strict=True):
        assert np.array_equal(grid.round(weights), weights)
    table = json.loads(json.dumps(as_table(network, grids)))
    assert list(table) == ["only/kernel", "only/bias"] and table["only/kernel"]["bits"] >= 8
