"""Made-up non-digits: letters, shapes, scribbles and several digits at once, as pen strokes.

Networks see them while training, with "each digit equally likely" as the answer, so that they
learn to be unsure (outlier exposure: Hendrycks et al., 2019). Letters that people cannot tell
from digits (B, D, G, I, J, O, Q, S, Z; b, c, f, g, i, j,
l, o, q, r, s, t, v, x, y, z) or that say nothing new are left out.
"""

from collections.abc import Callable

import numpy as np

from model.image.digit_image import from_strokes

# Corner points of each letter's strokes on a 10×10 grid, y down; "~" before a stroke rounds it.
LETTERS = {
    "A": "0,10 5,0 10,10; 2,6 8,6",
    "C": "~9,2 6,0 2,1 0,5 2,9 6,10 9,8",
    "E": "8,0 1,0 1,10 8,10; 1,5 7,5",
    "F": "8,0 1,0 1,10; 1,5 6,5",
    "H": "1,0 1,10; 9,0 9,10; 1,5 9,5",
    "K": "1,0 1,10; 8,0 1,5 9,10",
    "L": "2,0 2,10 9,10",
    "M": "0,10 1,0 5,7 9,0 10,10",
    "N": "1,10 1,0 9,10 9,0",
    "P": "1,10 1,0; ~1,0 6,0 9,2 6,5 1,5",
    "R": "1,10 1,0; ~1,0 6,0 9,2 6,5 1,5; 4,5 9,10",
    "T": "0,0 10,0; 5,0 5,10",
    "U": "~1,0 1,7 5,10 9,7 9,0",
    "V": "0,0 5,10 10,0",
    "W": "0,0 2,10 5,3 8,10 10,0",
    "X": "0,0 10,10; 10,0 0,10",
    "Y": "0,0 5,5 10,0; 5,5 5,10",
    "a": "~8,3 4,2 1,5 3,9 7,8 8,3; ~8,2 8,8 10,10",
    "d": "~8,6 5,4 2,6 3,10 7,9 8,6; 8,0 8,10",
    "e": "~1,6 9,6 7,2 3,2 1,6 3,10 8,9",
    "h": "1,0 1,10; ~1,6 4,4 8,5 8,10",
    "k": "1,0 1,10; 7,4 1,7 7,10",
    "m": "0,4 0,10; ~0,5 3,4 5,6 5,10; ~5,6 8,4 10,6 10,10",
    "n": "1,3 1,10; ~1,5 5,3 8,5 8,10",
    "p": "1,3 1,12; ~1,4 5,3 8,5 5,8 1,7",
    "u": "~1,3 1,8 4,10 8,8; 8,3 8,10",
    "w": "~0,3 2,10 5,4 8,10 10,3",
}
SHAPES = {
    "square": "0,0 10,0 10,10 0,10 0,0",
    "triangle": "5,0 10,10 0,10 5,0",
    "star": "2,10 5,0 8,10 0,4 10,4 2,10",
    "heart": "~5,10 0,4 2,0 5,3 8,0 10,4 5,10",
    "arrow": "0,5 10,5; 6,1 10,5 6,9",
    "plus": "5,0 5,10; 0,5 10,5",
    "hash": "3,0 3,10; 7,0 7,10; 0,3 10,3; 0,7 10,7",
    "tick": "0,6 3,10 10,0",
    "face": "~5,0 10,2 10,8 5,10 0,8 0,2 5,0; 3,3 3,4; 7,3 7,4; ~3,7 5,8 7,7",
    "house": "0,10 0,4 5,0 10,4 10,10 0,10; 0,4 10,4",
    "dash": "0,5 10,5",
    "equals": "0,3 10,3; 0,7 10,7",
    "wave": "~0,5 2,2 4,5 6,8 8,5 10,2",
    "colon": "5,2 5,3; 5,8 5,9",
}
HELD_OUT = ("K", "R", "W", "Y", "h", "k", "m", "star", "house")
"""Never shown in training: what is refused of these measures more than memory."""

KINDS = ("letters", "shapes", "scribbles", "several digits")


def make_non_digits(
    kind: str, count: int, random: np.random.Generator, digits: list[dict], held_out: bool = False
) -> np.ndarray:
    """Make non-digits and render them as the page would.

    Args:
        kind: one of KINDS.
        count: how many.
        random: where the randomness comes from.
        digits: drawings of single digits, from which "several digits" are put together.
        held_out: only the letters, shapes and kinds of scribble that training never sees.

    Returns:
        float32 (count, 28, 28) in [0, 1].
    """
    images = np.empty((count, 28, 28), np.float32)
    for i in range(count):
        strokes = MAKERS[kind](random, digits, held_out)
        images[i] = from_strokes({"strokes": strokes, "width": 280, "height": 280}).pixels
    return images


def make_mixture(count: int, random: np.random.Generator, digits: list[dict]) -> np.ndarray:
    """Make non-digits of all kinds that training may see: float32 (count, 28, 28) in [0, 1]."""
    shares = dict(zip(KINDS, (0.5, 0.12, 0.2, 0.18 if digits else 0), strict=True))
    counts = {kind: int(count * share) for kind, share in shares.items()}
    counts["letters"] += count - sum(counts.values())
    return np.concatenate([make_non_digits(kind, n, random, digits) for kind, n in counts.items()])


