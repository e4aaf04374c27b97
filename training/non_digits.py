"""Made-up non-digits: letters of many scripts, signs, shapes, scribbles, spoilt and several digits.

Networks see them while training, with "each digit equally likely" as the answer, so that they
learn to be unsure (outlier exposure: Hendrycks et al., 2019). Letters that people cannot tell from
digits are left out, by the rule in `scripts.py`; whole kinds are kept from training, to measure by.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from training import invented, scripts
from training.hand import parse, round_off, wobble
from training.processes import spread
from training.writing_styles import render

Strokes: TypeAlias = dict[str, Any]
"""A drawing: {"strokes", "width", "height"}."""

Maker: TypeAlias = Callable[[np.random.Generator, list[Strokes], bool], list[list[Any]]]
"""From randomness, drawings of digits, and whether shapes that training never sees are wanted, to strokes."""

SHARES = {
    "letters": 0.14,
    "Greek letters": 0.04,
    "Cyrillic letters": 0.05,
    "Arabic letters": 0.04,
    "Devanagari letters": 0.04,
    "signs": 0.04,
    "shapes": 0.04,
    "faces": 0.04,
    "scribbles": 0.06,
    "invented letters": 0.43,
    "several digits": 0.05,
    "spoilt digits": 0.03,
}
"""Kinds that training sees, and what share of its non-digits each is."""

KINDS = tuple(SHARES)
NEVER_TRAINED = ("Hebrew letters", "kana", "doodles")
"""Kinds that training never sees any of."""

OF_DIGITS = ("several digits", "spoilt digits")
"""Kinds that are put together from drawings of digits."""

INVENTED = "invented letters"

NOTHING_HELD_OUT = (*OF_DIGITS, INVENTED)
"""Kinds without shapes of their own to hold out."""

TOGETHER = 500
"""Drawings that are rendered in one go."""

TASK = 2000
"""Non-digits that a process makes before it takes the next task."""


def make_non_digits(
    kind: str, count: int, random: np.random.Generator, digits: list[Strokes], held_out: bool = False
) -> np.ndarray:
    """Make non-digits and render them as the page would.

    Args:
        kind: one of KINDS or NEVER_TRAINED.
        count: how many.
        random: where the randomness comes from.
        digits: drawings of single digits, from which those OF_DIGITS are put together.
        held_out: only the letters, shapes and kinds of scribble that training never sees; makes no
            difference to kinds that are never trained or made of digits.

    Returns:
        float32 (count, 28, 28) in [0, 1].
    """
    parts = [np.zeros((0, 28, 28), np.float32)]
    while (missing := count - sum(map(len, parts))) > 0:
        strokes = [MAKERS[kind](random, digits, held_out) for _ in range(min(missing, TOGETHER))]
        images = render([{"strokes": own, "width": 280, "height": 280} for own in strokes])
        parts.append(images[~invented.like_a_digit(images)] if kind == INVENTED else images)
    return np.concatenate(parts)


def make_mixture(count: int, seed: int, digits: list[Strokes]) -> np.ndarray:
    """Make non-digits of all kinds that training may see: float32 (count, 28, 28) in [0, 1]."""
    counts = {kind: int(count * share) for kind, share in SHARES.items() if digits or kind not in OF_DIGITS}
    counts["letters"] += count - sum(counts.values())
    tasks = [
        (kind, min(TASK, n - start), [seed, 1, KINDS.index(kind), start], digits)
        for kind, n in counts.items()
        for start in range(0, n, TASK)
    ]
    return np.concatenate([np.zeros((0, 28, 28), np.float32), *spread(_made, tasks)])


def _made(kind: str, count: int, seed: list[int], digits: list[Strokes]) -> np.ndarray:
    return make_non_digits(kind, count, np.random.default_rng(seed), digits)


def _trained(table: dict[str, str]) -> list[str]:
    return [text for name, text in table.items() if name not in scripts.HELD_OUT]


def _from_table(table: dict[str, str]) -> Maker:
    trained = _trained(table)
    held = [text for name, text in table.items() if name in scripts.HELD_OUT]

    def make(random: np.random.Generator, _digits: list[Strokes], held_out: bool) -> list[list[Any]]:
        texts = held if held_out and held else trained
        return wobble(parse(texts[random.integers(len(texts))]), random)

    return make


def _face(random: np.random.Generator, digits: list[Strokes], held_out: bool) -> list[list[Any]]:
    """Training sees faces put together by chance, the measurement those of the table."""
    return _table_face(random, digits, False) if held_out else invented.face(random)


_table_face = _from_table(scripts.FACES)


def _invented(random: np.random.Generator, _digits: list[Strokes], _held_out: bool) -> list[list[Any]]:
    return invented.letter(random) if random.random() < 0.5 else invented.crossed(_trained_letters(), random)


@cache
def _trained_letters() -> list[list[np.ndarray]]:
    tables = (scripts.LETTERS, scripts.GREEK, scripts.CYRILLIC, scripts.ARABIC, scripts.DEVANAGARI)
    return [parse(text) for table in tables for text in _trained(table)]


def _scribble(random: np.random.Generator, _digits: list[Strokes], held_out: bool) -> list[list[Any]]:
    makers = (_lissajous, _tangle) if held_out else (_zigzag, _spiral, _walk, _strewn, _blob)
    return [stroke.tolist() for stroke in makers[random.integers(len(makers))](random)]


def _zigzag(random: np.random.Generator) -> list[np.ndarray]:
    turns = random.integers(4, 14)
    across = np.where(np.arange(turns) % 2, 1.0, -1.0) * random.uniform(30, 110) + random.normal(0, 12, turns)
    along = np.linspace(-100, 100, turns) * random.uniform(0.3, 1) + random.normal(0, 8, turns)
    return [_turned(np.stack([across, along], axis=1), random)]


def _spiral(random: np.random.Generator) -> list[np.ndarray]:
    angle = np.linspace(0, random.uniform(2.2, 5) * 2 * np.pi, 120)
    radius = np.linspace(random.uniform(2, 20), 100, 120)
    circle = np.stack([np.cos(angle), random.uniform(0.5, 1) * np.sin(angle)], axis=1)
    return [_turned(circle * radius[:, None], random)]


def _walk(random: np.random.Generator) -> list[np.ndarray]:
    speed = np.cumsum(random.normal(0, 1, (random.integers(60, 200), 2)), axis=0)
    return [_turned(np.cumsum(speed - speed.mean(axis=0), axis=0), random)]


def _strewn(random: np.random.Generator) -> list[np.ndarray]:
    count = random.integers(3, 9)
    ends = random.uniform(-100, 100, (count, 2, 2))
    return [_turned(pair, random) for pair in ends]


def _blob(random: np.random.Generator) -> list[np.ndarray]:
    rows = np.linspace(-60, 60, random.integers(14, 30))
    across = np.where(np.arange(len(rows)) % 2, 60.0, -60.0)
    return [_turned(np.stack([across, rows], axis=1), random)]


def _lissajous(random: np.random.Generator) -> list[np.ndarray]:
    angle = np.linspace(0, 2 * np.pi, 150)
    a, b = random.integers(2, 4), random.integers(1, 4)
    shape = np.stack([np.sin(a * angle + random.uniform(0.5, 2)), np.sin((a + b) * angle)], axis=1)
    return [_turned(shape * 100, random)]


def _tangle(random: np.random.Generator) -> list[np.ndarray]:
    corners = random.uniform(-100, 100, (random.integers(8, 20), 2))
    return [_turned(round_off(corners), random)]


def _turned(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    angle = random.uniform(0, 2 * np.pi)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return points @ matrix.T + 140


def _several_digits(random: np.random.Generator, digits: list[Strokes], _held_out: bool) -> list[list[Any]]:
    """Two or three digits side by side, as when someone writes a number; one in three times they touch."""
    strokes: list[list[Any]] = []
    left = 0.0
    touch = random.random() < 1 / 3
    for _ in range(random.choice([2, 3], p=[0.8, 0.2])):
        parts, width = _unit(digits[random.integers(len(digits))])
        strokes += [(100 * part + [left, random.normal(0, 6)]).tolist() for part in parts]
        left += 100 * width + (random.uniform(-12, 2) if touch else random.uniform(8, 40))
    return strokes


def _spoilt_digit(random: np.random.Generator, digits: list[Strokes], _held_out: bool) -> list[list[Any]]:
    """A digit that was crossed out, scratched out, put into a ring or a box, or drawn over another."""
    parts, width = _unit(digits[random.integers(len(digits))])
    middle, half = np.array([width / 2, 0.5]), np.array([width / 2, 0.5])
    spoil = (_cross, _scratch, _ring, _frame)[random.integers(4)]
    foreign = [middle + stroke * (half + 0.08) for stroke in spoil(random)]
    return [(100 * part).tolist() for part in [*parts, *foreign]]


def _unit(drawing: Strokes) -> tuple[list[np.ndarray], float]:
    """A digit's strokes with its longer side 1, from (0, 0) on, and its width then."""
    parts = [np.asarray(stroke, float) for stroke in drawing["strokes"]]
    points = np.concatenate(parts)
    low, extent = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1.0)
    return [(part - low) / extent for part in parts], float(np.ptp(points[:, 0])) / extent


