"""One live run: its points, its end, and what it does when the rate is far too large."""

import math

import numpy as np
import pytest

from model.image.samples import load_samples
from model.learn.learner import Learner
from model.learn.live_training import REACH, Diverged, LiveSettings, live_run, shifted, warm_up
from model.networks.small_networks import KERNELS

SHORT = LiveSettings(network="ann", batch=256, epochs=2)


def points(settings, seed=1):
    return [progress.point for progress in live_run(settings, seed) if progress.point]


def test_a_run_tells_how_far_it_is():
    told = list(live_run(SHORT, seed=1))
    steps = 5000 // 256 * 2
    assert [progress.step for progress in told] == list(range(steps + 1))
    assert {progress.steps for progress in told} == {steps}
    assert [array.shape for array in told[-1].weights()[::2]] == list(KERNELS["ann"].values())


def test_the_curves_points():
    first, *others = points(SHORT)
    assert (first.step, first.epoch, first.loss, first.accuracy) == (0, 0.0, None, None)
    assert 1.8 < first.held_loss < 3.5 and first.held_accuracy < 0.35  # knows nothing yet
    assert [point.step for point in others] == list(range(1, others[-1].step + 1))
    last = others[-1]
    assert last.epoch == 2 and last.held_accuracy > 0.8 and last.loss < others[0].loss
    checked = [point for point in others if point.held_loss is not None]
    assert len(checked) >= 10
    assert all(0 <= point.accuracy <= 1 and point.loss > 0 for point in others)


def test_a_long_run_has_few_points():
    run = live_run(LiveSettings(network="ann", batch=8, epochs=30), seed=1)
    steps = [progress.step for progress, _ in zip(run, range(1000), strict=False) if progress.point]
    assert steps[:4] == [0, 1, 2, 5] and len(steps) < 12


def test_a_run_repeats_with_its_seed():
    settings = LiveSettings(network="ann", batch=512, epochs=1)
    assert points(settings, 4) == points(settings, 4)
    assert points(settings, 4) != points(settings, 5)


def test_far_too_large_a_rate_learns_nothing_or_ends_in_words(monkeypatch):
    wild = LiveSettings(network="ann", optimizer="sgd", rate=10.0, batch=256, epochs=1)
    assert points(wild)[-1].held_accuracy < 0.5
    monkeypatch.setattr(Learner, "step", lambda *_: (math.inf, 0.1))
    with pytest.raises(Diverged, match="smaller learning rate"):
        points(wild)


def test_shifts_move_ink_by_a_pixel_and_lose_none_within_the_frame():
    images = np.zeros((200, 28, 28), np.uint8)
    images[:, 14, 14] = 255
    moved = shifted(images, np.random.default_rng(1))
    assert moved.shape == images.shape and (moved.sum(axis=(1, 2)) == 255).all()
    _, rows, columns = np.nonzero(moved)
    for places in (rows, columns):
        assert set(places) == set(range(14 - REACH, 15 + REACH))
    assert not np.shares_memory(moved, images)


def test_warming_up_leaves_nothing_to_compile():
    from model.learn import learner

    warm_up()
    before = learner._compile.cache_info().currsize
    next(live_run(LiveSettings(), seed=3))
    assert learner._compile.cache_info().currsize == before


@pytest.mark.slow
def test_the_default_run_reads_97_in_100_digits_that_training_never_saw():
    """Its seed is not chosen; the sample's training digits are split, as for the choice of the defaults."""
    last = points(LiveSettings(), seed=1)[-1]
    assert last.held_accuracy > 0.97
    assert len(load_samples("test")[0]) == 1000
