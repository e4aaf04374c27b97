"""Small networks with every kind of layer, and what is to be said about their units: for the golden files."""

import base64
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

import numpy as np

from model.explain.arithmetic import explain_unit
from model.explain.graph import Network
from model.explain.layers import (
    Activation,
    AveragePooling,
    Convolution,
    Dense,
    Flatten,
    Identity,
    Layer,
    MaxPooling,
)
from model.explain.passes import answers, forward
from model.explain.receptive_field import receptive_field
from model.explain.surgery import probabilities_without
from model.explain.units import Unit
from model.explain.windows import place
from model.networks.browser_weights import pack

PICTURES = 3
"""How many images each network reads."""


def make_networks() -> list[dict]:
    """Return a case for each network: its description and weights, images, and what Python makes of them."""
    random = np.random.default_rng(5)
    return [_case(name, network, random) for name, network in _networks(random).items()]


def _networks(random: np.random.Generator) -> dict[str, Network]:
    """Two chains in which every kind of layer, setting, activation and form of a tensor occurs."""
    odd = [
        partial(_convolution, filters=3, window=(3, 5), strides=(2, 1), same=True, activation="relu"),
        partial(_pooling, kind=MaxPooling, window=(3, 2), strides=(2, 2), same=True),
        partial(_plain, kind=Identity),
        partial(_convolution, filters=5, window=(3, 3), dilation=(2, 2), bias=False),
        partial(_plain, kind=Activation, activation="sigmoid"),
        partial(_pooling, kind=AveragePooling, window=(2, 2), strides=(2, 2), same=True),
        partial(_plain, kind=Flatten),
        partial(_dense, units=6, activation="tanh"),
        partial(_dense, units=10),
        partial(_plain, kind=Activation, activation="softmax"),
    ]
    plain = [
        partial(_convolution, filters=2, window=(3, 3), activation="sigmoid"),
        partial(_pooling, kind=AveragePooling, window=(2, 2), strides=(2, 2)),
        partial(_convolution, filters=3, window=(3, 3), same=True),
        partial(_plain, kind=Activation, activation="relu"),
        partial(_pooling, kind=MaxPooling, window=(3, 3), strides=(3, 3)),
        partial(_plain, kind=Flatten),
        partial(_plain, kind=Flatten),
        partial(_dense, units=7, activation="sigmoid"),
        partial(_plain, kind=Activation, activation="tanh"),
        partial(_dense, units=10, bias=False),
        partial(_plain, kind=Activation, activation="softmax"),
    ]
    return {name: _chain(steps, random) for name, steps in (("odd", odd), ("plain", plain))}


def _chain(steps: list, random: np.random.Generator) -> Network:
    layers: list[Layer] = []
    for number, step in enumerate(steps):
        shape = layers[-1].output_shape if layers else (28, 28, 1)
        layers.append(step(f"layer{number}", shape, random))
    return Network(tuple(layers))