def _cross(random: np.random.Generator) -> list[np.ndarray]:
    corners = np.array([[[-1, -1], [1, 1]], [[1, -1], [-1, 1]]])
    return list(corners * random.uniform(0.9, 1.2, (2, 2, 2)))


def _scratch(random: np.random.Generator) -> list[np.ndarray]:
    turns = random.integers(4, 9)
    across = np.where(np.arange(turns) % 2, 1.0, -1.0) * random.uniform(0.8, 1.2, turns)
    along = np.linspace(-0.8, 0.8, turns) + random.normal(0, 0.1, turns)
    return [np.stack([across, along], axis=1)]


def _ring(random: np.random.Generator) -> list[np.ndarray]:
    angle = np.linspace(0, random.uniform(1.95, 2.2) * np.pi, 60) + random.uniform(0, 2 * np.pi)
    return [np.stack([np.cos(angle), np.sin(angle)], axis=1) * random.uniform(1.35, 1.6)]


def _frame(random: np.random.Generator) -> list[np.ndarray]:
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    return [corners * random.uniform(1.2, 1.6, 2)]


MAKERS: dict[str, Maker] = {
    "letters": _from_table(scripts.LETTERS),
    "Greek letters": _from_table(scripts.GREEK),
    "Cyrillic letters": _from_table(scripts.CYRILLIC),
    "Arabic letters": _from_table(scripts.ARABIC),
    "signs": _from_table(scripts.SIGNS),
    "shapes": _from_table(scripts.SHAPES),
    "scribbles": _scribble,
    "several digits": _several_digits,
    "spoilt digits": _spoilt_digit,
    "Devanagari letters": _from_table(scripts.DEVANAGARI),
    "faces": _face,
    INVENTED: _invented,
    "Hebrew letters": _from_table(scripts.HEBREW),
    "kana": _from_table(scripts.KANA),
    "doodles": _from_table(scripts.DOODLES),
}
