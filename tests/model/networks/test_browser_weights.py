"""A network's file for the browser holds every number of it, in the smallest exact form."""

import json

import numpy as np
import pytest

from model.explain.graph import Network
from model.explain.layers import Dense
from model.networks.browser_weights import pack
from tests.support.example_networks import NAMES, network

BYTES = {"int8": 1, "float16": 2, "float32": 4}


def _unpacked(tensor: dict, content: bytes) -> np.ndarray:
    """Read a tensor as the description says."""
    count = int(np.prod(tensor["shape"]))
    kind = {"int8": "i1", "float16": "<f2", "float32": "<f4"}[tensor["dtype"]]
    values = np.frombuffer(content, kind, count, tensor["offset"])
    return (values.astype(np.float64) * tensor["scale"]).astype(np.float32).reshape(tensor["shape"])


def _dense(kernel: np.ndarray) -> Network:
    kernel = np.asarray(kernel, np.float32)
    return Network((Dense("dense", kernel.shape[:1], kernel.shape[1:], kernel=kernel),))


@pytest.mark.parametrize("name", NAMES)
def test_every_number_and_setting_comes_back(name):
    net = network(name)
    description, content = pack(net, name)
    description = json.loads(json.dumps(description))
    assert description["name"] == name and len(description["layers"]) == len(net.layers)
    for own, layer in zip(description["layers"], net.layers, strict=True):
        assert (own["name"], own["kind"], own["activation"]) == (layer.name, layer.kind, layer.activation)
        assert own["inputShape"] == list(layer.input_shape) and own["outputShape"] == list(layer.output_shape)
        for setting in ("window", "strides", "dilation", "pads"):
            assert own[setting] == list(getattr(layer, setting))
        assert own["parameters"] == layer.parameters
        for tensor, values in ((own["kernel"], layer.kernel), (own["bias"], layer.bias)):
            assert (tensor is None) == (values is None)
            if values is not None:
                assert tensor["offset"] % 4 == 0
                np.testing.assert_array_equal(_unpacked(tensor, content), values)


HALF = np.float32(np.float16(1 / 3))

FORMS = {
    "whole numbers": ([[1, -127], [90, 0]], "int8", 1.0),
    "halves": ([[0.5, -63.5], [1, 0]], "int8", 0.5),
    "the most negative is left out": ([[-128, 1], [0, 0]], "float16", 1.0),
    "large ones of one size": ([[2.0**20, -(2.0**20)], [0, 2.0**21]], "int8", 2.0**15),
    "zeros": ([[0, 0], [0, 0]], "int8", 1.0),
    "too fine for int8": ([[HALF, 1], [0, 0]], "float16", 1.0),
    "as small as float16 goes": ([[2.0**-24, 1], [0, 0]], "float16", 1.0),
    "too fine for float16": ([[1 / 3, 1], [0, 0]], "float32", 1.0),
    "too large for float16": ([[70_001, 1], [0, 0]], "float32", 1.0),
    "not finite": ([[np.inf, 0.1], [0, 0]], "float32", 1.0),
}


@pytest.mark.parametrize(("values", "dtype", "scale"), FORMS.values(), ids=FORMS.keys())
def test_the_smallest_exact_form_is_chosen(values, dtype, scale):
    net = _dense(values)
    description, content = pack(net, "one")
    tensor = description["layers"][0]["kernel"]
    assert (tensor["dtype"], tensor["scale"]) == (dtype, scale)
    assert len(content) == 4 * BYTES[dtype]
    np.testing.assert_array_equal(_unpacked(tensor, content), net.layers[0].kernel)


def test_minus_zero_is_zero():
    """It is written as whole numbers; nothing that a network computes could tell the two apart."""
    tensor = pack(_dense([[-0.0, 1], [0, 0]]), "one")[0]["layers"][0]["kernel"]
    assert tensor["dtype"] == "int8"
