"""Ruled lines, margins and printed boxes: straight, long and thin, and not the digit.

A line is taken out as an eraser would do it that stops at every stroke: where a stroke crosses or
touches the line, the ink across it is thicker than the line is, and all of it stays.
"""

from dataclasses import dataclass

import numpy as np

STEEPEST = 0.3
"""Rows per column that a line may rise or fall; columns per row for upright ones."""

THICKEST = 1 / 32
"""Width of the broadest line, as a share of the picture's longer edge."""

STRAY = 3
"""Pixels by which a line may leave the straight way: paper bends, lenses too."""

NEAREST_FIRST = np.array(sorted(range(-STRAY, STRAY + 1), key=abs))

BOX_SIDES = 0.4
"""Share of the picture's edge that each side of a printed box takes at least."""

TOLERANCE = 0.03
"""Share of the picture's edge within which ends of lines count as meeting."""


@dataclass(frozen=True)
class Line:
    """A straight, thin run of ink: from `start` to `stop` along one axis, at `low` and `high` across it.

    `thick` is its width; `erase` is bool (height, width), what goes with it. All in pixels.
    """

    upright: bool
    start: int
    stop: int
    low: float
    high: float
    thick: float
    erase: np.ndarray


def find_lines(mask: np.ndarray) -> list[Line]:
    """Find lines in a bool (height, width) mask that go from frame to frame, or are sides of a box.

    Candidates are the straight ways that many pixels lie on (Hough, 1962), looked for within STEEPEST
    of level and of upright.
    """
    level = _candidates(mask, False)
    upright = _candidates(mask.T, True)
    return [line for line in level if _is_foreign(line, upright, mask.shape)] + [
        line for line in upright if _is_foreign(line, level, mask.shape)
    ]


def _is_foreign(line: Line, across: list[Line], shape: tuple[int, int]) -> bool:
    """Whether both ends reach the frame or a line across as thick: a stroke of the pen ends in the open."""
    length = shape[0] if line.upright else shape[1]
    ends = ((line.start, line.low), (line.stop, line.high))
    near = max(1.0, TOLERANCE * length)
    sides = [one for one in across if abs(one.thick - line.thick) <= 1 + 0.3 * line.thick]
    return all(
        place <= near or place >= length - near or any(_meets(one, place, at, near) for one in sides)
        for place, at in ends
    )


def _meets(one: Line, place: float, at: float, near: float) -> bool:
    """Whether a line goes through (place, at), its own axes exchanged, to within `near`."""
    return abs(_at(one, at) - place) <= near and one.start - near <= at <= one.stop + near


def _at(line: Line, place: float) -> float:
    share = (place - line.start) / max(line.stop - line.start, 1)
    return line.low + share * (line.high - line.low)


def _candidates(mask: np.ndarray, turned: bool) -> list[Line]:
    """Lines within STEEPEST of level; for a mask that was transposed, `turned`, they stand upright."""
    height, width = mask.shape
    rows, columns = np.nonzero(mask)
    needed = BOX_SIDES * width
    if len(rows) < needed:
        return []
    thickest = max(1.5, THICKEST * max(mask.shape))
    free = mask.copy()
    found: list[Line] = []
    for _ in range(3):  # each round takes the lines of one direction, and margins cross rulings
        rows, columns = np.nonzero(free)
        slope, middles = _parallels(rows, columns, width, height, needed)
        if not middles:
            break
        if not found:
            up, down = _reach(mask), _reach(mask[::-1])[::-1]
        traced = [_traced(free, up, down, middle, slope, thickest, turned) for middle in middles]
        new = [line for line in traced if line is not None]
        if not new:
            break
        for line in new:
            free &= ~(line.erase.T if turned else line.erase)
        found += new
    return found


