"""The tour tells true numbers, of every network and whatever is drawn."""

import pytest

from model.explain.passes import forward
from model.image.digit_image import from_strokes
from tabs.feature_maps.tour import tour
from tests.support.asking import SEVEN
from tests.support.example_networks import network, pictures, seven

PIXELS = from_strokes(SEVEN).pixels


@pytest.mark.parametrize("name", ("cnn", "ann", "lenet5"))
@pytest.mark.parametrize("pixels", [PIXELS, seven(), pictures(1)[0]], ids=["strokes", "seven", "noise"])
def test_it_tells_true_numbers(name, pixels):
    net = network(name)
    seen = {layer: output[0] for layer, output in forward(net, pixels[None]).items()}
    steps = tour(net, seen, pixels)
    assert steps[0].layer == "input" and steps[-1].title.endswith(str(seen["probabilities"].argmax()))
    told = [step.layer for step in steps]
    for layer in net.layers:
        if layer.kind != "activation" or layer.activation == "softmax":
            assert layer.name in told
    for step in steps:
        assert step.title and all(sentence.endswith(".") for sentence in step.sentences)
        for picture in filter(None, (step.before, step.after)):
            shape = (28, 28, 1) if picture.layer == "input" else net[picture.layer].output_shape
            assert (picture.channel is None) == (len(shape) == 1)
            assert picture.channel is None or picture.channel < shape[2]
            if picture.mark:
                rows, columns = shape[:2] if len(shape) == 3 else (1, shape[0])
                assert 0 <= picture.mark.top < picture.mark.bottom <= rows
                assert 0 <= picture.mark.left < picture.mark.right <= columns
    assert f"{int((pixels > 0).sum())} of them hold some ink." in steps[0].sentences
