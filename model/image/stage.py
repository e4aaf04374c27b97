"""A step on the way from a drawing or picture to what the networks see."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Stage:
    """One step on the way: its name, one sentence about it, and the picture after it."""

    name: str
    sentence: str
    paint: Callable[[], np.ndarray]

    @cached_property
    def picture(self) -> np.ndarray:
        """Float32 (height, width) in [0, 1], ink bright; painted when it is first looked at."""
        return self.paint()
