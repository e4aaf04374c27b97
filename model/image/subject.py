"""Which marks of a picture are the digit, and which are lines, edges, holes and dust.

Both readings are tried, dark ink on bright paper and bright ink on dark. Marks are judged one by one:
what runs along the picture's edge, what is a printed box, a solid spot or a speck is set aside, and the
threshold between ink and paper is found again without it, because a black bar hides a pencil. The
reading whose marks stand out most from what is around them is taken.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from model.image.blots import Blots, find_blots, grown
from model.image.lines import BOX_SIDES, Line, find_lines
from model.image.paper import fallen, otsu

FAINTEST = 0.08
"""Contrast between ink and paper, of the full range, below which a picture counts as blank."""

FEWEST_PIXELS = 6
"""Pixels of ink, of a picture no longer than the working side, below which it counts as blank."""

ROUNDS = 4
"""How often the threshold is found again after something was set aside."""

CLEARLY_LESS = 0.3
"""Share of the other polarity's score below which one is given up."""

WHOLE = 3.0
"""How much more a polarity counts in which nothing but dust is set aside: the gaps of a bold digit stand out
more than its strokes, but beside them lies the paper, which would be foreign then."""

SPECK = 0.04
"""Share of the largest mark's area below which a mark is dust."""

NEAR, ALIKE = 0.35, 0.3
"""A mark further from the digit than NEAR of its size belongs to it only if it has ALIKE of its area."""

SOLID = 0.45
"""Side of a square over a mark's length from which the mark is a spot, if the square fits into it."""

FULL = 0.7
"""Share of its box that a sheet takes; the boldest print takes less."""

LONGEST, THIN = 0.6, 3.0
"""Share of the picture's longer edge up to which a longer subject counts more, and the thickness in
pixels down to which a thinner one does."""

AROUND, DOUBTFUL = 0.2, 0.1
"""Share of the picture's shorter edge within which a mark is compared with what is around it, and how much
one counts that is dark only beside what is nearer."""

CLEAR = 5.0
"""How many standard deviations of the paper's noise a mark must be deep."""

SHARP = 0.8
"""Share of a mark's outline, sharp, from which it is ink; a shadow or a reflection fades out."""

MANY, AS_LONG = 4, 0.5
"""So many marks that are each AS_LONG as the longest, while that is at most AS_LONG as all of them together, are
several digits. Gaps of TORN of the longest's length are bridged before: a digit may be in pieces."""

TORN = 0.12

EDGE, BOX, LINES, SPOT, FADES, DUST = "edge", "box", "lines", "spot", "fades", "dust"


@dataclass(frozen=True)
class Subject:
    """What was found: `ink` and `dropped` are float32 (height, width) in [0, 1], bright where there is
    some, `reasons` are EDGE, BOX and so on, `is_dark` says that ink is darker than paper here, and `is_several`
    that it is a sheet of digits rather than one."""

    ink: np.ndarray
    dropped: np.ndarray
    reasons: tuple[str, ...]
    is_dark: bool
    is_several: bool = False


@dataclass
class _Reading:
    """One polarity's marks: how deep each pixel lies below paper, the digit's own, and the rest."""

    bright: np.ndarray
    shaded: bool
    is_dark: bool
    grey: np.ndarray = field(init=False)
    free: np.ndarray = field(init=False)
    fallen: np.ndarray = field(init=False)
    deep: np.ndarray = field(init=False)
    kept: np.ndarray | None = None
    soft: np.ndarray | None = None
    score: float = 0.0
    dropped: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fallen, ratio = fallen(self.bright)
        self.deep = ratio if self.shaded else self.fallen
        self.free = np.ones(self.bright.shape, bool)
        self.grey = (255 * self.bright + 0.5).astype(np.uint8)

    @cached_property
    def noise(self) -> tuple[float, float]:
        """Depth of bare paper: its median and, were it normal, its standard deviation."""
        some = self.deep[::2, ::2].ravel()
        some = some[some <= otsu(some)]  # a cut-out digit is half ink
        middle = float(np.median(some))
        return middle, 1.5 * float(np.median(np.abs(some - middle)))

    @property
    def merit(self) -> float:
        """Its score, more if nothing but dust was set aside."""
        foreign = any(away.any() for reason, away in self.dropped.items() if reason != DUST)
        return self.score if foreign else WHOLE * self.score


