"""A Keras graph becomes a table: its layers in blocks, with shapes, parameters and multiplications.

Everything is read from the graph's shapes; no variable needs a value.
"""

import math
import re
from collections.abc import Sequence
from typing import Any

import keras
from keras import layers

from model.networks.famous.catalogue import Part

KINDS = {
    layers.Conv2D: "convolution",
    layers.DepthwiseConv2D: "depthwise convolution",
    layers.Conv2DTranspose: "transposed convolution",
    layers.Dense: "dense",
    layers.MaxPooling2D: "max pooling",
    layers.AveragePooling2D: "average pooling",
    layers.GlobalAveragePooling2D: "global average pooling",
    layers.BatchNormalization: "batch normalisation",
    layers.Normalization: "normalisation",
    layers.Rescaling: "rescaling",
    layers.ZeroPadding2D: "zero padding",
    layers.Cropping2D: "cropping",
    layers.Flatten: "flatten",
    layers.Reshape: "reshape",
    layers.Dropout: "dropout",
    layers.Add: "addition",
    layers.Multiply: "multiplication",
    layers.Concatenate: "concatenation",
}
ACTIVATIONS = {"relu": "ReLU", "silu": "swish", "tanh": "tanh", "softmax": "softmax", "sigmoid": "sigmoid"}
WEIGHTED = ("convolution", "depthwise convolution", "transposed convolution", "dense")


def read(model: keras.Model, parts: Sequence[Part]) -> dict[str, Any]:
    """Return a network's table as plain JSON values.

    Args:
        model: a functional model with one input and one output, with or without values.
        parts: its blocks; every layer but the input belongs to exactly one.

    Returns:
        {"input": shape, "parameters": all, "not_trained": those that no gradient changes,
        "extra_biases": biases of convolutions that batch normalisation makes needless,
        "multiplications": for one picture, "weighted": how many convolutions and dense layers,
        "blocks": [{"name", "kind", "times", "shape", "parameters", "multiplications", "layers": [row]}]}.
        A row is {"name", "kind", "shape", "parameters", "multiplications"}, with "arrays" (the shapes of
        what holds the parameters), "kernel", "stride", "groups" and "activation" where there are any.
        Shapes leave out the batch.

    Raises:
        ValueError: a layer of unknown kind, or one that belongs to no part or to several.
    """
    computing = [layer for layer in model.layers if not isinstance(layer, layers.InputLayer)]
    rows = {layer.name: _row(layer) for layer in computing}
    members: dict[str, list[str]] = {part.name: [] for part in parts}
    for layer in computing:
        members[_part_of(layer.name, parts).name].append(layer.name)
    return {
        "input": list(model.input_shape[1:]),
        "parameters": count(model.weights),
        "not_trained": count(model.non_trainable_weights),
        "extra_biases": _extra_biases(model),
        "multiplications": sum(row["multiplications"] for row in rows.values()),
        "weighted": sum(row["kind"] in WEIGHTED for row in rows.values()),
        "blocks": [_block(part, [rows[name] for name in members[part.name]]) for part in parts],
    }


def count(variables: Sequence[keras.Variable]) -> int:
    """How many numbers variables hold, or would hold."""
    return sum(math.prod(variable.shape) for variable in variables)


def _part_of(name: str, parts: Sequence[Part]) -> Part:
    found = [part for part in parts if re.fullmatch(part.pattern, name)]
    if len(found) != 1:
        raise ValueError(f"layer {name!r} belongs to {len(found)} parts")
    return found[0]


def _block(part: Part, rows: list[dict[str, Any]]) -> dict[str, Any]:
    matches = (re.fullmatch(part.pattern, row["name"]) for row in rows)
    units = {match[1] for match in matches if match and match.re.groups and match[1]}
    return {
        "name": part.name,
        "kind": part.kind,
        "times": max(1, len(units)),
        "shape": rows[-1]["shape"],
        "parameters": sum(row["parameters"] for row in rows),
        "multiplications": sum(row["multiplications"] for row in rows),
        "layers": rows,
    }


def _row(layer: keras.Layer) -> dict[str, Any]:
    row = {
        "name": layer.name,
        "kind": _kind(layer),
        "shape": list(layer.output.shape[1:]),
        "parameters": count(layer.weights),
        "multiplications": multiplications(layer),
    }
    if layer.weights:
        row["arrays"] = [list(variable.shape) for variable in layer.weights]
    size = getattr(layer, "kernel_size", None) or getattr(layer, "pool_size", None)
    if size:
        row |= {"kernel": list(size), "stride": list(layer.strides)}
    if getattr(layer, "groups", 1) > 1:
        row["groups"] = layer.groups
    inner = getattr(getattr(layer, "activation", None), "__name__", "linear")
    if row["kind"] in WEIGHTED and inner != "linear":
        row["activation"] = ACTIVATIONS[inner]
    return row


def _kind(layer: keras.Layer) -> str:
    if isinstance(layer, layers.ReLU):
        return "ReLU"
    if isinstance(layer, layers.Softmax):
        return "softmax"
    if isinstance(layer, layers.Activation):
        return ACTIVATIONS[layer.activation.__name__]
    try:
        return KINDS[type(layer)]
    except KeyError:
        raise ValueError(f"layer {layer.name!r} is of a kind not known here: {type(layer).__name__}") from None


def multiplications(layer: keras.Layer) -> int:
    """How many numbers a convolution or dense layer multiplies by its weights for one picture; else 0.

    A convolution uses each weight once per place of its output, a transposed one once per place of its
    input, a dense layer once.
    """
    if isinstance(layer, layers.Dense):
        return math.prod(layer.kernel.shape)
    if isinstance(layer, layers.Conv2DTranspose):
        return math.prod(layer.input.shape[1:3]) * math.prod(layer.kernel.shape)
    if isinstance(layer, layers.Conv2D | layers.DepthwiseConv2D):
        return math.prod(layer.output.shape[1:3]) * math.prod(layer.kernel.shape)
    return 0


def _extra_biases(model: keras.Model) -> int:
    """Biases of convolutions that feed batch normalisation, whose own shift makes them needless."""
    normalised = {id(layer.input) for layer in model.layers if isinstance(layer, layers.BatchNormalization)}
    convolutions = (layer for layer in model.layers if isinstance(layer, layers.Conv2D))
    return sum(count([c.bias]) for c in convolutions if c.bias is not None and id(c.output) in normalised)
