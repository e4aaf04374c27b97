"""A network as it learns: what a batch brings is varied, permuted and judged by teachers in the compiled step.

Leaves out the batches and the checkpoints, which are `fit.py`'s.
"""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from training.augment import vary


class Learner(keras.Model):
    """Trains the network within it; only that network is kept.

    Takes {"images": (b, 28, 28, 1), "draws": (b, DRAWS)}, which are varied as drawn, or images alone, which are
    looked at as they are: for validation.

    Args:
        network: takes (b, 28, 28, 1), returns (b, 10) probabilities.
        order: the pixels' new order, for the shuffle experiment; None leaves them in place.
        teachers: networks whose mean answer is learnt instead of the labels (Hinton et al., 2015).
        heard: "always", or "where right": then the target lies midway between a right answer and the label.
    """

    def __init__(
        self,
        network: keras.Model,
        order: np.ndarray | None = None,
        teachers: Sequence[keras.Model] = (),
        heard: str = "always",
    ):
        super().__init__(name="learner")
        self.network, self.order, self.heard = network, order, heard
        self.teachers = [_copy(teacher) for teacher in teachers]

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        """Probabilities (b, 10)."""
        return self.network(self.seen(inputs), training=training)

    def seen(self, inputs: Any) -> Any:
        """The images that the network is shown: (b, 28, 28, 1)."""
        if not isinstance(inputs, dict):
            return inputs
        images = vary(inputs["images"], inputs["draws"])
        if self.order is None:
            return images
        flat = ops.reshape(images, (-1, len(self.order)))
        return ops.reshape(ops.take(flat, self.order, axis=1), ops.shape(images))

    def compute_loss(
        self, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None, training: bool = True
    ) -> Any:
        """The loss against the teachers' answers, where there are teachers; else against the labels."""
        if training and self.teachers:
            y = self.taught(x, y)
        return super().compute_loss(x, y, y_pred, sample_weight, training)

    def taught(self, inputs: Any, labels: Any) -> Any:
        """What is to be learnt of each image: what the teachers say on average, or, where only right ones are
        heard, midway to the label, and the label where they are wrong or it is no digit."""
        images = self.seen(inputs)
        said = ops.mean(ops.stack([teacher(images, training=False) for teacher in self.teachers]), axis=0)
        if self.heard == "always":
            return said
        is_digit = ops.max(labels, axis=1) == 1
        right = ops.logical_and(is_digit, ops.argmax(said, axis=1) == ops.argmax(labels, axis=1))
        return ops.where(right[:, None], (said + labels) / 2, labels)


def _copy(teacher: keras.Model) -> keras.Model:
    """A copy that learns nothing, on the devices that are trained on."""
    copy = keras.models.clone_model(teacher)
    copy.set_weights(teacher.get_weights())
    copy.trainable = False
    return copy
