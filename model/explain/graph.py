"""Read a Keras model into plain layers: names, shapes, weights and windows, as NumPy arrays.

Everything that explains a network works on what is read here, so that it needs no Keras and knows no
layer by name. Only chains can be read, each layer fed by the one before: no branches, no skips.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.explain.layers import (
    ACTIVATIONS,
    Activation,
    AveragePooling,
    Convolution,
    Dense,
    Flatten,
    Identity,
    Layer,
    MaxPooling,
    Sliding,
)
from model.explain.windows import place

INPUT = "input"
"""How the drawing itself is called where it stands among the layers."""


@dataclass(frozen=True, eq=False)
class Network:
    """A chain of layers; the first one reads maps of `input_shape`, (28, 28, 1) for a digit."""

    layers: tuple[Layer, ...]

    @property
    def input_shape(self) -> tuple[int, ...]:
        return self.layers[0].input_shape

    @property
    def parameters(self) -> int:
        """How many numbers the network learned."""
        return sum(layer.parameters for layer in self.layers)

    def index(self, name: str) -> int:
        """Return the position of the layer called `name` in the chain.

        Raises:
            ValueError: there is none.
        """
        for index, layer in enumerate(self.layers):
            if layer.name == name:
                return index
        raise ValueError(f"no layer is called {name!r}; there are {[layer.name for layer in self.layers]}")

    def __getitem__(self, name: str) -> Layer:
        return self.layers[self.index(name)]

    @property
    def logits(self) -> int:
        """Index of the layer whose output softmax turns into probabilities.

        Raises:
            ValueError: the network does not end with a softmax layer of its own.
        """
        last = self.layers[-1]
        if not isinstance(last, Activation) or last.activation != "softmax":
            raise ValueError("the network's last layer must be a softmax, apart from the dense layer before it")
        return len(self.layers) - 2


def read(model: Any) -> Network:
    """Read a Keras model's graph.

    Args:
        model: a built `keras.Model`, functional or sequential, whose layers form one chain.

    Returns:
        The network, with its weights copied: training the model on does not change it.

    Raises:
        ValueError: the model has several inputs or outputs, or a layer of a kind or setting that
            cannot be explained here; the message names it.
    """
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError("only a network with one input and one output can be explained")
    sources = [(type(source).__name__, source) for source in model.layers]
    return read_chain(sources, tuple(model.inputs[0].shape[1:]), tuple(model.outputs[0].shape[1:]))


def read_chain(
    sources: Iterable[tuple[str, Any]], shape: tuple[int, ...], output_shape: tuple[int, ...] | None = None
) -> Network:
    """Read layers one after the other.

    Args:
        sources: the name of each layer's class, and the layer: an object with the settings of a Keras layer
            as attributes, and `get_weights()`.
        shape: of the input, without the batch axis.
        output_shape: what must come out at the end, if that is known.

    Raises:
        ValueError: see `read`.
    """
    layers: list[Layer] = []
    for kind, source in sources:
        if kind == "InputLayer":
            continue
        if kind not in _READERS:
            raise ValueError(f"the layer {source.name!r} is a {kind}, which cannot be explained here")
        layers.append(_READERS[kind](source, shape))
        shape = layers[-1].output_shape
    if not layers or shape != (output_shape or shape):
        raise ValueError("the network's layers do not form a chain")
    return Network(tuple(layers))


def _convolution(source: Any, shape: tuple[int, ...]) -> Layer:
    if source.groups != 1:
        raise ValueError(f"the convolution {source.name!r} is grouped, which cannot be explained here")
    kernel, bias = _weights(source)
    window = tuple(kernel.shape[:2])
    settings = _sliding(source, shape, window, tuple(source.dilation_rate))
    settings["output_shape"] = (*settings["output_shape"], kernel.shape[3])
    activation = _function(source, source.activation)
    return Convolution(source.name, shape, activation=activation, kernel=kernel, bias=bias, **settings)


def _pooling(kind: type[Sliding]) -> Callable[[Any, tuple[int, ...]], Layer]:
    def read_pooling(source: Any, shape: tuple[int, ...]) -> Layer:
        settings = _sliding(source, shape, tuple(source.pool_size), (1, 1))
        settings["output_shape"] = (*settings["output_shape"], shape[2])
        return kind(source.name, shape, **settings)

    return read_pooling


def _sliding(source: Any, shape: tuple[int, ...], window: tuple[int, ...], dilation: tuple[int, ...]) -> dict[str, Any]:
    """Return the settings that convolution and pooling share; output_shape lacks its channels."""
    if source.data_format != "channels_last":
        raise ValueError(f"the layer {source.name!r} has its channels first; only channels last is explained")
    strides = tuple(source.strides)
    rows, columns = (
        place(size, w, s, source.padding, d) for size, w, s, d in zip(shape[:2], window, strides, dilation, strict=True)
    )
    return {
        "output_shape": (rows.places, columns.places),
        "window": window,
        "strides": strides,
        "dilation": dilation,
        "pads": (rows.before, columns.before),
    }


def _dense(source: Any, shape: tuple[int, ...]) -> Layer:
    if len(shape) != 1:
        raise ValueError(f"the dense layer {source.name!r} is fed with maps; flatten them first")
    kernel, bias = _weights(source)
    activation = _function(source, source.activation)
    if activation == "softmax":
        raise ValueError(f"{source.name!r} has its softmax within; only a softmax layer of its own is explained")
    return Dense(source.name, shape, (kernel.shape[1],), activation, kernel, bias)


def _weights(source: Any) -> tuple[np.ndarray, np.ndarray | None]:
    kernel, *biases = (np.array(values, np.float32) for values in source.get_weights())
    return kernel, biases[0] if biases else None


def _activation(source: Any, shape: tuple[int, ...]) -> Layer:
    function = _function(source, source.activation)
    if function == "softmax" and len(shape) != 1:
        raise ValueError(f"the softmax {source.name!r} does not run over a row of numbers")
    return Activation(source.name, shape, shape, function)


def _relu(source: Any, shape: tuple[int, ...]) -> Layer:
    if source.max_value is not None or source.negative_slope or source.threshold:
        raise ValueError(f"the ReLU {source.name!r} is not max(0, x), which cannot be explained here")
    return Activation(source.name, shape, shape, "relu")


def _softmax(source: Any, shape: tuple[int, ...]) -> Layer:
    if len(shape) != 1 or source.axis not in (-1, 1):
        raise ValueError(f"the softmax {source.name!r} does not run over a row of numbers")
    return Activation(source.name, shape, shape, "softmax")


def _function(source: Any, function: Any) -> str:
    name = getattr(function, "__name__", str(function))
    if name not in ACTIVATIONS:
        raise ValueError(f"the layer {source.name!r} uses {name}, which cannot be explained here")
    return name


def _flatten(source: Any, shape: tuple[int, ...]) -> Layer:
    return Flatten(source.name, shape, (int(np.prod(shape)),))


def _identity(source: Any, shape: tuple[int, ...]) -> Layer:
    return Identity(source.name, shape, shape)


# By class name, so that this module need not import Keras, which takes seconds.
_READERS: dict[str, Callable[[Any, tuple[int, ...]], Layer]] = {
    "Conv2D": _convolution,
    "MaxPooling2D": _pooling(MaxPooling),
    "AveragePooling2D": _pooling(AveragePooling),
    "ReLU": _relu,
    "Softmax": _softmax,
    "Activation": _activation,
    "Flatten": _flatten,
    "Dense": _dense,
    "Dropout": _identity,
}
