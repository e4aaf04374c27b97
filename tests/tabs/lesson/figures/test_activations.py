"""Activations and their slopes as the lesson shows them, computed apart from it."""

import keras
import numpy as np

from tests.support.lesson_keras import as_array
from tests.support.lesson_page import row


def test_L02_activations_with_their_derivatives():
    from tabs.lesson.figures.activations import slope, value

    x = np.linspace(-3.95, 3.95, 80)  # ReLU has no slope at 0
    first_of_three = np.stack([x, 0 * x, 0 * x], axis=-1)
    known = {
        "relu": keras.ops.relu(x),
        "sigmoid": keras.ops.sigmoid(x),
        "tanh": keras.ops.tanh(x),
        "softmax": keras.ops.softmax(first_of_three)[..., 0],
    }
    words = row("L2").words
    for name, curve in known.items():
        step = 1e-5
        assert np.allclose(value(name, x), as_array(curve), atol=1e-6)
        numeric = (value(name, x + step) - value(name, x - step)) / (2 * step)
        assert np.allclose(slope(name, x), numeric, atol=1e-5)
    for card in ("ReLU", "Sigmoid", "Tanh", "Softmax"):
        assert f"<b>{card}</b>" in row("L2").html
    assert words.count("Derivative") == words.count("Strength") == words.count("Weakness") == 4
    at_minus_2 = [float(as_array(known_at(-2.0))) for known_at in (keras.ops.relu, keras.ops.sigmoid, keras.ops.tanh)]
    relu, sigmoid, tanh = (f"{v:.2f}".rstrip("0").rstrip(".").replace("-", "−") for v in at_minus_2)
    assert f"ReLU gives {relu} , sigmoid {sigmoid} and tanh {tanh}" in words
    assert "activation" in row("L2").widgets
