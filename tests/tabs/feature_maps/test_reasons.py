"""What an answer rests on: each picture is its explanation's own, and its sentence says the picture's numbers."""

import base64
from types import SimpleNamespace

import numpy as np
import pytest

from model.explain import evidence, grad_cam, occlusion
from model.networks.recognizer import Recognizer
from tabs.feature_maps.reasons import reasons
from tabs.kit.service import Loaded
from tests.support.example_networks import keras_model, network, seven

PIXELS = seven()


@pytest.fixture(scope="module")
def loaded():
    """Untrained networks: what is explained is tested here, not what was learned."""
    recognizer = Recognizer({name: keras_model(name) for name in ("cnn", "ann")}, threshold=0.5)
    return Loaded(SimpleNamespace(), recognizer, {name: network(name) for name in ("cnn", "ann")})


def shown(reason):
    return np.frombuffer(base64.b64decode(reason["values"]), "<f4").reshape(28, 28)


@pytest.mark.parametrize("digit", [0, 7])
def test_each_picture_is_what_its_explanation_found(loaded, digit):
    cam, covered, ink, covered_ann = reasons(loaded, PIXELS, "cnn", "relu6", digit)
    outputs = loaded.recognizer.look(PIXELS)

    expected = grad_cam(network("cnn"), outputs["cnn"], PIXELS, "relu6", digit)
    np.testing.assert_allclose(shown(cam), expected.on_drawing, atol=1e-6)
    for name, reason in (("cnn", covered), ("ann", covered_ann)):
        expected = occlusion(PIXELS, digit, lambda batch, name=name: loaded.recognizer.probabilities(batch)[name])
        np.testing.assert_allclose(shown(reason), expected.drop, atol=1e-6)
        assert reason["network"] == name and reason["most"] >= np.abs(expected.drop).max()
    expected = evidence(network("ann"), outputs["ann"], PIXELS, digit)
    np.testing.assert_allclose(shown(ink), expected.pixels, atol=1e-6)
    assert ink["text"].values[2] == pytest.approx(expected.logit)


def test_where_nothing_speaks_for_a_digit_it_says_so(loaded, monkeypatch):
    look = loaded.recognizer.look

    def silent(pixels):
        outputs = look(pixels)
        return {**outputs, "cnn": {**outputs["cnn"], "relu6": np.zeros_like(outputs["cnn"]["relu6"])}}

    monkeypatch.setattr(loaded.recognizer, "look", silent)
    cam = reasons(loaded, PIXELS, "cnn", "relu6", 3)[0]
    assert "all of it is 0" in cam["text"] and not shown(cam).any()


def test_where_covering_changes_nothing_it_says_so(loaded, monkeypatch):
    even = {name: np.full((1, 10), 0.1, np.float32) for name in ("cnn", "ann")}
    monkeypatch.setattr(
        loaded.recognizer,
        "probabilities",
        lambda images: {name: one.repeat(len(images), 0) for name, one in even.items()},
    )
    _, covered, _, _ = reasons(loaded, PIXELS, "cnn", "relu6", 3)
    assert covered["text"] == "3 has 10.0 %; covering no part of the drawing lowers that."
    assert covered["most"] == 0.01  # pale, not all of the colour for nothing
