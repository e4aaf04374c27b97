"""Chapter 3: pictures as numbers, grey and coloured."""

import numpy as np

from tabs.lesson import bundled, ink, svg
from tabs.lesson.registry import Drawn, figure

GREYS = np.array([[0, 64, 128], [64, 128, 191], [128, 191, 255]])
"""The 3×3 example: black in one corner, white in the opposite one."""

COLOURS = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 0]]], np.uint8)
"""The 2×2 example: red and green above blue and yellow."""

NAMES = (("red", "green"), ("blue", "yellow"))


@figure
def grey_example() -> Drawn:
    """A 3×3 grey picture beside its numbers."""
    look = svg.titled("what you see", 132, 132, svg.picture(ink.grey_picture(GREYS, 0, 255), 0, 0, 132))
    numbers = svg.titled("what is stored", 132, 132, svg.cells(GREYS, 0, 0, ink.grey(0, 255), 44))
    rows = "; ".join(", ".join(map(str, row)) for row in GREYS)
    return Drawn(
        svg.told(f"A grey picture of three by three pixels and its numbers: {rows}.", look, svg.sign("="), numbers),
        "0 is black, 255 is white, and all between is grey.",
    )


@figure
def digit_numbers(label: str = "7", top: str = "10", left: str = "10", size: str = "8") -> Drawn:
    """A test digit, and the numbers of a part of it."""
    pixels, side = bundled.digit(int(label)), int(size)
    row, column, cell = int(top), int(left), 28
    part = np.round(255 * pixels[row : row + side, column : column + side])
    whole = svg.titled(
        "28 × 28 pixels",
        140,
        140,
        svg.picture(ink.grey_picture(pixels), 0, 0, 140, "digit"),
        svg.frame(row, column, side, side, size=5),
    )
    close = svg.titled(
        f"the {side} × {side} in the frame",
        side * cell,
        side * cell,
        svg.cells(part, 0, 0, ink.grey(0, 255), cell, shows=f"numbers {row} {column} {side}"),
    )
    alt = f"A handwritten digit of 28 by 28 pixels, and {side} by {side} of its numbers, from the middle. Paper is 0."
    return Drawn(svg.told(alt, whole, svg.sign("→"), close), "The paper is 0, the ink is bright.")


@figure
def inverted(label: str = "7") -> Drawn:
    """The same digit as it lies on paper and as MNIST stores it."""
    stored = np.round(255 * bundled.digit(int(label)))
    panels = []
    for title, picture, shows in (("on paper", 255 - stored, "inverted"), ("in MNIST", stored, "digit")):
        ink_there = picture.flat[stored.argmax()]
        drawing = svg.picture(ink.grey_picture(picture, 0, 255), 0, 0, 128, shows)
        outline = svg.box(0, 0, 128, 128, "outline")
        words = f"paper {picture[0, 0]:.0f}, ink {ink_there:.0f}"
        ends = svg.text(64, 146, words, "small quiet", shows=f"ends {shows}")
        panels.append(svg.titled(title, 128, 152, drawing, outline, ends))
    alt = "A digit as dark ink on white paper, and inverted as MNIST stores it: paper 0, and bright ink."
    return Drawn(
        svg.told(alt, panels[0], svg.sign("255 − x"), panels[1]),
        "MNIST is inverted: the background is 0 and the ink is bright.",
    )


@figure
def colour_example() -> Drawn:
    """The 2×2 picture and its three channels."""
    side, cell = 2, 44
    look = [svg.picture(ink.png(COLOURS), 0, 0, side * cell)]
    for (row, column), name in np.ndenumerate(np.array(NAMES)):
        dark = float(COLOURS[row, column] @ [0.299, 0.587, 0.114]) > 120
        look.append(
            svg.text(
                (column + 0.5) * cell,
                (row + 0.5) * cell + 4,
                name,
                "small strong",
                ink=ink.DARK if dark else ink.LIGHT,
            )
        )
    panels = [svg.titled("the picture", side * cell, side * cell, *look), svg.sign("=")]
    for channel, name in enumerate(("red", "green", "blue")):
        values = COLOURS[:, :, channel].astype(float)
        panels.append(svg.titled(name, side * cell, side * cell, svg.cells(values, 0, 0, _channel(channel), cell)))
    rows = [f"{name} {COLOURS[:, :, at].tolist()}" for at, name in enumerate(("red", "green", "blue"))]
    alt = f"Four pixels, red and green above blue and yellow, as three matrices: {'; '.join(rows)}."
    return Drawn(svg.told(alt, *panels), "Yellow light is red and green together, so its pixel is 255 in both.")


def _channel(channel: int) -> ink.Paint:
    """Paint a channel's number in its own light."""

    def paint(value: float) -> tuple[str, str]:
        parts = [0, 0, 0]
        parts[channel] = round(value)
        return (
            f"rgb({parts[0]},{parts[1]},{parts[2]})",
            ink.DARK if channel == 1 and value > 120 else ink.LIGHT,
        )

    return paint


@figure
def picture_shapes() -> Drawn:
    """H × W beside H × W × 3, as sheets of numbers."""
    grey = svg.titled("grey: H × W", 150, 128, *_sheets(("#8d8b97",)))
    colour = svg.titled("colour: H × W × 3", 170, 128, *_sheets(("#2d5bd1", "#2f9d58", "#d1432d")))
    return Drawn(
        svg.told(
            "A grey picture is one sheet of height H and width W. A colour picture is three such "
            "sheets: red, green and blue.",
            grey,
            colour,
        ),
        "One sheet of numbers, or three: red in front, then green and blue.",
    )


def _sheets(colours: tuple[str, ...]) -> list[str]:
    parts = []
    for at, colour in enumerate(colours):
        shift = 16 * (len(colours) - 1 - at)
        x, y = 18 + shift, 34 - shift
        parts.append(svg.box(x, y, 110, 78, "sheet", colour, 3))
        parts += [svg.line(x + 110 * i / 6, y, x + 110 * i / 6, y + 78, "lattice") for i in range(1, 6)]
        parts += [svg.line(x, y + 78 * i / 4, x + 110, y + 78 * i / 4, "lattice") for i in range(1, 4)]
    return [*parts, svg.text(73, 127, "W", "small quiet"), svg.text(8, 78, "H", "small quiet")]
