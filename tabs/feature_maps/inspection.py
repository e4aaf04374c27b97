"""Everything there is to say about one map and one unit of it: what opens when a visitor presses it."""

from collections.abc import Mapping

import numpy as np

from model.explain import Layer, Network, Unit, caption, explain_unit, receptive_field
from model.explain.units import number
from tabs.feature_maps.packing import as_json, pack_floats


def inspect(
    network: Network,
    outputs: Mapping[str, np.ndarray],
    pixels: np.ndarray,
    layer: Layer,
    channel: int,
    position: tuple[int, ...] | None,
) -> dict:
    """Describe one map, or row of numbers, and one unit of it.

    Args:
        network: the network.
        outputs: {layer name: array without batch axis}, as `Recognizer.look` returns it.
        pixels: float32 (28, 28): the drawing those outputs belong to.
        layer: one of the network's layers.
        channel: which of its maps; of no meaning for a row of numbers.
        position: the unit, with as many indices as the layer's output has axes; None for the
            largest one.

    Returns:
        Plain JSON: "layer", "channel" (None for a row), "position", "value" and "values" (the map,
        exact), "caption", "field" (a region for the drawing and each layer up to the unit's), "unit"
        (the fields of one of `model.explain.units`' dataclasses and its "kind"), "steps" and "filter".
    """
    values = np.asarray(outputs[layer.name])
    if layer.is_spatial:
        values = values[..., channel]
        position = position or (*_peak(values), channel)
        text = caption(network, outputs, pixels, layer.name, channel).text
    else:
        position = position or _peak(values)
        text = _row_caption(values, position[0])
    unit = explain_unit(network, outputs, pixels, layer.name, position)
    return {
        "layer": layer.name,
        "channel": position[2] if layer.is_spatial else None,
        "position": list(position),
        "value": unit.result,
        "values": pack_floats(values),
        "caption": text,
        "field": as_json(receptive_field(network, layer.name, position)),
        "unit": {"kind": _kind(unit), **as_json(unit)},
        "steps": [*unit.steps, *_what_follows(network, unit)],
        "filter": _filter(network, layer, position[-1]),
    }


def _kind(unit: Unit) -> str:
    return type(unit).__name__.removesuffix("Unit").lower()


def _what_follows(network: Network, unit: Unit) -> list[str]:
    """The activation after a convolution or a dense layer, which ends the sum in the reader's mind."""
    name = getattr(unit, "after_layer", None)
    if name is None:
        return []
    if network[name].activation == "relu":
        return [f"→ ReLU ({name}): max(0, {number(unit.result)}) = {number(unit.after)}"]
    return [f"→ {network[name].activation} ({name}): {number(unit.after)}"]


def _peak(values: np.ndarray) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(int(values.argmax()), values.shape))


def _row_caption(values: np.ndarray, index: int) -> str:
    """Say where one number of a row stands among the others."""
    above = int((values > 0).sum())
    rank = int((values > values[index]).sum()) + 1
    active = "all" if above == values.size else f"{above} of {values.size}"
    place = "the largest" if rank == 1 else f"rank {rank}"
    return (
        f"Number {index} is {number(float(values[index]))}, {place} of {values.size}; {active} are above 0."
    )


def filter_layer(network: Network, layer: Layer) -> Layer | None:
    """Return the layer whose filters, or units, made a layer's maps, or numbers; None if none did.

    Activations and pooling keep maps apart, so their maps are those of the filters before. Flatten
    and softmax do not.
    """
    for index in range(network.index(layer.name), -1, -1):
        source = network.layers[index]
        if source.kernel is not None:
            return source
        if source.kind == "flatten" or source.activation == "softmax":
            return None
    return None


def _filter(network: Network, layer: Layer, channel: int) -> dict | None:
    """Return the weights that made a map, or a number of a row, and the layer they belong to.

    Weights of a unit fed by a flatten layer are laid out as the maps they weigh: (height, width,
    channels).
    """
    source = filter_layer(network, layer)
    if source is None:
        return None
    weights = source.kernel[..., channel]
    if source.kind == "dense":
        index = network.index(source.name)
        before = network.layers[index - 1] if index else None
        flattened = before is not None and before.kind == "flatten" and len(before.input_shape) == 3
        weights = weights.reshape(before.input_shape if flattened else (1, -1, 1))
    bias = None if source.bias is None else float(source.bias[channel])
    return {"layer": source.name, "kind": source.kind, "weights": pack_floats(weights), "bias": bias}
