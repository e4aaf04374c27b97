"""Fits a small network on one and on both of two simulated devices and prints what came of it."""

import json
import tempfile
from pathlib import Path

import keras
import numpy as np

from training.devices import count, on_devices
from training.fit import TrainingData, fit
from training.settings import Settings


def two_processors():
    """Have TensorFlow see two; JAX is told by XLA_FLAGS."""
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        processor = tf.config.list_physical_devices("CPU")[0]
        tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)


def data():
    """Digits that are easy to tell apart: a bright row each."""
    labels = np.arange(160) % 10
    images = np.zeros((160, 28, 28), np.float32)
    for image, label in zip(images, labels, strict=True):
        image[4 + 2 * label : 6 + 2 * label, 4:24] = 1
    return TrainingData(images, labels, images[:0], images[:45], labels[:45])


def outcome(which):
    settings = Settings(network="ann", epochs=4, batch_size=32)
    with tempfile.TemporaryDirectory() as folder, on_devices(which):
        network, history = fit(data(), settings, Path(folder))
    answers = network.predict(data().images[..., None], batch_size=80, verbose=0)
    right = float((answers.argmax(axis=1) == data().labels).mean())
    return {"right": right, "loss": [row["loss"] for row in history]}


def main():
    two_processors()
    print(json.dumps({"devices": count(), "one": outcome("one"), "all": outcome("all")}))


if __name__ == "__main__":
    main()
