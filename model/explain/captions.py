"""One sentence about one map: what its filter answers to, and where on the drawing it is brightest.

Nothing here is written by hand for a particular filter or digit: all of it is measured. What a
first-layer filter answers to is read from its weights; a deeper one is compared, map by map, with
simple pictures made from the drawing (its edges, its strokes, its paper).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.explain.features import drawing_features
from model.explain.filters import FilterKind, describe_filter
from model.explain.graph import Network
from model.explain.layers import Activation, AveragePooling, Convolution, Dense, Flatten, Layer, MaxPooling
from model.explain.receptive_field import field_sums, gather_from_drawing, spread_over_drawing
from model.messages import Message

ACTIVE = 0.05
"""Cells above this share of a map's largest value count as active."""

FOLLOWS = 0.5
"""A map follows a feature of the drawing if the two correlate at least this much."""

PLACES = (
    (Message("the top left"), Message("the top centre"), Message("the top right"), Message("the top")),
    (Message("the middle left"), Message("the centre"), Message("the middle right"), Message("the middle")),
    (
        Message("the bottom left"),
        Message("the bottom centre"),
        Message("the bottom right"),
        Message("the bottom"),
    ),
    (Message("the left"), Message("the centre"), Message("the right"), None),
)
"""By the third from above and the third from the left; the last of each is all of the axis."""

FEWEST_CELLS = 36
"""Below this many cells, a correlation is more luck than likeness."""


@dataclass(frozen=True)
class MapCaption:
    """What there is to say about one map.

    `text` is the sentence to show; the rest is what it is made of. `state` is "active", "paper"
    (brightest where there is no ink), "silent" (nothing passes the activation), "even" (the same
    everywhere), "single" (a map of one cell) or "blank" (nothing is drawn). `filter` is None beyond
    the first convolution. `place` and `follows` are None where nothing can be said; `correlation`
    belongs to `follows`. `active` of `cells` cells are; `peak` is the (row, column) of the largest.
    """

    text: Message
    state: str
    filter: FilterKind | None
    place: Message | None
    follows: Message | None
    correlation: float
    active: int
    cells: int
    peak: tuple[int, int]


def caption(
    network: Network, outputs: Mapping[str, np.ndarray], pixels: np.ndarray, layer: str, channel: int
) -> MapCaption:
    """Describe one map of a layer.

    Args:
        network: the network.
        outputs: {layer name: array without batch axis}, as `Recognizer.look` returns it.
        pixels: float32 (28, 28): the drawing those outputs belong to.
        layer: name of a layer that puts out maps.
        channel: which map.

    Raises:
        ValueError: there is no such layer or map.
    """
    shape = network[layer].output_shape
    if len(shape) != 3 or not 0 <= channel < shape[2]:
        raise ValueError(f"{layer} puts out {shape}; it has no map {channel}")
    kind = _filter_kind(network, layer, channel)
    strength = _strength(network, layer, np.asarray(outputs[layer])[..., channel])
    pixels = np.asarray(pixels, np.float32).reshape(network.input_shape[:2])
    state = _state(network, layer, strength, pixels)
    follows, correlation = (None, 0.0)
    if kind is None and state in ("active", "paper"):
        follows, correlation = _follows(network, layer, strength, pixels)
    place = _place(spread_over_drawing(network, layer, strength), pixels) if state == "active" else None
    active = int((strength > ACTIVE * strength.max()).sum()) if strength.max() > 0 else 0
    row, column = np.unravel_index(strength.argmax(), strength.shape)
    if state == "active":
        glows = _glows(network, layer, strength, pixels)
        text = _of_active(kind, place, follows, active, strength.size, glows)
    elif state == "single":
        text = Message("One number for the whole drawing: {}.", float(np.ravel(outputs[layer])[channel]))
    else:
        text = _of_inactive(state, kind)
    return MapCaption(text, state, kind, place, follows, correlation, active, strength.size, (int(row), int(column)))


def describe_layer(layer: Layer) -> Message:
    """Say in one line what a layer does, with its numbers: "16 filters of 3 × 3 slide over ...".

    `web/net/describe.js` says the same.
    """
    size, window, channels = layer.output_shape, layer.window, layer.input_shape[-1]
    if isinstance(layer, Convolution) and channels == 1:
        return Message(
            "{} filters of {} × {} slide over the drawing and make {} × {} × {} numbers",
            size[2],
            *window,
            *size,
        )
    if isinstance(layer, Convolution):
        return Message(
            "{} filters of {} × {} slide over all {} maps and make {} × {} × {} numbers",
            size[2],
            *window,
            channels,
            *size,
        )
    if isinstance(layer, MaxPooling):
        return Message("keeps the largest number of each {} × {} window: {} × {} × {} numbers are left", *window, *size)
    if isinstance(layer, AveragePooling):
        return Message("keeps the average of each {} × {} window: {} × {} × {} numbers are left", *window, *size)
    if isinstance(layer, Flatten) and len(layer.input_shape) == 3:
        return Message("lays {} × {} × {} numbers in a row of {}", *layer.input_shape, *size)
    if isinstance(layer, Flatten):
        return Message("lays {} numbers in a row of {}", channels, *size)
    if isinstance(layer, Dense):
        return Message("{} sums, each of all {} numbers before, each with its own weight", *size, channels)
    return {
        "relu": Message("lets positive numbers pass and makes all others 0"),
        "tanh": Message("squeezes each number to between −1 and 1"),
        "sigmoid": Message("squeezes each number to between 0 and 1"),
        "softmax": Message("turns {} numbers into probabilities that add up to 1", size[-1]),
        "linear": Message("lets every number pass"),
    }[layer.activation]


