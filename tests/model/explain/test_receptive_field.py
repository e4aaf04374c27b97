"""Receptive fields against what perturbed pixels do, and against sums done by hand."""

import dataclasses

import numpy as np
import pytest

from model.explain import passes
from model.explain.graph import INPUT
from model.explain.layers import AveragePooling, MaxPooling
from model.explain.receptive_field import (
    Region,
    field_sums,
    gather_from_drawing,
    geometry,
    receptive_field,
    spread_over_drawing,
)
from tests.support.example_networks import NAMES, network


def _linear(net):
    """Positive weights and nothing but sums: then every pixel that can change a unit does."""
    layers = []
    for layer in net.layers:
        kernel = None if layer.kernel is None else np.full_like(layer.kernel, 1 / layer.kernel[..., 0].size)
        kind = AveragePooling if isinstance(layer, MaxPooling) else type(layer)
        layers.append(kind(**vars(layer) | {"kernel": kernel, "bias": None, "activation": "linear"}))
    return dataclasses.replace(net, layers=tuple(layers))


def _box(changed):
    """The rectangle around the True cells of a (height, width) array."""
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def _positions(layer, rng):
    """Three random units and two in opposite corners."""
    shape = np.array(layer.output_shape)
    yield from (tuple(rng.integers(shape)) for _ in range(3))
    yield tuple(0 * shape)
    yield tuple(shape - 1)


@pytest.mark.parametrize("name", NAMES)
def test_is_where_gradients_are(name):
    """An independent check: the gradient of a sum-only twin is above zero exactly in the field."""
    net, rng = _linear(network(name)), np.random.default_rng(3)
    outputs = passes.forward(net, np.zeros((1, 28, 28)))
    for index, layer in enumerate(net.layers[:-1]):
        for position in _positions(layer, rng):
            one = np.zeros((1, *layer.output_shape), np.float32)
            one[(0, *position)] = 1
            gradients = passes.backward(net, outputs, one, index)
            for region in receptive_field(network(name), layer.name, position):
                gradient = gradients[region.layer][0]
                seen = gradient.any(axis=-1) if gradient.ndim == 3 else gradient[None] != 0
                assert _box(seen) == (region.top, region.left, region.bottom, region.right), region


@pytest.mark.parametrize("name", ["cnn", "lenet5", "odd"])
def test_pixels_outside_change_nothing(name):
    net, rng = network(name), np.random.default_rng(4)
    image = rng.random((28, 28), np.float32)
    before = passes.forward(net, image[None])
    for layer in (layer for layer in net.layers if layer.is_spatial):
        position = tuple(rng.integers(layer.output_shape))
        field = receptive_field(net, layer.name, position)[0]
        other = rng.random((28, 28), np.float32)
        inside = np.s_[field.top : field.bottom, field.left : field.right]
        other[inside] = image[inside]
        after = passes.forward(net, other[None])
        assert after[layer.name][(0, *position)] == pytest.approx(before[layer.name][(0, *position)], abs=1e-6)


def test_by_hand_in_the_cnn():
    net = network("cnn")
    assert receptive_field(net, "conv1", (4, 7)) == (Region(INPUT, 4, 7, 7, 10), Region("conv1", 4, 7, 5, 8))
    assert receptive_field(net, "conv2", (0, 0, 5))[0] == Region(INPUT, 0, 0, 5, 5)
    # 6 pixels after pooling; two more 3×3 with step 2 add 2 · 2 · 2.
    assert receptive_field(net, "conv4", (5, 5))[0] == Region(INPUT, 6, 6, 20, 20)
    assert receptive_field(net, "conv4", (0, 0))[0] == Region(INPUT, 0, 0, 10, 10), "cut off at the border"
    pixel = receptive_field(net, "pool1", (2, 3))
    assert [region.layer for region in pixel] == [INPUT, "conv1", "relu1", "conv2", "relu2", "pool1"]
    assert pixel[-2] == Region("relu2", 4, 6, 6, 8)


