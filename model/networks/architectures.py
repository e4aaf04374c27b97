"""The three networks, each read from top to bottom like its diagram.

Input: (n, 28, 28, 1) in [0, 1], ink bright. Output: ten probabilities that sum to 1.
Shapes in the comments leave out the batch; n is the number of images.
"""

import keras
from keras import layers

INPUT_SHAPE = (28, 28, 1)
DIGITS = 10


def build_cnn(dropout: float = 0.0) -> keras.Model:
    """Six 3×3 convolutions in three blocks, then two dense layers: 109,370 parameters.

    Two 3×3 convolutions see 5×5 pixels with fewer weights than one 5×5 would need, and put a
    ReLU in between (Simonyan and Zisserman, 2014). There is no batch normalisation: on this task
    it made training slower and no better, and without it patch × kernel + bias → ReLU is the whole
    arithmetic, while training as well as after.

    Args:
        dropout: share of the flattened features silenced at random while training (Srivastava et
            al., 2014). It does nothing afterwards, so the network that is saved is built without.
    """
    image = x = keras.Input(INPUT_SHAPE, name="image")
    x = _convolution(x, 16, 1, "valid")  # (26, 26, 16)
    x = _convolution(x, 16, 2, "valid")  # (24, 24, 16)
    x = layers.MaxPooling2D(2, name="pool1")(x)  # (12, 12, 16)
    x = _convolution(x, 32, 3, "same")  # (12, 12, 32)
    x = _convolution(x, 32, 4, "same")  # (12, 12, 32)
    x = layers.MaxPooling2D(2, name="pool2")(x)  # (6, 6, 32)
    x = _convolution(x, 64, 5, "same")  # (6, 6, 64)
    x = _convolution(x, 64, 6, "same")  # (6, 6, 64)
    x = layers.MaxPooling2D(2, name="pool3")(x)  # (3, 3, 64)
    x = layers.Flatten(name="flatten")(x)  # (576,)
    if dropout:
        x = layers.Dropout(dropout, name="dropout")(x)
    x = layers.Dense(64, kernel_initializer="he_normal", name="dense1")(x)  # (64,)
    x = layers.ReLU(name="relu7")(x)
    x = layers.Dense(DIGITS, name="logits")(x)  # (10,)
    x = layers.Softmax(name="probabilities")(x)
    return keras.Model(image, x, name="cnn")


def build_ann() -> keras.Model:
    """Dense layers only: every pixel is joined to every neuron. 235,146 parameters.

    It has twice the CNN's weights, so that what it lacks is not capacity but any notion of which
    pixels are neighbours.
    """
    image = x = keras.Input(INPUT_SHAPE, name="image")
    x = layers.Flatten(name="flatten")(x)  # (784,)
    x = layers.Dense(256, kernel_initializer="he_normal", name="dense1")(x)  # (256,)
    x = layers.ReLU(name="relu1")(x)
    x = layers.Dense(128, kernel_initializer="he_normal", name="dense2")(x)  # (128,)
    x = layers.ReLU(name="relu2")(x)
    x = layers.Dense(DIGITS, name="logits")(x)  # (10,)
    x = layers.Softmax(name="probabilities")(x)
    return keras.Model(image, x, name="ann")


def build_lenet5() -> keras.Model:
    """LeNet-5 (LeCun et al., 1998) with full connections between its maps: 61,706 parameters.

    The original's 32×32 input is 28×28 with two pixels of border: "same" padding supplies them.
    Left out: the original's trainable pooling weights, its partial connections from S2 to C3, and
    its radial-basis output, for which softmax stands here.
    """
    image = x = keras.Input(INPUT_SHAPE, name="image")
    x = layers.Conv2D(6, 5, padding="same", name="conv1")(x)  # (28, 28, 6)
    x = layers.Activation("tanh", name="tanh1")(x)
    x = layers.AveragePooling2D(2, name="pool1")(x)  # (14, 14, 6)
    x = layers.Conv2D(16, 5, name="conv2")(x)  # (10, 10, 16)
    x = layers.Activation("tanh", name="tanh2")(x)
    x = layers.AveragePooling2D(2, name="pool2")(x)  # (5, 5, 16)
    x = layers.Conv2D(120, 5, name="conv3")(x)  # (1, 1, 120)
    x = layers.Activation("tanh", name="tanh3")(x)
    x = layers.Flatten(name="flatten")(x)  # (120,)
    x = layers.Dense(84, name="dense1")(x)  # (84,)
    x = layers.Activation("tanh", name="tanh4")(x)
    x = layers.Dense(DIGITS, name="logits")(x)  # (10,)
    x = layers.Softmax(name="probabilities")(x)
    return keras.Model(image, x, name="lenet5")


BUILDERS = {"cnn": build_cnn, "ann": build_ann, "lenet5": build_lenet5}


def _convolution(x: keras.KerasTensor, kernels: int, number: int, padding: str) -> keras.KerasTensor:
    """A 3×3 convolution with stride 1, then its ReLU."""
    start = "he_normal"  # keeps the signal's size from layer to layer behind a ReLU (He et al., 2015)
    x = layers.Conv2D(kernels, 3, padding=padding, kernel_initializer=start, name=f"conv{number}")(x)
    return layers.ReLU(name=f"relu{number}")(x)
