"""Chapter 4: a kernel slides over the 5×5 example; stride, padding, dilation, and what is seen."""

import numpy as np

from model.explain.convolution import KERNELS, convolve, output_size, pad, place, steps
from tabs.lesson import ink, svg
from tabs.lesson.registry import Drawn, figure

FIVE = np.arange(1, 26, dtype=float).reshape(5, 5)
"""The lesson's input: 1 to 25, row by row."""

KERNEL = KERNELS["lesson"]
SIZE = 30
GREY = ink.grey(0, 25)


def _number(word: str) -> str | int:
    return int(word) if word.isdigit() else word


def rows(values: np.ndarray) -> str:
    """Write a matrix as words: "35, 40, 45; 60, 65, 70"."""
    return "; ".join(", ".join(svg.tidy(v) for v in row) for row in values)


@figure
def kernel_step(row: str = "0", column: str = "0") -> Drawn:
    """One window: input, kernel, products and their sum."""
    step = next(s for s in steps(FIVE, KERNEL) if (s.row, s.column) == (int(row), int(column)))
    source = svg.titled(
        "input", 150, 150, svg.cells(FIVE, 0, 0, GREY, SIZE), svg.frame(step.top, step.left, 3, 3, size=SIZE)
    )
    weights = svg.titled("kernel", 90, 90, svg.cells(KERNEL, 0, 0, ink.signed(1.6), SIZE))
    products = svg.titled("products", 90, 90, svg.cells(step.products, 0, 0, ink.plain, SIZE))
    total = svg.titled("sum", 46, 90, svg.cells(np.array([[step.result]]), 0, 24, ink.result, 44))
    parts = [svg.tidy(p) for p in step.products.ravel() if p]
    alt = (
        f"The window at row {step.row + 1}, column {step.column + 1} of the input. Its products are "
        f"{rows(step.products)}. {' + '.join(parts)} = {svg.tidy(step.result)}."
    )
    return Drawn(
        svg.told(alt, source, svg.sign("×"), weights, svg.sign("="), products, svg.sign("→"), total),
        f"{' + '.join(parts)} = {svg.tidy(step.result)}",
    )


@figure
def nine_sums(stride: str = "1") -> Drawn:
    """A table of every window's sum."""
    lines = []
    for step in steps(FIVE, KERNEL, stride=int(stride)):
        products = " + ".join(svg.tidy(p) for p in step.products.ravel() if p)
        lines.append((f"{step.row + 1}, {step.column + 1}", products, svg.tidy(step.result)))
    return Drawn(
        svg.table(("Row, column", "What is added", "Sum"), lines),
        "Every window of the 5 × 5 input, one after the other.",
    )


@figure
def convolution(stride: str = "1", padding: str = "0", dilation: str = "1") -> Drawn:
    """The input with its first two windows, and the whole output."""
    s, d, border = int(stride), int(dilation), _number(padding)
    padded = pad(FIVE, KERNEL.shape, s, border, d)
    axis = place(5, 3, s, border, d)
    out = convolve(FIVE, KERNEL, stride=s, padding=border, dilation=d)
    side = len(padded)
    size = SIZE if side < 8 else 26
    windows = []
    if axis.places > 1:
        windows.append(svg.frame(0, s, axis.reach, axis.reach, size=size, kind="window-later"))
    windows.append(svg.frame(0, 0, axis.reach, axis.reach, size=size))
    taps = [svg.frame(d * i, d * j, 1, 1, size=size) for i in range(3) for j in range(3)] if d > 1 else []
    source = svg.titled(
        "input" if side == 5 else f"input with a border of {axis.before}",
        side * size,
        side * size,
        svg.cells(padded, 0, 0, GREY, size),
        *(windows[:1] + taps if taps and len(windows) > 1 else taps or windows),
    )
    target = svg.titled("output", out.shape[1] * 36, out.shape[0] * 36, svg.cells(out, 0, 0, ink.result, 36))
    alt = (
        f"The 5 by 5 input with stride {s}, border {axis.before}, dilation {d}. The output is "
        f"{len(out)} by {len(out)}: {rows(out)}."
    )
    told = {
        1: f"The window reaches over {axis.reach} cells and moves by {s}: {len(out)} places each way.",
        2: f"Only the framed cells are read: the kernel of 3 reaches over {axis.reach}.",
    }
    return Drawn(svg.told(alt, source, svg.sign("→"), target), told[min(d, 2)])


