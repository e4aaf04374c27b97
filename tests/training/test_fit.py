"""Fitting: batches repeat, checkpoints hold, a stop costs nothing, the best epoch is returned."""

import json
from dataclasses import replace

import keras
import numpy as np
import pytest

from model.networks.architectures import BUILDERS
from tests.support.small_data import bars
from training.augment import DRAWS
from training.fit import Batches, fit
from training.learner import Learner
from training.settings import Settings

SETTINGS = Settings(network="ann", epochs=4, batch_size=16, learning_rate=2e-3, non_digits=8)


@pytest.fixture(scope="module")
def data():
    return bars()


def test_batches_repeat_and_differ_between_epochs(data):
    first, again, later = (Batches(data, SETTINGS, epoch) for epoch in (2, 2, 3))
    same(first[1], again[1])
    assert not np.array_equal(first[1][0]["images"], later[1][0]["images"])
    assert not np.array_equal(first[1][0]["draws"], later[1][0]["draws"])
    first.on_epoch_end()
    same(first[1], later[1])


def same(one, other):
    for key in ("images", "draws"):
        np.testing.assert_array_equal(one[0][key], other[0][key])
    np.testing.assert_array_equal(one[1], other[1])
    np.testing.assert_array_equal(one[2], other[2])


def test_the_epochs_of_a_training_are_counted_from_one(data, tmp_path, monkeypatch):
    """And none is skipped or seen twice, also after it was resumed."""
    seen = []
    drawn = Batches.__getitem__
    monkeypatch.setattr(Batches, "__getitem__", lambda self, i: seen.append(self.epoch) or drawn(self, i))
    fit(data, replace(SETTINGS, epochs=2), tmp_path)
    length = len(Batches(data, SETTINGS))
    assert [seen.count(epoch) for epoch in (1, 2)] == [length, length] and set(seen) <= {0, 1, 2}


def test_digits_have_one_answer_and_non_digits_ten(data):
    batches = Batches(data, replace(SETTINGS, batch_size=88))
    images, targets, weights = batches[0]
    assert images["images"].shape == (88, 28, 28, 1) and images["draws"].shape == (88, DRAWS)
    assert (targets.max(axis=1) == 1).sum() == 80 and np.allclose(targets.sum(axis=1), 1)
    light = weights == np.float32(SETTINGS.non_digit_weight)
    assert np.allclose(targets[light], 0.1) and light.sum() == 8


@pytest.fixture(scope="module")
def whole(data, tmp_path_factory):
    """A training from beginning to end: the network, its history, its folder, and which epochs were reported."""
    folder, seen = tmp_path_factory.mktemp("whole"), []
    network, history = fit(data, SETTINGS, folder, report=lambda epoch, row: seen.append(epoch))
    return network, history, folder, seen


def test_it_learns_reports_and_keeps_checkpoints(data, whole):
    network, history, folder, seen = whole
    assert seen == [1, 2, 3, 4] and len(history) == 4
    assert history[-1]["loss"] < history[0]["loss"]
    assert not [path for path in folder.iterdir() if "part" in path.name]
    best = keras.saving.load_model(folder / "best.keras")
    images = data.validation_images[..., None]
    assert np.allclose(network.predict(images, verbose=0), best.predict(images, verbose=0), atol=1e-6)
    state = json.loads((folder / "state.json").read_text())
    assert state["settings"]["seed"] == 1 and len(state["history"]) == 4


class Stop(Exception):
    """Stands for a crash or Ctrl-C."""


@pytest.mark.slow
def test_a_stopped_training_goes_on_as_if_it_never_stopped(data, whole, tmp_path):
    network, history, *_ = whole

    def stop_after_two(epoch, row):
        if epoch == 2:
            raise Stop

    with pytest.raises(Stop):
        fit(data, SETTINGS, tmp_path, report=stop_after_two)
    resumed, joined = fit(data, SETTINGS, tmp_path, resume=True)
    assert len(joined) == 4
    assert [row["loss"] for row in joined] == pytest.approx([row["loss"] for row in history], rel=1e-4)
    for ours, theirs in zip(resumed.get_weights(), network.get_weights(), strict=True):
        assert ours == pytest.approx(theirs, abs=1e-4)


def test_other_settings_are_not_resumed(data, tmp_path):
    fit(data, replace(SETTINGS, epochs=1), tmp_path)
    with pytest.raises(ValueError, match="other settings"):
        fit(data, replace(SETTINGS, epochs=1, seed=2), tmp_path, resume=True)


@pytest.fixture
def batch(data):
    return Batches(data, replace(SETTINGS, batch_size=88))[0]


@pytest.mark.slow
def test_a_pupil_learns_what_its_teachers_say_together(data, whole, batch, tmp_path):
    teachers = [whole[0], BUILDERS["ann"]()]
    learner = Learner(BUILDERS["ann"](), teachers=teachers)
    images = keras.ops.convert_to_numpy(learner.seen(batch[0]))
    targets = keras.ops.convert_to_numpy(learner.taught(batch[0], batch[1]))
    said = np.mean([teacher.predict(images, verbose=0) for teacher in teachers], axis=0)
    assert targets == pytest.approx(said, abs=1e-5)
    settings = replace(SETTINGS, epochs=1, learning_rate=1e-5)
    pupil, history = fit(data, settings, tmp_path / "pupil", teachers=teachers, start=teachers[0])
    for ours, begun in zip(pupil.get_weights(), teachers[0].get_weights(), strict=True):
        assert ours == pytest.approx(begun, abs=1e-3)  # it began where the first teacher is
    alone, without = fit(data, settings, tmp_path / "alone", start=teachers[0])
    assert history[0]["loss"] != pytest.approx(without[0]["loss"], rel=1e-3)  # and it is they who are learnt from
    assert teachers[0].trainable


def test_within_an_epoch_it_says_how_far_it_is(data, tmp_path):
    said = []
    _, history = fit(data, replace(SETTINGS, epochs=2), tmp_path, within=lambda *state: said.append(state))
    done = [epochs for epochs, _ in said]
    assert done == sorted(done) and done[-1] == 2 and all(rate > 0 for _, rate in said)
    assert all(row["images_per_second"] > 0 for row in history)


def test_other_data_is_not_resumed(data, tmp_path):
    settings = replace(SETTINGS, epochs=1)
    fit(data, settings, tmp_path)
    other = replace(data, labels=np.roll(data.labels, 1))
    with pytest.raises(ValueError, match="other data"):
        fit(other, settings, tmp_path, resume=True)
    fit(data, settings, tmp_path, resume=True)
