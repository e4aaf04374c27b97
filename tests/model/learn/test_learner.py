"""Optimizers against those of Keras, and a learner that learns, repeats and shares its compiled step."""

from threading import Thread

import keras
import numpy as np
import pytest

from model.learn import learner as module
from model.learn.learner import Learner, Recipe
from model.learn.optimizers import OPTIMIZERS
from model.networks.small_networks import BUILDERS, initial_weights

RATE = 0.01


def theirs(name):
    if name == "adam":
        return keras.optimizers.Adam(RATE)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(RATE)
    return keras.optimizers.SGD(RATE, momentum=0.9 if name == "momentum" else 0.0)


@pytest.fixture(scope="module")
def digits():
    random = np.random.default_rng(0)
    return random.random((24, 28, 28), np.float32), random.integers(0, 10, 24)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers_are_those_of_keras(name):
    random = np.random.default_rng(1)
    start = random.normal(size=(4, 3)).astype(np.float32)
    variable, optimizer = keras.Variable(start), theirs(name)
    optimizer.build([variable])
    rule = OPTIMIZERS[name]
    weight, memory = start, (np.zeros_like(start),) * rule.remembers
    for time in range(1, 21):
        gradient = random.normal(size=(4, 3)).astype(np.float32)
        optimizer.apply([keras.ops.convert_to_tensor(gradient)])
        weight, memory = rule.update(weight, gradient, memory, RATE, time)
        assert len(memory) == rule.remembers
    np.testing.assert_allclose(weight, keras.ops.convert_to_numpy(variable), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    "recipe", [Recipe("cnn", "tanh", "momentum"), Recipe("ann", "relu", "adam")], ids=str
)
def test_a_step_is_what_keras_fit_does(recipe, digits):
    images, labels = digits
    learner = Learner(recipe, seed=3)
    model = BUILDERS[recipe.network](recipe.activation)
    model.set_weights(learner.weights())
    model.compile(theirs(recipe.optimizer), "sparse_categorical_crossentropy", metrics=["accuracy"])
    for _ in range(3):
        expected = model.train_on_batch(images[..., None], labels, return_dict=True)
        model.reset_metrics()
        loss, right = learner.step(images, labels, RATE)
        assert (loss, right) == pytest.approx((expected["loss"], expected["accuracy"]), rel=1e-3)
    for ours, other in zip(learner.weights(), model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, other, rtol=1e-2, atol=1e-4)
    loss, right = learner.score(images, labels)
    answers = model(images[..., None]).numpy()
    assert loss == pytest.approx(-np.log(answers[np.arange(24), labels]).mean(), rel=1e-3)
    assert right == pytest.approx((answers.argmax(axis=1) == labels).mean())


def test_a_learner_repeats_and_batches_may_have_any_size(digits):
    images, labels = digits
    recipe = Recipe("ann", "sigmoid", "sgd")
    one, other = Learner(recipe, seed=1), Learner(recipe, seed=1)
    for size in (24, 7, 1):
        assert one.step(images[:size], labels[:size], 0.5) == other.step(images[:size], labels[:size], 0.5)
    for mine, its in zip(one.weights(), other.weights(), strict=True):
        np.testing.assert_array_equal(mine, its)
    assert not np.array_equal(one.weights()[0], Learner(recipe, seed=2).weights()[0])


def test_one_step_is_compiled_for_all_that_learn_alike(digits):
    images, labels = digits
    recipe = Recipe("ann", "tanh", "rmsprop")
    before = module._compile.cache_info().currsize

    def learn(seed):
        Learner(recipe, seed).step(images, labels, RATE)

    threads = [Thread(target=learn, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert module._compile.cache_info().currsize == before + 1
    compiled = module._compile(recipe)
    assert compiled.step.experimental_get_tracing_count() == 1


def test_weights_are_copies(digits):
    learner = Learner(Recipe("ann", "relu", "sgd"), seed=1)
    kept = learner.weights()
    learner.step(*digits, 0.1)
    for array, first in zip(kept, initial_weights("ann", "relu", np.random.default_rng(1)), strict=True):
        np.testing.assert_array_equal(array, first)
