"""A small network that learns, one batch at a time, by a step compiled once for all that learn alike.

Nothing that learns is kept in the compiled step: weights and the optimizer's memory go in and come
out, so any number of learners share it, in any number of threads, and memory does not grow with them.
Leaves out when to stop and what to show (`live_training.py`).
"""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import NamedTuple

import numpy as np

from model.learn.optimizers import OPTIMIZERS
from model.networks.small_networks import BUILDERS, initial_weights

_compiling = Lock()


class Recipe(NamedTuple):
    """What a step is compiled for. There are 2 × 3 × 4 of them, so the compiled steps are few."""

    network: str  # one of small_networks.NETWORKS
    activation: str  # one of small_networks.ACTIVATIONS
    optimizer: str  # one of optimizers.OPTIMIZERS


class Learner:
    """One network on its way from random weights.

    Args:
        recipe: what it is and how it learns.
        seed: decides the weights it starts from.
    """

    def __init__(self, recipe: Recipe, seed: int):
        with _compiling:  # two who ask at once must not both compile
            self._compiled = _compile(recipe)
        random = np.random.default_rng(seed)
        self._weights = initial_weights(recipe.network, recipe.activation, random)
        zeros = [np.zeros_like(weight) for weight in self._weights]
        self._memory = [(zero,) * OPTIMIZERS[recipe.optimizer].remembers for zero in zeros]
        self._time = 0

    def step(self, images: np.ndarray, labels: np.ndarray, rate: float) -> tuple[float, float]:
        """Learn from one batch; return its mean loss and the share read rightly, both before the step.

        Args:
            images: float32 (n, 28, 28) in [0, 1].
            labels: (n,) whole numbers from 0 to 9.
            rate: learning rate, above 0.
        """
        batch = images[..., None], labels.astype(np.int32)
        self._time += 1
        self._weights, self._memory, loss, right = self._compiled.step(
            self._weights, self._memory, np.float32(rate), np.float32(self._time), *batch
        )
        return float(loss), float(right)

    def score(self, images: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
        """Return the mean loss and the share read rightly; nothing is learned. Images as for `step`."""
        loss, right = self._compiled.score(self._weights, images[..., None], labels.astype(np.int32))
        return float(loss), float(right)

    def weights(self) -> list[np.ndarray]:
        """Return a copy of all weights, float32, in Keras' order: kernel, bias, kernel, bias, ..."""
        return [np.array(weight) for weight in self._weights]


class _Compiled(NamedTuple):
    step: Callable
    score: Callable


@cache
def _compile(recipe: Recipe) -> _Compiled:
    import keras
    import tensorflow as tf

    network = BUILDERS[recipe.network](recipe.activation)
    # Softmax and logarithm in one, from the logits: exact where a probability would round to 0.
    core = keras.Model(network.inputs, network.get_layer("logits").output)
    optimizer = OPTIMIZERS[recipe.optimizer]

    def losses(weights, images, labels):
        logits, _ = core.stateless_call(weights, [], images, training=True)
        each = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
        right = tf.equal(tf.argmax(logits, axis=1, output_type=tf.int32), labels)
        return tf.reduce_mean(each), tf.reduce_mean(tf.cast(right, tf.float32))

    def step(weights, memory, rate, time, images, labels):
        with tf.GradientTape() as tape:
            tape.watch(weights)
            loss, right = losses(weights, images, labels)
        gradients = tape.gradient(loss, weights)
        updated = [
            optimizer.update(weight, gradient, remembered, rate, time)
            for weight, gradient, remembered in zip(weights, gradients, memory, strict=True)
        ]
        return [weight for weight, _ in updated], [remembered for _, remembered in updated], loss, right

    weights = [tf.TensorSpec(variable.shape, tf.float32) for variable in core.trainable_variables]
    memory = [(spec,) * optimizer.remembers for spec in weights]
    number = tf.TensorSpec((), tf.float32)
    batch = tf.TensorSpec((None, 28, 28, 1), tf.float32), tf.TensorSpec((None,), tf.int32)
    return _Compiled(_traced(step, weights, memory, number, number, *batch), _traced(losses, weights, *batch))


def _traced(function: Callable, *signature) -> Callable:
    """Compile now, for batches of any size, so that no two threads race to it later."""
    import tensorflow as tf

    compiled = tf.function(function, input_signature=signature, autograph=False)
    compiled.get_concrete_function()
    return compiled