def _parallels(
    rows: np.ndarray, columns: np.ndarray, width: int, height: int, needed: float
) -> tuple[float, list[float]]:
    """The slope on whose parallels ink is most concentrated, and where those cross the middle column."""
    slopes = np.arange(-STEEPEST, STEEPEST + 1e-9, 4 / max(width, 16))
    reach = int(np.ceil(STEEPEST * width / 2)) + 2
    off = columns - (width - 1) / 2
    step = max(1, len(rows) // 2500)  # enough to tell the direction
    best, best_slope = -1.0, 0.0
    for slope in slopes:
        counts = np.bincount(np.int32(rows[::step] - slope * off[::step] + reach), minlength=height + 2 * reach)
        strength = float(counts @ (counts * counts))
        if strength > best:
            best, best_slope = strength, float(slope)
    counts = np.bincount(np.int32(rows - best_slope * off + reach), minlength=height + 2 * reach + 2)
    band = counts[:-2] + counts[1:-1] + counts[2:]  # a line seldom keeps to one row
    middles: list[float] = []
    while band.max(initial=0) >= needed and len(middles) < 60:
        peak = int(band.argmax())
        middles.append(peak + 1.5 - reach)
        band[max(peak - 3, 0) : peak + 4] = 0
    return best_slope, middles


def _traced(
    mask: np.ndarray,
    up: np.ndarray,
    down: np.ndarray,
    middle: float,
    slope: float,
    thickest: float,
    turned: bool,
) -> Line | None:
    """Follow a level line column by column; None where it is too thick, too short or too patchy."""
    height, width = mask.shape
    columns = np.arange(width)
    straight = middle + slope * (columns - (width - 1) / 2)
    rows = np.round(straight).astype(np.int32)[None] + NEAREST_FIRST[:, None]
    inside = (rows >= 0) & (rows < height)
    hit = inside & mask[np.clip(rows, 0, height - 1), columns[None]]
    met = hit.any(axis=0)
    if met.sum() < BOX_SIDES * width:
        return None
    row = rows[hit.argmax(axis=0), columns].clip(0, height - 1)
    top, bottom = row - up[row, columns] + 1, row + down[row, columns]
    thick = bottom - top
    usual = _lower_quartile(thick[met])  # a thick bar may lie along a thin line
    thin = met & (thick <= usual + max(1, 0.35 * usual))
    if usual > thickest or not thin.any():
        return None
    start, stop = _longest_run(thin, met, width)
    part = (columns >= start) & (columns < stop)
    if stop - start < BOX_SIDES * width or (met & part).sum() < 0.7 * (stop - start):
        return None
    gone = np.flatnonzero(thin & part)
    fit = np.polyfit(gone, (top + bottom - 1)[gone] / 2, 1)
    erase = np.zeros(mask.shape, bool)
    for column in gone:
        erase[top[column] : bottom[column], column] = True
    ends = np.polyval(fit, [start, stop - 1])
    return Line(turned, start, stop, float(ends[0]), float(ends[1]), usual, erase.T if turned else erase)


def _lower_quartile(values: np.ndarray) -> float:
    """What `np.quantile` says at 0.25, in a tenth of its time: it is asked of a thousand short arrays."""
    values = np.sort(values)
    place = (len(values) - 1) / 4
    low = int(place)
    return float(values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low]))


def _longest_run(thin: np.ndarray, met: np.ndarray, width: int) -> tuple[int, int]:
    """The longest stretch of a line without a large gap: (start, stop), from thin place to thin place."""
    places = np.flatnonzero(thin)
    gaps = np.flatnonzero(np.diff(places) > max(8, 0.12 * width))
    starts = np.concatenate([places[:1], places[gaps + 1]])
    stops = np.concatenate([places[gaps], places[-1:]]) + 1
    longest = int((stops - starts).argmax())
    return int(starts[longest]), int(stops[longest])


def _reach(mask: np.ndarray) -> np.ndarray:
    """How many inked pixels end at each place, counted from above: int (height, width)."""
    rows = np.arange(1, len(mask) + 1, dtype=np.int32)[:, None]
    return rows - np.maximum.accumulate(np.where(mask, 0, rows), axis=0)
