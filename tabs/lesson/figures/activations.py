"""Chapter 1: four activation functions with formula, curve, derivative, strength and weakness."""

from html import escape

import numpy as np

from model.explain.layers import activate, gradient_of_activation
from tabs.lesson import svg
from tabs.lesson.registry import Drawn, figure

REACH = 4.0

SAID = {
    "relu": (
        "ReLU",
        "max(0, x)",
        "1 if x > 0, else 0",
        "cheap, and keeps gradients alive",
        "a unit stuck below 0 can die",
    ),
    "sigmoid": (
        "Sigmoid",
        "1 / (1 + e⁻ˣ)",
        "s · (1 − s)",
        "0 to 1: fits a yes-or-no answer",
        "saturates: flat ends teach nothing",
    ),
    "tanh": (
        "Tanh",
        "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
        "1 − t²",
        "−1 to 1, centred on 0",
        "saturates at both ends too",
    ),
    "softmax": (
        "Softmax",
        "eˣ / sum of all eˣ",
        "p · (1 − p)",
        "sums to 1: one share per class",
        "for the output, not for hidden layers",
    ),
}


def value(function: str, x: np.ndarray) -> np.ndarray:
    """Return an activation over x. Softmax: the share of the first of three scores, the others 0."""
    if function != "softmax":
        return activate(function, x)
    return activate("softmax", _scores(x))[..., 0]


def slope(function: str, x: np.ndarray) -> np.ndarray:
    """Return the derivative of `value`."""
    if function != "softmax":
        return gradient_of_activation(function, activate(function, x), np.ones_like(x))
    first = np.zeros((*x.shape, 3))
    first[..., 0] = 1
    return gradient_of_activation("softmax", activate("softmax", _scores(x)), first)[..., 0]


def _scores(x: np.ndarray) -> np.ndarray:
    return np.stack([x, np.zeros_like(x), np.zeros_like(x)], axis=-1)


@figure
def activations() -> Drawn:
    """A card for each activation."""
    cards = "".join(_card(function, *said) for function, said in SAID.items())
    return Drawn(
        f'<div class="lf-cards">{cards}</div>',
        "Solid: the function. Dashed: its derivative, which is what learning needs. "
        "Softmax is shown for one of three scores, with the other two at 0.",
    )


def _card(function: str, name: str, formula: str, derivative: str, strength: str, weakness: str) -> str:
    x = np.linspace(-REACH, REACH, 161)
    drawing = _plot(function, x, value(function, x), slope(function, x), name)
    rows = (("Formula", formula), ("Derivative", derivative), ("Strength", strength), ("Weakness", weakness))
    words = "".join(f"<p><b>{escape(key)}</b> {escape(what)}</p>" for key, what in rows)
    return f'<div class="lf-card"><p><b>{escape(name)}</b></p>{drawing}{words}</div>'


def _plot(function: str, x: np.ndarray, y: np.ndarray, dy: np.ndarray, name: str) -> str:
    low, high = (-1.2, 1.2) if function == "tanh" else (-0.6, 4.0) if function == "relu" else (-0.2, 1.2)
    across = lambda v: 112 + 104 * v / REACH  # noqa: E731
    up = lambda v: 124 - 112 * (v - low) / (high - low)  # noqa: E731
    ticks = [v for v in (-1, 0, 1, 4) if low <= v <= high]
    axes = [
        svg.line(8, up(0), 216, up(0), "axis"),
        svg.line(112, 8, 112, 130, "axis"),
        *(svg.text(106, up(v) - 3, svg.tidy(v), "small quiet", "end") for v in ticks if v),
        *(svg.text(across(v), up(0) + 14, svg.tidy(v), "small quiet") for v in (-4, -2, 2, 4)),
    ]
    lines = [
        svg.curve(zip(across(x), up(y), strict=True), "curve-cnn"),
        svg.curve(zip(across(x), up(dy), strict=True), "curve-ann"),
    ]
    at = (-2.0, 0.0, 2.0)
    points = ", ".join(f"{svg.tidy(v)} gives {svg.tidy(float(value(function, np.array(v))))}" for v in at)
    label = f"{name}, its curve and its derivative from −4 to 4. {points}."
    return svg.panel(224, 140, *axes, *lines, label=label)
