"""How fast the CNN learns, and how busy the card is: `python -m benchmarks.training_speed [--write]`.

Twice in one run: as training does it, augmentation within the compiled step; and as it once did, in NumPy before it.
The images are random, as many as MNIST's and the pen strokes': what is on them makes no difference to the time.
"""

import argparse
import statistics
import subprocess
import threading
import time
from typing import Any

import keras
import numpy as np

from benchmarks.augmentation import vary_by_numpy
from benchmarks.blocks import publish, stamped
from training import fit
from training.device import describe_device
from training.settings import Settings

DIGITS, NON_DIGITS = 51_496, 16_000
"""As many as there were when NumPy made the variations, so that the figures of then can be compared."""


class VariedByNumpy(fit.Batches):
    """Batches whose images are varied already."""

    def __getitem__(self, index: int) -> Any:
        given, targets, weights = super().__getitem__(index)
        return vary_by_numpy(given["images"], given["draws"]), targets, weights


class Clock(keras.callbacks.Callback):
    """Seconds of each epoch, and how busy the card was in it, in percent."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self.busy: list[float] = []

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self.begun = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.seconds.append(time.perf_counter() - self.begun)

    def watch(self, stop: threading.Event) -> None:
        """Ask the card until told to stop; the first epoch, in which the step is compiled, does not count."""
        command = ["nvidia-smi", "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits"]
        while not stop.wait(0.2):
            try:
                answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout
            except (OSError, subprocess.SubprocessError):
                return
            if self.seconds:
                self.busy.append(float(answer.split()[0]))


def main() -> None:
    """Time both ways and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=22, help="of the first way (default %(default)s)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    rows = ["| the CNN's training | epochs | seconds | the first | each other | images a second | card busy |"]
    rows += ["| --- | --: | --: | --: | --: | --: | --: |"]
    rows += [_row("varied in the step", fit.Batches, options.epochs)]
    rows += [_row("varied by NumPy before it", VariedByNumpy, min(4, options.epochs))]
    publish("training_speed", stamped("\n".join(rows) + f"\n\nOn {describe_device()}."))


def _row(words: str, kind: type[fit.Batches], epochs: int) -> str:
    settings = Settings(epochs=epochs)
    random = np.random.default_rng(0)
    images, labels = random.random((DIGITS, 28, 28), np.float32), random.integers(0, 10, DIGITS)
    data = fit.TrainingData(images, labels, random.random((NON_DIGITS, 28, 28), np.float32), images[:1], labels[:1])
    batches, clock, stop = kind(data, settings), Clock(), threading.Event()
    watcher = threading.Thread(target=clock.watch, args=(stop,))
    watcher.start()
    begun = time.perf_counter()
    learner = fit.compiled(settings, len(batches) * epochs, ())
    learner.fit(batches, epochs=epochs, callbacks=[clock], shuffle=False, verbose=0)
    whole = time.perf_counter() - begun
    stop.set()
    watcher.join()
    later = statistics.median(clock.seconds[1:])
    busy = f"{statistics.mean(clock.busy):.0f} %" if clock.busy else "–"
    rate = len(batches) * settings.batch_size / later
    return f"| {words} | {epochs} | {whole:.1f} | {clock.seconds[0]:.1f} | {later:.2f} | {rate:,.0f} | {busy} |"


if __name__ == "__main__":
    main()
