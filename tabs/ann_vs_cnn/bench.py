"""The loaded networks in the forms that the comparison needs; each is made when it is first asked for.

The recogniser answers; NumPy forms serve the search for pixels and the shuffled twins, which no one
else uses and which would take seconds to compile; a stopwatch times one network at a time.
"""

from functools import cached_property
from threading import Lock

import numpy as np

from model.explain import graph
from model.explain.disagreement import disagreements
from model.explain.graph import Network
from model.explain.passes import answers
from model.image import samples
from model.image.transforms import pixel_order
from model.networks.recognizer import Recognizer
from model.networks.stopwatch import Stopwatch
from tabs.kit.replies import Busy
from tabs.kit.service import Loaded

BOTH = ("cnn", "ann")

WAIT = 20.0
"""Seconds that a long search waits for the one before it."""


class Bench:
    """What is computed once for all visitors.

    Args:
        loaded: the networks and their metrics.
    """

    def __init__(self, loaded: Loaded):
        self.recognizer: Recognizer = loaded.recognizer
        self.metrics = loaded.pretrained.metrics
        self.files = loaded.pretrained.manifest.get("files", {})
        self._models = {name: loaded.recognizer.networks[name] for name in BOTH}
        self._shuffled = getattr(loaded.pretrained, "shuffled", {})
        self._one_at_a_time = Lock()

    def predict_both(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the CNN's and the ANN's probabilities, each float32 (n, 10), for (n, 28, 28)."""
        found = self.recognizer.probabilities(images)
        return found["cnn"], found["ann"]

    @cached_property
    def networks(self) -> dict[str, Network]:
        """Both networks as layers and arrays."""
        return {name: graph.read(model) for name, model in self._models.items()}

    @cached_property
    def shuffled(self) -> dict[str, Network]:
        """The twins that learned on shuffled pixels; empty if they did not come with the model."""
        if not set(BOTH) <= set(self._shuffled) or "shuffled" not in self.metrics:
            return {}
        return {name: graph.read(self._shuffled[name]) for name in BOTH}

    @cached_property
    def order(self) -> np.ndarray:
        """The pixel order that the twins learned, int64 (784,)."""
        return pixel_order(self.metrics["shuffled"]["seed"])

    def ask_shuffled(self, image: np.ndarray) -> dict[str, np.ndarray]:
        """Return {network: float32 (10,)} of the twins for a shuffled image (28, 28)."""
        return {name: answers(network, image[None])[0] for name, network in self.shuffled.items()}

    @cached_property
    def stopwatch(self) -> Stopwatch:
        return Stopwatch(self._models)

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
        """Begin a long search: one at a time, so that everyone's pen is still followed."""
        if not self._one_at_a_time.acquire(timeout=WAIT):
            raise Busy("Many visitors are searching right now. Try again in a moment.")
        return self

    def __exit__(self, *error) -> None:
        self._one_at_a_time.release()
