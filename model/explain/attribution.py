"""Which pixels an answer rests on: Grad-CAM, occlusion, and each pixel's evidence.

Three answers to one question, and they need not agree: Grad-CAM asks a layer's maps, occlusion asks
what happens without a part of the drawing, evidence takes the network's own sum apart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from model.explain.graph import INPUT, Network
from model.explain.layers import gradient_of_activation
from model.explain.passes import logit_gradients, with_batch
from model.explain.receptive_field import Region, spread_over_drawing

Predict = Callable[[np.ndarray], np.ndarray]
"""Images float32 (n, 28, 28) to probabilities (n, 10)."""


@dataclass(frozen=True, eq=False)
class GradCam:
    """Where a layer's maps speak for a digit.

    `weights` (channels,) say how much each map counts: the mean of its gradient. `heat` (height,
    width) is max(0, Σ weight × map). `on_drawing` (28, 28) is the same laid over the drawing, its
    largest value 1. Where nothing speaks for the digit, `is_empty` and all of it is zero.
    """

    layer: str
    digit: int
    weights: np.ndarray
    heat: np.ndarray
    on_drawing: np.ndarray
    logit: float
    is_empty: bool


@dataclass(frozen=True, eq=False)
class Occlusion:
    """What covering a part of the drawing does to a digit's probability.

    `drop` float32 (28, 28): by how much it falls, averaged over the patches that cover a pixel;
    negative where covering helps. `probability` is that of the whole drawing, `lowest` what is left
    of it with `patch` covered, the patch that costs most.
    """

    digit: int
    drop: np.ndarray
    probability: float
    lowest: float
    patch: Region


@dataclass(frozen=True, eq=False)
class Evidence:
    """A digit's logit, taken apart: Σ pixels + bias + remainder = logit.

    `weights` float32 (28, 28): by how much the logit would grow per unit of ink in each pixel, as
    long as the same neurons stay active. `pixels` = weights × drawing: what each pixel's ink adds.
    `bias_by_layer`: what each layer's biases add. `remainder` is 0 but for rounding if the network
    is piecewise linear (`is_exact`); with tanh it is what straight lines miss. With a `rival`,
    everything is about the digit's logit less the rival's.
    """

    digit: int
    rival: int | None
    weights: np.ndarray
    pixels: np.ndarray
    bias_by_layer: dict[str, float]
    bias: float
    logit: float
    remainder: float
    is_exact: bool


def grad_cam(
    network: Network, outputs: Mapping[str, np.ndarray], pixels: np.ndarray, layer: str, digit: int
) -> GradCam:
    """Explain a digit by the maps of one layer (Selvaraju et al., 2017).

    Args:
        network: the network.
        outputs: {layer name: array without batch axis}, as `Recognizer.look` returns it.
        pixels: float32 (28, 28): the drawing those outputs belong to.
        layer: name of a layer that puts out maps; the last ones say most.
        digit: the class to explain, whether or not the network chose it.

    Raises:
        ValueError: there is no such layer or class, or the layer's output is no map.
    """
    if not network[layer].is_spatial:
        raise ValueError(f"the output of {layer} is a row of numbers: Grad-CAM needs maps")
    batch = with_batch(network, outputs, pixels)
    weights = logit_gradients(network, batch, digit)[layer][0].mean(axis=(0, 1))
    heat = np.maximum(batch[layer][0] @ weights, 0)
    spread = spread_over_drawing(network, layer, heat)
    peak = float(spread.max())
    # Tiny peaks are divided in double precision: 1 / 1e-39 overflows in single.
    on_drawing = (spread.astype(np.float64) / peak).astype(np.float32) if peak > 0 else np.zeros_like(spread)
    logit = float(batch[network.layers[network.logits].name][0, digit])
    return GradCam(layer, digit, weights, heat, on_drawing, logit, is_empty=peak <= 0)


def occlusion(
    pixels: np.ndarray, digit: int, predict: Predict, size: int = 5, step: int = 2, fill: float = 0.0
) -> Occlusion:
    """Cover the drawing part by part and watch a digit's probability (Zeiler and Fergus, 2014).

    Args:
        pixels: float32 (28, 28) in [0, 1].
        digit: the class to watch.
        predict: asked once, for all patches together.
        size: pixels along each edge of the patch.
        step: pixels from one patch to the next.
        fill: what patches are filled with; 0 is paper, which rubs ink out.

    Raises:
        ValueError: size or step is below 1.
    """
    if size < 1 or step < 1:
        raise ValueError(f"the patch's size and step must be at least 1, not {size} and {step}")
    pixels = np.asarray(pixels, np.float32)
    regions = _patches(pixels.shape, size, step)
    covers = np.zeros((len(regions), *pixels.shape), bool)
    for cover, region in zip(covers, regions, strict=True):
        cover[region.top : region.bottom, region.left : region.right] = True
    covered = np.where(covers, np.float32(fill), pixels)
    # A patch of paper on paper changes nothing, and need not be asked about.
    differs = (covered != pixels).any(axis=(1, 2))
    answers = np.asarray(predict(np.concatenate([pixels[None], covered[differs]])))[:, digit]
    probability = float(answers[0])
    left = np.full(len(regions), answers[0], np.float32)
    left[differs] = answers[1:]
    times = covers.sum(axis=0)
    # A step wider than the patch leaves pixels that no patch covers: they lose nothing.
    drop = np.tensordot(answers[0] - left, covers.astype(np.float32), 1) / np.maximum(times, 1)
    worst = int(left.argmin())
    return Occlusion(digit, drop.astype(np.float32), probability, float(left[worst]), regions[worst])


def evidence(
    network: Network,
    outputs: Mapping[str, np.ndarray],
    pixels: np.ndarray,
    digit: int,
    rival: int | None = None,
) -> Evidence:
    """Take a digit's logit apart into what each pixel and each layer's biases add to it.

    A network of ReLUs and maxima is linear as long as the same units win: its logit is the gradient
    times the drawing, plus each bias times its own gradient (Srinivas and Fleuret, 2019). For a
    dense network with ReLUs this "gradient × input" is exact, not an approximation.

    Args:
        network: the network.
        outputs: {layer name: array without batch axis}, as `Recognizer.look` returns it.
        pixels: float32 (28, 28): the drawing those outputs belong to.
        digit: the class to explain.
        rival: explain why `digit` and not this class; None for the digit alone.

    Raises:
        ValueError: there is no such class.
    """
    batch = with_batch(network, outputs, pixels)
    gradients = logit_gradients(network, batch, digit, rival)
    weights = gradients[INPUT].reshape(np.shape(pixels))
    by_pixel = weights * np.asarray(pixels, np.float32)
    read = network.layers[: network.logits + 1]
    bias_by_layer = {}
    for layer in (layer for layer in read if layer.bias is not None):
        gradient = gradient_of_activation(layer.activation, batch[layer.name], gradients[layer.name])
        bias_by_layer[layer.name] = float((gradient * layer.bias).sum(dtype=np.float64))
    logits = batch[read[-1].name][0]
    logit = float(logits[digit]) - (float(logits[rival]) if rival is not None else 0.0)
    bias = sum(bias_by_layer.values())
    return Evidence(
        digit=digit,
        rival=rival,
        weights=weights,
        pixels=by_pixel,
        bias_by_layer=bias_by_layer,
        bias=bias,
        logit=logit,
        remainder=logit - bias - float(by_pixel.sum(dtype=np.float64)),
        is_exact=all(layer.activation in ("linear", "relu") for layer in read),
    )


def _patches(shape: tuple[int, int], size: int, step: int) -> list[Region]:
    """Return where patches lie, cut off at the borders; the first ones stand half outside."""
    height, width = shape
    tops, lefts = (range(-(size // 2), edge - size // 2, step) for edge in (height, width))
    return [
        Region(INPUT, max(top, 0), max(left, 0), min(top + size, height), min(left + size, width))
        for top in tops
        for left in lefts
    ]
