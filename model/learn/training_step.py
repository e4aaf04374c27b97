"""One training step taken apart: forward, loss, gradients, update, and forward again.

In NumPy, on one image, by plain gradient descent: what an optimizer does with a whole batch, small
enough to be shown number by number. Nothing learns here for good.

A step on a single image always fits that image, however long it is: its overshooting shows on others.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from model.explain import passes
from model.explain.graph import INPUT, Layer, Network
from model.image.samples import load_samples
from model.networks.small_networks import as_network

RATES = (0.0001, 10.0)
"""The smallest and the largest learning rate of a step."""

SWEEP = tuple(np.geomspace(0.001, 10, 17).tolist())
"""Learning rates at which the losses after a step are computed, to show where it overshoots."""

OTHERS = 3
"""Sample digits of each kind that a step is judged by."""


@dataclass(frozen=True, eq=False)
class Answer:
    """Ten probabilities, float (10,), and the loss −ln p of the right digit."""

    probabilities: np.ndarray
    loss: float


@dataclass(frozen=True)
class Others:
    """How `OTHERS` of each digit are read: mean loss, and the share read rightly."""

    loss: float
    accuracy: float


@dataclass(frozen=True)
class LayerStep:
    """How a layer with weights is changed, in root mean squares over its kernel and bias."""

    name: str
    parameters: int
    weight: float
    gradient: float
    change: float  # of the update: learning rate times gradient


@dataclass(frozen=True, eq=False)
class NineWeights:
    """Three times three weights of the first layer, each (3, 3): w, its gradient g, and w − rate · g.

    In a CNN the whole of filter `unit`; in an ANN the weights of unit `unit` for the pixels from
    (row, column) on, where its gradient is largest.
    """

    unit: int
    row: int
    column: int
    weights: np.ndarray
    gradients: np.ndarray
    updated: np.ndarray


@dataclass(frozen=True, eq=False)
class LastWeights:
    """The ten weights that join one feature to the ten digits; arrays are (10,).

    The gradient of each is error · activation, where error is p − 1 for the right digit, else p.
    """

    feature: int  # the most active one
    activation: float
    errors: np.ndarray
    weights: np.ndarray
    gradients: np.ndarray
    updated: np.ndarray


@dataclass(frozen=True, eq=False)
class Step:
    """All that happens in one step."""

    before: Answer
    after: Answer
    others_before: Others
    others_after: Others
    layers: tuple[LayerStep, ...]
    nine: NineWeights
    last: LastWeights


@dataclass(frozen=True)
class Sweep:
    """The loss on the image itself and the mean loss on others after a step at each rate of `SWEEP`."""

    rates: tuple[float, ...]
    own: tuple[float, ...]
    others: tuple[float, ...]


def take_step(name: str, weights: list[np.ndarray], pixels: np.ndarray, digit: int, rate: float) -> Step:
    """Take one step of gradient descent on one image.

    Args:
        name: "cnn" or "ann", one of the small networks.
        weights: its weights, kernel, bias, kernel, bias, ...
        pixels: float (28, 28) in [0, 1], ink bright.
        digit: what the image shows, 0 to 9.
        rate: learning rate.
    """
    network = as_network(name, weights)
    outputs = passes.forward(network, pixels[None])
    before = _answer(outputs, digit)
    gradients = weight_gradients(network, outputs, digit)
    moved = _moved(name, weights, gradients, rate)
    return Step(
        before,
        _answer(passes.forward(moved, pixels[None]), digit),
        _others(network),
        _others(moved),
        _layers(network, weights, gradients, rate),
        _nine(weights[0], gradients[0], rate),
        _last(outputs, before, digit, weights[-2], gradients[-2], rate),
    )


def sweep_rates(name: str, weights: list[np.ndarray], pixels: np.ndarray, digit: int) -> Sweep:
    """Take the same step at every rate of `SWEEP`; arguments as for `take_step`."""
    network = as_network(name, weights)
    gradients = weight_gradients(network, passes.forward(network, pixels[None]), digit)
    own, others = [], []
    for rate in SWEEP:
        moved = _moved(name, weights, gradients, rate)
        own.append(_answer(passes.forward(moved, pixels[None]), digit).loss)
        others.append(_others(moved).loss)
    return Sweep(SWEEP, tuple(own), tuple(others))


def weight_gradients(network: Network, outputs: dict[str, np.ndarray], digit: int) -> list[np.ndarray]:
    """Return the gradients of the loss for one image: kernel, bias, kernel, bias, ..., as the weights lie.

    It starts at the logits, where softmax and −ln p together have the gradient p − y: y is 1 for the
    right digit and 0 for the others. From there the chain rule leads back, layer by layer.

    Args:
        network: whose convolutions have stride 1 and no padding.
        outputs: what `passes.forward` returned.
        digit: the right one.
    """
    errors = outputs[network.layers[-1].name].copy()
    errors[:, digit] -= 1
    backwards = passes.backward(network, outputs, errors, network.logits)
    found, before = [], INPUT
    for layer in network.layers:
        if layer.kernel is not None:
            gradient = backwards[layer.name]
            found += [_kernel_gradient(layer, outputs[before], gradient)]
            found += [gradient.sum(axis=tuple(range(gradient.ndim - 1)))]  # a bias adds to every place
        before = layer.name
    return found


def _kernel_gradient(layer: Layer, x: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Each weight's gradient: what it was multiplied by, times the gradient of the sum it went into."""
    if layer.kind == "dense":
        return x.T @ gradient
    height, width = layer.output_shape[:2]
    found = np.empty(layer.kernel.shape, gradient.dtype)
    for i, j in np.ndindex(layer.window):
        seen = x[:, i : i + height, j : j + width]
        found[i, j] = np.tensordot(seen, gradient, axes=((0, 1, 2), (0, 1, 2)))
    return found


