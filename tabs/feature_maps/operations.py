"""What silenced filters cost on a sample of digits. Slow enough to be done once at a time, and kept."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TypedDict

import numpy as np

from model.explain import Network, SurgeryResult, SurgerySample
from model.image.samples import load_samples
from model.messages import Message
from tabs.kit.replies import Busy

SAMPLE = 500
"""Digits read anew after each operation: about a quarter of a second, and 70 MB for the CNN's maps."""

PATIENCE = 8.0
"""Seconds that a visitor waits for others' operations."""

KEPT = 512
"""Results kept: who mutes and restores one filter need not wait twice."""


class Operated(TypedDict):
    """Accuracy on `count` digits, with all filters (`whole`) and without some. `hurt` lists the digits that lost most,
    the worst first: [digit, share before, share now]."""

    count: int
    whole: float
    accuracy: float
    hurt: list[tuple[int, float, float]]


class Operations:
    """Reads the bundled sample with filters silenced; holds nothing of any visitor.

    Args:
        networks: the networks by name.
    """

    def __init__(self, networks: Mapping[str, Network]):
        self._networks = networks
        self._samples: dict[str, SurgerySample] = {}
        self._results: OrderedDict[tuple, SurgeryResult] = OrderedDict()
        self._lock = Lock()

    def read(self, name: str, muted: Mapping[str, tuple[int, ...]]) -> Operated:
        """Read the sample without some filters of each layer.

        Raises:
            Busy: others kept this from being computed for `PATIENCE` seconds.
        """
        if not self._lock.acquire(timeout=PATIENCE):
            raise Busy(Message("Others are operating just now. Try again in a moment."))
        try:
            whole, result = self._result(name, {}), self._result(name, muted)
            count = len(self._samples[name])
        finally:
            self._lock.release()
        lost = np.nan_to_num(whole.per_class - result.per_class)
        worst = [int(digit) for digit in np.argsort(-lost, kind="stable")[:3] if lost[digit] > 0]
        return {
            "count": count,
            "whole": whole.accuracy,
            "accuracy": result.accuracy,
            "hurt": [(digit, float(whole.per_class[digit]), float(result.per_class[digit])) for digit in worst],
        }

    def _result(self, name: str, muted: Mapping[str, tuple[int, ...]]) -> SurgeryResult:
        key = (name, tuple(sorted(muted.items())))
        if key not in self._results:
            self._results[key] = self._sample(name).read_without(muted)
        self._results.move_to_end(key)
        if len(self._results) > KEPT:
            self._results.popitem(last=False)
        return self._results[key]

    def _sample(self, name: str) -> SurgerySample:
        if name not in self._samples:
            images, labels = load_samples("test")
            self._samples[name] = SurgerySample(self._networks[name], images[:SAMPLE], labels[:SAMPLE])
        return self._samples[name]