@figure
def floor_bites(sizes: str = "5,6,7", kernel: str = "3", stride: str = "2") -> Drawn:
    """Strips of input, the windows on each, and the cells that no window reaches."""
    k, s, size = int(kernel), int(stride), 30
    panels, said = [], []
    for n in map(int, sizes.split(",")):
        axis = place(n, k, s)
        strip = svg.cells(np.arange(1, n + 1.0)[None], 0, 0, ink.plain, size)
        lost = svg.frame(0, n - axis.left_over, 1, axis.left_over, size=size, kind="lost") if axis.left_over else ""
        spans = [_span(at * size, k * size, 40 + 12 * i) for i, at in enumerate(axis.starts)]
        sum_ = f"({n} − {k}) / {s} + 1 = {svg.tidy((n - k) / s + 1)} → {axis.places}"
        panels.append(svg.titled(f"{n} cells: {sum_}", 250, 44 + 12 * axis.places, strip, lost, *spans))
        said.append(f"{n} cells give {axis.places} windows, {axis.left_over} left over")
    return Drawn(
        svg.told(f"Windows of {k} with stride {s}: {'; '.join(said)}.", *panels),
        "Each violet line is a window. A cell that no whole window reaches is dropped: that is the floor.",
    )


def _span(x: float, width: float, y: float) -> str:
    return (
        svg.line(x + 2, y, x + width - 2, y, "link-cnn")
        + svg.circle(x + 3, y, 3, "dot-cnn")
        + svg.circle(x + width - 3, y, 3, "dot-cnn")
    )


@figure
def flipped() -> Drawn:
    """A kernel as libraries slide it, and the flipped one that mathematics calls convolution."""
    kernel = np.arange(1, 10.0).reshape(3, 3)
    panels, said = [], []
    for title, weights in (("as it is: deep learning", kernel), ("flipped: mathematics", kernel[::-1, ::-1])):
        first = convolve(FIVE, weights)[0, 0]
        body = [
            svg.cells(weights, 0, 0, ink.signed(9), SIZE),
            svg.text(102, 50, "first sum", "quiet", "start"),
            svg.text(102, 70, svg.tidy(first), "strong cnn", "start"),
        ]
        panels.append(svg.titled(title, 166, 90, *body))
        said.append(f"{title}: {rows(weights)}, first sum {svg.tidy(first)}")
    return Drawn(
        svg.told(". ".join(said) + ".", *panels),
        "The lesson’s kernel is the same both ways. Most kernels are not.",
    )


@figure
def receptive_field() -> Drawn:
    """A 5×5 patch, the 3×3 that one convolution makes of it, the single cell that two make."""
    middle = output_size(5, 3)
    last = output_size(middle, 3)
    panels = []
    for title, side, marked in (
        ("pixels", 5, 5),
        ("after one 3 × 3", middle, middle),
        ("after two", last, last),
    ):
        size = 26
        fill = [
            svg.box(c * size, r * size, size, size, "cell", "var(--cnn-soft)", 0)
            for r in range(side)
            for c in range(side)
        ]
        offset = (5 - side) * size / 2
        corner = svg.frame(0, 0, 3, 3, size=size) if marked > 1 else svg.box(0, 0, size, size, "window")
        panels += [
            svg.titled(title, 5 * size, 5 * size, svg.group(offset, offset, *fill, corner)),
            svg.sign("→"),
        ]
    alt = (
        f"Five by five pixels become {middle} by {middle} after one 3 by 3 convolution and {last} by "
        f"{last} after a second: its one cell depends on all 25 pixels."
    )
    return Drawn(
        svg.told(alt, *panels[:-1]),
        "Read it backwards: one cell sees 3 × 3 cells, and those see 5 × 5 pixels.",
    )


@figure
def sharing() -> Drawn:
    """Six inputs joined to four outputs: by a dense layer, and by a kernel of three."""
    ends = output_size(6, 3)
    dense = [(i, o, "link") for o in range(ends) for i in range(6)]
    shared = [(o + tap, o, ("link-cnn", "link-ann", "link-warn")[tap]) for o in range(ends) for tap in range(3)]
    panels = [
        svg.titled(f"dense: {len(dense)} weights", 160, 130, *_joined(dense, ends)),
        svg.titled(f"kernel of 3: {3} weights, used {len(shared)} times", 250, 130, *_joined(shared, ends)),
    ]
    alt = (
        f"Six inputs and {ends} outputs. A dense layer joins all of them with {len(dense)} different "
        "weights. A kernel joins each output to three neighbours, with the same 3 weights each time."
    )
    return Drawn(svg.told(alt, *panels), "Lines of one colour are one and the same weight.")


def _joined(links: list[tuple[int, int, str]], ends: int) -> list[str]:
    top = lambda i: 14 + 26 * i  # noqa: E731
    bottom = lambda o: 40 + 26 * o  # noqa: E731
    lines = [svg.line(top(i), 22, bottom(o), 104, kind) for i, o, kind in links]
    return [
        *lines,
        *(svg.circle(top(i), 16, 10) for i in range(6)),
        *(svg.circle(bottom(o), 110, 10, "node-cnn") for o in range(ends)),
    ]
