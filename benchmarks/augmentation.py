"""Images that augmentation makes a second and core: `python -m benchmarks.augmentation [--write]`.

Beside `keras.ops`, compiled on TensorFlow and JAX as it runs within the training step, the same in NumPy, as it ran
outside that step before. Turns alternate, each in a process of its own, so that whatever else the machine does hits
all alike; counted is the processor's time of all threads, not the clock's.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.blocks import publish, stamped
from training import augment

ROOT = Path(__file__).resolve().parent.parent
BATCH = 128
TURNS = 3
BATCHES = 60
BACKENDS = {
    "numpy": "NumPy",
    "jax": "`keras.ops` compiled by JAX",
    "tensorflow": "`keras.ops` compiled by TensorFlow (XLA)",
}


def main() -> None:
    """Measure each backend in turn and print a table."""
    if sys.argv[1:] == ["--one"]:
        print(json.dumps(images_per_processor_second()))
        return
    rates: dict[str, list[float]] = {backend: [] for backend in BACKENDS}
    for _ in range(TURNS):
        for backend in BACKENDS:
            rates[backend].append(_in_a_process(backend))
    medians = {backend: statistics.median(found) for backend, found in rates.items()}
    rows = ["| | images a second and core | NumPy = 1 |", "| --- | --: | --: |"]
    rows += [f"| {BACKENDS[b]} | {rate:,.0f} | {rate / medians['numpy']:.2f} |" for b, rate in medians.items()]
    publish("augmentation", stamped("\n".join(rows)))


def _in_a_process(backend: str) -> float:
    settings = {
        "KERAS_BACKEND": backend,
        "JAX_PLATFORMS": "cpu",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
    }
    command = [sys.executable, "-m", "benchmarks.augmentation", "--one"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def images_per_processor_second() -> float:
    """Vary batches on this process' backend, their random draws included."""
    import keras

    from training.settings import Settings

    random = np.random.default_rng(0)
    images = random.random((BATCH, 28, 28, 1), np.float32)
    step = vary_by_numpy if keras.backend.backend() == "numpy" else augment.vary
    if keras.backend.backend() == "jax":
        import jax

        step = jax.jit(augment.vary)

    def turn() -> None:
        keras.ops.convert_to_numpy(step(images, augment.draw(BATCH, Settings(), random)))

    turn()  # compiles
    start = time.process_time()
    for _ in range(BATCHES):
        turn()
    return BATCH * BATCHES / (time.process_time() - start)


def vary_by_numpy(images: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """What `training.augment.vary` does, written for NumPy: four look-ups into one flat array."""
    ink, (x, y) = images[..., 0], _positions(draws, images.shape[1])
    varied = _thickened(_looked_up(ink, x, y), draws[:, augment.THICKNESS, None, None])
    varied = np.where(draws[:, augment.UNTOUCHED, None, None] > 0.5, ink, varied)
    places = draws[:, augment.GRAIN, None].astype(np.int32) + np.arange(ink[0].size, dtype=np.int32)
    grain = augment.grains()[places].reshape(ink.shape)
    return np.clip(varied + draws[:, augment.NOISE, None, None] * grain, 0, 1)[..., None]


def _positions(draws: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    shift_x, shift_y, angle, slant, scale_x, scale_y = draws[:, : augment.THICKNESS].T[..., None, None]
    middle = np.float32((side - 1) / 2)
    y, x = np.mgrid[:side, :side].astype(np.float32) - middle
    turned_x = (np.cos(angle) * x + np.sin(angle) * y) / (1 + scale_x)
    turned_y = (np.cos(angle) * y - np.sin(angle) * x) / (1 + scale_y)
    coarse = draws[:, augment.BENDING :].reshape(-1, 2, augment.COARSE, augment.COARSE)
    weights = augment.interpolation(side)
    bend = np.matmul(np.matmul(weights, coarse), weights.T)
    return turned_x + slant * turned_y + shift_x + bend[:, 0] + middle, turned_y + shift_y + bend[:, 1] + middle


def _looked_up(images: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    count, side = images.shape[:2]
    width = side + 3
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2))).reshape(-1)
    x, y = np.clip(x + 1, 0, side + 1), np.clip(y + 1, 0, side + 1)
    left, top = x.astype(np.int32), y.astype(np.int32)
    x -= left
    y -= top
    first = top * width + left + (np.arange(count, dtype=np.int32) * width * width)[:, None, None]
    upper = padded[first] * (1 - x) + padded[first + 1] * x
    lower = padded[first + width] * (1 - x) + padded[first + width + 1] * x
    return upper * (1 - y) + lower * y


def _thickened(images: np.ndarray, amount: np.ndarray) -> np.ndarray:
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    cross = (padded[:, :-2, 1:-1], padded[:, 2:, 1:-1], padded[:, 1:-1, :-2], padded[:, 1:-1, 2:])
    thicker, thinner = np.maximum.reduce([images, *cross]), np.minimum.reduce([images, *cross])
    extreme = np.where(amount > 0, thicker, images + 0.5 * (thinner - images))
    return images + np.abs(amount) * (extreme - images)


if __name__ == "__main__":
    main()
