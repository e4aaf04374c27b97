"""Read a Keras model into plain layers: names, shapes, weights and windows, as NumPy arrays.

Everything that explains a network works on what is read here, so that it needs no Keras and knows no
layer by name. Only chains can be read, each layer fed by the one before: no branches, no skips.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.explain.windows import place

INPUT = "input"
"""How the drawing itself is called where it stands among the layers."""

ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid", "softmax")


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer, without the batch axis.

    `kind` is "convolution", "max pooling", "average pooling", "activation", "flatten", "dense" or
    "identity" (dropout, which does nothing once training is over). `activation` is the function
    applied last, within this layer: one of `ACTIVATIONS`.

    Arrays are float32: `kernel` is (height, width, channels in, filters) in a convolution and
    (inputs, units) in a dense layer, `bias` is (filters,) or (units,); None where there is none.
    `window`, `strides`, `dilation` and `pads` (zeros added before each axis) are (vertical,
    horizontal); they are (1, 1) and (0, 0) where no window slides.
    """

    name: str
    kind: str
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    activation: str = "linear"
    kernel: np.ndarray | None = None
    bias: np.ndarray | None = None
    window: tuple[int, int] = (1, 1)
    strides: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    pads: tuple[int, int] = (0, 0)

    @property
    def parameters(self) -> int:
        """How many numbers this layer learned."""
        return sum(array.size for array in (self.kernel, self.bias) if array is not None)

    @property
    def is_spatial(self) -> bool:
        """Whether the output is maps (height, width, channels) and not a row of numbers."""
        return len(self.output_shape) == 3

    @property
    def slides(self) -> bool:
        """Whether a window slides over the input: a convolution or a pooling."""
        return self.kind == "convolution" or self.kind.endswith("pooling")

    @property
    def reach(self) -> tuple[int, int]:
        """How many rows and columns of the input the window spans, the gaps of dilation included."""
        (height, width), (down, across) = self.window, self.dilation
        return down * (height - 1) + 1, across * (width - 1) + 1

    @property
    def weights(self) -> np.ndarray:
        """The kernel, where there must be one.

        Raises:
            TypeError: this layer is neither a convolution nor a dense layer.
        """
        if self.kernel is None:
            raise TypeError(f"{self.name} is a layer without weights")
        return self.kernel


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
        if last.kind != "activation" or last.activation != "softmax":
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
    return Layer(source.name, "convolution", shape, activation=activation, kernel=kernel, bias=bias, **settings)


def _pooling(kind: str) -> Callable[[Any, tuple[int, ...]], Layer]:
    def read_pooling(source: Any, shape: tuple[int, ...]) -> Layer:
        settings = _sliding(source, shape, tuple(source.pool_size), (1, 1))
        settings["output_shape"] = (*settings["output_shape"], shape[2])
        return Layer(source.name, kind, shape, **settings)

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
    return Layer(source.name, "dense", shape, (kernel.shape[1],), activation, kernel, bias)


def _weights(source: Any) -> tuple[np.ndarray, np.ndarray | None]:
    kernel, *biases = (np.array(values, np.float32) for values in source.get_weights())
    return kernel, biases[0] if biases else None


def _activation(source: Any, shape: tuple[int, ...]) -> Layer:
    function = _function(source, source.activation)
    if function == "softmax" and len(shape) != 1:
        raise ValueError(f"the softmax {source.name!r} does not run over a row of numbers")
    return Layer(source.name, "activation", shape, shape, function)


def _relu(source: Any, shape: tuple[int, ...]) -> Layer:
    if source.max_value is not None or source.negative_slope or source.threshold:
        raise ValueError(f"the ReLU {source.name!r} is not max(0, x), which cannot be explained here")
    return Layer(source.name, "activation", shape, shape, "relu")


def _softmax(source: Any, shape: tuple[int, ...]) -> Layer:
    if len(shape) != 1 or source.axis not in (-1, 1):
        raise ValueError(f"the softmax {source.name!r} does not run over a row of numbers")
    return Layer(source.name, "activation", shape, shape, "softmax")


def _function(source: Any, function: Any) -> str:
    name = getattr(function, "__name__", str(function))
    if name not in ACTIVATIONS:
        raise ValueError(f"the layer {source.name!r} uses {name}, which cannot be explained here")
    return name


def _flatten(source: Any, shape: tuple[int, ...]) -> Layer:
    return Layer(source.name, "flatten", shape, (int(np.prod(shape)),))


def _identity(source: Any, shape: tuple[int, ...]) -> Layer:
    return Layer(source.name, "identity", shape, shape)


# By class name, so that this module need not import Keras, which takes seconds.
_READERS: dict[str, Callable[[Any, tuple[int, ...]], Layer]] = {
    "Conv2D": _convolution,
    "MaxPooling2D": _pooling("max pooling"),
    "AveragePooling2D": _pooling("average pooling"),
    "ReLU": _relu,
    "Softmax": _softmax,
    "Activation": _activation,
    "Flatten": _flatten,
    "Dense": _dense,
    "Dropout": _identity,
}
