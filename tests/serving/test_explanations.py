"""What `/explain` answers: the layer's own maps and Grad-CAM, in numbers that JSON writes short."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from model.errors import NotADrawing
from model.explain import grad_cam
from model.image.digit_image import from_strokes
from model.networks.recognizer import Recognizer
from serving.explanations import explanation
from tabs.kit.service import Loaded
from tests.support.asking import SEVEN
from tests.support.example_networks import keras_model, network

IMAGE = from_strokes(SEVEN)


@pytest.fixture(scope="module")
def loaded():
    names = ("cnn", "ann")
    recognizer = Recognizer({name: keras_model(name) for name in names}, threshold=0.5)
    return Loaded(SimpleNamespace(), recognizer, {name: network(name) for name in names})


@pytest.mark.parametrize("layer", ["conv1", "pool2", None])
@pytest.mark.parametrize("digit", [0, 9])
def test_maps_and_grad_cam_are_those_of_the_network(loaded, layer, digit):
    told = explanation(loaded, IMAGE, layer, digit)
    outputs = loaded.recognizer.look(IMAGE.pixels)["cnn"]
    spatial = [one.name for one in network("cnn").layers if one.is_spatial]
    chosen = layer or spatial[-1]
    cam = grad_cam(network("cnn"), outputs, IMAGE.pixels, chosen, digit)
    assert (told["layer"], told["layers"], told["digit"]) == (chosen, spatial, digit)
    np.testing.assert_allclose(told["maps"], outputs[chosen].transpose(2, 0, 1), rtol=1e-5, atol=1e-9)
    for name in ("weights", "heat", "on_drawing"):
        np.testing.assert_allclose(told[name], getattr(cam, name), rtol=1e-5, atol=1e-9, err_msg=name)
    assert told["logit"] == pytest.approx(cam.logit)


def test_without_a_digit_it_explains_the_likeliest(loaded):
    assert explanation(loaded, IMAGE, None, None)["digit"] == loaded.recognizer.recognize(IMAGE).cnn.argmax()


def test_numbers_are_written_short(loaded):
    text = json.dumps(explanation(loaded, IMAGE, "conv1", 3), allow_nan=False)
    assert len(text) < 14 * 16 * 26 * 26


@pytest.mark.parametrize(
    ("layer", "digit", "words"),
    [
        ("dense1", None, "one of those that put out maps: conv1"),
        (["conv1"], None, "one of those that put out maps"),
        (None, 10, "from 0 to 9"),
        (None, True, "from 0 to 9"),
        (None, "7", "from 0 to 9"),
    ],
)
def test_what_cannot_be_explained_is_told_why(loaded, layer, digit, words):
    with pytest.raises(NotADrawing, match=words):
        explanation(loaded, IMAGE, layer, digit)


def test_blank_paper_is_not_explained(loaded):
    with pytest.raises(NotADrawing, match="some ink"):
        explanation(loaded, from_strokes({**SEVEN, "strokes": []}), None, None)
