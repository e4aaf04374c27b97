"""Chapter 1: a small network with its parameters counted, one neuron, one answer or several."""

import math

import numpy as np

from model.explain.layers import activate
from tabs.lesson import ink, svg
from tabs.lesson.registry import Drawn, figure

NAMES = ("Input", "Dense", "Dense", "Output")


def parameters(inputs: int, units: int) -> int:
    """Return what a dense layer learns: a weight for each pair, a bias for each unit."""
    return inputs * units + units


@figure
def network(layers: str = "4,4,4,3") -> Drawn:
    """Dense layers drawn with every connection, and each layer's parameters counted."""
    sizes = [int(size) for size in layers.split(",")]
    middle, step = 104, 88
    places = [
        [(40 + step * at, middle + 44 * (unit - (size - 1) / 2)) for unit in range(size)]
        for at, size in enumerate(sizes)
    ]
    links = [
        svg.line(*start, *end)
        for before, after in zip(places, places[1:], strict=False)
        for start in before
        for end in after
    ]
    nodes = [svg.circle(x, y, 13, _node(at, len(sizes))) for at, layer in enumerate(places) for x, y in layer]
    words = [_under(at, sizes, 40 + step * at, 208) for at in range(len(sizes))]
    total = sum(parameters(*pair) for pair in zip(sizes, sizes[1:], strict=False))
    counts = " + ".join(str(parameters(*pair)) for pair in zip(sizes, sizes[1:], strict=False))
    label = (
        f"A network drawn from left to right: {sizes[0]} inputs, then layers of "
        f"{', '.join(map(str, sizes[1:]))} neurons. Every neuron is joined to all in the layer before. "
        f"Parameters: {counts} = {total}."
    )
    drawing = svg.panel(344, 258, *links, *nodes, *words)
    return Drawn(
        svg.told(label, drawing),
        f"Each line is a weight, each neuron has a bias: {counts} = {total} parameters.",
    )


def _node(at: int, layers: int) -> str:
    return "node" if at == 0 else "node-cnn" if at == layers - 1 else "node-ann"


def _under(at: int, sizes: list[int], x: float, y: float) -> str:
    kind = "ReLU" if 0 < at < len(sizes) - 1 else "softmax" if at else "numbers"
    lines = [
        svg.text(x, y, f"{NAMES[min(at, 3)]} {sizes[at]}", "strong"),
        svg.text(x, y + 16, kind, "small quiet"),
    ]
    if at:
        inputs, units = sizes[at - 1], sizes[at]
        sum_ = f"{inputs}·{units} + {units} = {parameters(inputs, units)}"
        lines.append(svg.text(x, y + 34, sum_, "small cnn strong"))
    return "".join(lines)


@figure
def neuron(inputs: str = "1,0.5,0", weights: str = "0.8,-1,0.6", bias: str = "0.2") -> Drawn:
    """One neuron's arithmetic: inputs × weights, sum, bias, ReLU."""
    values, factors = (np.array([float(one) for one in row.split(",")]) for row in (inputs, weights))
    products = values * factors
    total = float(products.sum()) + float(bias)
    out = float(activate("relu", np.array(total)))
    parts, y = [], 24
    for at, (name, column, paint) in enumerate(
        (
            ("input", values, ink.grey(0, 1)),
            ("weight", factors, ink.signed(1.2)),
            ("product", products, ink.plain),
        )
    ):
        parts.append(svg.text(26 + 66 * at, 14, name, "small quiet"))
        parts.append(svg.cells(column[:, None], 6 + 66 * at, y, paint, 40))
    for row in range(len(values)):
        parts += [
            svg.text(59, y + 25 + 40 * row, "×", "quiet"),
            svg.text(125, y + 25 + 40 * row, "=", "quiet"),
        ]
    steps = [
        ("sum", float(products.sum()), ""),
        ("+ bias", float(bias), ""),
        ("before ReLU", total, ""),
        ("after ReLU", out, "cnn"),
    ]
    for row, (name, value, kind) in enumerate(steps):
        parts.append(svg.text(206, 38 + 30 * row, name, "quiet", "start"))
        parts.append(svg.text(326, 38 + 30 * row, svg.tidy(value), f"strong {kind}", "end"))
    label = (
        "One neuron: "
        + ", ".join(
            f"{svg.tidy(v)} times {svg.tidy(w)} is {svg.tidy(p)}"
            for v, w, p in zip(values, factors, products, strict=True)
        )
        + f"; their sum plus the bias {svg.tidy(float(bias))} is {svg.tidy(total)}; "
        + f"after ReLU {svg.tidy(out)}."
    )
    return Drawn(
        svg.told(label, svg.panel(332, y + 40 * len(values) + 6, *parts)),
        "One neuron: multiply, add, then the activation.",
    )


