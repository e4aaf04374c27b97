"""The whole network on one digit, as the lesson draws it, against Keras' own layers."""

import keras
import numpy as np

from tests.support.lesson_keras import as_array, first_seven
from tests.support.lesson_page import network, row

SHOWN = (keras.layers.Conv2D, keras.layers.MaxPooling2D, keras.layers.Dense)


def test_L14_tens_of_thousands_of_numbers_become_ten():
    layers = [layer for layer in network("cnn").layers if isinstance(layer, SHOWN)]
    counts = [int(np.prod(layer.output.shape[1:])) for layer in layers]
    names = {"Conv2D": "convolution", "MaxPooling2D": "pooling", "Dense": "dense layer"}
    told = [
        f"{at}. {names[type(layer).__name__]} {n:,}"
        for at, (layer, n) in enumerate(zip(layers, counts, strict=True), 1)
    ]

    assert ", ".join(["the picture 784", *told[:-1]]) in row("L14").figure("whole-network").alternatives
    assert f"At the end {counts[-1]} shares" in row("L14").figure("whole-network").alternatives
    assert sum(counts) > 20_000 and max(counts) == counts[0] and counts[-1] == 10
    assert f"its 784 numbers become {counts[0]:,}" in row("L14").words
    shapes = [layer.output.shape[1:] for layer in layers if len(layer.output.shape) == 4]
    pooled = [
        size
        for (size, _, _), layer in zip(shapes, layers, strict=False)
        if isinstance(layer, keras.layers.MaxPooling2D)
    ]
    assert pooled == sorted(pooled, reverse=True) and shapes[0][2] < shapes[-1][2]  # smaller maps, and more


def test_L14_every_map_of_a_layer_is_drawn_where_it_belongs():
    cnn, digit = network("cnn"), first_seven().astype("float32") / 255
    (first, *_) = [layer for layer in cnn.layers if isinstance(layer, keras.layers.ReLU)]
    maps = as_array(keras.Model(cnn.inputs[0], first.output)(digit[None, :, :, None]))[0]
    _, drawn, *_ = row("L14").figure("whole-network").pictures()

    assert drawn.shape[:2] == (2 * 26, 8 * 26)
    brightness = drawn[..., :3].astype(float).sum(axis=-1)
    for at in range(16):
        top, left = 26 * (at // 8), 26 * (at % 8)
        part, values = brightness[top : top + 26, left : left + 26], maps[:, :, at]
        assert (part[values == 0] == brightness.max()).all()  # grey, where nothing answers
        assert values.max() < 0.1 or part[np.unravel_index(values.argmax(), values.shape)] == part.min()