def _from_table(table: dict[str, str]) -> Callable:
    def make(random, _digits, held_out):
        names = [name for name in table if (name in HELD_OUT) == held_out]
        return _wobble(_parse(table[names[random.integers(len(names))]]), random)

    return make


def _parse(text: str) -> list[np.ndarray]:
    strokes = []
    for part in text.split(";"):
        part = part.strip()
        points = np.array([[float(v) for v in p.split(",")] for p in part.lstrip("~").split()])
        strokes.append(_round_off(points) if part.startswith("~") else _densify(points))
    return strokes


def _round_off(points: np.ndarray) -> np.ndarray:
    """Cut corners three times over (Chaikin, 1974), ends kept."""
    for _ in range(3):
        quarter = points[:-1] * 0.75 + points[1:] * 0.25
        three_quarters = points[:-1] * 0.25 + points[1:] * 0.75
        inner = np.stack([quarter, three_quarters], axis=1).reshape(-1, 2)
        points = np.concatenate([points[:1], inner, points[-1:]])
    return points


def _densify(points: np.ndarray) -> np.ndarray:
    steps = np.linspace(0, 1, 9)[:, None]
    return np.concatenate([a + (b - a) * steps for a, b in zip(points[:-1], points[1:], strict=True)])


def _wobble(strokes: list[np.ndarray], random, turn: float = 0.25) -> list[list]:
    """Draw it as a hand would: turned, slanted, stretched, bent, each stroke a little off."""
    angle = random.normal(0, turn)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = matrix @ np.array([[1, random.normal(0, 0.2)], [0, 1]])
    matrix = matrix @ np.diag([random.uniform(0.55, 1.15), 1])
    wave, phase = random.normal(0, 0.5, (2, 2)), random.uniform(0, 2 * np.pi, (2, 2))
    bent = []
    for stroke in strokes:
        off = stroke + random.normal(0, 0.35, 2) + random.normal(0, 0.12, stroke.shape)
        bend = np.stack([np.sin(off[:, ::-1] * 0.55 + phase[k]) @ wave[k] for k in range(2)], axis=1)
        bent.append((((off + bend - 5) @ matrix.T) * 20 + 140).tolist())
    return bent


def _scribble(random, _digits, held_out):
    makers = (_lissajous, _tangle) if held_out else (_zigzag, _spiral, _walk, _strewn, _blob)
    return [stroke.tolist() for stroke in makers[random.integers(len(makers))](random)]


def _zigzag(random):
    turns = random.integers(4, 14)
    across = np.where(np.arange(turns) % 2, 1.0, -1.0) * random.uniform(30, 110) + random.normal(0, 12, turns)
    along = np.linspace(-100, 100, turns) * random.uniform(0.3, 1) + random.normal(0, 8, turns)
    return [_turned(np.stack([across, along], axis=1), random)]


def _spiral(random):
    angle = np.linspace(0, random.uniform(2.2, 5) * 2 * np.pi, 120)
    radius = np.linspace(random.uniform(2, 20), 100, 120)
    circle = np.stack([np.cos(angle), random.uniform(0.5, 1) * np.sin(angle)], axis=1)
    return [_turned(circle * radius[:, None], random)]


def _walk(random):
    speed = np.cumsum(random.normal(0, 1, (random.integers(60, 200), 2)), axis=0)
    return [_turned(np.cumsum(speed - speed.mean(axis=0), axis=0), random)]


def _strewn(random):
    count = random.integers(3, 9)
    ends = random.uniform(-100, 100, (count, 2, 2))
    return [_turned(pair, random) for pair in ends]


def _blob(random):
    rows = np.linspace(-60, 60, random.integers(14, 30))
    across = np.where(np.arange(len(rows)) % 2, 60.0, -60.0)
    return [_turned(np.stack([across, rows], axis=1), random)]


def _lissajous(random):
    angle = np.linspace(0, 2 * np.pi, 150)
    a, b = random.integers(2, 4), random.integers(1, 4)
    shape = np.stack([np.sin(a * angle + random.uniform(0.5, 2)), np.sin((a + b) * angle)], axis=1)
    return [_turned(shape * 100, random)]


def _tangle(random):
    corners = random.uniform(-100, 100, (random.integers(8, 20), 2))
    return [_turned(_round_off(corners), random)]


def _turned(points: np.ndarray, random) -> np.ndarray:
    angle = random.uniform(0, 2 * np.pi)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return points @ matrix.T + 140


def _several_digits(random, digits, _held_out):
    """Two or three digits side by side, as when someone writes a number."""
    strokes, left = [], 0.0
    for _ in range(random.choice([2, 3], p=[0.8, 0.2])):
        parts = [np.asarray(s, float) for s in digits[random.integers(len(digits))]["strokes"]]
        points = np.concatenate(parts)
        low = points.min(axis=0)
        height = max(float(np.ptp(points, axis=0).max()), 1.0)
        parts = [(part - low) / height * 100 for part in parts]
        strokes += [(part + [left, random.normal(0, 6)]).tolist() for part in parts]
        left += np.ptp(points[:, 0]) / height * 100 + random.uniform(8, 40)
    return strokes


MAKERS = {
    "letters": _from_table(LETTERS),
    "shapes": _from_table(SHAPES),
    "scribbles": _scribble,
    "several digits": _several_digits,
}