def _moved(name: str, weights: list, gradients: list, rate: float) -> Network:
    return as_network(name, [w - rate * g for w, g in zip(weights, gradients, strict=True)])


def _answer(outputs: dict[str, np.ndarray], digit: int) -> Answer:
    return Answer(outputs["probabilities"][0], float(_losses(outputs["logits"], np.array([digit]))[0]))


def _losses(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """−ln p of each image's right digit, from its logits: finite even where p is rounded to 0."""
    logits = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(labels)), labels]


def _others(network: Network) -> Others:
    images, labels = _sample()
    logits = passes.answers(network, images, stop=network.logits + 1)
    right = logits.argmax(axis=1) == labels
    return Others(float(_losses(logits, labels).mean()), float(right.mean()))


@cache
def _sample() -> tuple[np.ndarray, np.ndarray]:
    """The first few of each digit among the sample's test digits: float32 (n, 28, 28), labels (n,)."""
    images, labels = load_samples("test")
    chosen = np.concatenate([np.flatnonzero(labels == digit)[:OTHERS] for digit in range(10)])
    return images[chosen] / np.float32(255), labels[chosen]


def _layers(network: Network, weights: list, gradients: list, rate: float) -> tuple[LayerStep, ...]:
    named = [layer for layer in network.layers if layer.kernel is not None]
    steps = []
    for index, layer in enumerate(named):
        pair = slice(2 * index, 2 * index + 2)
        gradient = _size(gradients[pair])
        steps.append(LayerStep(layer.name, layer.parameters, _size(weights[pair]), gradient, rate * gradient))
    return tuple(steps)


def _size(arrays: list[np.ndarray]) -> float:
    """Root mean square of all numbers in some arrays."""
    return float(np.sqrt(sum((array**2).sum() for array in arrays) / sum(array.size for array in arrays)))


def _nine(kernel: np.ndarray, gradient: np.ndarray, rate: float) -> NineWeights:
    units = kernel.shape[-1]
    unit = int(np.abs(gradient).reshape(-1, units).sum(axis=0).argmax())
    side = 3 if kernel.ndim == 4 else 28
    weights, slopes = (array[..., unit].reshape(side, side) for array in (kernel, gradient))
    windows = np.lib.stride_tricks.sliding_window_view(np.abs(slopes), (3, 3)).sum(axis=(2, 3))
    row, column = (int(place) for place in np.unravel_index(windows.argmax(), windows.shape))
    patch = np.s_[row : row + 3, column : column + 3]
    w, g = weights[patch], slopes[patch]
    return NineWeights(unit, row, column, w, g, w - rate * g)


def _last(outputs: dict, before: Answer, digit: int, kernel, gradient, rate: float) -> LastWeights:
    features = list(outputs.values())[-3][0]  # what the logits are made from
    feature = int(features.argmax())
    errors = before.probabilities.copy()
    errors[digit] -= 1
    w, g = kernel[feature], gradient[feature]
    return LastWeights(feature, float(features[feature]), errors, w, g, w - rate * g)
