"""AlexNet, which won ImageNet's competition in 2012 by a wide margin.

Left out: local response normalisation, which learns nothing and changes no shape; Keras has no such layer.
"""

import keras
from keras import layers


def build_alexnet(towers: int = 2) -> keras.Model:
    """AlexNet (Krizhevsky, Sutskever and Hinton, 2012).

    Args:
        towers: 2 as in the original, whose two graphics cards each held half of the filters: the second,
            fourth and fifth convolution see only the half on their own card. 60,965,224 parameters.
            1 joins everything to everything: 62,378,344.
    """
    image = x = keras.Input((227, 227, 3), name="image")
    x = layers.Conv2D(96, 11, strides=4, activation="relu", name="conv1")(x)  # (55, 55, 96)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)  # (27, 27, 96)
    x = layers.Conv2D(256, 5, padding="same", groups=towers, activation="relu", name="conv2")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool2")(x)  # (13, 13, 256)
    x = layers.Conv2D(384, 3, padding="same", activation="relu", name="conv3")(x)  # (13, 13, 384)
    x = layers.Conv2D(384, 3, padding="same", groups=towers, activation="relu", name="conv4")(x)
    x = layers.Conv2D(256, 3, padding="same", groups=towers, activation="relu", name="conv5")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool5")(x)  # (6, 6, 256)
    x = layers.Flatten(name="flatten")(x)  # (9216,)
    x = layers.Dense(4096, activation="relu", name="fc6")(x)  # (4096,)
    x = layers.Dropout(0.5, name="dropout6")(x)
    x = layers.Dense(4096, activation="relu", name="fc7")(x)  # (4096,)
    x = layers.Dropout(0.5, name="dropout7")(x)
    x = layers.Dense(1000, activation="softmax", name="fc8")(x)  # (1000,)
    return keras.Model(image, x, name="alexnet")
