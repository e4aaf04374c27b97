"""What filters see, as the lesson shows it, against Keras' own layers."""

import re

import keras
import numpy as np

from model.explain import graph
from model.explain.captions import caption
from tests.support.lesson_keras import FIVE, as_array, first_seven, keras_convolve
from tests.support.lesson_page import Section, network, row


def test_L12_what_kernels_see():
    pictures = row("L12").figure("kernels-on-digit").pictures()
    digit = first_seven().astype("float32") / 255
    sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "float32")
    learned = network("cnn").get_layer("conv1").get_weights()[0][:, :, 0, 0]

    assert (pictures[0] == first_seven()).all()
    assert_shows(pictures[2], keras_convolve(digit, sobel))
    assert_shows(pictures[4], keras_convolve(digit, sobel.T))
    assert_shows(pictures[6], keras_convolve(digit, np.full((3, 3), 1 / 9, "float32")))
    assert_shows(pictures[10], keras_convolve(digit, learned))
    lopsided = np.arange(1, 10, dtype="float32").reshape(3, 3)
    as_is, flipped = keras_convolve(FIVE, lopsided)[0, 0], keras_convolve(FIVE, lopsided[::-1, ::-1])[0, 0]
    drawn = row("L12").figure("flipped").words
    assert as_is != flipped and f"first sum {as_is:g}" in drawn and f"first sum {flipped:g}" in drawn
    assert "cross-correlation" in row("L12").words and "found by training" in row("L12").words


def assert_shows(picture, values):
    """Grey is 0; black and white are as far from it as the largest number."""
    levels = 255 * (values / np.abs(values).max() + 1) / 2
    assert np.abs(picture - levels).max() <= 1


def test_L13_captions_are_computed():
    cnn, digit = network("cnn"), first_seven().astype("float32") / 255
    until = keras.Model(cnn.inputs[0], [layer.output for layer in cnn.layers[1:3]])
    outputs = dict(zip(("conv1", "relu1"), (as_array(t)[0] for t in until(digit[None, :, :, None])), strict=True))
    read = graph.read(cnn)
    figure = row("L13").figure("feature-maps")
    shown = re.findall(r"<b>Map (\d+)</b> (.*?)</p>", figure.html)

    assert len(shown) == 8
    for channel, words in shown:
        assert Section(words).words == caption(read, outputs, digit, "relu1", int(channel) - 1).text
    assert f"maps of {' × '.join(map(str, outputs['conv1'].shape))}" in row("L13").words
