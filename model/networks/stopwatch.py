"""How long each network takes to read one image, measured here and now.

`recognizer.py` asks both networks in one call; a comparison needs them one at a time.
"""

import time
from collections.abc import Mapping
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from model.image.geometry import SIDE
from model.networks.recognizer import compiled

if TYPE_CHECKING:
    import keras

WARM_UPS = 2
"""Calls before the clock starts: the first ones fetch weights and code into the caches."""


class Stopwatch:
    """Networks compiled one by one, each as the page runs it: one image, one call.

    Args:
        networks: Keras models by name; each takes (n, 28, 28, 1).
    """

    def __init__(self, networks: "Mapping[str, keras.Model]"):
        self._calls = {name: compiled(network, batch=1) for name, network in networks.items()}
        self.milliseconds(np.zeros((SIDE, SIDE), np.float32), runs=1)  # compiles

    def milliseconds(self, pixels: np.ndarray, runs: int = 15) -> dict[str, float]:
        """Return {network: median milliseconds} from an array in memory to ten probabilities.

        The networks take turns, so that whatever else this machine does slows all of them alike.

        Args:
            pixels: float32 (28, 28) in [0, 1].
            runs: how often each network is timed, at least 1.
        """
        image = np.ascontiguousarray(pixels, np.float32).reshape(1, SIDE, SIDE, 1)
        taken: dict[str, list[float]] = {name: [] for name in self._calls}
        for run in range(WARM_UPS + runs):
            for name, call in self._calls.items():
                began = time.perf_counter()
                call(image)
                if run >= WARM_UPS:
                    taken[name].append(time.perf_counter() - began)
        return {name: 1000 * median(seconds) for name, seconds in taken.items()}
