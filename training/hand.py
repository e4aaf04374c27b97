"""Shapes written as text become pen strokes as a hand would draw them.

A shape's strokes are divided by ";", each a list of corner points "x,y" on a 10×10 grid, y down;
"~" before a stroke rounds its corners off, and its ends stay where they are.
"""

from typing import Any

import numpy as np


def parse(text: str) -> list[np.ndarray]:
    """Return the strokes of a shape, each float (n, 2) on the grid, dense enough to be bent."""
    strokes = []
    for part in text.split(";"):
        part = part.strip()
        points = np.array([[float(v) for v in p.split(",")] for p in part.lstrip("~").split()])
        strokes.append(round_off(points) if part.startswith("~") else densify(points))
    return strokes


def round_off(points: np.ndarray) -> np.ndarray:
    """Cut corners three times over (Chaikin, 1974), ends kept."""
    for _ in range(3):
        quarter = points[:-1] * 0.75 + points[1:] * 0.25
        three_quarters = points[:-1] * 0.25 + points[1:] * 0.75
        inner = np.stack([quarter, three_quarters], axis=1).reshape(-1, 2)
        points = np.concatenate([points[:1], inner, points[-1:]])
    return points


def densify(points: np.ndarray) -> np.ndarray:
    """Put eight points on every line between two corners; a single point stays one."""
    steps = np.linspace(0, 1, 9)[:, None]
    lines = [a + (b - a) * steps for a, b in zip(points[:-1], points[1:], strict=True)]
    return np.concatenate([points[:1], *lines])


def wobble(
    strokes: list[np.ndarray],
    random: np.random.Generator,
    turn: float = 0.25,
    widths: tuple[float, float] = (0.55, 1.15),
    apart: float = 0.35,
) -> list[list[Any]]:
    """Draw strokes as a hand would: turned, slanted, stretched, bent, each a little off.

    Args:
        strokes: on the 10×10 grid.
        random: where the randomness comes from.
        turn: standard deviation of the angle, in radians.
        widths: the least and the largest factor by which x is stretched.
        apart: standard deviation of each stroke's own shift, in units of the grid.

    Returns:
        Strokes on a canvas of 280×280 pixels, about its middle.
    """
    angle = random.normal(0, turn)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = matrix @ np.array([[1, random.normal(0, 0.2)], [0, 1]])
    matrix = matrix @ np.diag([random.uniform(*widths), 1])
    wave, phase = random.normal(0, 0.5, (2, 2)), random.uniform(0, 2 * np.pi, (2, 2))
    bent = []
    for stroke in strokes:
        off = stroke + random.normal(0, apart, 2) + random.normal(0, 0.12, stroke.shape)
        bend = np.stack([np.sin(off[:, ::-1] * 0.55 + phase[k]) @ wave[k] for k in range(2)], axis=1)
        bent.append((((off + bend - 5) @ matrix.T) * 20 + 140).tolist())
    return bent
