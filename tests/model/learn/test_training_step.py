"""One step taken apart: gradients against finite differences and Keras, and what a step does to the loss."""

import numpy as np
import pytest

from model.explain import graph, passes
from model.image.samples import load_samples
from model.learn.moments import load_moments
from model.learn.training_step import SWEEP, sweep_rates, take_step, weight_gradients
from model.networks.small_networks import BUILDERS, NETWORKS, as_network, initial_weights

DIGIT = 7


def weights_of(name, dtype=np.float64):
    random = np.random.default_rng(3)
    drawn = initial_weights(name, "relu", random)
    return [w.astype(dtype) + 0.01 * random.normal(size=w.shape).astype(dtype) for w in drawn]


@pytest.fixture(scope="module")
def pixels():
    images, labels = load_samples("test")
    return images[labels == DIGIT][0].astype(np.float32) / 255


def loss_of(name, weights, pixels, digit=DIGIT):
    outputs = passes.forward(as_network(name, weights), pixels[None])
    return -np.log(outputs["probabilities"][0, digit])


@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_agree_with_finite_differences(name, pixels):
    """In double precision: nudge single weights of every array, the steepest among them."""
    weights = weights_of(name)
    outputs = passes.forward(as_network(name, weights), pixels[None])
    gradients = weight_gradients(as_network(name, weights), outputs, DIGIT)
    random = np.random.default_rng(1)
    for array, gradient in zip(weights, gradients, strict=True):
        assert gradient.shape == array.shape
        flat, slopes = array.reshape(-1), gradient.reshape(-1)
        for place in {int(np.abs(slopes).argmax()), *random.integers(0, flat.size, 6).tolist()}:
            kept, losses = flat[place], []
            for nudge in (1e-6, -1e-6):
                flat[place] = kept + nudge
                losses.append(loss_of(name, weights, pixels))
            flat[place] = kept
            assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(slopes[place], rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_agree_with_keras(name, pixels):
    import tensorflow as tf

    model, weights = BUILDERS[name](), weights_of(name, np.float32)
    model.set_weights(weights)
    with tf.GradientTape() as tape:
        found = model(pixels[None, ..., None])
        loss = -tf.math.log(found[0, DIGIT])
    theirs = tape.gradient(loss, [variable.value for variable in model.trainable_variables])
    network = graph.read(model)
    ours = weight_gradients(network, passes.forward(network, pixels[None]), DIGIT)
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other.numpy(), rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_step_lowers_the_loss_and_its_numbers_fit_together(name, pixels):
    weights = weights_of(name, np.float32)
    step = take_step(name, weights, pixels, DIGIT, rate=0.01)
    assert step.before.loss == pytest.approx(loss_of(name, weights, pixels), rel=1e-4)
    assert step.after.loss < step.before.loss
    assert step.after.probabilities[DIGIT] > step.before.probabilities[DIGIT]
    for part in (step.nine, step.last):
        np.testing.assert_allclose(part.updated, part.weights - 0.01 * part.gradients, rtol=1e-5)
    np.testing.assert_allclose(step.last.gradients, step.last.errors * step.last.activation, rtol=1e-4)
    assert step.last.errors.sum() == pytest.approx(0, abs=1e-5)
    assert step.last.errors[DIGIT] == pytest.approx(step.before.probabilities[DIGIT] - 1, rel=1e-5)
    assert np.exp(-step.before.loss) == pytest.approx(step.before.probabilities[DIGIT], rel=1e-4)
    assert sum(layer.parameters for layer in step.layers) == as_network(name, weights).parameters
    for layer in step.layers:
        assert layer.change == pytest.approx(0.01 * layer.gradient)


@pytest.mark.parametrize("name", NETWORKS)
def test_too_large_a_rate_fits_this_digit_and_ruins_the_others(name, pixels):
    weights = load_moments().unpacked(name, 4)
    small, large = (take_step(name, weights, pixels, DIGIT, rate) for rate in (0.001, 10.0))
    assert small.others_before == large.others_before and small.others_before.accuracy > 0.5
    assert small.others_after.accuracy >= small.others_before.accuracy - 0.1
    assert large.others_after.accuracy == pytest.approx(0.1) and large.others_after.loss > 100


@pytest.mark.parametrize("name", NETWORKS)
def test_the_sweep_is_the_step_at_each_rate(name, pixels):
    weights = load_moments().unpacked(name, 5)
    sweep = sweep_rates(name, weights, pixels, DIGIT)
    assert sweep.rates == SWEEP and np.isfinite([*sweep.own, *sweep.others]).all()
    for place in (0, 8, 16):
        step = take_step(name, weights, pixels, DIGIT, SWEEP[place])
        assert sweep.own[place] == pytest.approx(step.after.loss, rel=1e-4, abs=1e-6)
        assert sweep.others[place] == pytest.approx(step.others_after.loss, rel=1e-4)
    assert min(sweep.others) < sweep.others[-1] / 10


def test_nine_weights_are_a_whole_filter_or_a_patch_of_a_unit(pixels):
    for name in NETWORKS:
        weights = weights_of(name, np.float32)
        nine = take_step(name, weights, pixels, DIGIT, 0.1).nine
        kernel = weights[0][..., nine.unit]
        if name == "cnn":
            assert (nine.row, nine.column) == (0, 0)
            expected = kernel[:, :, 0]
        else:
            expected = kernel.reshape(28, 28)[nine.row : nine.row + 3, nine.column : nine.column + 3]
        np.testing.assert_array_equal(nine.weights, expected)
        assert np.abs(nine.gradients).max() > 0
