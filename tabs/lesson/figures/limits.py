"""Chapter 8: measured strengths and limits, and what each layer of the CNN sees."""

import numpy as np

from model.explain import tested
from model.explain.receptive_field import geometry
from model.networks.records import disturbed_digits
from tabs.lesson import bundled, ink, svg
from tabs.lesson.registry import Drawn, figure

DIGITS = tuple(map(str, range(10)))

AXES = {
    "shift": ("dx", "shifted sideways", "pixels"),
    "rotation": ("degrees", "turned", "degrees"),
    "scale": ("factor", "scaled", "times its size"),
    "noise": ("sigma", "noise", "standard deviation"),
    "thickness": ("pixels", "strokes thicker", "pixels"),
}
BOTH = (("cnn", "CNN"), ("ann", "ANN"))
FEWEST = 10
"""Answers of like certainty that a point needs: the share of fewer is luck."""


def measured(name: str, kind: str) -> tuple[list[float], list[float]]:
    """Return strengths and accuracies of one disturbance; for shifts, those straight sideways."""
    curve = bundled.metrics()["networks"][name]["robustness"][kind]
    accuracy = curve["accuracy"]
    return curve[AXES[kind][0]], accuracy[curve["dy"].index(0)] if kind == "shift" else accuracy


@figure
def robustness(kinds: str = "shift,rotation,scale,noise") -> Drawn:
    """Accuracy on a part of the test set over how much it was disturbed."""
    panels, said = [], []
    for kind in kinds.split(","):
        _, title, unit = AXES[kind]
        panels.append(_curves(kind, f"{title}, {unit}"))
        strengths = measured("cnn", kind)[0]
        ends = ", ".join(f"{label} {100 * measured(name, kind)[1][-1]:.1f} %" for name, label in BOTH)
        said.append(f"{title} by {svg.tidy(strengths[-1])} {unit}: {ends}")
    count = disturbed_digits(bundled.metrics())
    key = '<p class="lf-key"><b class="lf-key-cnn">CNN</b> <b class="lf-key-ann">ANN</b></p>'
    alt = f"Share of {count:,} test digits read correctly as they are disturbed more and more. {'; '.join(said)}."
    return Drawn(
        key + svg.told(alt, *panels),
        f"Share of {count:,} test digits read correctly, measured. Violet, solid: CNN. Teal, dashed: ANN.",
    )


def _curves(kind: str, title: str) -> str:
    left, width, height = 40, 118, 92
    strengths = measured("cnn", kind)[0]
    low, high = strengths[0], strengths[-1]
    across = lambda v: left + width * (v - low) / (high - low)  # noqa: E731
    up = lambda v: 6 + height * (1 - v)  # noqa: E731
    axes = [
        *(svg.line(left, up(v), left + width, up(v), "axis") for v in (0, 0.5, 1)),
        *(svg.text(left - 5, up(v) + 4, f"{100 * v:.0f} %", "small quiet", "end") for v in (0, 0.5, 1)),
        *(svg.text(across(v), height + 22, svg.tidy(v), "small quiet") for v in (low, (low + high) / 2, high)),
    ]
    lines = [
        svg.curve(((across(x), up(y)) for x, y in zip(*measured(name, kind), strict=True)), f"curve-{name}")
        for name, _ in BOTH[::-1]
    ]
    return svg.titled(title, 168, height + 26, *axes, *lines)


@figure
def fields(label: str = "7", layers: str = "conv1,conv2,conv4,conv6") -> Drawn:
    """What one cell of some layers sees of a digit."""
    network, pixels, side = bundled.network("cnn"), bundled.digit(int(label)), 112
    panels, said = [], []
    for layer in layers.split(","):
        reach = geometry(network, layer).size[0]
        start = (28 - reach) // 2
        shown = min(reach, 28)
        frame = svg.frame(max(start, 0), max(start, 0), shown, shown, size=side / 28)
        drawn = svg.picture(ink.grey_picture(pixels), 0, 0, side, "digit")
        panels.append(svg.titled(f"{layer}: {reach} × {reach}", side, side, drawn, frame))
        said.append(f"{layer} sees {reach} by {reach} pixels")
    return Drawn(
        svg.told(
            f"How much of the digit one cell depends on: {', '.join(said)}.",
            *(svg.pair(*panels[at : at + 2]) for at in range(0, len(panels), 2)),
        ),
        "What one cell of a layer can see, computed for the page’s CNN: first a dot of ink, at last the whole digit. "
        "What is larger than the picture’s 28 × 28 sees zeros of padding around it.",
    )