def _weights(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Random weights that are exact in int8 times a power of two, in float16, or in neither."""
    values = random.normal(0, np.sqrt(2 / np.prod(shape[:-1])) if len(shape) > 1 else 0.2, shape)
    form = random.integers(3)
    if form == 0:
        return (np.rint(values * 64) / 64).clip(-1.5, 1.5).astype(np.float32)
    return values.astype(np.float16 if form == 1 else np.float32).astype(np.float32)


def _convolution(name, shape, random, filters, window, strides=(1, 1), dilation=(1, 1), same=False, **more):
    kernel = _weights((*window, shape[2], filters), random)
    bias = _weights((filters,), random) if more.pop("bias", True) else None
    places, pads = _sizes(shape, window, strides, dilation, same)
    settings = {"window": window, "strides": strides, "dilation": dilation, "pads": pads, **more}
    return Convolution(name, shape, (*places, filters), kernel=kernel, bias=bias, **settings)


def _pooling(name, shape, random, kind, window, strides, same=False):
    places, pads = _sizes(shape, window, strides, (1, 1), same)
    return kind(name, shape, (*places, shape[2]), window=window, strides=strides, pads=pads)


def _sizes(shape, window, strides, dilation, same):
    padding = "same" if same else "valid"
    each = zip(shape[:2], window, strides, dilation, strict=True)
    rows, columns = (place(n, k, stride, padding, gap) for n, k, stride, gap in each)
    return (rows.places, columns.places), (rows.before, columns.before)


def _dense(name, shape, random, units, bias=True, activation="linear"):
    kernel = _weights((shape[0], units), random)
    biases = _weights((units,), random) if bias else None
    return Dense(name, shape, (units,), activation, kernel, biases)


def _plain(name, shape, random, kind, activation="linear"):
    output = (int(np.prod(shape)),) if kind is Flatten else shape
    return kind(name, shape, output, activation)


def _case(name: str, network: Network, random: np.random.Generator) -> dict:
    images = _images(random)
    description, content = pack(network, name)
    outputs = forward(network, images)
    return {
        "description": description,
        "weights": base64.b64encode(content).decode(),
        "images": floats(images),
        "outputs": {layer.name: floats(outputs[layer.name]) for layer in network.layers},
        "muted": list(_muted(network, images, random)),
        "units": list(_units(network, outputs, images, random)),
    }


def _images(random: np.random.Generator) -> np.ndarray:
    """Float32 (PICTURES, 28, 28) with soft ink in the middle and black around it; the last is empty."""
    images = np.zeros((PICTURES, 28, 28), np.float32)
    images[:-1, 5:22, 6:23] = np.maximum(random.uniform(-1, 1, (PICTURES - 1, 17, 17)), 0)
    return images


def _muted(network: Network, images: np.ndarray, random: np.random.Generator) -> Iterator[dict]:
    """Each layer with filters without some of them, and all such layers at once."""
    every = {
        layer.name: sorted(random.choice(layer.output_shape[-1], 2, replace=False).tolist())
        for layer in network.layers
        if layer.kernel is not None
    }
    for muted in [*({name: filters} for name, filters in every.items()), every, {}]:
        found = probabilities_without(network, images, muted) if muted else answers(network, images)
        yield {"filters": muted, "answers": floats(found)}


def _units(network: Network, outputs: dict, images: np.ndarray, random: np.random.Generator) -> Iterator[dict]:
    """Units of every layer, those in the corners among them, where padding shows."""
    for number in range(PICTURES):
        own = {name: values[number] for name, values in outputs.items()}
        for layer in network.layers:
            shape = np.array(layer.output_shape)
            for position in (0 * shape, shape - 1, random.integers(shape), random.integers(shape)):
                place = tuple(int(i) for i in position)
                unit = explain_unit(network, own, images[number], layer.name, place, largest=5)
                yield {
                    "image": number,
                    "unit": _plain_json(unit),
                    "steps": list(unit.steps),
                    "field": [asdict(region) for region in receptive_field(network, layer.name, place)],
                    "filter": _filter(network, layer, place[-1]),
                }


def _filter(network: Network, layer: Layer, channel: int) -> dict | None:
    """The weights that made a map or a number: of the last filters, if nothing mixed maps after them."""
    before = network.layers[: network.index(layer.name) + 1]
    filters = [other for other in before if other.kernel is not None]
    mixed = [other for other in before if isinstance(other, Flatten) or other.activation == "softmax"]
    if not filters or any(before.index(other) > before.index(filters[-1]) for other in mixed):
        return None
    source = filters[-1]
    weights = source.kernel[..., channel]
    flatten = before[before.index(source) - 1]
    maps = flatten.input_shape if isinstance(flatten, Flatten) and len(flatten.input_shape) == 3 else None
    shape = weights.shape if isinstance(source, Convolution) else maps or (1, weights.size, 1)
    bias = None if source.bias is None else float(source.bias[channel])
    content = {"shape": list(shape), "weights": floats(weights), "bias": bias}
    return {"layer": source.name, "kind": source.kind, **content}


def _plain_json(unit: Unit) -> dict:
    """A unit's fields in camel case, its arrays as flat lists, NaN as None."""
    kind = type(unit).__name__.removesuffix("Unit").lower()
    fields = {camel(name): _plain_value(value) for name, value in asdict(unit).items()}
    return {"kind": kind, **fields}


def _plain_value(value):
    if isinstance(value, np.ndarray):
        return [None if number != number else number for number in value.ravel().tolist()]
    return value


def camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def floats(values: np.ndarray) -> str:
    """Float32 numbers in C order, little-endian, as base64."""
    return base64.b64encode(np.asarray(values, "<f4").tobytes()).decode()
