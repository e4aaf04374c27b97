"""What silenced filters cost: read from a sample, once at a time."""

import numpy as np
import pytest

from model.image import samples
from tabs.feature_maps import operations
from tabs.feature_maps.operations import Operations
from tabs.kit.replies import Busy
from tests.support.example_networks import keras_model, network, pictures


@pytest.fixture
def operating(monkeypatch):
    """Operations on a CNN with random weights, with forty pictures as the sample, and their labels."""
    labels = np.arange(40, dtype=np.uint8) % 10
    sample = ((pictures(40) * 255).astype(np.uint8), labels)
    monkeypatch.setattr(operations, "load_samples", lambda part: sample)
    return Operations({"cnn": network("cnn")}), *sample


def test_muted_filters_change_the_accuracy(operating):
    operation, images, labels = operating
    directly = keras_model("cnn")(images[..., None] / np.float32(255)).numpy().argmax(axis=1)
    whole = operation.read("cnn", {})
    assert (whole["count"], whole["hurt"]) == (40, [])
    assert whole["whole"] == whole["accuracy"] == pytest.approx(np.mean(directly == labels))
    assert operation.read("cnn", {"logits": tuple(range(10))})["accuracy"] == pytest.approx(0.1)


def test_no_more_results_are_kept_than_a_few_hundred(operating, monkeypatch):
    monkeypatch.setattr(operations, "KEPT", 2)
    operation, *_ = operating
    answers = [operation.read("cnn", {"logits": (number,)}) for number in (1, 2, 3)]
    assert len(operation._results) == 2 and operation.read("cnn", {"logits": (1,)}) == answers[0]


def test_who_waits_too_long_is_told(operating, monkeypatch):
    monkeypatch.setattr(operations, "PATIENCE", 0.01)
    operation, *_ = operating
    with operation._lock, pytest.raises(Busy, match="moment"):
        operation.read("cnn", {})


def test_the_sample_is_a_real_one():
    if not samples.PATH.is_file():
        pytest.skip("no bundled sample")
    images, labels = samples.load_samples("test")
    assert len(images) >= operations.SAMPLE and set(labels[: operations.SAMPLE]) == set(range(10))
