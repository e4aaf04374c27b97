"""Networks that the tests of explanations run on: the product's own, and one with every odd setting."""

from functools import cache

import keras
import numpy as np

from model.explain import graph
from model.explain.graph import Network
from model.networks import architectures


def odd() -> keras.Model:
    """Every setting the explanations must get right: strides, dilation, padding, uneven windows, sigmoid,
    activations within layers, a missing bias, dropout."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(4, (3, 5), strides=(2, 1), padding="same", activation="relu", name="strided"),
            keras.layers.MaxPooling2D((3, 2), strides=(2, 2), padding="same", name="overlapping"),
            keras.layers.Dropout(0.5, name="dropout"),
            keras.layers.Conv2D(5, 3, dilation_rate=2, use_bias=False, name="dilated"),
            keras.layers.Activation("sigmoid", name="sigmoid"),
            keras.layers.AveragePooling2D(2, padding="same", name="averaged"),
            keras.layers.Flatten(name="rows"),
            keras.layers.Dense(12, activation="tanh", name="hidden"),
            keras.layers.Dense(10, name="scores"),
            keras.layers.Softmax(name="shares"),
        ],
        name="odd",
    )


BUILDERS = {
    "cnn": architectures.build_cnn,
    "ann": architectures.build_ann,
    "lenet5": architectures.build_lenet5,
    "odd": odd,
}
NAMES = tuple(BUILDERS)


@cache
def keras_model(name: str) -> keras.Model:
    """Build a network with repeatable random weights, biases other than zero among them."""
    model = BUILDERS[name]()
    rng = np.random.default_rng(len(name))
    model.set_weights(
        [rng.normal(0, np.sqrt(2 / np.prod(w.shape[:-1])) if w.ndim > 1 else 0.1, w.shape) for w in model.get_weights()]
    )
    return model


@cache
def network(name: str) -> Network:
    """The same network, as the explanations read it."""
    return graph.read(keras_model(name))


def keras_outputs(name: str, images: np.ndarray) -> dict[str, np.ndarray]:
    """Every layer's output as Keras computes it, {layer name: float32 (n, ...)}."""
    model = keras_model(name)
    layers = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    outputs = keras.Model(model.inputs[0], [layer.output for layer in layers])(images[..., None])
    return {layer.name: np.asarray(output) for layer, output in zip(layers, outputs, strict=True)}


def seven() -> np.ndarray:
    """A seven of two soft strokes, float32 (28, 28) in [0, 1]."""
    y, x = np.mgrid[:28, :28].astype(np.float32)
    bar = np.clip(2 - np.abs(y - 7), 0, 1) * ((x > 6) & (x < 21))
    stem = np.clip(2 - np.abs(x - (20 - (y - 7) * 0.5)), 0, 1) * ((y > 6) & (y < 24))
    return np.maximum(bar, stem)


def pictures(n: int, seed: int = 0) -> np.ndarray:
    """Random pictures, float32 (n, 28, 28) in [0, 1], half of the pixels black."""
    values = np.random.default_rng(seed).random((n, 28, 28), np.float32)
    return np.where(values > 0.5, values, 0)
