"""How often one session may send Gradio's events.

A session is whatever the sender says: `page.py` and `endpoints.py` limit the whole process.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

RATE, BURST = 80.0, 320.0
"""Requests a second that one visitor may send on and on, and how many at once: more than a program sends that
waits for its answers."""

REMEMBERED = 4096
"""Visitors whose rate is known; the one unheard of for longest is forgotten."""


class RateLimiter:
    """A token bucket for each visitor (Turner's leaky bucket as a meter).

    Args:
        rate: tokens a second that flow in.
        burst: tokens that a bucket holds.
        clock: returns seconds; never goes back.
    """

    def __init__(self, rate: float = RATE, burst: float = BURST, clock: Callable[[], float] = time.monotonic):
        self._rate, self._burst, self._clock = rate, burst, clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, visitor: str) -> bool:
        """Take one token; False where the visitor's bucket is empty."""
        now = self._clock()
        level, then = self._levels.pop(visitor, (self._burst, now))
        level = min(self._burst, level + (now - then) * self._rate)
        self._levels[visitor] = (max(level - 1, 0.0) if level >= 1 else level, now)
        if len(self._levels) > REMEMBERED:
            self._levels.popitem(last=False)
        return level >= 1
