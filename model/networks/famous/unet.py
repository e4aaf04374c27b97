"""U-Net: down to what is in a picture, and up again to where each pixel of it is.

Left out: dropout at the bottom, which learns nothing and changes no shape.
"""

import keras
from keras import layers


def build_unet() -> keras.Model:
    """U-Net as in its paper (Ronneberger, Fischer and Brox, 2015), without padding: 31,030,658 parameters.

    The answer, 388×388 pixels of two classes, is smaller than the 572×572 pixels that are read: each
    convolution loses the border that it cannot see whole.
    """
    image = x = keras.Input((572, 572, 1), name="image")
    x = down1 = _twice(x, 64, "down1")  # (568, 568, 64)
    x = layers.MaxPooling2D(2, name="pool1")(x)  # (284, 284, 64)
    x = down2 = _twice(x, 128, "down2")  # (280, 280, 128)
    x = layers.MaxPooling2D(2, name="pool2")(x)  # (140, 140, 128)
    x = down3 = _twice(x, 256, "down3")  # (136, 136, 256)
    x = layers.MaxPooling2D(2, name="pool3")(x)  # (68, 68, 256)
    x = down4 = _twice(x, 512, "down4")  # (64, 64, 512)
    x = layers.MaxPooling2D(2, name="pool4")(x)  # (32, 32, 512)
    x = _twice(x, 1024, "bottom")  # (28, 28, 1024)
    x = _up(x, down4, 512, "up4")  # (52, 52, 512)
    x = _up(x, down3, 256, "up3")  # (100, 100, 256)
    x = _up(x, down2, 128, "up2")  # (196, 196, 128)
    x = _up(x, down1, 64, "up1")  # (388, 388, 64)
    x = layers.Conv2D(2, 1, activation="softmax", name="classes")(x)  # (388, 388, 2)
    return keras.Model(image, x, name="unet")


def _twice(x: keras.KerasTensor, filters: int, name: str) -> keras.KerasTensor:
    """Two 3×3 convolutions, each of which loses a border of one pixel."""
    x = layers.Conv2D(filters, 3, activation="relu", name=f"{name}_conv1")(x)
    return layers.Conv2D(filters, 3, activation="relu", name=f"{name}_conv2")(x)


def _up(x: keras.KerasTensor, skipped: keras.KerasTensor, filters: int, name: str) -> keras.KerasTensor:
    """Double the size, put the maps of the way down beside it, cut to fit, and convolve twice."""
    x = layers.Conv2DTranspose(filters, 2, strides=2, name=f"{name}_double")(x)
    border = (skipped.shape[1] - x.shape[1]) // 2
    skipped = layers.Cropping2D(border, name=f"{name}_crop")(skipped)
    x = layers.Concatenate(name=f"{name}_join")([skipped, x])
    return _twice(x, filters, name)
