"""Run a network forward and backward in NumPy: every layer kind in a few lines.

Forward gives each layer's output; backward carries a gradient from a layer back to the drawing, by
the chain rule (Rumelhart, Hinton and Williams, 1986). Nothing is learned here: gradients are for
explaining. The compiled network in `recognizer.py` is what answers; this one can be read.
"""

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np

from model.explain.graph import INPUT, Layer, Network
from model.explain.windows import border

CHUNK = 32
"""Images unrolled at a time: a convolution's patches then stay within a few megabytes."""

PIECE = 250_000
"""Multiplications per matrix product. Above 262,144 OpenBLAS, NumPy's library for products, wakes
threads for each product; where other work keeps the cores busy, waiting for them took 36 ms for one
image. Without them it takes under 1 ms, and never much longer."""


def forward(network: Network, images: np.ndarray) -> dict[str, np.ndarray]:
    """Run images through the whole network and keep every layer's output.

    Args:
        network: the network.
        images: float32 (n, 28, 28), (n, 28, 28, 1), or whatever the network's input is.

    Returns:
        {"input": ..., layer name: float32 (n, ...), ...}, in the layers' order.
    """
    value = as_input(network, images)
    outputs = {INPUT: value}
    for layer in network.layers:
        value = outputs[layer.name] = apply(layer, value)
    return outputs


def answers(network: Network, images: np.ndarray, start: int = 0, stop: int | None = None) -> np.ndarray:
    """Run the layers from index `start` up to `stop` (excluded) and keep the last output only.

    Args:
        network: the network.
        images: (n, ...): what layer `start` reads; for layer 0, (n, 28, 28) will do.
        start, stop: which layers to run; to the end if `stop` is None.

    Returns:
        float32 (n, ...): what the last of these layers says; probabilities if it ends the network.
    """
    value = as_input(network, images) if start == 0 else images
    parts = [_run(network.layers[start:stop], value[at : at + CHUNK]) for at in range(0, len(value), CHUNK)]
    return np.concatenate(parts) if parts else _run(network.layers[start:stop], value)


def backward(
    network: Network, outputs: Mapping[str, np.ndarray], gradient: np.ndarray, start: int
) -> dict[str, np.ndarray]:
    """Carry the gradient of some number back through the network.

    Args:
        network: the network.
        outputs: what `forward` returned.
        gradient: (n, ...): the gradient of that number with respect to the output of layer `start`.
        start: index of the layer to begin with.

    Returns:
        {layer name: (n, ...)} for that layer and all before it, and "input": the gradient with
        respect to each one's output.
    """
    gradients = {network.layers[start].name: gradient}
    for index in range(start, -1, -1):
        layer = network.layers[index]
        before = network.layers[index - 1].name if index else INPUT
        gradient = gradient_of_input(layer, outputs[before], outputs[layer.name], gradient)
        gradients[before] = gradient
    return gradients


def logit_gradients(
    network: Network, outputs: Mapping[str, np.ndarray], digit: int, rival: int | None = None
) -> dict[str, np.ndarray]:
    """Return the gradient of a digit's logit with respect to every layer's output up to the logits.

    Args:
        network: the network.
        outputs: what `forward` returned.
        digit: the class.
        rival: another class, whose logit is taken off first; None for none.

    Returns:
        As `backward`.

    Raises:
        ValueError: there is no such class.
    """
    logits = network.layers[network.logits]
    for known in (digit, digit if rival is None else rival):
        if not 0 <= known < logits.output_shape[0]:
            raise ValueError(f"the network knows no class {known}")
    one = np.zeros_like(outputs[logits.name])
    one[:, digit] = 1
    if rival is not None:
        one[:, rival] -= 1
    return backward(network, outputs, one, network.logits)


def with_batch(network: Network, outputs: Mapping[str, np.ndarray], pixels: np.ndarray) -> dict[str, np.ndarray]:
    """Turn one image's outputs, as `Recognizer.look` returns them, into what `forward` returns."""
    return {INPUT: as_input(network, np.asarray(pixels)[None])} | {
        layer.name: np.asarray(outputs[layer.name])[None] for layer in network.layers
    }


def as_input(network: Network, images: np.ndarray) -> np.ndarray:
    """Return images as float32 (n, height, width, channels), whether or not they had a channel axis."""
    images = np.asarray(images, np.float32)
    if images.shape[1:] == network.input_shape[:2] and network.input_shape[2:] == (1,):
        images = images[..., None]
    if images.shape[1:] != network.input_shape:
        raise ValueError(f"the network reads (n, {network.input_shape}), not {images.shape}")
    return images


def apply(layer: Layer, x: np.ndarray) -> np.ndarray:
    """Return a layer's output for the input x, float32 (n, ...)."""
    if layer.kind == "convolution":
        y = _convolve(layer, x)
    elif layer.kind == "dense":
        y = _add_bias(layer, _multiply(x, layer.weights))
    elif layer.kind == "max pooling":
        y = _pool_max(layer, x)
    elif layer.kind == "average pooling":
        y = _pool_average(layer, x)
    elif layer.kind == "flatten":
        y = x.reshape(len(x), *layer.output_shape)
    else:
        y = x
    return activate(layer.activation, y)


