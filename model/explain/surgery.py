"""Filter surgery: silence some filters of a network and see what it can still read.

A silenced filter puts out 0 everywhere, as if its weights and bias were 0. The layers before it need
not run again: for a sample of images their outputs are kept.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from model.explain.graph import Network
from model.explain.layers import activate
from model.explain.passes import CHUNK, answers, as_input

Muted = Mapping[str, Collection[int]]
"""{name of a convolution or dense layer: numbers of its filters or units to silence}."""


@dataclass(frozen=True, eq=False)
class SurgeryResult:
    """How a network reads a sample with some filters silenced.

    `accuracy` in [0, 1], `per_class` float64 (10,) with NaN for a digit the sample lacks, and
    `answers` int64 (n,): what it reads in each image.
    """

    accuracy: float
    per_class: np.ndarray
    answers: np.ndarray


def probabilities_without(network: Network, images: np.ndarray, muted: Muted) -> np.ndarray:
    """Return a network's probabilities with some filters silenced.

    Args:
        network: the network.
        images: float32 (n, 28, 28) in [0, 1].
        muted: what to silence; nothing for the whole network.

    Returns:
        float32 (n, 10).

    Raises:
        ValueError: there is no such layer or filter, or the layer has none.
    """
    masks = _masks(network, muted)
    return _tail(network, as_input(network, images), 0, masks)


class SurgerySample:
    """Labelled images, and what a network's layers make of them, kept to answer at once.

    Holds nothing of any visitor: one sample serves all, from any thread. About 0.14 MB an image for
    a network with sixteen 26×26 maps in its first layer.

    Args:
        network: the network.
        images: float32 (n, 28, 28) in [0, 1], or uint8 of 0 to 255; n is at least 1.
        labels: int (n,): the digits they show.

    Raises:
        ValueError: there are no images, or not as many labels.
    """

    def __init__(self, network: Network, images: np.ndarray, labels: np.ndarray):
        images = np.asarray(images)
        if images.dtype == np.uint8:
            images = images.astype(np.float32) / 255
        self.labels = np.asarray(labels)
        if not len(images) or len(self.labels) != len(images):
            raise ValueError(f"{len(images)} images and {len(self.labels)} labels are no sample")
        self.network = network
        self._kept = _keep_filter_outputs(network, as_input(network, images))
        self._whole = answers(network, images).argmax(axis=1)

    def __len__(self) -> int:
        return len(self.labels)

    def read_without(self, muted: Muted) -> SurgeryResult:
        """Read the sample with some filters silenced; with nothing silenced, as the network does.

        Args:
            muted: what to silence, as for `probabilities_without`.

        Raises:
            ValueError: there is no such layer or filter, or the layer has none.
        """
        masks = _masks(self.network, muted)
        read = self._read(masks) if masks else self._whole
        right = read == self.labels
        per_class = [right[self.labels == k].mean() if (self.labels == k).any() else np.nan for k in range(10)]
        return SurgeryResult(float(right.mean()), np.array(per_class), read)

    def _read(self, masks: dict[int, np.ndarray]) -> np.ndarray:
        first = min(masks)
        kept = _silence(self.network, first, self._kept[first], masks[first])
        return _tail(self.network, kept, first + 1, masks).argmax(axis=1)


def _masks(network: Network, muted: Muted) -> dict[int, np.ndarray]:
    """Return {layer's index: float32 (filters,), 0 where silenced}, for layers with something to silence."""
    masks = {}
    for name, filters in muted.items():
        layer, numbers = network[name], sorted(set(filters))
        if layer.kernel is None:
            raise ValueError(f"{name} has no filters to silence")
        if numbers and not 0 <= numbers[0] <= numbers[-1] < layer.output_shape[-1]:
            raise ValueError(f"{name} has the filters 0 to {layer.output_shape[-1] - 1}, not all of {numbers}")
        if numbers:
            mask = np.full(layer.output_shape[-1], 1, np.float32)
            mask[numbers] = 0
            masks[network.index(name)] = mask
    return masks


def _tail(network: Network, value: np.ndarray, start: int, masks: dict[int, np.ndarray]) -> np.ndarray:
    """Run the layers from `start` on, silencing by masks, a chunk of images at a time."""
    parts = []
    for at in range(0, max(len(value), 1), CHUNK):
        part = value[at : at + CHUNK]
        for index in range(start, len(network.layers)):
            part = network.layers[index].output(part)
            if index in masks:
                part = _silence(network, index, part, masks[index])
        parts.append(part)
    return np.concatenate(parts)


def _silence(network: Network, index: int, output: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Put a layer's silenced filters to what zero weights and bias give: 0, after its own activation."""
    rest = float(activate(network.layers[index].activation, np.zeros(1, np.float32))[0])
    return output * mask + rest * (1 - mask)


def _keep_filter_outputs(network: Network, value: np.ndarray) -> dict[int, np.ndarray]:
    """Return the outputs of all layers that have filters, by index."""
    kept: dict[int, list[np.ndarray]] = {}
    for at in range(0, len(value), CHUNK):
        part = value[at : at + CHUNK]
        for index, layer in enumerate(network.layers):
            part = layer.output(part)
            if layer.kernel is not None:
                kept.setdefault(index, []).append(part)
    return {index: np.concatenate(parts) for index, parts in kept.items()}
