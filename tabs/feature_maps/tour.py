"""The tour: from pixels to answer in about fifteen steps, told with the visitor's own numbers.

A step names pictures and does not hold them: the browser has every map already.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TypeVar

import numpy as np

from model.explain import INPUT, Layer, Network, Region, caption, describe_layer, explain_unit
from model.explain.layers import Activation, Convolution, Dense, Flatten, Sliding
from model.explain.units import ConvolutionUnit, DenseUnit, PoolingUnit, SoftmaxUnit
from model.messages import Message

U = TypeVar("U", ConvolutionUnit, DenseUnit, PoolingUnit, SoftmaxUnit)


@dataclass(frozen=True)
class Picture:
    """A map to show: its layer, its channel (None for a row of numbers), and what is marked on it."""

    layer: str
    channel: int | None
    mark: Region | None = None


@dataclass(frozen=True)
class Step:
    """One stop: what stands above, what is told, and what is shown before and after the layer."""

    title: Message
    sentences: tuple[Message, ...]
    layer: str
    before: Picture | None
    after: Picture

    def as_json(self) -> dict:
        """Return its fields by name."""
        before = self.before and asdict(self.before)
        told = {"title": self.title, "sentences": self.sentences}
        return {**told, "layer": self.layer, "before": before, "after": asdict(self.after)}


def tour(network: Network, outputs: Mapping[str, np.ndarray], pixels: np.ndarray) -> list[Step]:
    """Tell how a network got from a drawing to its answer.

    Each step follows the strongest map of its layer. An activation is told together with the layer
    before it, except for the first one, which explains what an activation is.

    Args:
        network: a network that ends with a softmax over ten digits.
        outputs: {layer name: array without batch axis}, as `Recognizer.look` returns it.
        pixels: float32 (28, 28): the drawing those outputs belong to.
    """
    return list(_Guide(network, outputs, pixels).steps())


def bracketed(value: float) -> float | Message:
    """Return a number as it follows a sign: in brackets if it is negative."""
    return Message("({})", value) if value < 0 else value


class _Guide:
    def __init__(self, network: Network, outputs: Mapping[str, np.ndarray], pixels: np.ndarray):
        self.network, self.pixels = network, pixels
        self.outputs = {INPUT: pixels[..., None], **outputs}
        self.explained: set[str] = set()

    def steps(self) -> Iterator[Step]:
        yield self._drawing()
        for index, layer in enumerate(self.network.layers):
            if layer.activation == "softmax":
                yield self._softmax(index, layer)
            elif isinstance(layer, Activation):
                if layer.activation not in self.explained:
                    self.explained.add(layer.activation)
                    yield self._activation(index, layer)
            elif isinstance(layer, Convolution):
                yield self._convolution(index, layer)
            elif isinstance(layer, Sliding):
                yield self._pooling(index, layer)
            elif isinstance(layer, Flatten):
                yield self._flatten(index, layer)
            elif index == self.network.logits:
                yield self._logits(index, layer)
            elif isinstance(layer, Dense):
                yield self._dense(index, layer)
        yield self._answer()

    def _drawing(self) -> Step:
        inked = int((self.pixels > 0).sum())
        told = (
            Message("Your drawing has become {} numbers: 0 for empty paper, up to 1 for ink.", self.pixels.size),
            Message("{} of them hold some ink.", inked),
            Message("The network sees nothing else: no pen, no order, no time."),
        )
        return Step(Message("It starts with numbers"), told, INPUT, None, Picture(INPUT, 0))

    def _convolution(self, index: int, layer: Layer) -> Step:
        shown = self._answering(index)
        channel = self._strongest(shown)
        unit, after = self._brightest(ConvolutionUnit, layer, shown, channel)
        told = [
            _does(layer),
            Message("The strongest is map {}.", channel + 1),
            caption(self.network, self.outputs, self.pixels, shown.name, channel).text,
            Message("At the marked place, {} products and a bias add up to {}.", unit.products.size, unit.total),
        ]
        if shown is not layer:
            told.append(self._passes(shown, unit.result))
        source = int(np.abs(unit.channel_sums).argmax())
        before = Picture(self._before(index), source, unit.source)
        return Step(Message("{}: filters look for patterns", layer.name), tuple(told), layer.name, before, after)

    def _activation(self, index: int, layer: Layer) -> Step:
        values = self.outputs[self._before(index)]
        told = [_does(layer)]
        if layer.activation == "relu":
            told.append(
                Message(
                    "{} of {} numbers were negative and are now 0: what a filter does not look for leaves no trace.",
                    int((values < 0).sum()),
                    values.size,
                )
            )
        told.append(Message("Without such a bend, all layers together could do no more than one."))
        channel = self._strongest(layer) if layer.is_spatial else None
        before, after = Picture(self._before(index), channel), Picture(layer.name, channel)
        return Step(Message("{}: a bend in the line", layer.name), tuple(told), layer.name, before, after)

    def _pooling(self, index: int, layer: Layer) -> Step:
        unit, after = self._brightest(PoolingUnit, layer, layer, self._strongest(layer))
        values = [float(value) for value in unit.values[unit.inside]]
        listed = Message(", ".join("{}" for _ in values), *values)
        told = (
            _does(layer),
            Message("At the marked place, {} become {}.", listed, unit.result),
            Message("Where exactly a stroke was matters less now, which forgives a little shift."),
        )
        before = Picture(self._before(index), after.channel, unit.source)
        return Step(Message("{}: smaller maps", layer.name), told, layer.name, before, after)

    def _flatten(self, index: int, layer: Layer) -> Step:
        told = (
            _does(layer),
            Message(
                "Nothing is computed and nothing lost, "
                "but from here on no number has neighbours: what follows weighs each one by itself."
            ),
        )
        before = Picture(self._before(index), self._strongest_of(self.outputs[self._before(index)]))
        title = Message("{}: a row instead of maps", layer.name)
        return Step(title, told, layer.name, before, Picture(layer.name, None))

    def _dense(self, index: int, layer: Layer) -> Step:
        shown = self._answering(index)
        values = self.outputs[shown.name]
        unit = self._unit(DenseUnit, layer, (int(values.argmax()),))
        told = [_does(layer)]
        if shown is not layer and shown.activation == "relu":
            told.append(Message("After ReLU, {} of {} are above 0.", int((values > 0).sum()), values.size))
        told += [
            Message("Number {} is the largest: {}.", unit.position[0] + 1, unit.result),
            self._counts_most(unit),
        ]
        before = _number(self._before(index), int(unit.indices[0]))
        after = _number(shown.name, unit.position[0])
        return Step(Message("{}: evidence is weighed", layer.name), tuple(told), layer.name, before, after)

    def _counts_most(self, unit: DenseUnit) -> Message:
        product = float(unit.inputs[0]), float(unit.weights[0]), float(unit.products[0])
        if not unit.places:
            return Message("Of all its products, {} × {} = {} counts most.", *product)
        row, column, channel = (place + 1 for place in unit.places[0])  # counted from 1, as all that visitors read
        if self.network.layers[self.network.index(unit.layer) - 1].input_shape[2] == 1:
            return Message(
                "Of all its products, {} × {} = {} counts most (the pixel in row {}, column {}).",
                *product,
                row,
                column,
            )
        return Message(
            "Of all its products, {} × {} = {} counts most (from map {}, row {}, column {}).",
            *product,
            channel,
            row,
            column,
        )

    def _logits(self, index: int, layer: Layer) -> Step:
        scores = self.outputs[layer.name]
        first, second = (int(i) for i in np.argsort(-scores)[:2])
        best, next_best = float(scores[first]), float(scores[second])
        told = (
            _does(layer),
            Message(
                "That is one score for each digit: {} gets {}, {} comes next with {}.",
                first,
                best,
                second,
                next_best,
            ),
        )
        before = Picture(self._before(index), None)
        return Step(Message("{}: ten scores", layer.name), told, layer.name, before, _number(layer.name, first))

    def _softmax(self, index: int, layer: Layer) -> Step:
        place = (int(self.outputs[layer.name].argmax()),)
        unit = self._unit(SoftmaxUnit, layer, place)
        logit, power = float(unit.logits[place[0]]), float(unit.powers[place[0]])
        divided = power, unit.sum, unit.result
        sums = place[0], logit, bracketed(unit.largest), power, len(unit.powers), unit.sum
        told = (
            _does(layer),
            Message("For {}: e^({} − {}) = {}; all {} such powers add up to {}; {} ÷ {} = {}.", *sums, *divided),
        )
        before, after = Picture(self._before(index), None), _number(layer.name, place[0])
        return Step(Message("{}: scores become shares", layer.name), told, layer.name, before, after)

    def _answer(self) -> Step:
        layer = self.network.layers[-1]
        first, second = (int(i) for i in np.argsort(-self.outputs[layer.name])[:2])
        told = (
            Message("The network reads {}; next would be {}.", first, second),
            Message("{} learned numbers and your drawing went into it, and nothing else.", self.network.parameters),
            Message("Change a stroke, and all of it is done again."),
        )
        before, after = Picture(INPUT, 0), _number(layer.name, first)
        return Step(Message("The answer: {}", first), told, layer.name, before, after)

    def _before(self, index: int) -> str:
        return self.network.layers[index - 1].name if index else INPUT

    def _answering(self, index: int) -> Layer:
        """The activation after a layer, if the tour has explained it: its numbers are what counts."""
        following = self.network.layers[index + 1]
        explained = isinstance(following, Activation) and following.activation in self.explained
        return following if explained else self.network.layers[index]

    def _brightest(self, kind: type[U], layer: Layer, shown: Layer, channel: int) -> tuple[U, Picture]:
        """The unit of a layer where a map of `shown` peaks, and that map with the cell marked."""
        row, column = _peak(self.outputs[shown.name][..., channel])
        unit = self._unit(kind, layer, (row, column, channel))
        return unit, Picture(shown.name, channel, Region(shown.name, row, column, row + 1, column + 1))

    def _unit(self, kind: type[U], layer: Layer, place: tuple[int, ...]) -> U:
        """The arithmetic of one unit, of a layer of the kind that has such units."""
        unit = explain_unit(self.network, self.outputs, self.pixels, layer.name, place)
        if not isinstance(unit, kind):
            raise TypeError(f"a unit of {layer.name} is a {type(unit).__name__}, not a {kind.__name__}")
        return unit

    def _strongest(self, layer: Layer) -> int:
        return self._strongest_of(self.outputs[layer.name])

    def _strongest_of(self, maps: np.ndarray) -> int:
        """The map that differs most from its own median: a map that is bright all over says little."""
        usual = np.median(maps, axis=(0, 1)) if maps.shape[:2] != (1, 1) else 0
        return int(np.abs(maps - usual).max(axis=(0, 1)).argmax())

    def _passes(self, layer: Layer, value: float) -> Message:
        if layer.activation != "relu":
            return Message("{} bends it as before.", layer.name)
        passes, stops = Message("{} lets it pass.", layer.name), Message("{} makes it 0.", layer.name)
        return passes if value > 0 else stops


def _does(layer: Layer) -> Message:
    """What a layer does, as a sentence."""
    return Message("{}: {}.", layer.name, describe_layer(layer))


def _number(layer: str, index: int) -> Picture:
    """A row of numbers with one of them marked."""
    return Picture(layer, None, Region(layer, 0, index, 1, index + 1))


def _peak(values: np.ndarray) -> tuple[int, int]:
    row, column = np.unravel_index(int(values.argmax()), values.shape)
    return int(row), int(column)
