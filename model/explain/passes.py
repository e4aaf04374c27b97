"""Run a network forward and backward in NumPy, layer by layer; what each does is in `layers.py`.

Forward gives each layer's output; backward carries a gradient from a layer back to the drawing, by
the chain rule (Rumelhart, Hinton and Williams, 1986). Nothing is learned here: gradients are for
explaining. The compiled network in `recognizer.py` is what answers; this one can be read.
"""

from collections.abc import Mapping

import numpy as np

from model.explain.graph import INPUT, Network
from model.explain.layers import Layer

CHUNK = 32
"""Images unrolled at a time: a convolution's patches then stay within a few megabytes."""


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
        value = outputs[layer.name] = layer.output(value)
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
        gradient = layer.gradient(outputs[before], outputs[layer.name], gradient)
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


def _run(layers: tuple[Layer, ...], value: np.ndarray) -> np.ndarray:
    for layer in layers:
        value = layer.output(value)
    return value