@figure
def softmax_or_sigmoid(scores: str = "2,1,-1") -> Drawn:
    """The same scores as one choice among exclusive classes, and as independent yes or no."""
    logits = np.array([float(score) for score in scores.split(",")])
    panels, told = [], []
    for function, title, names, kind in (
        ("softmax", "softmax: exactly one is true", ("cat", "dog", "bird"), "cnn"),
        ("sigmoid", "sigmoid: each may be true", ("sunny", "beach", "snow"), "ann"),
    ):
        shares = activate(function, logits)
        rows = [
            _share(name, logit, share, 30 * row, kind)
            for row, (name, logit, share) in enumerate(zip(names, logits, shares, strict=True))
        ]
        total = svg.text(300, 30 * len(rows) + 16, f"sum {svg.tidy(float(shares.sum()))}", f"strong {kind}", "end")
        panels.append(svg.titled(title, 304, 30 * len(rows) + 24, *rows, total))
        told.append(
            f"{function}: "
            + ", ".join(f"{n} {svg.tidy(s)}" for n, s in zip(names, shares, strict=True))
            + f", sum {svg.tidy(float(shares.sum()))}"
        )
    label = f"The scores {', '.join(map(svg.tidy, logits))} turned into shares. " + "; ".join(told) + "."
    return Drawn(
        svg.told(label, *panels),
        "The same three scores. Softmax makes the classes compete; sigmoid looks at each alone.",
    )


def _share(name: str, logit: float, share: float, y: float, kind: str) -> str:
    return "".join(
        (
            svg.text(0, y + 17, name, "", "start"),
            svg.text(84, y + 17, svg.tidy(logit), "quiet", "end"),
            svg.box(98, y + 5, 160, 16, "soft"),
            svg.box(98, y + 5, 160 * float(share), 16, f"{kind}-bar"),
            svg.text(300, y + 17, f"{share:.2f}", "strong", "end"),
        )
    )


@figure
def surprise(probabilities: str = "0.9,0.5,0.1,0.01") -> Drawn:
    """The loss −ln p over the probability that the true class was given."""
    left, bottom, width, height, most = 34, 172, 286, 150, 5.0
    place = lambda p: (left + width * p, bottom - height * -math.log(p) / most)  # noqa: E731
    marks = [float(p) for p in probabilities.split(",")]
    dots = []
    for p in marks:
        x, y = place(p)
        side, right, up = ("start", 9, 7) if p < 0.8 else ("end", 14, 12)  # nothing stands beyond the frame
        words = f"p {p:g}: {-math.log(p):.2f}"
        dots += [svg.circle(x, y, 5, "dot-cnn"), svg.text(x + right, y - up, words, "small strong", side)]
    axes = [
        svg.line(left, bottom, left + width, bottom, "axis"),
        svg.line(left, bottom, left, bottom - height, "axis"),
        *(svg.text(left + width * p, bottom + 17, f"{p:g}", "small quiet") for p in (0, 0.5, 1)),
        *(svg.text(left - 8, bottom - height * v / most + 4, v, "small quiet", "end") for v in (0, 2, 4)),
        svg.text(left + width / 2, bottom + 32, "probability of the true class", "small quiet"),
        svg.text(left + 4, 14, "loss", "small quiet", "start"),
    ]
    line = svg.curve([place(p) for p in np.geomspace(math.exp(-most), 1, 60)], "curve-cnn")
    told = ", ".join(f"{p:g} costs {-math.log(p):.2f}" for p in marks)
    return Drawn(
        svg.told(
            f"The curve of minus the logarithm of p. Probability {told}.",
            svg.panel(332, 208, *axes, line, *dots),
        ),
        "Cross-entropy: sure and right costs almost nothing, sure and wrong costs a lot.",
    )


@figure
def learning_rates(rates: str = "0.05,0.4,1.05", start: str = "-1.6", steps: str = "8") -> Drawn:
    """Gradient descent on loss = w² with a small, a good and a too large learning rate."""
    panels, told = [], []
    for rate, name in zip((float(r) for r in rates.split(",")), ("too small", "good", "too large"), strict=True):
        walk = descend(float(start), rate, int(steps))
        panels.append(_walk(f"{name}: {rate:g}", walk))
        told.append(f"rate {rate:g} ends at loss {svg.tidy(walk[-1] ** 2)}")
    label = f"The loss w squared, and {steps} steps downhill from w = {svg.tidy(float(start))}: {'; '.join(told)}."
    return Drawn(svg.told(label, *panels), f"{steps} steps in the same valley. Only the learning rate differs.")


def descend(w: float, rate: float, steps: int) -> list[float]:
    """Return the places of gradient descent on loss = w², whose gradient is 2w."""
    places = [w]
    for _ in range(steps):
        places.append(places[-1] - rate * 2 * places[-1])
    return places


def _walk(title: str, walk: list[float]) -> str:
    reach = 2.6
    at = lambda w: (96 + 86 * w / reach, 112 - 100 * w * w / reach**2)  # noqa: E731
    hill = svg.curve([at(w) for w in np.linspace(-reach, reach, 41)])
    seen = [w for w in walk if abs(w) <= reach]
    path = svg.curve([at(w) for w in seen], "tie")
    dots = [svg.circle(*at(w), 4.5 if i else 6, "dot-cnn" if i else "dot-ann") for i, w in enumerate(seen)]
    return svg.titled(title, 192, 122, hill, path, *dots[::-1])
