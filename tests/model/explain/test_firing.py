"""What makes a filter fire is what the served networks answer most to."""

import numpy as np
import pytest

from model.explain import firing
from model.explain.graph import Network
from model.explain.passes import forward
from model.image.samples import load_samples
from model.networks import pretrained
from model.networks.keras_file import read_keras_file
from tabs.kit.browser_networks import bundled

KNOWN = firing.load()
IMAGES = load_samples("test")[0].astype(np.float32) / 255
NETWORKS = {name: read_keras_file(pretrained.WEIGHTS / f"{name}.keras") for name in ("cnn", "lenet5")}


def test_it_was_found_for_the_bundled_networks():
    served = bundled().described["networks"]
    assert {name: one["weights"] for name, one in KNOWN.items()} == {name: served[name]["file"] for name in NETWORKS}, (
        "run python -m training.see_samples"
    )


@pytest.mark.parametrize("name", NETWORKS)
def test_every_filter_of_every_convolution_has_its_digits(name):
    convolutions = {one.name: one for one in NETWORKS[name].layers if one.kind == "convolution"}
    assert list(KNOWN[name]["layers"]) == list(convolutions)
    for layer, filters in KNOWN[name]["layers"].items():
        assert len(filters) == convolutions[layer].output_shape[2]
        for peaks in filters:
            values = [peak[3] for peak in peaks]
            assert len(peaks) <= firing.MOST and values == sorted(values, reverse=True) and all(v > 0 for v in values)
            assert len({peak[0] for peak in peaks}) == len(peaks)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_first_convolution_fires_most_at_them(name):
    first = Network(NETWORKS[name].layers[:1])
    assert firing.firing(first, IMAGES)["conv1"] == KNOWN[name]["layers"]["conv1"]


@pytest.mark.parametrize(("name", "layer"), [("cnn", "conv4"), ("cnn", "conv6"), ("lenet5", "conv3")])
def test_answers_are_the_networks_own(name, layer):
    for channel, peaks in list(enumerate(KNOWN[name]["layers"][layer]))[::20]:
        if not peaks:
            continue
        images, rows, columns, values = zip(*peaks, strict=True)
        maps = forward(NETWORKS[name], IMAGES[list(images)])[layer][..., channel]
        np.testing.assert_allclose(maps.max(axis=(1, 2)), values, rtol=1e-3)
        np.testing.assert_allclose(maps[range(len(images)), rows, columns], values, rtol=1e-3)


def test_a_filter_that_never_fires_has_none():
    network = Network(NETWORKS["cnn"].layers[:1])
    layer = network.layers[0]
    silent = Network((type(layer)(**{**vars(layer), "kernel": layer.kernel * 0, "bias": layer.bias * 0 - 1}),))
    assert firing.firing(silent, IMAGES[:20])["conv1"] == [[]] * layer.output_shape[2]
