"""Pictures of what was measured, as PNG files, made from metrics.json: for the model card and for who trains."""

import io

from PIL import Image, ImageDraw, ImageFont

from hub.tables import NAMES

CELL, MARGIN = 44, 64
"""Pixels of a cell, and of the room for the axes."""


def title(name: str, measured: dict) -> str:
    """Return in words what a network's confusion matrix shows; `measured` is its "mnist" in metrics.json."""
    return f"{NAMES.get(name, name)}: {measured['errors']:,} of {measured['n']:,} test digits misread"


def confusion(name: str, measured: dict) -> bytes:
    """Draw a network's confusion matrix with its counts; colour shows the errors only.

    Args:
        name: the network.
        measured: its "mnist" in metrics.json, with "confusion", 10×10: counts[true digit][digit read].
    """
    counts = measured["confusion"]
    side = MARGIN + 10 * CELL + 12
    picture = Image.new("RGB", (side, side), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(15)
    most = max(1, *(n for row, line in enumerate(counts) for column, n in enumerate(line) if row != column))

    def write(x: float, y: float, words: str) -> None:
        draw.text((x, y), words, fill="black", font=font, anchor="mm")

    write(side / 2, MARGIN / 4, title(name, measured))
    write(side / 2, MARGIN * 0.55, "columns: read as; rows: is")
    for digit in range(10):
        middle = MARGIN + (digit + 0.5) * CELL
        write(middle, MARGIN * 0.85, str(digit))
        write(MARGIN * 0.75, middle, str(digit))
    for row, line in enumerate(counts):
        for column, n in enumerate(line):
            share = 0 if row == column else n / most
            left, top = MARGIN + column * CELL, MARGIN + row * CELL
            paper = (255, round(255 - 95 * share), round(255 - 205 * share))  # white to orange
            draw.rectangle((left, top, left + CELL, top + CELL), fill=paper, outline="#cccccc")
            if n:
                write(left + CELL / 2, top + CELL / 2, str(n))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
