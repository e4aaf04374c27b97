"""Chapter 7: well-known networks by year and size, and the ideas that made each one new.

Sizes are read from the table that is counted from the networks' real graphs (`model/networks/famous`).
"""

import math

from model.networks.famous import load_table
from tabs.lesson import svg
from tabs.lesson.registry import Drawn, figure

YEARS = {
    "lenet5": ("LeNet-5", 1998),
    "alexnet": ("AlexNet", 2012),
    "vgg16": ("VGG-16", 2014),
    "vgg19": ("VGG-19", 2014),
    "googlenet": ("GoogLeNet", 2014),
    "resnet50": ("ResNet-50", 2015),
    "resnet101": ("ResNet-101", 2015),
    "efficientnet": ("EfficientNet-B0", 2019),
}


@figure
def timeline() -> Drawn:
    """Networks by year with their parameters as bars, each mark ten times the one before."""
    table, parts, said = load_table(), [], []
    for row, (key, (name, year)) in enumerate(YEARS.items()):
        count, y = table[key]["parameters"], 28 * row
        width = 88 * (math.log10(count) - 4) / (math.log10(2e8) - 4)
        parts += [
            svg.text(0, y + 18, year, "quiet", "start"),
            svg.text(40, y + 18, name, "strong", "start"),
            svg.box(166, y + 6, 88, 15, "soft"),
            svg.box(166, y + 6, width, 15, "cnn-bar"),
            svg.text(340, y + 18, f"{count:,}", "", "end"),
        ]
        said.append(f"{name}, {year}: {count:,}")
    alt = f"Networks by year with their parameters. {'; '.join(said)}."
    return Drawn(
        svg.told(alt, svg.panel(340, 28 * len(YEARS), *parts)),
        "Parameters, counted from each graph. The bars are logarithmic: a little longer is a lot more.",
    )


@figure
def layers(of: str = "lenet5") -> Drawn:
    """A network's blocks with their output's shape and parameters."""
    known = load_table()[of]
    lines = [("input", _shape(known["input"]), "", "")]
    for block in known["blocks"]:
        lines.append(
            (
                block["name"],
                _kernels(block),
                _shape(block["shape"]),
                f"{block['parameters']:,}" if block["parameters"] else "",
            )
        )
    lines[0] = ("Input", "", _shape(known["input"]), "")
    lines.append(("All", "", "", f"{known['parameters']:,}"))
    title = YEARS[of][0]
    return Drawn(svg.table(("Part", "Window", "What comes out", "Parameters"), lines), f"{title}, read from its graph.")


def _shape(shape: list[int]) -> str:
    return " × ".join(map(str, shape))


def _kernels(block: dict) -> str:
    """Say which windows slide in a block: "3 × 3, twice"."""
    found = [layer for layer in block["layers"] if "kernel" in layer]
    sizes = list(dict.fromkeys(_shape(layer["kernel"]) for layer in found))
    if not sizes:
        return ""
    if len(sizes) > 1:
        return ", ".join(sizes)
    strides = {max(layer["stride"]) for layer in found}
    stride = f", stride {max(strides)}" if max(strides) > 1 else ""
    return sizes[0] + stride + (f", {len(found)} layers" if len(found) > 1 else "")


@figure
def inception() -> Drawn:
    """Four branches side by side whose maps are stacked."""
    branches = (("1 × 1",), ("1 × 1", "3 × 3"), ("1 × 1", "5 × 5"), ("pool 3 × 3", "1 × 1"))
    parts = [svg.box(106, 0, 120, 28, "box", round_=8), svg.text(166, 18, "maps in", "quiet")]
    for at, steps in enumerate(branches):
        x = 40 + 84 * at
        top = 58
        parts.append(svg.arrow(166, 28, x, top - 2))
        for row, step in enumerate(steps):
            y = top + 46 * row
            parts += [
                svg.box(x - 38, y, 76, 30, "cnn-box" if "pool" not in step else "ann-box", round_=8),
                svg.text(x, y + 19, step, "small strong"),
            ]
            if row:
                parts.append(svg.arrow(x, y - 16, x, y - 2))
        parts.append(svg.arrow(x, top + 46 * (len(steps) - 1) + 30, 166 + 0.5 * (x - 166), 170))
    parts += [svg.box(86, 172, 160, 28, "box", round_=8), svg.text(166, 190, "all maps, stacked", "quiet")]
    alt = (
        "An Inception module: the same maps go through a 1 by 1 convolution, a 3 by 3, a 5 by 5 and "
        "a pooling, side by side. All results are stacked. 1 by 1 convolutions keep the larger ones "
        "cheap."
    )
    return Drawn(svg.told(alt, svg.panel(332, 202, *parts)), "Look in four ways at once, keep all four.")


@figure
def skip() -> Drawn:
    """Two layers, and the input that goes round them and is added."""
    parts = [
        svg.text(20, 74, "x", "large strong"),
        svg.arrow(34, 68, 68, 68),
        svg.box(70, 50, 72, 36, "cnn-box", round_=8),
        svg.text(106, 73, "conv", "strong"),
        svg.arrow(142, 68, 162, 68),
        svg.box(164, 50, 72, 36, "cnn-box", round_=8),
        svg.text(200, 73, "conv", "strong"),
        svg.arrow(236, 68, 258, 68),
        svg.circle(272, 68, 13, "node-ann"),
        svg.text(272, 73, "+", "strong"),
        svg.arrow(285, 68, 304, 68),
        svg.text(320, 74, "y", "large strong"),
        svg.path("M50 68V30a10 10 0 0 1 10-10H262a10 10 0 0 1 10 10", "link-ann-path"),
        svg.arrow(272, 30, 272, 54, "back"),
        svg.text(160, 14, "skip: x as it is", "small ann strong"),
        svg.text(153, 106, "F(x): the change", "small cnn strong"),
        svg.text(300, 106, "y = F(x) + x", "small strong"),
    ]
    alt = (
        "A residual block: x passes through two convolutions that compute a change F of x, and also "
        "skips them. Both are added: y is F of x plus x."
    )
    return Drawn(svg.told(alt, svg.panel(336, 114, *parts)), "If nothing need be changed, F only has to learn zero.")


@figure
def stacked(channels: str = "64") -> Drawn:
    """Weights of one 5×5 against two 3×3, and one 7×7 against three."""
    c = int(channels)
    lines = []
    for side, count in ((5, 2), (7, 3)):
        one, many = side * side * c * c, count * 9 * c * c
        lines.append(
            (
                f"{side} × {side}",
                f"{one:,}",
                f"{count} of 3 × 3",
                f"{many:,}",
                f"{100 * (1 - many / one):.0f} %",
            )
        )
    return Drawn(
        svg.table(("Sees", "One layer", "Stacked", "Weights", "Saved"), lines),
        f"Weights without biases, from {c} maps to {c} maps.",
    )