def gradient_of_input(layer: Layer, x: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Return the gradient with respect to a layer's input x, from that of its output y = apply(layer, x)."""
    gradient = gradient_of_activation(layer.activation, y, gradient)
    if layer.kind == "convolution":
        return _convolve_back(layer, x, gradient)
    if layer.kind == "dense":
        return _multiply(gradient, layer.weights.T)
    if layer.kind == "max pooling":
        return _pool_max_back(layer, x, y, gradient)
    if layer.kind == "average pooling":
        return _pool_average_back(layer, x, gradient)
    return gradient.reshape(x.shape)


def activate(function: str, x: np.ndarray) -> np.ndarray:
    """Apply an activation function, one of `graph.ACTIVATIONS`; softmax runs over the last axis."""
    if function == "relu":
        return np.maximum(x, 0)
    if function == "tanh":
        return np.tanh(x)
    if function == "sigmoid":
        return 0.5 + 0.5 * np.tanh(x / 2)  # the same as 1 / (1 + exp(-x)), without overflow
    if function == "softmax":
        powers = np.exp(x - x.max(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)
    return x


def gradient_of_activation(function: str, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Carry a gradient back through y = activate(function, x); all of these need only y."""
    if function == "relu":
        return gradient * (y > 0)
    if function == "tanh":
        return gradient * (1 - y**2)
    if function == "sigmoid":
        return gradient * y * (1 - y)
    if function == "softmax":
        return y * (gradient - (gradient * y).sum(axis=-1, keepdims=True))
    return gradient


def _run(layers: tuple[Layer, ...], value: np.ndarray) -> np.ndarray:
    for layer in layers:
        value = apply(layer, value)
    return value


def _pad(layer: Layer, x: np.ndarray, fill: float = 0.0) -> np.ndarray:
    """Add a border so that every place of the window lies within the array."""
    sizes = zip(layer.output_shape[:2], layer.input_shape[:2], layer.reach, layer.strides, strict=True)
    edges = [(before, border(*size) - before) for size, before in zip(sizes, layer.pads, strict=True)]
    if not np.any(edges):
        return x
    return np.pad(x, [(0, 0), *edges, (0, 0)], constant_values=fill)


def _taps(layer: Layer, padded: np.ndarray) -> Iterator[tuple[tuple[int, int], np.ndarray]]:
    """Yield, for each cell (i, j) of the window, what that cell sees at all its places.

    Each is a view (n, out height, out width, channels): a whole convolution is nine of these for a
    3×3 kernel, each multiplied by one weight per channel, and added up.
    """
    height, width = layer.output_shape[:2]
    for i, j in product(range(layer.window[0]), range(layer.window[1])):
        top, left = i * layer.dilation[0], j * layer.dilation[1]
        rows = slice(top, top + (height - 1) * layer.strides[0] + 1, layer.strides[0])
        columns = slice(left, left + (width - 1) * layer.strides[1] + 1, layer.strides[1])
        yield (i, j), padded[:, rows, columns, :]


def _convolve(layer: Layer, x: np.ndarray) -> np.ndarray:
    """Lay out all patches as rows of one matrix and multiply it by the kernels: "im2col"."""
    *window, channels, filters = layer.weights.shape
    patches = np.empty((len(x), *layer.output_shape[:2], *window, channels), x.dtype)
    for (i, j), seen in _taps(layer, _pad(layer, x)):
        patches[:, :, :, i, j, :] = seen
    rows = patches.reshape(-1, window[0] * window[1] * channels)
    sums = _multiply(rows, layer.weights.reshape(-1, filters))
    return _add_bias(layer, sums).reshape(len(x), *layer.output_shape)


def _multiply(rows: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return rows @ matrix, a few rows at a time; see `PIECE`."""
    step = max(1, PIECE // matrix.size)
    result = np.empty((len(rows), matrix.shape[1]), np.result_type(rows, matrix))
    for at in range(0, len(rows), step):
        np.matmul(rows[at : at + step], matrix, out=result[at : at + step])
    return result


def _add_bias(layer: Layer, sums: np.ndarray) -> np.ndarray:
    return sums if layer.bias is None else sums + layer.bias


def _convolve_back(layer: Layer, x: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    filters = layer.weights.shape[3]
    padded = np.zeros_like(_pad(layer, x))
    for (i, j), seen in _taps(layer, padded):
        seen += _multiply(gradient.reshape(-1, filters), layer.weights[i, j].T).reshape(seen.shape)
    return _crop(layer, padded)


def _pool_max(layer: Layer, x: np.ndarray) -> np.ndarray:
    seen = (values for _, values in _taps(layer, _pad(layer, x, -np.inf)))
    largest = next(seen).copy()
    for values in seen:
        np.maximum(largest, values, out=largest)
    return largest


def _pool_max_back(layer: Layer, x: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """All of the gradient goes to the cell that won; the first one, where several are equal."""
    padded = _pad(layer, x, -np.inf)
    back = np.zeros_like(padded)
    open_ = np.ones(y.shape, bool)
    for (_, values), (_, seen) in zip(_taps(layer, padded), _taps(layer, back), strict=True):
        won = open_ & (values == y)
        seen += gradient * won
        open_ &= ~won
    return _crop(layer, back)


def _pool_average(layer: Layer, x: np.ndarray) -> np.ndarray:
    total = sum(seen for _, seen in _taps(layer, _pad(layer, x)))
    return total / cells_inside(layer)


def _pool_average_back(layer: Layer, x: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    padded = np.zeros_like(_pad(layer, x))
    for _, seen in _taps(layer, padded):
        seen += gradient / cells_inside(layer)
    return _crop(layer, padded)


def cells_inside(layer: Layer) -> np.ndarray:
    """Return how many cells of the window lie on the input at each place, float32 (height, width, 1).

    The border that padding adds does not count in an average.
    """
    ones = np.ones((1, *layer.input_shape[:2], 1), np.float32)
    return np.sum([seen for _, seen in _taps(layer, _pad(layer, ones))], axis=0)[0]


def _crop(layer: Layer, padded: np.ndarray) -> np.ndarray:
    (top, left), (height, width) = layer.pads, layer.input_shape[:2]
    return padded[:, top : top + height, left : left + width]
