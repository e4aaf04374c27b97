"""Kernels that slide, as the lesson shows them, against Keras' own layers."""

import re

import keras
import numpy as np

from tests.support.lesson_keras import FIVE, KERNEL, as_array, keras_convolve, listed
from tests.support.lesson_page import network, row


def test_L09_the_nine_numbers():
    out = keras_convolve(FIVE, KERNEL)
    words = row("L9").words

    assert out.tolist() == [[35, 40, 45], [60, 65, 70], [85, 90, 95]]
    for name, line in zip(("first", "second", "third"), out, strict=True):
        assert f"{name} row: {listed(line)}" in words
    assert "1 + 3 + 7 + 11 + 13 = 35" in words
    table = row("L9").figure("nine-sums").cells()
    for (at, products, total), value in zip(table, out.ravel(), strict=True):
        assert sum(map(int, products.split(" + "))) == int(total) == value
        top, left = (int(part) - 1 for part in at.split(", "))
        under = FIVE[top : top + 3, left : left + 3][KERNEL == 1]
        assert products == " + ".join(f"{v:g}" for v in under)


def test_L10_stride_and_floor():
    out = keras_convolve(FIVE, KERNEL, strides=2)
    words, alt = row("L10").words, row("L10").figure("convolution").alternatives

    assert out.tolist() == [[35, 45], [85, 95]]
    assert f"{listed(out[0])} and {listed(out[1])}" in words
    assert f"{listed(out[0])}; {listed(out[1])}" in alt
    for n, floor_bites in ((5, False), (6, True), (7, False)):
        size = len(keras_convolve(np.ones((n, n), "float32"), KERNEL, strides=2))
        line = next(t for t in re.findall(r"\d cells: [^→]+→ \d", words) if t.startswith(f"{n} cells"))
        assert line.endswith(f"→ {size}") and (".5" in line) == floor_bites
    assert "floor((5 + 2 · 0 − 3) / 1) + 1 = 3" in words and "floor((5 + 2 · 0 − 3) / 2) + 1 = 2" in words
    assert "The size is 2 , and the last cell" in words


def test_L11_padding_and_dilation():
    same, wide = keras_convolve(FIVE, KERNEL, padding="same"), keras_convolve(FIVE, KERNEL, dilation_rate=2)
    padded, dilated = (figure.alternatives for figure in row("L11").figures("convolution"))

    assert same.shape == (5, 5)
    assert "; ".join(map(listed, same)) in padded
    assert wide.shape == (1, 1) and f"1 by 1: {wide[0, 0]:g}" in dilated
    assert "floor((5 + 2 · 1 − 3) / 1) + 1 = 5" in row("L11").words


def test_L14_sharing_and_receptive_field():
    words = row("L14").words
    convolution = keras.layers.Conv2D(16, 3)
    convolution.build((None, 28, 28, 1))
    assert f"needs {convolution.count_params()} numbers for 16 maps" in words
    assert f"{26 * 26 * 16:,} , would need {784 * 26 * 26 * 16 + 26 * 26 * 16:,}" in words
    assert "24 weights" in row("L14").figure("sharing").words

    assert field("conv2") == 5 and "a cell of the second layer sees 5 × 5" in words
    assert f"In the fourth it is {field('conv4')} × {field('conv4')}" in words
    assert "depends on all 25 pixels" in row("L14").figure("receptive-field").alternatives


def field(layer):
    """Rows of the picture that one middle cell of a layer reacts to, tried pixel by pixel."""
    cnn = keras.models.clone_model(network("cnn"))
    cnn.set_weights([np.ones(w.shape) if w.ndim == 4 else np.zeros(w.shape) for w in cnn.get_weights()])
    until = keras.Model(cnn.inputs[0], cnn.get_layer(layer).output)
    pokes = np.eye(784, dtype="float32").reshape(784, 28, 28, 1)
    out = as_array(until(pokes))
    middle = out.shape[1] // 2
    reacts = out[:, middle, middle, 0].reshape(28, 28) > 0
    return int(reacts.any(axis=1).sum())
