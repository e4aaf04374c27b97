"""What tests of the lesson compute apart from it: by Keras, of the matrix and the digit that its text speaks of."""

import keras
import numpy as np

from model.image.samples import load_samples

FIVE = np.arange(1, 26, dtype="float32").reshape(5, 5)
KERNEL = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]], "float32")


def keras_convolve(picture, kernel, **settings):
    """A picture under one filter of a Keras layer."""
    layer = keras.layers.Conv2D(1, len(kernel), use_bias=False, **settings)
    layer.build((None, None, None, 1))
    layer.set_weights([kernel[:, :, None, None]])
    return as_array(layer(picture[None, :, :, None]))[0, :, :, 0]


def as_array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def listed(values):
    """Numbers as a sentence lists them: "35, 40, 45"."""
    return ", ".join(f"{value:g}" for value in values)


def first_seven():
    images, labels = load_samples("test")
    return images[np.flatnonzero(labels == 7)[0]]
