"""GoogLeNet: nine Inception modules, each of which looks at its input in four ways at once.

Left out: the two auxiliary heads, which only helped training, and local response normalisation, which
learns nothing and changes no shape.
"""

import keras
from keras import layers


def build_googlenet() -> keras.Model:
    """GoogLeNet (Szegedy et al., 2014): 6,998,552 parameters."""
    image = x = keras.Input((224, 224, 3), name="image")
    x = _convolution(x, 64, 7, "conv1", strides=2)  # (112, 112, 64)
    x = _halve(x, "pool1")  # (56, 56, 64)
    x = _convolution(x, 64, 1, "conv2_reduce")  # (56, 56, 64)
    x = _convolution(x, 192, 3, "conv2")  # (56, 56, 192)
    x = _halve(x, "pool2")  # (28, 28, 192)
    x = _inception(x, "3a", 64, (96, 128), (16, 32), 32)  # (28, 28, 256)
    x = _inception(x, "3b", 128, (128, 192), (32, 96), 64)  # (28, 28, 480)
    x = _halve(x, "pool3")  # (14, 14, 480)
    x = _inception(x, "4a", 192, (96, 208), (16, 48), 64)  # (14, 14, 512)
    x = _inception(x, "4b", 160, (112, 224), (24, 64), 64)  # (14, 14, 512)
    x = _inception(x, "4c", 128, (128, 256), (24, 64), 64)  # (14, 14, 512)
    x = _inception(x, "4d", 112, (144, 288), (32, 64), 64)  # (14, 14, 528)
    x = _inception(x, "4e", 256, (160, 320), (32, 128), 128)  # (14, 14, 832)
    x = _halve(x, "pool4")  # (7, 7, 832)
    x = _inception(x, "5a", 256, (160, 320), (32, 128), 128)  # (7, 7, 832)
    x = _inception(x, "5b", 384, (192, 384), (48, 128), 128)  # (7, 7, 1024)
    x = layers.GlobalAveragePooling2D(name="average")(x)  # (1024,)
    x = layers.Dropout(0.4, name="dropout")(x)
    x = layers.Dense(1000, activation="softmax", name="logits")(x)  # (1000,)
    return keras.Model(image, x, name="googlenet")


def _inception(
    x: keras.KerasTensor, name: str, ones: int, threes: tuple[int, int], fives: tuple[int, int], pooled: int
) -> keras.KerasTensor:
    """Four branches side by side, their maps stacked: 1×1; 1×1 then 3×3; 1×1 then 5×5; pooling then 1×1.

    The 1×1 convolutions before the larger ones make fewer maps of many, so that those cost less.
    """
    one = _convolution(x, ones, 1, f"{name}_1x1")
    three = _convolution(x, threes[0], 1, f"{name}_3x3_reduce")
    three = _convolution(three, threes[1], 3, f"{name}_3x3")
    five = _convolution(x, fives[0], 1, f"{name}_5x5_reduce")
    five = _convolution(five, fives[1], 5, f"{name}_5x5")
    pool = layers.MaxPooling2D(3, strides=1, padding="same", name=f"{name}_pool")(x)
    pool = _convolution(pool, pooled, 1, f"{name}_pool_1x1")
    return layers.Concatenate(name=f"{name}_join")([one, three, five, pool])


def _convolution(x: keras.KerasTensor, filters: int, size: int, name: str, strides: int = 1) -> keras.KerasTensor:
    return layers.Conv2D(filters, size, strides, padding="same", activation="relu", name=name)(x)


def _halve(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
    return layers.MaxPooling2D(3, strides=2, padding="same", name=name)(x)
