"""From pooling to the answer, as the lesson shows it, against Keras' own layers."""

import keras
import numpy as np
import pytest

from model.image.samples import load_samples
from tests.support.lesson_keras import FIVE, as_array, listed
from tests.support.lesson_page import metrics, network, percent, row


@pytest.mark.parametrize(("kind", "layer"), [("max", "MaxPooling2D"), ("average", "AveragePooling2D")])
def test_L15_pooling(kind, layer):
    out = as_array(getattr(keras.layers, layer)(2)(FIVE[None, :, :, None]))[0, :, :, 0]
    figure = next(f for f in row("L15").figures("pooling") if f"{kind} pooling" in f.words)

    assert out.tolist() == ([[7, 9], [17, 19]] if kind == "max" else [[4, 6], [14, 16]])
    assert f"{listed(out[0])} above {listed(out[1])}" in row("L15").words
    assert f"{listed(out[0])}; {listed(out[1])}" in figure.alternatives


def test_L16_flatten():
    maps = np.arange(4 * 4 * 8, dtype="float32").reshape(1, 4, 4, 8)
    flat = as_array(keras.layers.Flatten()(maps))[0]
    words = row("L16").words

    assert f"become a row of {flat.size}" in words
    index = int(np.flatnonzero(flat == maps[0, 1, 2, 5])[0])
    assert f"gets the index {index}" in words and f"= {index}" in row("L16").figure("flatten").words
    assert "very first has index 0 and the last has 127" in words
    cnn = network("cnn")
    assert " × ".join(map(str, cnn.get_layer("pool3").output.shape[1:])) in words
    assert f"Flat, that is {cnn.get_layer('flatten').output.shape[1]} numbers" in words


def test_L17_scores_become_probabilities():
    cnn, digit = network("cnn"), load_samples("test")[0][445].astype("float32") / 255
    until = keras.Model(cnn.inputs[0], cnn.get_layer("logits").output)
    scores = as_array(until(digit[None, :, :, None]))[0].astype(float)
    shares = np.exp(scores) / np.exp(scores).sum()
    table = row("L17").figure("scores").cells()

    for label, (cells, score, share) in enumerate(zip(table, scores, shares, strict=False)):
        assert cells[0] == str(label)
        assert float(cells[1].replace("−", "-")) == pytest.approx(score, abs=0.006)
        assert float(cells[3].rstrip(" %")) == pytest.approx(100 * share, abs=0.01)
    assert table[-1][0] == "sum" and table[-1][3] == "100 %"
    assert shares.max() < 0.9  # hard to read, as the text says
    journey = {cells[0]: cells[1:] for cells in row("L17").figure("journey").cells()}
    for layer in cnn.layers:
        if layer.name in journey:
            shape = " × ".join(map(str, layer.output.shape[1:]))
            assert journey[layer.name] == [shape, f"{layer.count_params():,}" if layer.count_params() else ""]
    assert journey["all"][1] == f"{cnn.count_params():,}"
    refused = metrics()["not_a_digit"]["refused"]
    assert f"{percent(refused['letters'], 0)} of letters" in row("L17").words
    assert row("L17").widgets == ["softmax"]


def test_L31_the_last_maps_depend_on_a_pixel_in_the_middle():
    model = network("cnn")
    maps = keras.Model(model.input, model.get_layer("pool3").output)
    pokes = np.random.default_rng(1).random((64, 28, 28, 1)).astype("float32")
    poked = pokes.copy()
    poked[:, 14, 14] += 50
    touched = (as_array(maps(pokes)) != as_array(maps(poked))).any(axis=(0, 3))

    assert f"it holds {percent(touched.mean(), 0)} of the cells if the pixel lies in the middle" in row("L31").words
    assert row("L31").widgets == ["follow"]
