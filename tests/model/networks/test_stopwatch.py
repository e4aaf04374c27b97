"""The stopwatch times what it says, one network at a time."""

import numpy as np

from model.networks import stopwatch
from model.networks.stopwatch import WARM_UPS, Stopwatch


def test_networks_take_turns_and_the_first_calls_do_not_count(monkeypatch):
    calls, clock = [], iter(range(10_000))

    def compiled(network, batch):
        assert batch == 1
        return lambda image: calls.append((network, image.shape))

    monkeypatch.setattr(stopwatch, "compiled", compiled)
    monkeypatch.setattr(stopwatch.time, "perf_counter", lambda: next(clock))
    watch = Stopwatch({"cnn": "the cnn", "ann": "the ann"})
    calls.clear()
    taken = watch.milliseconds(np.zeros((28, 28)), runs=5)
    assert taken == {"cnn": 1000.0, "ann": 1000.0}  # one tick each
    assert calls == [("the cnn", (1, 28, 28, 1)), ("the ann", (1, 28, 28, 1))] * (WARM_UPS + 5)
