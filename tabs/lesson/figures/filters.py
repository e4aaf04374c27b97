"""Chapter 4: what kernels see on a real digit, and the network's own first maps."""

from html import escape

import numpy as np

from model.explain.captions import MapCaption, caption
from model.explain.convolution import KERNELS, convolve
from tabs.lesson import bundled, ink, svg
from tabs.lesson.registry import Drawn, figure

SIDE = 92

SHOWN = {
    "sobel-x": "Sobel across",
    "sobel-y": "Sobel down",
    "blur": "blur",
    "sharpen": "sharpen",
}
"""Kernels made by hand that the lesson compares with a learned one."""


@figure
def kernels_on_digit(label: str = "7", channel: str = "0") -> Drawn:
    """Hand-made kernels and one learned filter, each with what it makes of the same digit."""
    pixels = bundled.digit(int(label))
    learned = bundled.network("cnn")["conv1"].weights[:, :, 0, int(channel)]
    kernels = {title: KERNELS[name] for name, title in SHOWN.items()} | {"learned": learned}
    shown = {title: f"kernel {name}" for name, title in SHOWN.items()} | {"learned": f"learned {channel}"}
    digit = svg.picture(ink.grey_picture(pixels), 0, 60, SIDE, "digit")
    first = svg.titled("the digit", SIDE, 60 + SIDE, digit)
    panels = [first] + [_pair(title, kernel, pixels, shown[title]) for title, kernel in kernels.items()]
    alt = f"A handwritten digit, and below each of these kernels what it makes of it: {', '.join(kernels)}."
    said = "Above, the weights: orange adds, blue takes away. Below, the maps: grey is 0, bright is more."
    return Drawn(svg.told(alt, *panels, kind="top"), said)


def _pair(title: str, kernel: np.ndarray, pixels: np.ndarray, shows: str) -> str:
    seen = convolve(pixels, kernel)
    most = float(np.abs(seen).max())
    drawn = svg.picture(ink.grey_picture(seen, -most, most), 0, 60, SIDE, shows)
    own = shows.replace("learned", "filter") if "learned" in shows else ""  # the others are the same on every page
    weights = svg.picture(ink.signed_picture(kernel), 0, 0, 48, own)
    return svg.titled(title, SIDE, 60 + SIDE, weights, svg.box(0, 0, 48, 48, "outline", round_=0), drawn)


@figure
def feature_maps(label: str = "7", most: str = "8") -> Drawn:
    """Maps of the first layer on a digit, one of each kind first; captions are measured."""
    said = captions(int(label))
    maps = bundled.outputs("cnn", int(label))["relu1"]
    kernels = bundled.network("cnn")["conv1"].weights
    cards = []
    for channel in _varied(said, int(most)):
        name = f"Map {channel + 1}"
        drawing = svg.panel(
            136,
            92,
            svg.picture(ink.signed_picture(kernels[:, :, 0, channel]), 0, 0, 36, f"filter {channel}"),
            svg.box(0, 0, 36, 36, "outline", round_=0),
            svg.picture(ink.map_picture(maps[:, :, channel]), 46, 0, SIDE, f"map {channel}"),
            label=f"{name}: its filter and its map on the digit",
        )
        words = f"<span{svg.shown_as(f'caption {channel}')}>{escape(said[channel].text)}</span>"
        cards.append(f'<div class="lf-card">{drawing}<p><b>{name}</b> {words}</p></div>')
    return Drawn(
        f'<div class="lf-cards lf-maps">{"".join(cards)}</div>',
        "The CNN’s first layer after ReLU. Beside each map stands its filter. The captions are computed from both.",
    )


def captions(label: int) -> list[MapCaption]:
    """Return what is measured of each map of the CNN's first layer on a test digit."""
    network, outputs, pixels = bundled.network("cnn"), bundled.outputs("cnn", label), bundled.digit(label)
    return [caption(network, outputs, pixels, "relu1", at) for at in range(outputs["relu1"].shape[2])]


def _varied(said: list[MapCaption], most: int) -> list[int]:
    """Choose maps in turn from each kind of filter, those that repeat another's words last."""
    kinds = [one.filter.kind if one.filter else "" for one in said]
    words = [(one.filter and one.filter.phrase, one.state) for one in said]
    order = sorted(
        range(len(said)),
        key=lambda at: (words.count(words[at]) > 1 and words[at] in words[:at], _turn(kinds, at)),
    )
    return sorted(order[:most])


def _turn(kinds: list[str], at: int) -> int:
    """How many maps before this one have a filter of the same kind."""
    return kinds[:at].count(kinds[at])
