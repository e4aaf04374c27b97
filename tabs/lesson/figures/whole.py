"""The whole CNN on one digit: every number that it computes as a dot of the same size, until ten are left."""

from collections.abc import Sequence

import numpy as np

from model.explain.layers import Layer
from tabs.lesson import bundled, ink, svg
from tabs.lesson.registry import Drawn, figure

DOT = 1.5
"""A number's side, in pixels: the widest layer fills a panel."""

WIDE = 336
SEPARATED = 6
"""Cells that a map is wide, from which a line parts it from the next."""

KINDS = {"convolution": "convolution", "max pooling": "pooling", "dense": "dense layer"}


@figure
def whole_network(label: str = "7") -> Drawn:
    """A CNN's layers with all their maps, as they become fewer and smaller numbers."""
    network, outputs, pixels = bundled.network("cnn"), bundled.outputs("cnn", int(label)), bundled.digit(int(label))
    first = svg.picture(ink.grey_picture(pixels), 0, 0, DOT * len(pixels), "digit")
    panels = [svg.titled(f"your picture: {pixels.size:,} numbers", WIDE, DOT * len(pixels), first)]
    said = [f"the picture {pixels.size:,}"]
    for at, (kind, index) in enumerate(stations(network.layers), 1):
        values = _as_maps(outputs[network.layers[index].name])
        name = f"{at}. {KINDS[kind]}"
        panels.append(_panel(name, values, index))
        said.append(f"{name} {values.size:,}")
    shares = outputs[network.layers[-1].name]
    panels.append(_answer(shares))
    alt = f"The CNN on a handwritten digit, and how many numbers there are after each layer: {', '.join(said)}."
    return Drawn(
        svg.told(f"{alt} At the end {len(shares)} shares.", *panels, kind="grid"),
        "Every dot is one number, in grey where it is 0 and in orange where it is large for its layer.",
    )


def stations(layers: Sequence[Layer]) -> list[tuple[str, int]]:
    """Return the kind of each layer that computes, but the last, and which output is shown: its ReLU's, if any."""
    pairs = enumerate(zip(layers, layers[1:], strict=False))
    return [
        (layer.kind, at + (after.kind == "activation"))
        for at, (layer, after) in pairs
        if layer.kind in KINDS and after.activation != "softmax"
    ]


def _as_maps(values: np.ndarray) -> np.ndarray:
    """Return (height, width, maps); a row of numbers is as many maps of one cell."""
    return values if values.ndim == 3 else values.reshape(1, 1, -1)


def _panel(name: str, values: np.ndarray, index: int) -> str:
    """All maps in two lines, with a thin gap between them."""
    height, width, maps = values.shape
    lines = values.reshape(height, width, 2, maps // 2).transpose(2, 0, 3, 1).reshape(2 * height, -1)
    across, down = DOT * lines.shape[1], DOT * lines.shape[0]
    drawn = [svg.picture(ink.map_picture(lines), 0, 0, across, f"layer {index}", down)]
    if width >= SEPARATED:
        drawn += [svg.line(DOT * width * at, 0, DOT * width * at, down, "gap") for at in range(1, maps // 2)]
        drawn.append(svg.line(0, down / 2, across, down / 2, "gap"))
    counted = f"{maps} maps of {height} × {width} = {values.size:,}" if width > 1 else f"{maps} numbers"
    return svg.titled(f"{name}: {counted}", WIDE, max(down, 4), *drawn)


def _answer(shares: np.ndarray) -> str:
    pitch = WIDE / len(shares)
    parts = [
        svg.text(pitch * (digit + 0.5), 14, digit, "strong") + _share(digit, float(share), pitch * (digit + 0.5))
        for digit, share in enumerate(shares)
    ]
    return svg.titled(f"{len(shares)} numbers, the shares in %", WIDE, 40, *parts)


def _share(digit: int, share: float, x: float) -> str:
    return svg.text(x, 32, f"{100 * share:.0f}", "small quiet", shows=f"share {digit}")