def find_subject(plane: np.ndarray, is_brightness: bool = True, invert: bool = False) -> Subject:
    """Find the digit's ink.

    Args:
        plane: float32 (height, width) in [0, 1], brightness or another mixture of colours.
        is_brightness: shadows multiply brightness, but not a difference of colours.
        invert: take the other polarity than the one that seems right.

    Returns:
        The ink, all zero where nothing stands out, and what was set aside.
    """
    readings = [_Reading(plane, is_brightness, True), _Reading(1 - plane, False, False)]
    _read(readings, CLEARLY_LESS if not invert else 0.0)
    readings.sort(key=lambda reading: reading.merit, reverse=not invert)
    chosen = readings[0]
    if chosen.kept is None:
        return Subject(np.zeros_like(plane), np.zeros_like(plane), (), True)
    dropped = {reason: mask for reason, mask in chosen.dropped.items() if mask.any()}
    away = np.any(list(dropped.values()), axis=0) if dropped else np.zeros(plane.shape, bool)
    ink = chosen.soft * (grown(chosen.kept, 2) & (~grown(away, 1) | chosen.kept))
    shown = np.clip(chosen.deep / chosen.deep.max(), 0, 1) * (away & ~chosen.kept)
    several = _is_several(chosen.kept)
    return Subject(ink.astype(np.float32), shown.astype(np.float32), tuple(dropped), chosen.is_dark, several)


def _is_several(kept: np.ndarray) -> bool:
    blots = find_blots(kept)
    if len(blots) < MANY:
        return False
    blots = find_blots(_closed(kept, int(TORN * blots.longer.max() / 2)))
    left, top, right, bottom = _union(blots.box)
    longest = blots.longer.max()
    alike = np.count_nonzero(blots.longer >= AS_LONG * longest)
    return bool(alike >= MANY and longest <= AS_LONG * max(right - left, bottom - top))


def _read(readings: list[_Reading], clearly_less: float) -> None:
    """Look at each polarity again while foreign marks are set aside, but not at one that is clearly the
    wrong one: the other is done, and stands out much more."""
    unfinished = {id(reading) for reading in readings if _sets_aside(reading)}
    for _ in range(ROUNDS - 1):
        best = max((reading.score for reading in readings if id(reading) not in unfinished), default=0.0)
        for reading in readings:
            going = id(reading) in unfinished and reading.score >= clearly_less * best
            if going and not _sets_aside(reading):
                unfinished.discard(id(reading))


def _sets_aside(reading: _Reading) -> bool:
    """Find the digit in one polarity, and set foreign marks aside; False if there are none."""
    seen = reading.deep[reading.free]
    if not seen.size or seen.max() < FAINTEST:
        return False
    soft = _soft(reading.deep, seen)
    mask = reading.free & (soft > 0.25)
    marks = _judged(reading, mask)
    if marks is None:
        return False
    if marks.score >= 0.8 * reading.score:
        reading.kept, reading.soft, reading.score = marks.kept, soft, marks.score
    for reason, away in marks.dropped.items():
        reading.dropped[reason] = away | reading.dropped.get(reason, False)
    foreign = [away for reason, away in marks.dropped.items() if reason != DUST and away.any()]
    if not foreign:
        return False
    away = np.any(foreign, axis=0)
    reading.free &= ~away & (~grown(away, 2) | mask)
    return True


