"""Chapter 6: tensors, batches, the training cycle, the chain rule, sequences."""

import math

import numpy as np

from tabs.lesson import ink, svg
from tabs.lesson.registry import Drawn, figure

CYCLE = (
    ("forward", "from input to answer"),
    ("loss", "how wrong is it?"),
    ("backward", "who is to blame?"),
    ("update", "a small step"),
)


@figure
def tensors() -> Drawn:
    """Arrays from 0-D to 4-D with their shapes."""
    cell = 26
    vector, matrix = np.array([[1, 2, 3]]), np.arange(1, 7.0).reshape(2, 3)
    sheets = [
        svg.box(14 * i, 14 * (2 - i), 78, 56, "sheet", colour)
        for i, colour in reversed(list(enumerate(("#d1432d", "#2f9d58", "#2d5bd1"))))
    ]
    batch = [svg.group(34 * (i % 2), 50 * (i // 2), *_little()) for i in range(4)]
    panels = [
        _tensor("0-D: scalar", "()", svg.cells(np.array([[5]]), 0, 0, ink.plain, cell)),
        _tensor("1-D: vector", f"({vector.size},)", svg.cells(vector, 0, 0, ink.plain, cell)),
        _tensor("2-D: matrix", str(matrix.shape), svg.cells(matrix, 0, 0, ink.plain, cell)),
        _tensor("3-D: RGB picture", "(H, W, 3)", *sheets),
        _tensor("4-D: batch", "(N, H, W, C)", svg.group(0, 0, *batch)),
    ]
    alt = (
        "A scalar 5 has no axis, the vector 1, 2, 3 has one, a matrix two, an RGB picture three, a "
        "batch of pictures four."
    )
    return Drawn(svg.told(alt, *panels, kind="top"), "Each step adds one axis. The shape says how long each axis is.")


def _tensor(name: str, shape: str, *parts: str) -> str:
    return svg.titled(name, 124, 122, *parts, svg.text(0, 116, shape, "strong cnn", "start"))


def _little() -> list[str]:
    colours = ("#d1432d", "#2f9d58", "#2d5bd1")
    return [svg.box(4 * i, 4 * (2 - i), 26, 32, "sheet", c, 1) for i, c in reversed(list(enumerate(colours)))]


@figure
def cycle() -> Drawn:
    """Forward, loss, backward, update, and round again."""
    places = ((90, 40), (246, 40), (246, 140), (90, 140))
    parts = []
    for at, ((name, words), (x, y)) in enumerate(zip(CYCLE, places, strict=True)):
        parts.append(svg.box(x - 68, y - 26, 136, 52, "ann-box" if at == 2 else "cnn-box", round_=10))
        parts += [svg.text(x, y - 2, f"{at + 1} {name}", "strong"), svg.text(x, y + 15, words, "small quiet")]
    parts += [
        svg.arrow(160, 40, 176, 40, "forth"),
        svg.arrow(246, 68, 246, 112, "forth"),
        svg.arrow(176, 140, 160, 140, "back"),
        svg.arrow(90, 112, 90, 68, "back"),
        svg.text(168, 94, "next batch", "small quiet"),
    ]
    alt = "A circle of four steps: " + ", ".join(f"{name}: {words}" for name, words in CYCLE) + "; then the next batch."
    return Drawn(svg.told(alt, svg.panel(336, 180, *parts)), "One round is one iteration.")


@figure
def chain_rule(x: str = "2", w: str = "0.5", target: str = "3", rate: str = "0.1") -> Drawn:
    """A model with one weight: forward, the slope by the chain rule, and the step."""
    known = chain(float(x), float(w), float(target), float(rate))
    boxes = (("w", known["w"]), ("y = w · x", known["y"]), ("loss (y − t)²", known["loss"]))
    parts = [svg.text(0, 12, f"x = {svg.tidy(float(x))}, target t = {svg.tidy(float(target))}", "quiet", "start")]
    for at, (name, value) in enumerate(boxes):
        left = 116 * at
        parts.append(svg.box(left, 30, 92, 56, "cnn-box" if at < 2 else "ann-box", round_=8))
        parts += [
            svg.text(left + 46, 50, name, "small quiet"),
            svg.text(left + 46, 73, svg.tidy(value), "strong"),
        ]
    for at, (slope, words) in enumerate(((known["dy_dw"], "dy/dw = x"), (known["dl_dy"], "dL/dy = 2(y − t)"))):
        left = 92 + 116 * at
        parts += [
            svg.arrow(left + 2, 58, left + 22, 58, "forth"),
            svg.arrow(left + 22, 104, left + 2, 104, "back"),
        ]
        parts.append(svg.text(left + 12, 122, words, "small quiet"))
        parts.append(svg.text(left + 12, 138, svg.tidy(slope), "small ann strong"))
    product = f"dL/dw = {svg.tidy(known['dl_dy'])} · {svg.tidy(known['dy_dw'])} = {svg.tidy(known['gradient'])}"
    step = f"new w = {svg.tidy(known['w'])} − {rate} · {svg.tidy(known['gradient'])} = {svg.tidy(known['new_w'])}"
    step += f", new loss {svg.tidy(known['new_loss'])}"
    parts += [svg.text(0, 166, product, "strong", "start"), svg.text(0, 186, step, "", "start")]
    alt = f"With x {x}, weight {w} and target {target} the loss is {svg.tidy(known['loss'])}. {product}. {step}."
    return Drawn(
        svg.told(alt, svg.panel(326, 194, *parts)),
        "Violet goes forth, teal comes back: the slopes along the way are multiplied.",
    )


def chain(x: float, w: float, target: float, rate: float) -> dict[str, float]:
    """Return every number of one training step of y = w · x with the loss (y − target)²."""
    y = w * x
    dy_dw, dl_dy = x, 2 * (y - target)
    gradient = dl_dy * dy_dw
    new_w = w - rate * gradient
    return {
        "w": w,
        "y": y,
        "loss": (y - target) ** 2,
        "dy_dw": dy_dw,
        "dl_dy": dl_dy,
        "gradient": gradient,
        "new_w": new_w,
        "new_loss": (new_w * x - target) ** 2,
    }


@figure
def epoch(images: str = "60000", batch: str = "128") -> Drawn:
    """An epoch cut into batches; the last one is shorter."""
    n, size = int(images), int(batch)
    count = math.ceil(n / size)
    last = n - (count - 1) * size
    parts = []
    for at, (words, number) in enumerate((("1", size), ("2", size), ("3", size), ("…", 0), (f"{count}", last))):
        x, width = 66 * at, 58 * (number / size if number else 0.6)
        if number:
            parts.append(svg.box(x, 10, width, 38, "cnn-box", round_=5))
            parts.append(svg.text(x + width / 2, 64, number, "small quiet"))
        parts.append(svg.text(x + width / 2, 34, words, "strong"))
    parts.append(svg.text(0, 90, f"{n:,} images ÷ {size} = {count} iterations", "strong", "start"))
    alt = f"{n:,} images in batches of {size} are {count} iterations; the last batch has {last} images."
    return Drawn(
        svg.told(alt, svg.panel(330, 100, *parts)),
        f"One epoch. Each box is a batch of images: one round, one update. The last has {last}.",
    )


@figure
def grids_and_sequences() -> Drawn:
    """A CNN's places at once beside an RNN's steps one after the other."""
    size = 24
    grid = [svg.box(c * size, r * size, size, size, "cell", round_=0) for r in range(4) for c in range(4)]
    looks = [
        svg.frame(r, c, 2, 2, size=size, kind=k)
        for r, c, k in ((0, 0, "window"), (0, 2, "window"), (2, 0, "window"), (2, 2, "window"))
    ]
    cnn = svg.titled("CNN: a grid, all places at once", 220, 116, *grid, *looks, *_at_once(size))
    rnn = svg.titled("RNN: a sequence, step by step", 300, 116, *_one_by_one())
    alt = (
        "A CNN’s windows do not wait for one another and are computed at once. An RNN reads a "
        "sequence: each step "
        "needs the memory of the step before, and errors travel back through time, step by step."
    )
    return Drawn(
        svg.told(alt, cnn, rnn, kind="top"),
        "Violet: forward. Teal: the error on its way back, through time in the RNN.",
    )


def _at_once(size: float) -> list[str]:
    arrows = [svg.arrow(4 * size + 8, 14 + 23 * i, 4 * size + 46, 14 + 23 * i, "forth") for i in range(4)]
    outs = [svg.box(152, 3 + 23 * i, 22, 20, "cnn-box") for i in range(4)]
    return arrows + outs


def _one_by_one() -> list[str]:
    parts = []
    for at, word in enumerate(("the", "cat", "sat", "down")):
        x = 8 + 74 * at
        parts += [
            svg.box(x, 34, 46, 32, "cnn-box", round_=8),
            svg.text(x + 23, 55, f"step {at + 1}", "small"),
        ]
        parts += [svg.text(x + 23, 106, word, "quiet"), svg.arrow(x + 23, 92, x + 23, 69)]
        if at:
            parts.append(svg.arrow(x - 27, 44, x - 2, 44, "forth"))
            parts.append(svg.arrow(x - 2, 58, x - 27, 58, "back"))
    return parts
