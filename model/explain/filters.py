"""What a first-layer filter answers to, read from its kernel alone: edge, line, spot, ink or paper.

A kernel answers most to the picture it resembles (the matched filter: Turin, 1960). So edges, lines
and spots are drawn at the kernel's size, and the one most like it names it. Deeper filters mix many
maps and cannot be read this way; `captions.py` goes by what their maps show.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from model.messages import Message

SIDES = (
    Message("on the right"),
    Message("at the upper right"),
    Message("above"),
    Message("at the upper left"),
    Message("on the left"),
    Message("at the lower left"),
    Message("below"),
    Message("at the lower right"),
)
"""Where the ink lies, every 45 degrees."""

LIKENESS = 0.4
"""Share of a kernel's energy that a drawn pattern must account for to name it."""


@dataclass(frozen=True)
class FilterKind:
    """What a kernel answers to.

    `kind` is "edge", "line", "spot", "ink", "paper", "pattern" (no word fits) or "nothing" (all
    weights zero). `angle`, in degrees counter-clockwise from "to the right": for an edge, in
    (−180, 180], the direction in which the ink lies; for a line, in [0, 180), how it runs; else
    None. `sign` is +1 for bright lines and spots, −1 for gaps and holes, 0 where neither applies.
    `share` in [0, 1] says how much of the kernel's energy, its squared weights, the kind accounts
    for: of all of it for ink and paper, else of what is left once the kernel's mean is taken off.
    """

    kind: str
    angle: float | None
    sign: int
    share: float

    @property
    def phrase(self) -> Message:
        """The kind in words that follow "answers to"."""
        if self.kind == "edge" and self.angle is not None:
            return Message("{} edges with ink {}", orientation(self.angle + 90), _side(self.angle))
        if self.kind == "line" and self.angle is not None:
            return Message("{} strokes" if self.sign > 0 else "{} gaps between strokes", orientation(self.angle))
        if self.kind == "spot":
            spots, holes = Message("spots and ends of strokes"), Message("small holes with ink around them")
            return spots if self.sign > 0 else holes
        return {
            "ink": Message("ink of any shape"),
            "paper": Message("empty paper"),
            "pattern": Message("a fine pattern that no single word fits"),
            "nothing": Message("nothing: all its weights are zero"),
        }[self.kind]


def describe_filter(kernel: np.ndarray) -> FilterKind:
    """Say what a kernel answers to.

    Args:
        kernel: float (height, width), as a convolution's weights for one channel. Not flipped:
            libraries slide it as it is.

    >>> describe_filter(np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])).phrase
    'vertical edges with ink on the right'
    """
    kernel = np.asarray(kernel, np.float64)
    energy = float((kernel**2).sum())
    if energy < 1e-12:
        return FilterKind("nothing", None, 0, 1.0)
    level = kernel.sum() ** 2 / kernel.size / energy
    if level >= 0.5 or min(kernel.shape) < 3:
        return FilterKind("ink" if kernel.sum() > 0 else "paper", None, 0, float(level))
    centred = kernel - kernel.mean()
    centred /= np.linalg.norm(centred)
    likeness = [float((centred * picture).sum()) for _, _, picture in _templates(kernel.shape)]
    best = int(np.abs(likeness).argmax())
    kind, angle, _ = _templates(kernel.shape)[best]
    share, sign = min(1.0, likeness[best] ** 2), 1 if likeness[best] > 0 else -1
    if share < LIKENESS:
        return FilterKind("pattern", None, 0, share)
    if kind == "edge" and angle is not None:
        # An edge turned inside out is the edge with its ink on the other side.
        return FilterKind(kind, angle if sign > 0 else angle - 180 if angle > 0 else 180.0, 0, share)
    return FilterKind(kind, angle, sign, share)


def orientation(angle: float) -> Message:
    """Say how a line at `angle` degrees runs: "vertical", "near-horizontal", "rising diagonal", ..."""
    level = Message("horizontal"), Message("near-horizontal")
    upright = Message("vertical"), Message("near-vertical")
    angle %= 180
    for (name, nearly), exact in ((level, 0), (upright, 90), (level, 180)):
        if abs(angle - exact) <= 22.5:
            return name if abs(angle - exact) <= 10 else nearly
    return Message("rising diagonal") if angle < 90 else Message("falling diagonal")


@cache
def _templates(shape: tuple[int, int]) -> list[tuple[str, float | None, np.ndarray]]:
    """Draw edges, lines and spots of a kernel's size: (kind, angle, picture of length 1 and mean 0)."""
    height, width = shape
    # x to the right and y up, so that angles are as in school.
    y, x = np.mgrid[(height - 1) / 2 : -height / 2 : -1, -(width - 1) / 2 : width / 2]
    drawn: list[tuple[str, float | None, np.ndarray]] = []
    for degrees in np.arange(0.0, 180.0, 5.0):
        cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        drawn.append(("edge", float(degrees), np.tanh(1.5 * (cosine * x + sine * y))))
        across = cosine * y - sine * x
        drawn += [("line", float(degrees), _soft(across**2, w)) for w in (0.35, 0.6, 1.0)]
    drawn += [("spot", None, _soft(x * x + y * y, w)) for w in (0.35, 0.6, 1.0)]
    centred = [(kind, angle, picture - picture.mean()) for kind, angle, picture in drawn]
    return [(kind, angle, picture / np.linalg.norm(picture)) for kind, angle, picture in centred]


def _soft(squared_distance: np.ndarray, width: float) -> np.ndarray:
    return np.exp(-squared_distance / (2 * width**2))


def _side(angle: float) -> Message:
    """Say in which direction `angle` degrees points, to follow the word "ink"."""
    return SIDES[round(angle / 45) % 8]
