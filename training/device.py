"""Which device Keras trains on, in words, and what to do where a graphics card lies idle."""

import os
import subprocess

import keras

MEND = {
    "tensorflow": "pip uninstall --yes tensorflow tensorflow-cpu, then pip install -r requirements-gpu.txt",
    "jax": 'pip install "jax[cuda13]"',
}
"""What gives a backend the libraries that a card needs, on Linux for x86-64."""


def describe_device() -> str:
    """Return a phrase such as "1 × NVIDIA L4, JAX 0.10.2" or "2 CPU cores, TensorFlow 2.21.0"."""
    names, cores = usable_cards(), _cores()
    where = f"{len(names)} × {names[0]}" if names else f"{cores} CPU core{'s' if cores != 1 else ''}"
    return f"{where}, {_library()}"


def usable_cards() -> list[str]:
    """Names of the graphics cards that the backend can use."""
    if keras.backend.backend() == "jax":
        import jax

        return [device.device_kind for device in jax.devices() if device.platform != "cpu"]
    import tensorflow as tf

    found = tf.config.list_physical_devices("GPU")
    return [tf.config.experimental.get_device_details(gpu).get("device_name", "GPU") for gpu in found]


def grow_as_needed() -> None:
    """Have TensorFlow take a card's memory as it needs it, not all at once; JAX is told by its environment."""
    if keras.backend.backend() != "tensorflow":
        return
    import tensorflow as tf

    for card in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(card, True)


def idle_card() -> str | None:
    """Say that there is a card which the backend cannot use, and how to mend that; None where all is well."""
    there = cards_in_machine()
    if not there or usable_cards():
        return None
    backend = keras.backend.backend()
    return (
        f"This machine has {len(there)} × {there[0]}, but {_library()} cannot use it. "
        f"To train on it: {MEND[backend]} (Linux, x86-64; docs/training.md)."
    )


def cards_in_machine() -> list[str]:
    """Names of the NVIDIA cards that `nvidia-smi` lists; none where it does not answer."""
    command = ["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return [line.strip() for line in answer.splitlines() if line.strip()]


def _library() -> str:
    if keras.backend.backend() == "jax":
        import jax

        return f"JAX {jax.__version__}"
    import tensorflow as tf

    return f"TensorFlow {tf.__version__}"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