@figure
def shift_follows(label: str = "7", by: str = "4") -> Drawn:
    """A digit and its map, and both again after a shift: convolution follows."""
    from model.explain.convolution import KERNELS, convolve

    pixels, shift = bundled.digit(int(label)), int(by)
    panels = []
    for title, moved in (("a digit", 0), (f"{shift} pixels to the right", shift)):
        picture = np.pad(pixels, ((0, 0), (moved, 0)))[:, : pixels.shape[1]]
        seen = convolve(picture, KERNELS["sobel-x"])
        both = [
            svg.titled(title, 112, 112, svg.picture(ink.grey_picture(picture), 0, 0, 112, f"moved {moved}")),
            svg.sign("→"),
            svg.titled("its map", 104, 104, svg.picture(ink.signed_picture(seen), 0, 0, 104, f"follows {moved}")),
        ]
        panels.append(svg.pair(*both))
    alt = (
        f"A handwritten digit and its Sobel map; the digit moved by {shift} pixels to the right, and the map moved "
        f"by {shift} as well, otherwise the same."
    )
    return Drawn(svg.told(alt, *panels), "The digit moves, and its map moves with it, number by number.")


@figure
def confusion(of: str) -> Drawn:
    """A network's confusion matrix on the test set: rows are true digits, columns its answers."""
    table = bundled.metrics()["networks"][of]["mnist"]["confusion"]
    rows = [[str(truth), *(str(n) if n else "·" for n in row)] for truth, row in enumerate(table)]
    wrong = {(r, c): n for r, row in enumerate(table) for c, n in enumerate(row) if r != c}
    most = max(wrong.values())
    common = " and ".join(f"{truth} read as {answer}" for (truth, answer), n in wrong.items() if n == most)
    title = dict(BOTH)[of]
    return Drawn(
        svg.table([title, *DIGITS], rows),
        f"{title}: true digit by row, answer by column. Most common error: {common}, {most} times.",
    )


@figure
def calibration() -> Drawn:
    """How often each network is correct over how sure it is, on MNIST's test digits."""
    left, side = 44, 210
    place = lambda sure, correct: (left + side * sure, 8 + side * (1 - correct))  # noqa: E731
    axes = [
        *(svg.line(*place(0, v), *place(1, v), "axis") for v in (0, 0.5, 1)),
        *(svg.text(left - 6, place(0, v)[1] + 4, f"{100 * v:.0f} %", "small quiet", "end") for v in (0, 0.5, 1)),
        *(svg.text(place(v, 0)[0], side + 24, f"{100 * v:.0f} %", "small quiet") for v in (0, 0.5, 1)),
        svg.text(left + side / 2, side + 42, "how sure it is", "small quiet"),
        svg.curve((place(0, 0), place(1, 1)), "tie"),
    ]
    lines: list[str] = []
    said: list[str] = []
    last: list[str] = []
    for name, title in BOTH[::-1]:
        bins = tested.calibration(tested.load(), name)
        shown = [each for each in bins if each.digits >= FEWEST]
        points = [place(each.certainty, each.correct) for each in shown]
        lines += [svg.curve(points, f"curve-{name}"), *(svg.circle(*point, 4, f"dot-{name}") for point in points)]
        values = ", ".join(f"{100 * each.certainty:.0f} % sure, {100 * each.correct:.0f} % correct" for each in shown)
        said.insert(0, f"{title}: {values}")
        last.insert(0, f"{title} {100 * bins[-1].digits / sum(each.digits for each in bins):.0f} %")
    key = '<p class="lf-key"><b class="lf-key-cnn">CNN</b> <b class="lf-key-ann">ANN</b></p>'
    drawing = svg.titled("correct", left + side + 20, side + 48, *axes, *lines)
    alt = f"How often the networks are correct, over how sure they are. {'; '.join(said)}."
    return Drawn(
        key + svg.told(alt, drawing),
        "Where a network is as sure as it should be, its points lie on the dashed line. Points of fewer than "
        f"{FEWEST} digits are left out. Most digits are clear, so most lie at the last point: {', '.join(last)}.",
    )