def test_flat_units():
    net = network("cnn")
    height, width, channels = net["pool3"].output_shape
    index = (1 * width + 2) * channels + 9
    field = {region.layer: region for region in receptive_field(net, "flatten", (index,))}
    assert field["pool3"] == Region("pool3", 1, 2, 2, 3)
    assert field["flatten"] == Region("flatten", 0, index, 1, index + 1)
    whole = receptive_field(net, "probabilities", (3,))
    assert (whole[0].height, whole[0].width) == (28, 28)
    assert whole[-2] == Region("logits", 0, 0, 1, 10), "softmax looks at all ten"


def test_geometry_is_the_middle_of_the_field():
    for name in ("cnn", "lenet5", "odd"):
        net = network(name)
        for layer in (layer for layer in net.layers if layer.is_spatial):
            lie = geometry(net, layer.name)
            row, column = (size // 2 for size in layer.output_shape[:2])
            field = receptive_field(net, layer.name, (row, column))[0]
            if (field.height, field.width) != lie.size:
                continue  # cut off at the border
            assert lie.first[0] + row * lie.step[0] == (field.top + field.bottom - 1) / 2
            assert lie.first[1] + column * lie.step[1] == (field.left + field.right - 1) / 2
    assert geometry(network("cnn"), "conv2").size == (5, 5)


def test_maps_lie_where_their_units_look():
    net = network("cnn")
    ramp = np.arange(26, dtype=np.float32)[:, None] * np.ones(26, np.float32)
    spread = spread_over_drawing(net, "conv1", ramp)
    # Unit 0 looks at pixels 0 to 2, so its value belongs to pixel 1; pixels 0 and 27 repeat the edge.
    assert spread[:, 5].tolist() == [0, *range(26), 25]
    bump = np.zeros((6, 6), np.float32)
    bump[2, 4] = 1
    peak = np.unravel_index(spread_over_drawing(net, "pool2", bump).argmax(), (28, 28))
    field = receptive_field(net, "pool2", (2, 4))[0]
    assert field.top <= peak[0] < field.bottom and field.left <= peak[1] < field.right
    assert np.allclose(spread_over_drawing(net, "pool3", np.ones((3, 3))), 1)


def test_pictures_shrink_to_a_layers_grid():
    net = network("cnn")
    picture = np.zeros((28, 28), np.float32)
    picture[:, 14:] = 1
    small = gather_from_drawing(net, "pool2", picture)
    assert small.shape == (6, 6) and np.all(small[:, :2] == 0) and np.all(small[:, 4:] == 1)
    there_and_back = gather_from_drawing(net, "conv1", spread_over_drawing(net, "conv1", np.eye(26)))
    assert np.allclose(there_and_back[1:-1, 1:-1], np.eye(26)[1:-1, 1:-1])


@pytest.mark.parametrize("name", ["cnn", "lenet5", "odd"])
def test_sums_over_what_units_see(name):
    net, picture = network(name), np.random.default_rng(6).random((28, 28), np.float32)
    for layer in (layer for layer in net.layers if layer.is_spatial):
        sums = field_sums(net, layer.name, picture)
        assert sums.shape == layer.output_shape[:2]
        for row, column in [(0, 0), (sums.shape[0] - 1, sums.shape[1] // 2)]:
            seen = receptive_field(net, layer.name, (row, column))[0]
            expected = picture[seen.top : seen.bottom, seen.left : seen.right].sum()
            # A layer between may cut a field off earlier than the drawing's border does.
            assert sums[row, column] >= 0.99999 * expected
            if name != "odd":
                assert sums[row, column] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    "layer, position",
    [
        ("conv1", (26, 0)),
        ("conv1", (0, -1)),
        ("conv1", (0,)),
        ("conv1", (0, 0, 16)),
        ("flatten", (0, 0)),
        ("x", (0,)),
    ],
)
def test_refuses_units_that_do_not_exist(layer, position):
    with pytest.raises(ValueError):
        receptive_field(network("cnn"), layer, position)


def test_no_geometry_for_a_row_of_numbers():
    with pytest.raises(ValueError, match="row of numbers"):
        geometry(network("cnn"), "flatten")
