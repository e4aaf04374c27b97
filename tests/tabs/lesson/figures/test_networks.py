"""Neurons, softmax, loss and learning rates as the lesson shows them, computed apart from it."""

import keras
import numpy as np

from tests.support.lesson_keras import as_array
from tests.support.lesson_page import network, row


def test_L01_parameters_of_a_small_network():
    model = keras.Sequential([keras.Input((4,)), *(keras.layers.Dense(n) for n in (4, 4, 3))])
    counts = [layer.count_params() for layer in model.layers]
    words, figure = row("L1").words, row("L1").figure("network")

    assert model.count_params() == 55
    assert f"That makes {model.count_params()} parameters" in words
    assert f"{counts[0]} + {counts[1]} + {counts[2]} = {sum(counts)}" in figure.words
    assert figure.html.count("lf-link") == 4 * 4 + 4 * 4 + 4 * 3
    assert f"{network('ann').count_params():,}" in words
    softmax = as_array(keras.ops.softmax(np.array([2.0, 1.0, -1.0])))
    sigmoid = as_array(keras.ops.sigmoid(np.array([2.0, 1.0, -1.0])))
    for share in (*softmax, *sigmoid):
        assert f"{share:.2f}" in row("L1").figure("softmax-or-sigmoid").words
    assert "Softmax" in words and "binary cross-entropy" in words and "categorical cross-entropy" in words


def test_L03_loss_and_learning_rate():
    words = row("L3").words
    for share in (0.9, 0.1):
        truth, guess = np.array([[0.0, 1.0]]), np.array([[1 - share, share]])
        loss = float(as_array(keras.losses.categorical_crossentropy(truth, guess))[0])
        assert f"A share of {share} costs {loss:.2f}" in words
    assert row("L3").widgets == ["cross-entropy"]
    alt = row("L3").figure("learning-rates").alternatives
    for rate in (0.05, 0.4, 1.05):
        w = -1.6 * (1 - 2 * rate) ** 8  # each step multiplies w by 1 − 2 · rate
        loss = f"{w * w:.2f}".rstrip("0").rstrip(".")
        assert f"rate {rate:g} ends at loss {loss}" in alt
