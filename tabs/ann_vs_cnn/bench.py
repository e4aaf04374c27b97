"""The loaded networks in the forms that the comparison needs; each is made once."""

from functools import cached_property
from threading import Lock

import numpy as np

from model.explain.disagreement import disagreements
from model.explain.graph import Network
from model.image import samples
from model.image.transforms import pixel_order
from model.networks.stopwatch import Stopwatch
from tabs.kit.replies import Busy
from tabs.kit.service import Loaded

BOTH = ("cnn", "ann")

WAIT = 5.0
"""Seconds that a long search waits for the one before it, which takes about two."""


class Bench:
    """What is computed once for all visitors.

    Args:
        loaded: the networks and their metrics.
    """

    def __init__(self, loaded: Loaded):
        self.metrics = loaded.pretrained.metrics
        self.files = loaded.pretrained.manifest.get("files", {})
        self.networks: dict[str, Network] = loaded.layers
        self._recognizer = loaded.recognizer
        self._one_at_a_time = Lock()

    def prepare(self) -> None:
        """Make what takes long before a visitor asks for it: compiled calls, and 1,000 digits that are read."""
        with self:
            _ = self.stopwatch, self.quarrels

    def predict_both(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the CNN's and the ANN's probabilities, each float32 (n, 10), for (n, 28, 28)."""
        found = self._recognizer.probabilities(images)
        return found["cnn"], found["ann"]

    @property
    def order(self) -> np.ndarray | None:
        """The pixel order that the shuffled networks learned, int64 (784,); None if there are none."""
        if "shuffled" not in self.metrics or not {f"{name}_shuffled" for name in BOTH} <= set(self.networks):
            return None
        return pixel_order(self.metrics["shuffled"]["seed"])

    @cached_property
    def stopwatch(self) -> Stopwatch:
        return Stopwatch({name: self._recognizer.networks[name] for name in BOTH})

    @cached_property
    def quarrels(self) -> np.ndarray:
        """Which of the bundled test digits the networks read differently, int64 (m,)."""
        images, _ = self.test_digits
        return disagreements(*self.predict_both(images))

    @cached_property
    def test_digits(self) -> tuple[np.ndarray, np.ndarray]:
        """The bundled test digits, float32 (n, 28, 28) in [0, 1], and their labels (n,); n may be 0."""
        try:
            images, labels = samples.load_samples("test")
        except FileNotFoundError:
            return np.zeros((0, 28, 28), np.float32), np.zeros(0, np.uint8)
        return images.astype(np.float32) / 255, labels

    def __enter__(self) -> "Bench":
        """Begin a long search: one at a time, so that other questions are answered meanwhile."""
        if not self._one_at_a_time.acquire(timeout=WAIT):
            raise Busy("Many visitors are searching right now. Trying again.")
        return self

    def __exit__(self, *error) -> None:
        self._one_at_a_time.release()
