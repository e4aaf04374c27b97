"""The tour: from pixels to answer in about fifteen steps, told with the visitor's own numbers.

A step names pictures and does not hold them: the browser has every map already.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from model.explain import INPUT, Layer, Network, Region, Unit, caption, describe_layer, explain_unit
from model.explain.units import number


@dataclass(frozen=True)
class Picture:
    """A map to show: its layer, its channel (None for a row of numbers), and what is marked on it."""

    layer: str
    channel: int | None
    mark: Region | None = None


@dataclass(frozen=True)
class Step:
    """One stop: what stands above, what is told, and what is shown before and after the layer."""

    title: str
    text: str
    layer: str
    before: Picture | None
    after: Picture


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
            elif layer.kind == "activation":
                if layer.activation not in self.explained:
                    self.explained.add(layer.activation)
                    yield self._activation(index, layer)
            elif layer.kind == "convolution":
                yield self._convolution(index, layer)
            elif layer.kind.endswith("pooling"):
                yield self._pooling(index, layer)
            elif layer.kind == "flatten":
                yield self._flatten(index, layer)
            elif layer.kind == "dense":
                yield (
                    self._logits(index, layer) if index == self.network.logits else self._dense(index, layer)
                )
        yield self._answer()

    def _drawing(self) -> Step:
        inked = int((self.pixels > 0).sum())
        text = (
            f"Your drawing has become {self.pixels.size} numbers: 0 for empty paper, up to 1 for ink. "
            f"{inked} of them hold some ink. The network sees nothing else: no pen, no order, no time."
        )
        return Step("It starts with numbers", text, INPUT, None, Picture(INPUT, 0))

    def _convolution(self, index: int, layer: Layer) -> Step:
        shown = self._answering(index)
        unit, after = self._brightest(layer, shown)
        channel = after.channel
        text = f"{_capital(describe_layer(layer))}. The strongest is map {channel}"
        text += _of_map(caption(self.network, self.outputs, self.pixels, shown.name, channel).text)
        text += (
            f" At the marked place, {unit.products.size} products and a bias add up to {number(unit.total)}."
        )
        if shown is not layer:
            text += f" {self._passes(shown, unit.result)}."
        source = int(np.abs(unit.channel_sums).argmax())
        before = Picture(self._before(index), source, unit.source)
        return Step(f"{layer.name}: filters look for patterns", text, layer.name, before, after)

    def _activation(self, index: int, layer: Layer) -> Step:
        values = self.outputs[self._before(index)]
        text = f"{layer.name} {describe_layer(layer)}. "
        if layer.activation == "relu":
            text += f"{int((values < 0).sum()):,} of {values.size:,} numbers were negative and are now 0: "
            text += "what a filter does not look for leaves no trace. "
        text += "Without such a bend, all layers together could do no more than one."
        channel = self._strongest(layer) if layer.is_spatial else None
        before, after = Picture(self._before(index), channel), Picture(layer.name, channel)
        return Step(f"{layer.name}: a bend in the line", text, layer.name, before, after)

    def _pooling(self, index: int, layer: Layer) -> Step:
        unit, after = self._brightest(layer, layer)
        numbers = ", ".join(number(float(v)) for v in unit.values[unit.inside])
        text = f"{layer.name} {describe_layer(layer)} numbers are left. "
        text += f"At the marked place, {numbers} become {number(unit.result)}. "
        text += "Where exactly a stroke was matters less now, which forgives a little shift."
        before = Picture(self._before(index), after.channel, unit.source)
        return Step(f"{layer.name}: smaller maps", text, layer.name, before, after)

    def _flatten(self, index: int, layer: Layer) -> Step:
        text = f"{layer.name} {describe_layer(layer)}. Nothing is computed and nothing lost, "
        text += "but from here on no number has neighbours: what follows weighs each one by itself."
        before = Picture(self._before(index), self._strongest_of(self.outputs[self._before(index)]))
        return Step(
            f"{layer.name}: a row instead of maps", text, layer.name, before, Picture(layer.name, None)
        )

    def _dense(self, index: int, layer: Layer) -> Step:
        shown = self._answering(index)
        values = self.outputs[shown.name]
        unit = explain_unit(self.network, self.outputs, self.pixels, layer.name, (int(values.argmax()),))
        top = f"{number(float(unit.inputs[0]))} × {number(float(unit.weights[0]))}"
        text = f"{_capital(describe_layer(layer))}. "
        if shown is not layer and shown.activation == "relu":
            text += f"After ReLU, {int((values > 0).sum())} of {values.size} are above 0. "
        text += f"Number {unit.position[0]} is the largest: {number(unit.result)}. Of all its products, "
        text += f"{top} = {number(float(unit.products[0]))} counts most{self._whence(unit)}."
        before = _number(self._before(index), int(unit.indices[0]))
        after = _number(shown.name, unit.position[0])
        return Step(f"{layer.name}: evidence is weighed", text, layer.name, before, after)

    def _logits(self, index: int, layer: Layer) -> Step:
        scores = self.outputs[layer.name]
        first, second = (int(i) for i in np.argsort(-scores)[:2])
        text = f"{_capital(describe_layer(layer))}: one score for each digit. "
        text += f"{first} gets {number(float(scores[first]))}, "
        text += f"{second} comes next with {number(float(scores[second]))}."
        before = Picture(self._before(index), None)
        return Step(f"{layer.name}: ten scores", text, layer.name, before, _number(layer.name, first))

    def _softmax(self, index: int, layer: Layer) -> Step:
        unit = explain_unit(
            self.network, self.outputs, self.pixels, layer.name, (int(self.outputs[layer.name].argmax()),)
        )
        text = f"{layer.name} {describe_layer(layer)}. "
        text += f"For {unit.position[0]}: {'; '.join(unit.steps)}."
        before, after = Picture(self._before(index), None), _number(layer.name, unit.position[0])
        return Step(f"{layer.name}: scores become shares", text, layer.name, before, after)

    def _answer(self) -> Step:
        layer = self.network.layers[-1]
        shares = self.outputs[layer.name]
        first, second = (int(i) for i in np.argsort(-shares)[:2])
        text = (
            f"The network reads {first}; next would be {second}. {self.network.parameters:,} learned numbers "
        )
        text += (
            "and your drawing went into it, and nothing else. Change a stroke, and all of it is done again."
        )
        return Step(f"The answer: {first}", text, layer.name, Picture(INPUT, 0), _number(layer.name, first))

    def _before(self, index: int) -> str:
        return self.network.layers[index - 1].name if index else INPUT

    def _answering(self, index: int) -> Layer:
        """The activation after a layer, if the tour has explained it: its numbers are what counts."""
        following = self.network.layers[index + 1]
        explained = following.kind == "activation" and following.activation in self.explained
        return following if explained else self.network.layers[index]

    def _brightest(self, layer: Layer, shown: Layer) -> tuple[Unit, Picture]:
        """The unit of a layer where the strongest map of `shown` peaks, and that map with the cell marked."""
        channel = self._strongest(shown)
        row, column = _peak(self.outputs[shown.name][..., channel])
        unit = explain_unit(self.network, self.outputs, self.pixels, layer.name, (row, column, channel))
        return unit, Picture(shown.name, channel, Region(shown.name, row, column, row + 1, column + 1))

    def _strongest(self, layer: Layer) -> int:
        return self._strongest_of(self.outputs[layer.name])

    def _strongest_of(self, maps: np.ndarray) -> int:
        """The map that differs most from its own median: a map that is bright all over says little."""
        usual = np.median(maps, axis=(0, 1)) if maps.shape[:2] != (1, 1) else 0
        return int(np.abs(maps - usual).max(axis=(0, 1)).argmax())

    def _passes(self, layer: Layer, value: float) -> str:
        if layer.activation != "relu":
            return f"{layer.name} bends it as before"
        return f"{layer.name} lets it pass" if value > 0 else f"{layer.name} makes it 0"

    def _whence(self, unit) -> str:
        if not unit.places:
            return ""
        row, column, channel = unit.places[0]
        layer = self.network.layers[self.network.index(unit.layer) - 1]
        if layer.input_shape[2] == 1:
            return f" (the pixel in row {row}, column {column})"
        return f" (from map {channel}, row {row}, column {column})"


def _number(layer: str, index: int) -> Picture:
    """A row of numbers with one of them marked."""
    return Picture(layer, None, Region(layer, 0, index, 1, index + 1))


def _peak(values: np.ndarray) -> tuple[int, int]:
    return tuple(int(i) for i in np.unravel_index(int(values.argmax()), values.shape))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _of_map(text: str) -> str:
    """A map's caption, to follow "map 3"."""
    if text.startswith(("Answers", "Follows")):
        return f", which {text[0].lower()}{text[1:]}"
    return f". {text}"
