"""An image goes in; what every network thinks, and the verdict, come out of one compiled call.

Leaves out where images come from (`digit_image.py`) and what the layers' outputs mean (`explain.py`).
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from model.image.digit_image import DigitImage
from model.image.geometry import SIDE

if TYPE_CHECKING:  # Keras is slow to import; a page that only shows pictures must not wait for it.
    import keras

Verdict = Literal["digit", "blank", "not a digit"]

CHUNK = 256
"""Images per compiled call in `Recognizer.probabilities`; bounds memory, not speed."""


@dataclass(frozen=True)
class Recognition:
    """What the networks make of one image.

    `cnn` and `ann` are float32 (10,), summing to 1; all zero for a blank image, because then no
    network was asked. `digit` is the CNN's answer and None unless the verdict is "digit". `score`
    in [0, 1] is the CNN's largest probability, 0 for a blank image.
    """

    verdict: Verdict
    digit: int | None
    cnn: np.ndarray
    ann: np.ndarray
    score: float


BLANK = Recognition("blank", None, np.zeros(10, np.float32), np.zeros(10, np.float32), 0.0)


class Recognizer:
    """Networks compiled once, ready to answer from any thread.

    Args:
        networks: Keras models by name, "cnn" and "ann" among them; each takes (n, 28, 28, 1) in
            [0, 1] and returns ten probabilities.
        threshold: score in [0, 1] below which an image is called "not a digit".

    Raises:
        ValueError: "cnn" or "ann" is missing, or the threshold is out of range.
    """

    def __init__(self, networks: "Mapping[str, keras.Model]", threshold: float):
        missing = {"cnn", "ann"} - set(networks)
        if missing:
            raise ValueError(f"networks lack {', '.join(sorted(missing))}")
        if not 0 <= threshold <= 1:
            raise ValueError(f"threshold must be from 0 to 1, not {threshold}")
        self.threshold = float(threshold)
        self.networks = dict(networks)
        both = _last_output([self.networks["cnn"], self.networks["ann"]])
        self._answers, self._answers_of_several = compiled(both, batch=1), compiled(both, batch=None)
        self._every_layer = compiled(_every_output(self.networks), batch=1)
        self._layout = _layout(self.networks)
        self._batches = compiled(_last_output(self.networks.values()), batch=None)
        self._warm_up()

    def recognize(self, image: DigitImage) -> Recognition:
        """Ask both networks what one image shows.

        A blank image is answered by rule, and so is a sheet of several digits, "not a digit". Otherwise
        the verdict is "digit" when the CNN's largest probability reaches the threshold, and "not a digit"
        when it does not; the probabilities stay what the networks said.
        """
        return self.recognize_all([image])[0]

    def recognize_all(self, images: Sequence[DigitImage]) -> list[Recognition]:
        """Ask both networks what each image shows, as `recognize` does, in one pass."""
        inked = [_checked(image.pixels) for image in images if not image.is_blank]
        answers = iter(self._ask_both(inked) if inked else ())
        return [BLANK if image.is_blank else self._judge(image, *next(answers)) for image in images]

    def look(self, pixels: np.ndarray) -> dict[str, dict[str, np.ndarray]]:
        """Return every layer's output for one image, of all networks, from one compiled call.

        Args:
            pixels: float (28, 28) in [0, 1], ink bright.

        Returns:
            {network: {layer: float32 array without batch axis}}, layers from input to output.

        Raises:
            ValueError: `pixels` has another shape.
        """
        numbers = self._every_layer(_checked(pixels)[None, :, :, None])[0]
        return {
            name: {layer: numbers[start:stop].reshape(shape) for layer, (start, stop, shape) in parts.items()}
            for name, parts in self._layout.items()
        }

    def probabilities(self, batch: np.ndarray) -> dict[str, np.ndarray]:
        """Return every network's probabilities for many images.

        Args:
            batch: float (n, 28, 28) in [0, 1], ink bright; n may be 0.

        Returns:
            {network: float32 (n, 10)}.

        Raises:
            ValueError: `batch` has another shape.
        """
        batch = np.asarray(batch, np.float32)
        if batch.ndim != 3 or batch.shape[1:] != (SIDE, SIDE):
            raise ValueError(f"expected images (n, {SIDE}, {SIDE}), not {batch.shape}")
        chunks = [batch[start : start + CHUNK, ..., None] for start in range(0, len(batch), CHUNK)]
        empty = np.zeros((0, len(self.networks), 10), np.float32)
        answers = np.concatenate([empty, *(self._batches(chunk) for chunk in chunks)])
        return {name: answers[:, number] for number, name in enumerate(self.networks)}

    def _ask_both(self, images: list[np.ndarray]) -> np.ndarray:
        """What CNN and ANN say of images (28, 28), at least one: float32 (n, 2, 10)."""
        batch = np.stack(images)[..., None]
        return self._answers(batch) if len(images) == 1 else self._answers_of_several(batch)

    def _judge(self, image: DigitImage, cnn: np.ndarray, ann: np.ndarray) -> Recognition:
        score = float(cnn.max())
        if image.is_several or score < self.threshold:
            return Recognition("not a digit", None, cnn, ann, score)
        return Recognition("digit", int(cnn.argmax()), cnn, ann, score)

    def _warm_up(self) -> None:
        """Compile now, so that the first visitor does not wait and threads never race to it."""
        self._answers(np.zeros((1, SIDE, SIDE, 1), np.float32))
        self._every_layer(np.zeros((1, SIDE, SIDE, 1), np.float32))
        for several in (self._answers_of_several, self._batches):
            several(np.zeros((2, SIDE, SIDE, 1), np.float32))


def _layers(network: "keras.Model") -> "list[keras.Layer]":
    """The layers that compute something: all but the input."""
    return [layer for layer in network.layers if type(layer).__name__ != "InputLayer"]


def _last_output(networks: "Iterable[keras.Model]") -> "keras.Model":
    """One model from images (n, 28, 28, 1) to all networks' probabilities (n, networks, 10)."""
    import keras

    image = keras.Input((SIDE, SIDE, 1))
    return keras.Model(image, keras.ops.stack([network(image) for network in networks], axis=1))


