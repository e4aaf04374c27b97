"""Shapes that the chapters' figures are made of, as SVG text: cells, arrows, bars, curves, pictures.

Sizes are CSS pixels. A panel is at most 340 wide, so that a phone shows it at full size; a figure of
several panels wraps. Looks are in figures.css; only colours that stand for numbers are set here.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape

import numpy as np

from tabs.lesson.ink import Paint, plain

CELL = 32
"""Width and height of a cell that holds a number."""


def panel(width: float, height: float, *parts: str, label: str = "") -> str:
    """Return one drawing, in pixels that grow with the reader's text. Without a label it is hidden from screen readers:
    its figure is told as a whole.
    """
    told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="lf-svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width / 16)}rem" '
        f'height="{_n(height / 16)}rem" {told}>{"".join(parts)}</svg>'
    )


def told(label: str, *panels: str, kind: str = "") -> str:
    """Put panels side by side, as one picture that a screen reader tells with `label`."""
    extra = f" lf-{kind}" if kind else ""
    return f'<div class="lf{extra}" role="img" aria-label="{escape(label)}">{"".join(panels)}</div>'


def pair(*panels: str) -> str:
    """Return panels that stay beside each other where a figure's parts wrap."""
    return f'<div class="lf lf-pair">{"".join(panels)}</div>'


def sign(mark: str) -> str:
    """Return a sign that stands between two panels: an arrow, ×, =."""
    return f'<span class="lf-sign" aria-hidden="true">{escape(mark)}</span>'


def text(
    x: float, y: float, words: object, kind: str = "", anchor: str = "middle", ink: str = "", shows: str = ""
) -> str:
    """Return words whose baseline is at y; `kind` names looks of figures.css: small, quiet, cnn."""
    names = " ".join(["lf-t", *(f"lf-{one}" for one in kind.split())])
    looks = (f' style="fill:{ink}"' if ink else "") + shown_as(shows)
    return f'<text class="{names}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{looks}>{escape(str(words))}</text>'


def box(x: float, y: float, width: float, height: float, kind: str = "box", fill: str = "", round_: float = 3):
    """Return a rectangle; `fill` is a colour that stands for a number."""
    colour = f' style="fill:{fill}"' if fill else ""
    return (
        f'<rect class="lf-{kind}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        f'rx="{_n(round_)}"{colour}/>'
    )


def circle(x: float, y: float, radius: float, kind: str = "node", fill: str = "") -> str:
    """Return a disc."""
    colour = f' style="fill:{fill}"' if fill else ""
    return f'<circle class="lf-{kind}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"{colour}/>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "link", stroke: str = "") -> str:
    """Return a straight line."""
    colour = f' style="stroke:{stroke}"' if stroke else ""
    return f'<line class="lf-{kind}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"{colour}/>'


def path(shape: str, kind: str = "curve", fill: str = "") -> str:
    """Return a path in SVG's own words."""
    colour = f' style="fill:{fill}"' if fill else ""
    return f'<path class="lf-{kind}" d="{shape}"{colour}/>'


def arrow(x1: float, y1: float, x2: float, y2: float, kind: str = "arrow") -> str:
    """Return a line with a head at its end."""
    angle = math.atan2(y2 - y1, x2 - x1)
    wings = [(x2 - 7 * math.cos(angle + turn), y2 - 7 * math.sin(angle + turn)) for turn in (0.45, -0.45)]
    head = " ".join(f"{_n(x)},{_n(y)}" for x, y in [(x2, y2), *wings])
    shaft = line(x1, y1, x2 - 5 * math.cos(angle), y2 - 5 * math.sin(angle), kind)
    return f'{shaft}<polygon class="lf-{kind}-head" points="{head}"/>'


def curve(points: Iterable[tuple[float, float]], kind: str = "curve") -> str:
    """Return straight pieces through points."""
    return path("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points), kind)


def picture(uri: str, x: float, y: float, width: float, shows: str = "", height: float | None = None) -> str:
    """Return a picture with hard pixels, square unless its height is given.

    `shows` says what of a drawing it is (web/lesson/figures.js).
    """
    high = width if height is None else height
    return (
        f'<image class="lf-pixels" href="{uri}" x="{_n(x)}" y="{_n(y)}" '
        f'width="{_n(width)}" height="{_n(high)}" preserveAspectRatio="none"{shown_as(shows)}/>'
    )


def shown_as(shows: str) -> str:
    """Return the attribute of something that follows the visitor's drawing; none for what shows nothing of it."""
    return f' data-shows="{escape(shows)}"' if shows else ""


def cells(
    values: np.ndarray,
    x: float = 0,
    y: float = 0,
    paint: Paint = plain,
    size: float = CELL,
    words: Callable[[float], str] | None = None,
    shows: str = "",
) -> str:
    """Return a matrix as a grid of numbers.

    Args:
        values: (rows, columns); NaN leaves a cell out.
        x, y: its upper left corner.
        paint: the colours of a number.
        size: a cell's side.
        words: how a number is written; `tidy` if None.
        shows: what the numbers are of the visitor's drawing, if they follow it.
    """
    words = words or tidy
    parts = []
    for (row, column), value in np.ndenumerate(np.atleast_2d(values)):
        if np.isnan(value):
            continue
        fill, ink = paint(float(value))
        left, top = x + column * size, y + row * size
        parts.append(box(left, top, size, size, "cell", fill, 0))
        written = words(float(value))
        kind = "number" if size >= 28 and len(written) < 5 else "number small"
        parts.append(text(left + size / 2, top + size / 2 + 4.5, written, kind, ink=ink))
    return f"<g{shown_as(shows)}>{''.join(parts)}</g>" if shows else "".join(parts)


def frame(row: float, column: float, rows: float, columns: float, x=0.0, y=0.0, size: float = CELL, kind="window"):
    """Return an outline around cells of a grid whose upper left corner is (x, y)."""
    return box(x + column * size, y + row * size, columns * size, rows * size, kind, round_=3)


def titled(title: str, width: float, height: float, *parts: str) -> str:
    """Return a panel with a quiet title above; parts are drawn below it, from y = 0."""
    return panel(width, height + 24, text(0, 14, title, "quiet", "start"), group(0, 24, *parts))


def group(x: float, y: float, *parts: str) -> str:
    """Move parts together."""
    return f'<g transform="translate({_n(x)} {_n(y)})">{"".join(parts)}</g>'


def table(head: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """Return an HTML table; the first column names its row. Texts are escaped."""
    heads = "".join(f'<th scope="col">{escape(word)}</th>' for word in head)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(word)}</td>" for word in rest) + "</tr>"
        for first, *rest in rows
    )
    style = f"ui-table lf-table lf-{kind}" if kind else "ui-table lf-table"
    return f'<table class="{style}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def tidy(value: float, digits: int = 2) -> str:
    """Write a number as short as it can be, with a real minus sign.

    >>> tidy(35.0), tidy(-1.5), tidy(0.125), tidy(150528)
    ('35', '−1.5', '0.12', '150,528')
    """
    value = round(float(value), digits)
    written = f"{value:,.{digits}f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return written.replace("-", "−").replace("−0", "0") if written in ("-0", "0") else written.replace("-", "−")


def _n(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    return f"{round(float(value), 2):g}"
