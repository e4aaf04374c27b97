"""Four ways to use a gradient, each a rule of one to three lines for one array of weights.

Arithmetic only, so that NumPy arrays and TensorFlow's tensors can both be updated. The constants are
those of Keras, whose optimizers these equal.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

Memory = tuple[Any, ...]
"""What an optimizer remembers of one array of weights: arrays of the same shape, zero at the start."""


class Optimizer(NamedTuple):
    """A rule and how many arrays it remembers for each array of weights.

    `update(weight, gradient, memory, rate, time)` returns the new weight and the new memory; `time`
    is 1 for the first step.
    """

    update: Callable[[Any, Any, Memory, Any, Any], tuple[Any, Memory]]
    remembers: int


def sgd(weight, gradient, memory, rate, time):
    """Stochastic gradient descent: a step downhill, as long as the slope is steep."""
    return weight - rate * gradient, ()


def momentum(weight, gradient, memory, rate, time):
    """Roll on: nine tenths of the last step are added to this one (Polyak, 1964)."""
    step = 0.9 * memory[0] - rate * gradient
    return weight + step, (step,)


def rmsprop(weight, gradient, memory, rate, time):
    """Divide by the gradient's recent size, so that all weights move about alike (Hinton, 2012)."""
    square = 0.9 * memory[0] + 0.1 * gradient**2
    return weight - rate * gradient / (square + 1e-7) ** 0.5, (square,)


def adam(weight, gradient, memory, rate, time):
    """Both at once, corrected for starting from zero (Kingma and Ba, 2015)."""
    mean = 0.9 * memory[0] + 0.1 * gradient
    square = 0.999 * memory[1] + 0.001 * gradient**2
    correction = (1 - 0.999**time) ** 0.5 / (1 - 0.9**time)
    return weight - rate * correction * mean / (square**0.5 + 1e-7), (mean, square)


OPTIMIZERS = {
    "sgd": Optimizer(sgd, 0),
    "momentum": Optimizer(momentum, 1),
    "rmsprop": Optimizer(rmsprop, 1),
    "adam": Optimizer(adam, 2),
}
