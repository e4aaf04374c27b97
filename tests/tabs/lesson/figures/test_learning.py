"""Tensors, epochs and backpropagation as the lesson shows them, computed apart from it."""

import importlib
import math
import re

import keras
import numpy as np
import pytest

from tests.support.lesson_page import metrics, network, row


def test_L18_tensors():
    words = row("L18").words

    for name, tensor in {
        "scalar": np.array(5),
        "vector": np.array([1, 2, 3]),
        "matrix": np.zeros((2, 3)),
        "RGB picture": np.zeros((2, 2, 3)),
        "batch": np.zeros((4, 2, 2, 3)),
    }.items():
        assert f"{tensor.ndim}-D: {name}" in row("L18").figure("tensors").words
    for shape in ("(3,)", "(H, W)", "(H, W, 3)", "(N, H, W, C)"):
        assert shape in words
    assert network("cnn").input_shape[1:] == (28, 28, 1) and "the shape (1, 28, 28, 1)" in words


def test_L19_why_gpus():
    words = row("L19").words

    for pixels in (224 * 224, 224 * 224 * 3, 32 * 224 * 224 * 3):
        assert f"{pixels:,}" in words
    products = sum(
        layer.kernel.shape.num_elements() * math.prod(layer.output.shape[1:-1])
        for layer in network("cnn").layers
        if layer.count_params()
    )
    assert f"takes {products:,} multiplications to read one digit" in words
    assert row("L19").widgets == ["cores"]


def test_L20_the_cycle():
    words = row("L20").words
    full, rest = divmod(60_000, 128)

    assert metrics()["data"]["mnist"]["training_images"] == 60_000 and "MNIST has 60,000" in words
    assert f"an epoch has {full + 1} iterations" in words and full + 1 == 469
    assert f"The last batch has only {rest} pictures" in words
    assert [words.find(step) for step in ("1 forward", "2 loss", "3 backward", "4 update")] != [-1] * 4
    assert ("training-lab", {"part": "step", "network": "cnn"}) in row("L20").tries


def test_L20_one_weight_by_the_chain_rule():
    """The figure's numbers, by Keras' own optimizer and a slope measured without the chain rule."""
    loss = lambda w: (w * 2 - 3) ** 2  # noqa: E731
    slope = (loss(0.5 + 1e-6) - loss(0.5 - 1e-6)) / 2e-6
    w = keras.Variable(0.5)
    keras.optimizers.SGD(0.1).apply([keras.ops.convert_to_tensor(slope, "float32")], [w])
    after = float(w.numpy())
    told = row("L20").figure("chain-rule").words

    assert f"= −{-slope:.0f} " in told
    assert f"= {after:.1f}" in told and f"new loss {loss(after):.2f}" in told


def test_L21_cnn_and_rnn():
    table = {cells[0]: cells[1:] for cells in row("L21").cells()}

    assert "grids" in table["Data"][0] and "sequences" in table["Data"][1]
    assert table["Learns by"] == ["backpropagation", "backpropagation through time"]
    assert "parallel" in table["Work"][0] and "sequence" in table["Work"][1]
    assert "CNN" in row("L21").figure("grids-and-sequences").words


def test_L32_backpropagation():
    """The slopes of the 2-2-1 network and of a shared kernel, by TensorFlow's own differentiation."""
    tensorflow = importlib.import_module("tensorflow")
    words = row("L32").words
    x = tensorflow.constant([[1.0, 2.0]])
    w = tensorflow.Variable([[0.5, -0.4], [0.3, 0.8]])
    v = tensorflow.Variable([[0.6], [-0.5]])
    with tensorflow.GradientTape() as tape:
        score = tensorflow.nn.relu(x @ w) @ v
        p = tensorflow.sigmoid(score)
        loss = -tensorflow.math.log(p)
    at_score, at_w = tape.gradient(loss, [score, w])
    assert float(at_score[0, 0]) == pytest.approx(float(p[0, 0]) - 1, abs=1e-6)
    assert at_w.numpy()[0] == pytest.approx(float(at_score[0, 0]) * v.numpy()[:, 0], abs=1e-6)
    assert "with respect to the score is p − 1" in words
    picture = np.random.default_rng(6).random((5, 5))
    kernel = tensorflow.Variable(np.array([[1.0, 0, 1], [0, 1, 0], [1, 0, 1]]))
    with tensorflow.GradientTape() as tape:
        maps = tensorflow.nn.conv2d(picture[None, ..., None], kernel[..., None, None], 1, "VALID")
        loss = tensorflow.reduce_sum(maps**2)
    told = re.search(r"summed \[\[(.*?)\]\]", words)[1].replace("]", " ").replace("[", " ").split()
    assert list(map(float, told)) == pytest.approx(tape.gradient(loss, kernel).numpy().ravel().tolist(), abs=0.006)
    steepest = float(keras.ops.sigmoid(0.0) * (1 - keras.ops.sigmoid(0.0)))
    for layers in (1, 10):
        assert f"{steepest**layers:.7f}".rstrip("0") in words
    assert "backward" in row("L32").widgets
    assert all(name in words for name in ("Vanishing gradients", "stochastic gradient descent", "converged"))
