"""Captions on synthetic edges, strokes and backgrounds, where the right words are known beforehand."""

import dataclasses

import numpy as np
import pytest

from model.explain import passes
from model.explain.captions import caption, describe_layer
from model.explain.features import drawing_features
from model.explain.graph import Network
from model.explain.receptive_field import gather_from_drawing
from tests.support.example_networks import NAMES, network, seven

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.float32)
BLANK = np.zeros((28, 28), np.float32)


def _stroke(rows, columns):
    image = np.zeros((28, 28), np.float32)
    image[rows, columns] = 1
    return image


STEM = _stroke(np.s_[4:24], np.s_[13:16])
BAR = _stroke(np.s_[13:16], np.s_[4:24])


def _with_filter(kernel, bias=0.0):
    """The CNN with its first filter replaced: everything else stays."""
    net = network("cnn")
    first = net["conv1"]
    kernels, biases = first.kernel.copy(), first.bias.copy()
    kernels[:, :, 0, 0], biases[0] = kernel, bias
    return Network((dataclasses.replace(first, kernel=kernels, bias=biases), *net.layers[1:]))


def _caption(net, pixels, layer, channel=0):
    outputs = {name: output[0] for name, output in passes.forward(net, pixels[None]).items()}
    return caption(net, outputs, pixels, layer, channel)


@pytest.mark.parametrize("layer", ["conv1", "relu1"])
@pytest.mark.parametrize(
    "kernel, pixels, words",
    [
        (SOBEL, STEM, ("vertical edges with ink on the right", "mostly at the left")),
        (-SOBEL, STEM, ("vertical edges with ink on the left", "mostly at the right")),
        (SOBEL.T, BAR, ("horizontal edges with ink below", "mostly at the top")),
        (-SOBEL.T, BAR, ("horizontal edges with ink above", "mostly at the bottom")),
        (SOBEL, BAR, ("vertical edges with ink on the right", "mostly at the middle left")),
        (-SOBEL.T, STEM, ("horizontal edges with ink above", "mostly at the bottom centre")),
    ],
)
def test_first_layer_edges(kernel, pixels, words, layer):
    said = _caption(_with_filter(kernel), pixels, layer)
    assert said.state == "active" and said.filter.kind == "edge"
    for word in words:
        assert word in said.text.lower(), said.text


def test_first_layer_strokes_and_ink():
    line = np.array([[-1, 2, -1]] * 3, np.float32)
    assert "Answers to vertical strokes; strong" in _caption(_with_filter(line), seven(), "relu1").text
    assert "ink of any shape" in _caption(_with_filter(np.ones((3, 3))), seven(), "relu1").text


def test_first_layer_paper():
    said = _caption(_with_filter(-np.ones((3, 3)), bias=0.5), seven(), "relu1")
    assert said.state == "paper" and said.text.startswith("Strongest on empty paper")
    glowing = _caption(_with_filter(SOBEL, bias=1.5), seven(), "relu1")
    assert glowing.state == "active" and glowing.text.endswith("as it answers faintly on empty paper too.")
    assert "faintly" not in _caption(_with_filter(SOBEL), seven(), "relu1").text


def test_silent_filters_say_so():
    said = _caption(_with_filter(-np.ones((3, 3)), bias=0.0), seven(), "relu1")
    assert said.state == "silent" and said.active == 0
    assert said.text == "Silent on this drawing: it answers to empty paper."
    assert _caption(_with_filter(SOBEL, bias=-100), seven(), "conv1").state == "silent"


def test_even_maps_say_so():
    said = _caption(_with_filter(np.zeros((3, 3)), bias=1.0), seven(), "relu1")
    assert said.state == "even" and "same everywhere" in said.text


@pytest.mark.parametrize("name", ["cnn", "lenet5", "odd"])
def test_blank_drawings_have_nothing_to_say(name):
    net = network(name)
    for layer in (layer for layer in net.layers if layer.is_spatial):
        said = _caption(net, BLANK, layer.name)
        assert said.state == "blank" and said.text.startswith("Nothing is drawn yet")
        assert said.place is None and said.follows is None


@pytest.mark.parametrize("pixels", [seven(), STEM, _stroke(0, 0), _stroke(np.s_[:], np.s_[:])])
@pytest.mark.parametrize("name", ["cnn", "lenet5", "odd"])
def test_every_map_of_every_layer_has_a_sentence(name, pixels):
    net = network(name)
    outputs = {name: output[0] for name, output in passes.forward(net, pixels[None]).items()}
    for layer in (layer for layer in net.layers if layer.is_spatial):
        for channel in range(layer.output_shape[2]):
            said = caption(net, outputs, pixels, layer.name, channel)
            assert said.text[0].isupper() and said.text.endswith("."), said.text
            assert 0 <= said.active <= said.cells == outputs[layer.name][..., 0].size
            assert outputs[layer.name][(*said.peak, channel)].shape == ()


@pytest.mark.parametrize("name", drawing_features(STEM))
def test_a_deep_map_that_is_a_feature_follows_it(name):
    """Put a feature itself where a deep layer's map would be: the caption must name that feature."""
    net = network("cnn")
    y, x = np.mgrid[:28, :28]
    ring = (np.abs(np.hypot(x - 13.5, y - 13.5) - 8) < 1.3).astype(np.float32)
    outputs = {layer: output[0].copy() for layer, output in passes.forward(net, ring[None]).items()}
    outputs["relu3"][..., 5] = gather_from_drawing(net, "relu3", drawing_features(ring)[name])
    said = caption(net, outputs, ring, "relu3", 5)
    assert said.follows == name and said.correlation > 0.99 and said.filter is None
    assert said.state == ("paper" if name == "the empty paper" else "active")


def test_maps_of_one_cell_are_a_number():
    said = _caption(network("lenet5"), seven(), "tanh3", 4)
    assert said.state == "single" and said.text.startswith("One number for the whole drawing: ")


@pytest.mark.parametrize("layer, channel", [("dense1", 0), ("conv1", 16), ("conv1", -1), ("nothing", 0)])
def test_refuses_maps_that_do_not_exist(layer, channel):
    with pytest.raises(ValueError):
        _caption(network("cnn"), seven(), layer, channel)


@pytest.mark.parametrize("name", NAMES)
def test_every_layer_is_described(name):
    for layer in network(name).layers:
        assert describe_layer(layer)
    assert describe_layer(network("cnn")["conv3"]) == (
        "32 filters of 3 × 3 slide over all 16 maps and make 12 × 12 × 32 numbers"
    )
