"""Training on several devices: simulated ones learn as one does; one device is as if nobody had asked."""

import json
import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest

from tests.support.fit_on_two import data
from training.devices import in_words, on_devices, shares
from training.fit import fit
from training.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_two_devices_learn_what_one_learns(backend):
    if backend == "jax":
        pytest.importorskip("jax")
    settings = {
        "KERAS_BACKEND": backend,
        "XLA_FLAGS": "--xla_force_host_platform_device_count=2",
        "JAX_PLATFORMS": "cpu",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "tests/support/fit_on_two.py"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, timeout=200)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout.splitlines()[-1])
    one, every = found["one"], found["all"]
    assert found["devices"] == 2
    assert every["right"] == one["right"] == 1
    # The same sums, added up in another order.
    assert every["loss"] == pytest.approx(one["loss"], rel=0.1)


def test_one_device_is_as_if_nobody_had_asked(tmp_path):
    settings = Settings(network="ann", epochs=1, batch_size=32)
    weights = []
    for which in ("one", "all"):
        with on_devices(which) as scope:
            assert scope is None
            weights.append(fit(data(), settings, tmp_path / which)[0].get_weights())
    for one, every in zip(*weights, strict=True):
        np.testing.assert_array_equal(one, every)


def test_devices_are_one_or_all():
    assert isinstance(on_devices("one"), nullcontext)
    with pytest.raises(ValueError, match="one or all"):
        on_devices("most")


def test_a_batch_that_cannot_be_shared(monkeypatch):
    monkeypatch.setattr("training.devices._parts", lambda: 3)
    assert shares(96) == 3
    with pytest.raises(ValueError, match="3 devices cannot share batches of 128"):
        shares(128)


def test_it_is_said_that_a_batch_is_shared(monkeypatch):
    monkeypatch.setattr("training.devices.count", lambda: 4)
    assert in_words("all", 128) == "Each batch of 128 is shared among 4 devices."
    assert in_words("one", 128) == ""
