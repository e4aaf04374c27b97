"""Train on every device that the machine has: each batch is shared out among them.

TensorFlow mirrors the network on all of them, JAX spreads the batches; with one device nothing is
done at all, so that the result is what it is without asking. Leaves out several machines.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import keras
import numpy as np

CHOICES = ("one", "all")


def on_devices(which: str) -> AbstractContextManager[Any]:
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


def in_words(which: str, batch_size: int) -> str:
    """Say how many devices share a batch; to be asked before it is shared."""
    devices = count() if which == "all" else 1
    return f"Each batch of {batch_size} is shared among {devices} devices." if devices > 1 else ""


def shares(batch_size: int) -> int:
    """Return into how many equal parts a batch is cut now, within `on_devices`.

    Raises:
        ValueError: a batch of this size cannot be cut so.
    """
    parts = _parts()
    if batch_size % parts:
        raise ValueError(f"{parts} devices cannot share batches of {batch_size}; use fewer devices")
    return parts


def _parts() -> int:
    if keras.backend.backend() == "jax":
        spread = keras.distribution.distribution()
        return 1 if spread is None else int(np.prod(spread.device_mesh.shape))
    import tensorflow as tf

    return tf.distribute.get_strategy().num_replicas_in_sync


def whole_step_is_compiled() -> bool:
    """Whether XLA is to compile the whole training step, as JAX always has it.

    On a CPU, TensorFlow's own convolutions are half as fast again as XLA's; and XLA cannot compile the sums over
    several devices that a MirroredStrategy makes.
    """
    if keras.backend.backend() != "tensorflow":
        return True
    import tensorflow as tf

    return _parts() == 1 and bool(tf.config.list_physical_devices("GPU"))


def _logical_devices() -> list[Any]:
    """TensorFlow's graphics cards; where there are none, its processors, of which it sees one."""
    import tensorflow as tf

    return tf.config.list_logical_devices("GPU") or tf.config.list_logical_devices("CPU")


def _mirrored_by_tensorflow() -> Any:
    import tensorflow as tf

    devices = _logical_devices()
    # NCCL, the default between graphics cards, knows no processors.
    sums = None if devices[0].device_type == "GPU" else tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy([device.name for device in devices], cross_device_ops=sums)


@contextmanager
def _spread_by_jax() -> Iterator[None]:
    before = keras.distribution.distribution()
    keras.distribution.set_distribution(keras.distribution.DataParallel())
    try:
        yield
    finally:
        keras.distribution.set_distribution(before)
