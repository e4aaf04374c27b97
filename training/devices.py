"""Train on every device that the machine has: each batch is shared out among them.

TensorFlow mirrors the network on all of them, JAX spreads the batches; with one device nothing is
done at all, so that the result is what it is without asking. Leaves out several machines.
"""

from contextlib import AbstractContextManager, contextmanager, nullcontext

import keras
import numpy as np

CHOICES = ("one", "all")


def on_devices(which: str) -> AbstractContextManager:
    """Return a context in which networks are built and fitted.

    Args:
        which: "one" for what Keras does by itself, "all" for every device of the best kind.

    Raises:
        ValueError: `which` is neither.
    """
    if which not in CHOICES:
        raise ValueError(f"devices are {' or '.join(CHOICES)}, not {which}")
    if which == "one" or count() < 2:
        return nullcontext()
    return _spread_by_jax() if keras.backend.backend() == "jax" else _mirrored_by_tensorflow().scope()


def count() -> int:
    """Return how many devices "all" stands for."""
    if keras.backend.backend() == "jax":
        return len(keras.distribution.list_devices())
    return len(_logical_devices())


def shares(batch_size: int) -> int:
    """Return into how many equal parts a batch is cut now: more than 1 only where JAX spreads batches.

    Raises:
        ValueError: a batch of this size cannot be cut so.
    """
    spread = keras.distribution.distribution()
    parts = 1 if spread is None else int(np.prod(spread.device_mesh.shape))
    if batch_size % parts:
        raise ValueError(f"{parts} devices cannot share batches of {batch_size}; use fewer devices")
    return parts


def _logical_devices() -> list:
    """TensorFlow's graphics cards; where there are none, its processors, of which it sees one."""
    import tensorflow as tf

    return tf.config.list_logical_devices("GPU") or tf.config.list_logical_devices("CPU")


def _mirrored_by_tensorflow():
    import tensorflow as tf

    devices = _logical_devices()
    # NCCL, the default between graphics cards, knows no processors.
    sums = None if devices[0].device_type == "GPU" else tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy([device.name for device in devices], cross_device_ops=sums)


@contextmanager
def _spread_by_jax():
    before = keras.distribution.distribution()
    keras.distribution.set_distribution(keras.distribution.DataParallel())
    try:
        yield
    finally:
        keras.distribution.set_distribution(before)
