"""The training lab's two networks: small enough to learn from scratch while somebody watches.

Twins of the big ones in `architectures.py`: one convolves, one has dense layers only and more parameters. In the
browser, where they learn, they are `web/net/small_networks.js`.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # Keras is slow to import, and only training needs it
    import keras

NETWORKS = ("cnn", "ann")
ACTIVATIONS = ("relu", "sigmoid", "tanh")
DIGITS = 10

KERNELS: dict[str, dict[str, tuple[int, ...]]] = {
    "cnn": {"conv1": (3, 3, 1, 8), "conv2": (3, 3, 8, 24), "logits": (600, DIGITS)},
    "ann": {"dense1": (784, 32), "logits": (32, DIGITS)},
}
"""Shapes of all weights but the biases, of which every filter and unit has one; here so that nobody waits for Keras."""


def build_small_cnn(activation: str = "relu") -> "keras.Model":
    """Two 3×3 convolutions, each halved by a pooling, and one dense layer: 7,842 parameters."""
    import keras
    from keras import layers

    image = x = keras.Input((28, 28, 1), name="image")
    x = layers.Conv2D(8, 3, name="conv1")(x)  # (26, 26, 8)
    x = layers.Activation(activation, name="active1")(x)
    x = layers.MaxPooling2D(2, name="pool1")(x)  # (13, 13, 8)
    x = layers.Conv2D(24, 3, name="conv2")(x)  # (11, 11, 24)
    x = layers.Activation(activation, name="active2")(x)
    x = layers.MaxPooling2D(2, name="pool2")(x)  # (5, 5, 24)
    x = layers.Flatten(name="flatten")(x)  # (600,)
    x = layers.Dense(DIGITS, name="logits")(x)  # (10,)
    x = layers.Softmax(name="probabilities")(x)
    return keras.Model(image, x, name="small_cnn")


def build_small_ann(activation: str = "relu") -> "keras.Model":
    """One hidden layer of 32 units, each joined to every pixel: 25,450 parameters."""
    import keras
    from keras import layers

    image = x = keras.Input((28, 28, 1), name="image")
    x = layers.Flatten(name="flatten")(x)  # (784,)
    x = layers.Dense(32, name="dense1")(x)  # (32,)
    x = layers.Activation(activation, name="active1")(x)
    x = layers.Dense(DIGITS, name="logits")(x)  # (10,)
    x = layers.Softmax(name="probabilities")(x)
    return keras.Model(image, x, name="small_ann")


BUILDERS = {"cnn": build_small_cnn, "ann": build_small_ann}


def initial_weights(name: str, activation: str, random: np.random.Generator) -> list[np.ndarray]:
    """Draw the weights that a training starts from: kernel, bias, kernel, bias, ... as Keras orders them.

    Kernels keep a signal's size from layer to layer: normal numbers of variance 2 / inputs before a
    ReLU (He et al., 2015), else uniform ones of variance 2 / (inputs + outputs) (Glorot and Bengio,
    2010). Biases are 0.

    Args:
        name: "cnn" or "ann".
        activation: one of `ACTIVATIONS`.
        random: where the randomness comes from.
    """
    weights = []
    for layer, shape in KERNELS[name].items():
        window = int(np.prod(shape[:-2]))  # 1 for a dense layer
        inputs, outputs = window * shape[-2], window * shape[-1]
        if activation == "relu" and layer != "logits":
            kernel = random.normal(0, np.sqrt(2 / inputs), shape)
        else:
            reach = np.sqrt(6 / (inputs + outputs))
            kernel = random.uniform(-reach, reach, shape)
        weights += [kernel.astype(np.float32), np.zeros(shape[-1], np.float32)]
    return weights
