"""The arithmetic of single units against the layers' own outputs, as Keras computes them."""

import numpy as np
import pytest

from model.explain.arithmetic import explain_unit
from model.explain.receptive_field import Region
from tests.support.example_networks import NAMES, keras_outputs, network, pictures, seven


def _look(name, pixels):
    return {layer: output[0] for layer, output in keras_outputs(name, pixels[None]).items()}


def _positions(shape, rng, n=8):
    """Random units and the two in opposite corners, where padding shows."""
    shape = np.array(shape)
    return [*(tuple(rng.integers(shape)) for _ in range(n)), tuple(0 * shape), tuple(shape - 1)]


@pytest.mark.parametrize(
    "pixels", [seven(), pictures(1)[0], np.zeros((28, 28), np.float32)], ids=["7", "noise", "blank"]
)
@pytest.mark.parametrize("name", NAMES)
def test_equals_the_layers_output(name, pixels):
    net, outputs, rng = network(name), _look(name, pixels), np.random.default_rng(2)
    for index, layer in enumerate(net.layers):
        for position in _positions(layer.output_shape, rng):
            unit = explain_unit(net, outputs, pixels, layer.name, position)
            assert unit.result == pytest.approx(float(outputs[layer.name][position]), abs=1e-5), layer.name
            assert (unit.layer, unit.position) == (layer.name, position)
            assert unit.steps and all(isinstance(line, str) for line in unit.steps)
            if getattr(unit, "after_layer", None):
                assert unit.after_layer == net.layers[index + 1].name
                assert unit.after == pytest.approx(float(outputs[unit.after_layer][position]), abs=1e-5)


def test_every_kind_is_covered():
    kinds = {(layer.kind, layer.activation) for name in NAMES for layer in network(name).layers}
    assert {kind for kind, _ in kinds} == {
        *("convolution", "max pooling", "average pooling", "activation", "flatten", "dense", "identity")
    }
    assert {function for _, function in kinds} == {"linear", "relu", "tanh", "sigmoid", "softmax"}


def test_convolution_shows_every_number():
    net, pixels = network("cnn"), seven()
    outputs = _look("cnn", pixels)
    unit = explain_unit(net, outputs, pixels, "conv1", (5, 14, 3))
    assert np.array_equal(unit.patch[..., 0], pixels[5:8, 14:17])
    assert np.array_equal(unit.kernel, net["conv1"].kernel[..., 3])
    assert np.array_equal(unit.products, unit.patch * unit.kernel)
    assert unit.sum == pytest.approx(unit.products.sum()) == pytest.approx(unit.channel_sums.sum())
    assert unit.total == unit.sum + unit.bias == unit.result
    assert unit.after == max(0, unit.result) and unit.after_layer == "relu1"
    assert unit.source.layer == "input" and (unit.source.top, unit.source.left) == (5, 14)
    deep = explain_unit(net, outputs, pixels, "conv4", (3, 3, 7))
    assert deep.products.shape == (3, 3, 32) and deep.channel_sums.shape == (32,)
    assert deep.source == Region("relu3", 2, 2, 5, 5)


def test_padding_is_told_from_black_pixels():
    unit = explain_unit(network("cnn"), _look("cnn", seven()), seven(), "conv3", (0, 11, 0))
    assert unit.inside.tolist() == [[False] * 3, [True, True, False], [True, True, False]]
    assert not unit.patch[0].any() and not unit.patch[:, 2].any()


def test_pooling_names_the_winner():
    net, pixels = network("cnn"), pictures(1)[0]
    outputs = _look("cnn", pixels)
    unit = explain_unit(net, outputs, pixels, "pool1", (4, 7, 2))
    assert np.array_equal(unit.values, outputs["relu2"][8:10, 14:16, 2])
    assert outputs["relu2"][(*unit.winner, 2)] == unit.result == unit.values.max()
    average = explain_unit(network("lenet5"), _look("lenet5", pixels), pixels, "pool1", (0, 0, 0))
    assert average.winner is None and average.count == 4 and average.result == average.sum / 4


def test_pooling_over_the_edge_counts_what_is_there():
    """Averages at the border divide by the cells that lie on the input, as Keras does."""
    net, pixels = network("odd"), pictures(1)[0]
    last = tuple(size - 1 for size in net["averaged"].output_shape)
    unit = explain_unit(net, _look("odd", pixels), pixels, "averaged", last)
    assert unit.count == unit.inside.sum() < 4
    assert np.isnan(unit.values[~unit.inside]).all()


def test_dense_lists_the_largest_and_adds_the_rest():
    net, pixels = network("cnn"), seven()
    outputs = _look("cnn", pixels)
    unit = explain_unit(net, outputs, pixels, "dense1", (9,), largest=5)
    every = outputs["flatten"].astype(np.float64) * net["dense1"].kernel[:, 9]
    assert np.abs(unit.products).tolist() == sorted(np.abs(every), reverse=True)[:5]
    assert unit.products.sum() + unit.rest_sum == pytest.approx(unit.sum) == pytest.approx(every.sum())
    assert unit.rest_count == 576 - 5
    for place, value in zip(unit.places, unit.inputs, strict=True):
        assert outputs["pool3"][place] == value
    assert explain_unit(net, outputs, pixels, "logits", (0,)).places == ()


def test_flatten_says_where_a_number_comes_from():
    net, pixels = network("cnn"), seven()
    outputs = _look("cnn", pixels)
    unit = explain_unit(net, outputs, pixels, "flatten", (300,))
    assert outputs["pool3"][unit.place] == outputs["flatten"][300]
    row, column, channel = unit.place
    assert f"({row} × 3 + {column}) × 64 + {channel} = 300" in unit.steps[1]


def test_softmax_adds_up():
    outputs = _look("cnn", seven())
    every = [explain_unit(network("cnn"), outputs, seven(), "probabilities", (k,)) for k in range(10)]
    assert sum(unit.result for unit in every) == pytest.approx(1)
    assert every[0].sum == pytest.approx(np.exp(outputs["logits"] - outputs["logits"].max()).sum(), rel=1e-5)


def test_softmax_survives_huge_logits():
    outputs = {**_look("cnn", seven()), "logits": np.linspace(-9000, 9000, 10, dtype=np.float32)}
    unit = explain_unit(network("cnn"), outputs, seven(), "probabilities", (9,))
    assert unit.result == 1


@pytest.mark.parametrize(
    "layer, position",
    [("conv1", (3, 3)), ("conv1", (3, 3, 16)), ("logits", (10,)), ("logits", (-1,)), ("nothing", (0,))],
)
def test_refuses_units_that_do_not_exist(layer, position):
    with pytest.raises(ValueError):
        explain_unit(network("cnn"), _look("cnn", seven()), seven(), layer, position)
