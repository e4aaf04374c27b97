"""The front door of explanations, with the compiled networks' own outputs, as the page uses it."""

import subprocess
import sys
import time

import numpy as np
import pytest

from model import explain
from model.networks.recognizer import Recognizer
from tests.support.example_networks import NAMES, keras_model, network, pictures, seven


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer({name: keras_model(name) for name in NAMES}, threshold=0.5)


def test_everything_it_promises_is_there():
    assert explain.__all__ == sorted(explain.__all__, key=lambda name: (not name.isupper(), name))
    assert all(hasattr(explain, name) for name in explain.__all__)


def test_needs_no_keras():
    """A page is served before Keras has loaded; explaining must not be what makes it wait."""
    code = "import sys; import model.explain, model.image.transforms; sys.exit('keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


@pytest.mark.parametrize(
    "pixels", [seven(), pictures(1)[0], np.zeros((28, 28), np.float32)], ids=["7", "noise", "blank"]
)
@pytest.mark.parametrize("name", NAMES)
def test_arithmetic_equals_the_compiled_network(recognizer, name, pixels):
    """What is shown of a unit is what the page's one compiled call says, for every kind of layer."""
    net, outputs, rng = network(name), recognizer.look(pixels)[name], np.random.default_rng(8)
    for layer in net.layers:
        for _ in range(5):
            position = tuple(rng.integers(layer.output_shape))
            unit = explain.explain_unit(net, outputs, pixels, layer.name, position)
            assert unit.result == pytest.approx(float(outputs[layer.name][position]), abs=1e-5), layer.name


@pytest.mark.parametrize("name", NAMES)
def test_every_explanation_takes_what_the_recognizer_gives(recognizer, name):
    net, pixels = network(name), seven()
    outputs = recognizer.look(pixels)[name]
    digit = int(outputs[net.layers[-1].name].argmax())
    parts = explain.evidence(net, outputs, pixels, digit)
    assert parts.pixels.sum() + parts.bias + parts.remainder == pytest.approx(parts.logit, abs=1e-4)
    whole = explain.occlusion(pixels, digit, lambda images: recognizer.probabilities(images)[name])
    assert whole.probability == pytest.approx(float(outputs[net.layers[-1].name][digit]), abs=1e-5)
    for layer in (layer for layer in net.layers if layer.is_spatial):
        assert explain.grad_cam(net, outputs, pixels, layer.name, digit).on_drawing.shape == (28, 28)
        assert explain.caption(net, outputs, pixels, layer.name, 0).text


def test_a_click_is_answered_within_milliseconds(recognizer):
    net, pixels = network("cnn"), seven()
    outputs = recognizer.look(pixels)["cnn"]
    start = time.process_time()
    for _ in range(20):
        explain.explain_unit(net, outputs, pixels, "conv4", (3, 3, 7))
        explain.receptive_field(net, "conv4", (3, 3))
        explain.caption(net, outputs, pixels, "conv4", 7)
    assert (time.process_time() - start) / 20 < 0.05, "about 3 ms are meant"