def _soft(deep: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Stretch depth so that the paper's noise becomes 0 and full ink 1: float (height, width) in [0, 1]."""
    threshold = max(otsu(seen), FAINTEST / 2)
    noise = seen[seen < threshold]
    floor = float(noise.mean() + 2 * noise.std()) if noise.size else 0.0
    floor = min(floor, 0.6 * threshold)
    full = float(np.percentile(seen[seen >= threshold], 60))
    return np.clip((deep - floor) / max(full - floor, 1e-6), 0, 1)


@dataclass
class _Marks:
    """What one look found: the digit's pixels, how much they count, and what is foreign, by reason."""

    kept: np.ndarray
    score: float
    dropped: dict[str, np.ndarray]


def _judged(reading: _Reading, mask: np.ndarray) -> _Marks | None:
    """Find the digit's marks without the lines, if there are any, and else with them."""
    lines = _lines_of(reading)
    if lines:
        erased = np.any([line.erase for line in lines], axis=0)
        erased &= ~_closed(mask & ~erased)
        marks = _grouped(reading, find_blots(mask & ~erased))
        if marks is not None and not _is_tight(marks.kept, mask, len(lines)):
            marks.dropped[LINES] = erased
            return marks
        if marks is None and len(lines) > 1:
            return _Marks(mask, 0.0, {LINES: erased})
    return _grouped(reading, find_blots(mask))


def _closed(mask: np.ndarray, reach: int = 2) -> np.ndarray:
    """The mask with gaps of up to twice `reach` pixels bridged: a stroke that a line crossed is whole."""
    return ~grown(~grown(mask, reach), reach)


def _is_tight(kept: np.ndarray, mask: np.ndarray, lines: int) -> bool:
    """Whether a line is rather a bar of a digit that was cut out along its outline."""
    touches = [[np.any(side) for side in (m[0], m[-1], m[:, 0], m[:, -1])] for m in (kept, mask)]
    return lines <= 2 and any(touches[0]) and all(touches[1])


def _lines_of(reading: _Reading) -> list[Line]:
    """Lines among faint and full marks that reach the frame, or are as long as a printed box.

    A thin line between two rows of pixels is half as deep on each: the threshold for ink would break it.
    """
    middle, noise = reading.noise
    faint = reading.free & (reading.deep > max(FAINTEST / 2, middle + CLEAR * noise))
    blots = find_blots(faint)
    if not len(blots):
        return []
    size = blots.box[:, 2:] - blots.box[:, :2]
    long = size >= BOX_SIDES * np.array(faint.shape[::-1])
    suspects = long.all(axis=1) | (long.any(axis=1) & (blots.contact > 0).any(axis=1))
    return find_lines(blots.mask(suspects)) if suspects.any() else []


def _grouped(reading: _Reading, blots: Blots) -> _Marks | None:
    """Choose the main mark, gather what belongs to it, and name the rest; None where there is none."""
    if not len(blots):
        return None
    mass = blots.total(reading.deep)
    weight, reason = _weights(reading, blots)
    best = np.argsort(-mass * weight)[:5]
    score = np.array([mass[i] * weight[i] * _surrounded(reading, blots, i) for i in best])
    main = int(best[score.argmax()])
    if blots.area[main] < FEWEST_PIXELS:
        return None
    kept = _belonging(blots, main, weight)
    dropped: dict[str, np.ndarray] = {}
    for index in np.flatnonzero(~kept):
        why = reason[index] or DUST
        dropped.setdefault(why, np.zeros(len(blots), bool))[index] = True
    masks = {why: blots.mask(chosen) for why, chosen in dropped.items()}
    return _Marks(blots.mask(kept), float(score.max() / mass[main]) * _prominence(blots, kept, mass), masks)


def _prominence(blots: Blots, kept: np.ndarray, mass: np.ndarray) -> float:
    """How much marks look like a digit: deep, long and thin. The paper inside a printed box is as deep, and
    longer, but wide; words are many short marks; a very long one may be the sheet."""
    length = min(blots.longer[kept].max(), LONGEST * max(blots.labels.shape))
    area, contrast = blots.area[kept].sum(), mass[kept].sum() / blots.area[kept].sum()
    thickness = area / (blots.area[kept] / blots.thickness[kept]).sum()
    return float(contrast * length / np.sqrt(max(thickness, THIN)))


def _union(boxes: np.ndarray) -> np.ndarray:
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _weights(reading: _Reading, blots: Blots) -> tuple[np.ndarray, list[str | None]]:
    """How likely each mark is a stroke of the digit, from 0 to 1, and why it is not."""
    large = blots.area >= 0.01 * blots.area.max()  # a noisy picture has thousands of marks
    solid, boxes = np.zeros((2, len(blots)), bool)
    for index in np.flatnonzero(large):
        solid[index], boxes[index] = _is_solid(blots, int(index)), _is_box(blots, int(index))
    middle, noise = reading.noise
    clear = blots.total(reading.deep) / blots.area >= middle + CLEAR * noise
    weight = _free_of_edges(blots) * np.clip(_sharp(reading, blots) / SHARP, 0.1, 1) ** 2
    weight = weight * np.where(solid, 0.002, 1) * np.where(boxes, 0.02, 1) * np.where(clear, 1, 0.01)
    touching = (blots.contact > 0).any(axis=1)
    why = np.where(boxes, BOX, np.where(solid & ~touching, SPOT, np.where(touching, EDGE, FADES)))
    return weight, [None if likely else name for likely, name in zip(weight >= 0.5, why, strict=True)]


def _free_of_edges(blots: Blots) -> np.ndarray:
    """1 for marks inside the picture, little for those that run along its edge: float (n,).

    What touches all four edges, and lies along two of them at most, was cut out along its outline.
    """
    height, width = blots.labels.shape
    along = blots.contact.max(axis=1) / np.maximum(blots.longer, 1)
    touching = (blots.contact > 0).sum(axis=1)
    lying = (blots.contact >= 0.5 * np.array([height, width, height, width])).sum(axis=1)
    weight = np.where(along >= 0.9, 0.001, np.where(along >= 0.45, 0.1, np.where(touching > 0, 0.5, 1.0)))
    return np.where((touching == 4) & (lying <= 2), 1.0, weight)


def _sharp(reading: _Reading, blots: Blots) -> np.ndarray:
    """The share of each mark's outline beyond which it is bright at once, as it is where ink ends."""
    reach = 1 + sum(max(blots.labels.shape) > edge for edge in (64, 200))
    near = grown(blots.labels, reach - 1)
    wide = grown(near, 1)
    rim = (near < 0) & (wide >= 0)
    label = wide[rim]
    contrast = blots.total(reading.fallen) / blots.area
    darkest = 255 - grown(255 - reading.grey, reach + 1)[rim]
    abrupt = reading.bright[rim] - darkest / 255 >= 0.4 * contrast[label]
    count = np.bincount(label, minlength=len(blots))
    return np.where(count, np.bincount(label, abrupt, len(blots)) / np.maximum(count, 1), 1.0)


def _is_box(blots: Blots, index: int) -> bool:
    """Whether a large mark's ink lies along the sides of its box, as that of a printed frame does."""
    left, top, right, bottom = blots.box[index]
    if min(right - left, bottom - top) < 0.3 * min(blots.labels.shape):
        return False
    inside = blots.labels[top:bottom, left:right] == index
    dx, dy = max(2, (right - left) // 8), max(2, (bottom - top) // 8)
    return inside[dy:-dy, dx:-dx].sum() < 0.05 * inside.sum()


def _is_solid(blots: Blots, index: int) -> bool:
    """Whether a mark is a spot or a surface and no stroke: a square of SOLID of its length fits into it, or
    it is a sheet, broad and FULL but for what is written on it."""
    side = int(np.ceil(SOLID * blots.longer[index]))
    left, top, right, bottom = blots.box[index]
    is_broad = min(right - left, bottom - top) >= 0.5 * blots.longer[index]
    if side >= 3 and is_broad and blots.area[index] >= FULL * (right - left) * (bottom - top):
        return True
    if side < 3 or min(right - left, bottom - top) < side or blots.area[index] < side * side:
        return False
    sums = np.pad(blots.labels[top:bottom, left:right] == index, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    filled = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return bool(filled.max() >= 0.97 * side * side)


def _surrounded(reading: _Reading, blots: Blots, index: int) -> float:
    """1 where a mark is darker than what lies around its box, little where it is not: the hole of a
    white 0 is dark, but so is everything outside the 0.

    Between: darker than what is near and not than what is further away, as ink on a small note is that
    lies on a dark table, or a gap between broad strokes.
    """
    near = int(0.25 * blots.longer[index])
    far = max(near, int(AROUND * min(blots.labels.shape)))
    if not _is_darker(reading, blots, index, near):
        return 0.02
    return 1.0 if _is_darker(reading, blots, index, far) else DOUBTFUL


def _is_darker(reading: _Reading, blots: Blots, index: int, reach: int) -> bool:
    """Whether a mark is darker than most of what lies up to `reach` pixels around its box."""
    (left, top, right, bottom), reach = blots.box[index], max(3, reach)
    rows, columns = slice(max(top - reach, 0), bottom + reach), slice(max(left - reach, 0), right + reach)
    ring = reading.free[rows, columns].copy()
    inner = slice(max(top - 2, 0) - rows.start, bottom + 2 - rows.start)
    ring[inner, max(left - 2, 0) - columns.start : right + 2 - columns.start] = False
    around = reading.bright[rows, columns][ring]
    if around.size < 0.5 * (right - left + bottom - top):
        return True  # the mark fills the picture
    own = blots.labels[top:bottom, left:right] == index
    bright, depth = (values[top:bottom, left:right][own].mean() for values in (reading.bright, reading.fallen))
    return bool(np.median(around) - bright >= 0.5 * depth)


def _belonging(blots: Blots, main: int, weight: np.ndarray) -> np.ndarray:
    """Which marks are of one digit with the main one: bool (n,)."""
    kept = np.arange(len(blots)) == main
    large = blots.area >= max(1.0, SPECK * blots.area[main])
    for _ in range(2):
        box = _union(blots.box[kept])
        size = max(box[2] - box[0], box[3] - box[1])
        gap = np.maximum(box[:2] - blots.box[:, 2:], blots.box[:, :2] - box[2:]).max(axis=1)
        inside = (blots.box[:, :2] >= box[:2]).all(axis=1) & (blots.box[:, 2:] <= box[2:]).all(axis=1)
        fits = (weight >= 0.5) & ((gap <= NEAR * size) | (blots.area >= ALIKE * blots.area[main]))
        kept = kept | (large & (fits | (inside & (weight >= 0.01))) & ~_is_underline(blots, box))
    return kept


def _is_underline(blots: Blots, box: np.ndarray) -> np.ndarray:
    """Whether marks are thin and straight, beside the digit's box and clearly longer than it: bool (n,)."""
    size = blots.box[:, 2:] - blots.box[:, :2]
    apart = np.maximum(box[:2] - blots.box[:, 2:], blots.box[:, :2] - box[2:]) >= 0
    found = np.zeros(len(blots), bool)
    for axis in (0, 1):
        thin = size[:, 1 - axis] <= 0.12 * size[:, axis]
        found |= thin & apart[:, 1 - axis] & (size[:, axis] > 1.2 * (box[2 + axis] - box[axis]))
    return found