def _every_output(networks: "Mapping[str, keras.Model]") -> "keras.Model":
    """One model from an image to all layers' outputs, flattened and joined in the order of `_layout`.

    One long vector and not forty arrays: handing each over from the compiled call costs more than
    computing it.
    """
    import keras

    image = keras.Input((SIDE, SIDE, 1))
    flat = []
    for network in networks.values():
        outputs = keras.Model(network.inputs, [layer.output for layer in _layers(network)])(image)
        flat += [keras.ops.reshape(output, (-1, math.prod(output.shape[1:]))) for output in outputs]
    return keras.Model(image, keras.ops.concatenate(flat, axis=1))


def _layout(networks: "Mapping[str, keras.Model]") -> dict[str, dict[str, tuple[int, int, tuple[int, ...]]]]:
    """Where in the vector of `_every_output` each layer lies: {network: {layer: (start, stop, shape)}}."""
    layout: dict[str, dict[str, tuple[int, int, tuple[int, ...]]]] = {}
    start = 0
    for name, network in networks.items():
        layout[name] = {}
        for layer in _layers(network):
            shape = layer.output.shape[1:]
            stop = start + math.prod(shape)
            layout[name][layer.name] = (start, stop, shape)
            start = stop
    return layout


def compiled(network: "keras.Model", batch: int | None) -> Callable[[np.ndarray], np.ndarray]:
    """Compile a model on the backend that Keras runs on.

    Args:
        network: a model over (n, 28, 28, 1) with one output.
        batch: n, or None for any from 1 to CHUNK.

    Returns:
        A function from float32 (n, 28, 28, 1) to the model's output as a NumPy array.
    """
    import keras

    if keras.backend.backend() == "tensorflow":
        return _compiled_by_tensorflow(network, batch)
    if keras.backend.backend() == "jax":
        return _compiled_by_jax(network)
    return lambda images: keras.ops.convert_to_numpy(network(images, training=False))


def _compiled_by_tensorflow(network: "keras.Model", batch: int | None) -> Callable[[np.ndarray], np.ndarray]:
    import tensorflow as tf

    # XLA makes one image's every layer six times faster; it would compile anew for each batch size.
    function = tf.function(
        lambda images: network(images, training=False),
        input_signature=[tf.TensorSpec((batch, SIDE, SIDE, 1), tf.float32)],
        jit_compile=batch is not None,
    )
    call = function.get_concrete_function()  # which of a function's versions fits need not be found each time
    return lambda images: call(tf.constant(images)).numpy()


def _compiled_by_jax(network: "keras.Model") -> Callable[[np.ndarray], np.ndarray]:
    import jax

    trained = [variable.value for variable in network.trainable_variables]
    others = [variable.value for variable in network.non_trainable_variables]
    stateless = jax.jit(lambda t, o, images: network.stateless_call(t, o, images, training=False)[0])

    def call(images: np.ndarray) -> np.ndarray:
        # JAX compiles anew for every batch size, so sizes are rounded up to powers of two.
        count = len(images)
        room = 1 << (count - 1).bit_length()
        padded = np.pad(images, ((0, room - count), (0, 0), (0, 0), (0, 0)))
        return np.asarray(stateless(trained, others, padded))[:count]

    return call


def _checked(pixels: np.ndarray) -> np.ndarray:
    pixels = np.asarray(pixels, np.float32)
    if pixels.shape != (SIDE, SIDE):
        raise ValueError(f"expected an image ({SIDE}, {SIDE}), not {pixels.shape}")
    return pixels
