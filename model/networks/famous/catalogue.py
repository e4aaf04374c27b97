"""Which networks are counted: how each graph is built, and which of its layers make which block.

Importing this imports Keras.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import keras
from keras.applications import VGG16, VGG19, EfficientNetB0, ResNet50, ResNet101

from model.networks.architectures import build_lenet5
from model.networks.famous.alexnet import build_alexnet
from model.networks.famous.googlenet import build_googlenet
from model.networks.famous.unet import build_unet


@dataclass(frozen=True)
class Part:
    """A block of a network's diagram.

    `pattern` is a regular expression that the names of its layers match, whole. If it has a group, each
    different text there is one of several equal units, drawn as slabs side by side. `kind` colours it.
    """

    name: str
    kind: str
    pattern: str


@dataclass(frozen=True)
class Graph:
    """How to build a network, and its parts from input to output: every layer belongs to exactly one."""

    build: Callable[[], keras.Model]
    parts: tuple[Part, ...]


def _convolution(name: str, pattern: str) -> Part:
    return Part(name, "convolution", pattern)


def _pooling(name: str, pattern: str) -> Part:
    return Part(name, "pooling", pattern)


def _dense(name: str, pattern: str) -> Part:
    return Part(name, "dense", pattern)


LENET5 = (
    _convolution("C1", "(conv1)|tanh1"),
    _pooling("S2", "pool1"),
    _convolution("C3", "(conv2)|tanh2"),
    _pooling("S4", "pool2"),
    _convolution("C5", "(conv3)|tanh3"),
    _dense("F6", "flatten|(dense1)|tanh4"),
    _dense("Output", "(logits)|probabilities"),
)

ALEXNET = (
    _convolution("Conv 1", "conv1"),
    _pooling("Pool 1", "pool1"),
    _convolution("Conv 2", "conv2"),
    _pooling("Pool 2", "pool2"),
    _convolution("Conv 3 to 5", "(conv[345])"),
    _pooling("Pool 5", "pool5"),
    _dense("FC 6", "flatten|fc6|dropout6"),
    _dense("FC 7", "fc7|dropout7"),
    _dense("FC 8", "fc8"),
)

VGG = (
    *(
        part
        for i in range(1, 6)
        for part in (
            _convolution(f"Block {i}", rf"block{i}_(conv\d)"),
            _pooling(f"Pool {i}", f"block{i}_pool"),
        )
    ),
    _dense("FC 1", "flatten|fc1"),
    _dense("FC 2", "fc2"),
    _dense("Output", "predictions"),
)

GOOGLENET = (
    _convolution("Conv 1", "conv1"),
    _pooling("Pool 1", "pool1"),
    _convolution("Conv 2", "(conv2(?:_reduce)?)"),
    _pooling("Pool 2", "pool2"),
    Part("Inception 3", "inception", "(3[ab])_.*"),
    _pooling("Pool 3", "pool3"),
    Part("Inception 4", "inception", "(4[a-e])_.*"),
    _pooling("Pool 4", "pool4"),
    Part("Inception 5", "inception", "(5[ab])_.*"),
    _pooling("Average", "average|dropout"),
    _dense("Output", "logits"),
)

RESNET = (
    _convolution("Conv 1", "conv1_.*"),
    _pooling("Pool 1", "pool1_.*"),
    *(Part(f"Stage {i}", "residual", rf"conv{i}_(block\d+)_.*") for i in range(2, 6)),
    _pooling("Average", "avg_pool"),
    _dense("Output", "predictions"),
)

EFFICIENTNET = (
    _convolution("Stem", "rescaling|normalization|stem_.*"),
    *(Part(f"Stage {i}", "inverted", rf"block{i}([a-z])_.*") for i in range(1, 8)),
    _convolution("Top", "top_(?!dropout).*"),
    _pooling("Average", "avg_pool|top_dropout"),
    _dense("Output", "predictions"),
)

UNET = (
    *(
        part
        for i in range(1, 5)
        for part in (
            _convolution(f"Down {i}", rf"down{i}_(conv\d)"),
            _pooling(f"Pool {i}", f"pool{i}"),
        )
    ),
    _convolution("Bottom", r"bottom_(conv\d)"),
    *(Part(f"Up {i}", "upward", rf"up{i}_(?:(conv\d)|.*)") for i in range(4, 0, -1)),
    _convolution("Classes", "classes"),
)

GRAPHS = {
    "lenet5": Graph(build_lenet5, LENET5),
    "alexnet": Graph(build_alexnet, ALEXNET),
    "alexnet_one_tower": Graph(partial(build_alexnet, towers=1), ALEXNET),
    "vgg16": Graph(partial(VGG16, weights=None), VGG),
    "vgg19": Graph(partial(VGG19, weights=None), VGG),
    "googlenet": Graph(build_googlenet, GOOGLENET),
    "resnet50": Graph(partial(ResNet50, weights=None), RESNET),
    "resnet101": Graph(partial(ResNet101, weights=None), RESNET),
    "efficientnet": Graph(partial(EfficientNetB0, weights=None), EFFICIENTNET),
    "unet": Graph(build_unet, UNET),
}
"""Networks by the names of their cards; AlexNet twice, as it was and in one tower."""
