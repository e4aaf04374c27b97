"""A few hundred drawings, made from the ten samples on the page as people and their devices vary them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

SAMPLES = Path(__file__).resolve().parents[2] / "web" / "canvas" / "samples.json"

Strokes = list[np.ndarray]
"""Each float (n, 2), in canvas pixels."""


def make_drawings() -> list[dict]:
    """Return the drawings, each {"name", "strokes", "width", "height"}; the same each time."""
    random = np.random.default_rng(28)
    samples = json.loads(SAMPLES.read_text(encoding="utf-8"))
    found = list(_edge_cases())
    for sample in samples:
        for name, vary in _VARIATIONS.items():
            strokes = [np.array(stroke, float) for stroke in sample["strokes"]]
            found.append(_drawing(f"{sample['digit']} {name}", vary(strokes, random), 280, 280))
    return found


def _drawing(name: str, strokes: Strokes, width: float, height: float) -> dict:
    rounded = [np.round(np.reshape(stroke, (-1, 2)), 1).tolist() for stroke in strokes]
    return {"name": name, "strokes": rounded, "width": width, "height": height}


def _jittered(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """A hand that trembles."""
    return [stroke + random.normal(0, 2, stroke.shape) for stroke in strokes]


def _placed(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """Turned, stretched, smaller and somewhere else, perhaps beyond the canvas."""
    angle = random.uniform(-0.5, 0.5)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    size = np.exp(random.uniform(-1.5, 0.4)) * np.exp(random.normal(0, 0.15, 2))
    return [(stroke - 140) @ turn * size + random.uniform(40, 240, 2) for stroke in strokes]


def _few_points(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """A device that reports seldom: the last point is kept."""
    step = int(random.integers(5, 12))
    return [np.concatenate([stroke[:-1:step], stroke[-1:]]) for stroke in strokes]


def _many_points(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """A pen that reports often, resting now and then."""
    return [_resampled(stroke, int(random.integers(300, 500))) for stroke in strokes]


def _resampled(stroke: np.ndarray, count: int) -> np.ndarray:
    at = np.linspace(0, len(stroke) - 1, count)
    return np.stack([np.interp(at, np.arange(len(stroke)), axis) for axis in stroke.T], axis=1)


def _lifted(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """In several strokes, some of a single point."""
    return [
        part
        for stroke in strokes
        for part in np.split(stroke, np.sort(random.choice(len(stroke), 3, replace=False)))
        if len(part)
    ]


def _unfinished(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """While the pen is still down."""
    return [stroke[: max(1, int(len(stroke) * random.uniform(0.1, 0.9)))] for stroke in strokes]


def _tapped(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """With accidental dots, near and far."""
    return [*strokes, *(random.uniform(0, 280, (1, 2)) for _ in range(random.integers(1, 4)))]


def _crossed(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """With a slash, a bar or a flag."""
    return [*strokes, random.uniform(60, 220, (2, 2))]


def _twice(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """Drawn over once more."""
    return [*strokes, *(stroke + random.uniform(-9, 9, 2) for stroke in strokes)]


_VARIATIONS: dict[str, Callable[[Strokes, np.random.Generator], Strokes]] = {
    "as it is": lambda strokes, _: strokes,
    "far right": lambda strokes, _: [stroke * 0.3 + [230, 90] for stroke in strokes],
    **{f"jittered {i}": _jittered for i in range(2)},
    **{f"placed {i}": _placed for i in range(5)},
    **{f"few points {i}": _few_points for i in range(2)},
    "many points": _many_points,
    **{f"lifted {i}": _lifted for i in range(2)},
    **{f"unfinished {i}": _unfinished for i in range(3)},
    **{f"tapped {i}": _tapped for i in range(2)},
    **{f"crossed {i}": _crossed for i in range(3)},
    "twice": _twice,
}


def _edge_cases() -> Iterator[dict]:
    """Where a rule begins or ends: what is blank, tiny, wide, tall, far, lopsided or ends in a short step."""
    seven = np.array([[60.0, 40], [200, 40], [110, 240]])
    dot = np.array([[30.0, 250]])
    corner = np.array([[50.0, 50], [150, 50], [151, 51.5]])
    head = np.array([[100 + 40 * (i % 2), 20 + i] for i in range(0, 60, 2)], float)
    tail = np.array([[120.0, 80], [120, 270]])
    cases = {
        "blank": ([], 280, 280),
        "an empty stroke": ([[]], 280, 280),
        "a dot": ([dot], 280, 280),
        "a dot on a wide canvas": ([dot / 2], 400, 150),
        "a dot on a tall canvas": ([dot], 150, 400),
        "a tick smaller than a mark": ([np.array([[20.0, 20], [23, 22], [26, 21]])], 400, 150),
        "a tick on a tall canvas": ([np.array([[20.0, 20], [23, 22], [26, 21]])], 150, 400),
        "a pen that rests": ([np.repeat(seven, 5, axis=0)], 280, 280),
        "a wide canvas": ([seven], 640, 260),
        "a tall canvas": ([seven], 260, 640),
        "a frame": ([np.array([[0.0, 0], [400, 0], [400, 200], [0, 200]])], 400, 200),
        "a huge canvas": ([seven * 30], 10_000, 9_000),
        "a tiny canvas": ([seven / 17], 17, 16),
        "far outside": ([seven, np.array([[-9000.0, 5000], [-9100, 5100]])], 280, 280),
        "further outside than the shorter edge allows": ([seven, np.array([[0.0, 39_000]])], 150, 400),
        "the last step is short": ([corner], 280, 280),
        "a lopsided drawing": ([head, tail], 280, 280),
        "a lopsided drawing upside down": ([280 - head, 280 - tail], 280, 280),
        "sixty-four strokes": ([np.array([[4.0 * i, 3 * i]]) for i in range(64)], 280, 280),
        "a thick scribble": ([np.array([[i * 7 % 281, i * 13 % 271] for i in range(200)], float)], 280, 280),
    }
    for name, (strokes, width, height) in cases.items():
        yield _drawing(name, strokes, width, height)
