"""Which device Keras runs on, in words."""

import os

import keras


def describe_device() -> str:
    """Return a phrase such as "one GPU (NVIDIA L4), JAX 0.10" or "2 CPU cores, TensorFlow 2.21.0"."""
    if keras.backend.backend() == "jax":
        import jax

        names = [device.device_kind for device in jax.devices() if device.platform != "cpu"]
        library = f"JAX {jax.__version__}"
    else:
        import tensorflow as tf

        found = tf.config.list_physical_devices("GPU")
        names = [tf.config.experimental.get_device_details(gpu).get("device_name", "GPU") for gpu in found]
        library = f"TensorFlow {tf.__version__}"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    where = f"{len(names)} × {names[0]}" if names else f"{cores} CPU core{'s' if cores != 1 else ''}"
    return f"{where}, {library}"