def _filter_kind(network: Network, layer: str, channel: int) -> FilterKind | None:
    """Return what the filter behind a map answers to; None unless it looks at the drawing itself."""
    before = network.layers[: network.index(layer) + 1]
    convolutions = [each for each in before if isinstance(each, Convolution)]
    if len(convolutions) != 1 or convolutions[0].input_shape[2] != 1 or before[0] is not convolutions[0]:
        return None
    return describe_filter(convolutions[0].weights[:, :, 0, channel])


def _strength(network: Network, layer: str, values: np.ndarray) -> np.ndarray:
    """Return how strongly each cell answers, at least 0.

    With ReLU that is what it lets pass. With tanh, −1 says as much as 1: there it is the distance
    from the map's median, the value most of the paper has.
    """
    function = _activation_of(network, network.index(layer))
    values = values.astype(np.float32)
    return np.abs(values - np.median(values)) if function in ("tanh", "sigmoid") else np.maximum(values, 0)


def _activation_of(network: Network, index: int) -> str:
    """Return the activation that a map has passed, or will pass before anything else uses it."""
    for layer in reversed(network.layers[: index + 1]):
        if layer.activation != "linear":
            return layer.activation
        if isinstance(layer, Convolution):
            break
    following = network.layers[index + 1 : index + 2]
    return following[0].activation if following and isinstance(following[0], Activation) else "linear"


def _state(network: Network, layer: str, strength: np.ndarray, pixels: np.ndarray) -> str:
    if not pixels.any():
        return "blank"
    if strength.size == 1:
        return "single"
    top = float(strength.max())
    if top < 1e-6:
        return "silent"
    if float(np.ptp(strength)) < 1e-3 * top:
        return "even"
    ink = gather_from_drawing(network, layer, pixels)
    on_ink, on_paper = strength[ink > 0.2], strength[ink < 0.02]
    if not on_ink.size or not on_paper.size:
        return "active"
    return "paper" if on_paper.mean() > max(0.5 * top, 1.2 * on_ink.mean()) else "active"


def _glows(network: Network, layer: str, strength: np.ndarray, pixels: np.ndarray) -> bool:
    """Return whether a map is active where its cells see no ink at all."""
    paper = strength[field_sums(network, layer, pixels) < 1e-3]
    return bool(paper.size) and float(paper.mean()) > ACTIVE * float(strength.max())


def _follows(network: Network, layer: str, strength: np.ndarray, pixels: np.ndarray) -> tuple[Message | None, float]:
    """Return the feature of the drawing that a map resembles most, and how much (Pearson's r)."""
    if strength.size < FEWEST_CELLS:
        return None, 0.0
    features = drawing_features(pixels)
    likeness = {
        name: _correlation(gather_from_drawing(network, layer, picture), strength) for name, picture in features.items()
    }
    best = max(likeness, key=likeness.__getitem__)
    return (best, likeness[best]) if likeness[best] >= FOLLOWS else (None, likeness[best])


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a**2).sum(dtype=np.float64) * (b**2).sum(dtype=np.float64)))
    return float((a * b).sum(dtype=np.float64)) / scale if scale > 1e-12 else 0.0


def _place(on_drawing: np.ndarray, pixels: np.ndarray) -> Message | None:
    """Say where on the drawing, not in the frame, most of a map is: "the top left", "the bottom", ...

    None is all over it. Goes by the mean and spread of the squared strength within the ink's bounding
    box, two pixels wider than the ink.
    """
    inked = pixels > 0.1 * pixels.max()
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    box = on_drawing[max(rows[0] - 2, 0) : rows[-1] + 3, max(columns[0] - 2, 0) : columns[-1] + 3]
    energy = box.astype(np.float64) ** 2
    if energy.sum() <= 0:
        return Message("the rim")
    return PLACES[_third(energy.sum(axis=1))][_third(energy.sum(axis=0))]


def _third(profile: np.ndarray) -> int:
    """Return the third of an axis where a profile lies, 0 to 2; 3 if it is spread evenly over all of it."""
    at = (np.arange(len(profile)) + 0.5) / len(profile)
    mean = float(profile @ at / profile.sum())
    spread = float(np.sqrt(profile @ (at - mean) ** 2 / profile.sum()))
    if mean < 0.4:
        return 0
    if mean > 0.6:
        return 2
    # An even profile has a spread of 0.29.
    return 1 if spread < 0.2 else 3


def _of_inactive(state: str, kind: FilterKind | None) -> Message:
    """The sentence about a map that answers nowhere in particular."""
    if state == "even":
        return Message("The same everywhere: this drawing makes no difference to it.")
    if kind is None:
        return {
            "blank": Message("Nothing is drawn yet."),
            "silent": Message("Silent on this drawing."),
            "paper": Message("Strongest on empty paper, weaker along the ink."),
        }[state]
    return {
        "blank": Message("Nothing is drawn yet: this filter answers to {}.", kind.phrase),
        "silent": Message("Silent on this drawing: it answers to {}.", kind.phrase),
        "paper": Message("Strongest on empty paper, weaker along the ink: it answers to {}.", kind.phrase),
    }[state]


def _of_active(
    kind: FilterKind | None, place: Message | None, follows: Message | None, active: int, cells: int, glows: bool
) -> Message:
    """The sentence about a map that answers somewhere."""
    if kind:
        subject = Message("Answers to {}", kind.phrase)
    elif follows:
        subject = Message("Follows {}", follows)
    else:
        subject = Message("Answers to a mixture that no single word fits")
    everywhere = Message("strong all over the drawing")
    where = Message("mostly at {} of the drawing", place) if place else everywhere
    return Message(
        "{}; {}; {} of {} cells active, as it answers faintly on empty paper too."
        if glows
        else "{}; {}; {} of {} cells active.",
        subject,
        where,
        active,
        cells,
    )
