"""Chapter 5: pooling, flatten, the dense layer's scores, and every shape on the way."""

import numpy as np

from model.explain import layers, passes
from model.explain.convolution import flatten_index, pool, pool_steps
from tabs.lesson import bundled, ink, svg
from tabs.lesson.figures.sliding import FIVE, GREY, rows
from tabs.lesson.registry import Drawn, figure

SIZE = 30


@figure
def pooling(kind: str = "max") -> Drawn:
    """The 5×5 example in windows of 2×2, and what is kept of each."""
    found, out = list(pool_steps(FIVE, 2, kind=kind)), pool(FIVE, 2, kind=kind)
    windows = [
        svg.box(s.left * SIZE + 2, s.top * SIZE + 2, 2 * SIZE - 4, 2 * SIZE - 4, f"pool-{i}")
        for i, s in enumerate(found)
    ]
    lost = svg.path(f"M{4 * SIZE} 0H{5 * SIZE}V{5 * SIZE}H0V{4 * SIZE}H{4 * SIZE}Z", "lost")
    source = svg.titled("input", 150, 150, svg.cells(FIVE, 0, 0, GREY, SIZE), lost, *windows)
    kept = [svg.box(s.column * 44 + 2, s.row * 44 + 2, 40, 40, f"pool-{i}") for i, s in enumerate(found)]
    target = svg.titled(f"{kind} pooling", 100, 88, svg.cells(out, 0, 0, ink.result, 44), *kept)
    alt = f"The 5 by 5 input in four windows of 2 by 2. Kept by {kind} pooling: {rows(out)}."
    words = "the largest number" if kind == "max" else "the mean"
    return Drawn(
        svg.told(alt, source, svg.sign("→"), target),
        f"Of each window, {words}. The last row and column fit into no window and fall off.",
    )


@figure
def flatten(shape: str = "4,4,8", row: str = "1", column: str = "2", channel: str = "5") -> Drawn:
    """Maps as stacked sheets, and where one of their numbers stands in the row."""
    height, width, channels = (int(part) for part in shape.split(","))
    size = height, width, channels
    at = int(row), int(column), int(channel)
    index, total = flatten_index(size, *at), int(np.prod(size))
    alt = (
        f"Maps of shape {size} become a row of {total} numbers. Row {at[0]}, column {at[1]}, channel {at[2]} "
        f"becomes index ({at[0]} × {size[1]} + {at[1]}) × {size[2]} + {at[2]} = {index}."
    )
    sum_ = f"({at[0]} · {size[1]} + {at[1]}) · {size[2]} + {at[2]} = {index}"
    maps = svg.titled(f"maps {size[0]} × {size[1]} × {size[2]}", 190, 172, *_stack(size, at))
    line = svg.titled(f"row of {total}", 330, 78, *_row(index, size[2], total), svg.text(165, 74, sum_, "strong"))
    return Drawn(
        svg.told(alt, maps, svg.sign("→"), line),
        "The channel changes fastest, as in Keras.",
    )


def _stack(size: tuple[int, ...], at: tuple[int, ...]) -> list[str]:
    """The maps from the last, behind, to the first; the chosen cell on its own sheet."""
    height, width, channels = size
    cell, step, parts = 22, 9, []
    for c in reversed(range(channels)):
        x, y = step * c, step * (channels - 1 - c)
        parts.append(svg.box(x, y + 10, width * cell, height * cell, "cnn-box" if c == at[2] else "box", round_=1))
        if c == at[2]:
            parts.append(svg.box(x + at[1] * cell, y + 10 + at[0] * cell, cell, cell, "cnn-bar", round_=1))
            parts.append(svg.text(x + width * cell + 30, y + 24, f"map {c}", "small cnn strong", "start"))
    front = step * (channels - 1) + 10
    parts += [svg.line(i * cell, front, i * cell, front + height * cell, "axis") for i in range(1, width)]
    parts += [svg.line(0, front + i * cell, width * cell, front + i * cell, "axis") for i in range(1, height)]
    return parts


def _row(index: int, channels: int, total: int) -> list[str]:
    """The row's cells around an index, with dots for what is left out."""
    start = index - index % channels
    size, parts = 30, []
    for i in range(channels):
        chosen = start + i == index
        parts.append(svg.box(44 + i * size, 8, size, size, "cnn-box" if chosen else "cell", round_=0))
        parts.append(svg.text(44 + (i + 0.5) * size, 28, start + i, "strong cnn" if chosen else "quiet"))
    ends = [("0 …", 34, "end"), (f"… {total - 1}", 50 + channels * size, "start")]
    parts += [svg.text(x, 28, words, "small quiet", anchor) for words, x, anchor in ends]
    return [*parts, svg.text(44 + channels * size / 2, 54, "one cell, all its channels", "small quiet")]


@figure
def scores(index: str = "445") -> Drawn:
    """The CNN's ten scores on a test digit that is hard to read, and the probabilities they become.

    Whoever has drawn sees the widget `softmax` in its place, which says the same of the drawing.
    """
    pixels = bundled.test_digit(int(index))
    network = bundled.network("cnn")
    logits = passes.answers(network, pixels[None], stop=network.logits + 1)[0].astype(float)
    shares, powers = layers.activate("softmax", logits), np.exp(logits)
    lines = [
        (str(digit), f"{logit:.2f}".replace("-", "−"), f"{power:.3f}", f"{100 * share:.2f} %")
        for digit, (logit, power, share) in enumerate(zip(logits, powers, shares, strict=True))
    ]
    lines.append(("sum", "", f"{powers.sum():.3f}", f"{100 * shares.sum():.0f} %"))
    order = np.argsort(-shares)
    look = svg.panel(112, 112, svg.picture(ink.grey_picture(pixels), 0, 0, 112), label="A digit that is hard to read")
    table = svg.table(("Digit", "Score z", "e to the z", "Probability"), lines, "narrow")
    return Drawn(
        f'<div class="lf lf-top">{look}{table}</div>',
        f"A hard digit from the test set. The CNN leans to {order[0]}, with {order[1]} second.",
        until_drawn=True,
    )


SHOWN = ("convolution", "max pooling", "flatten", "dense")


@figure
def journey(of: str = "cnn") -> Drawn:
    """Every layer of a network with its output's shape and what it learned."""
    network = bundled.network(of)
    lines = [("image", " × ".join(map(str, network.input_shape)), "")]
    for layer in network.layers:
        if layer.kind in SHOWN:
            shape = " × ".join(map(str, layer.output_shape))
            lines.append((layer.name, shape, f"{layer.parameters:,}" if layer.parameters else ""))
    lines.append(("softmax", str(network.layers[-1].output_shape[0]), ""))
    lines.append(("all", "", f"{network.parameters:,}"))
    return Drawn(
        svg.table(("Layer", "What comes out", "Parameters"), lines),
        f"The page’s own {of.upper()}, read from its file. A ReLU follows each conv and dense1.",
    )
