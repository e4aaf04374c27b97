"""The time slider's file: what the bundled one holds, how it is written, and what is refused."""

import json

import numpy as np
import pytest

from model.explain import graph, passes
from model.image.samples import load_samples
from model.learn.moments import (
    PATH,
    SCORES,
    NoMoments,
    flatten,
    load_moments,
    save_moments,
    unflatten,
)
from model.networks.small_networks import BUILDERS, NETWORKS, initial_weights


@pytest.fixture(scope="module")
def bundled():
    return load_moments()


def test_bundled_moments(bundled):
    assert PATH.stat().st_size <= 2_500_000
    assert bundled.steps[0] == 0 and len(bundled.steps) == 14
    assert list(bundled.steps) == sorted(set(bundled.steps))
    about = bundled.about
    assert about["is_mnist"] and about["learned_from"] == 55_000 and about["test_digits"] == 10_000
    assert set(about["sha256"]) == {"x_train", "y_train", "x_test", "y_test"}
    assert set(about["versions"]) == {"keras", "tensorflow"} and "seed" in about["settings"]


@pytest.mark.parametrize("name", NETWORKS)
def test_it_starts_at_chance_and_ends_well(bundled, name):
    scores = bundled.scores[name]
    assert set(scores) == set(SCORES)
    assert scores["test_accuracy"][0] < 0.25 and scores["test_accuracy"][-1] > 0.95
    assert scores["loss"][-1] < 0.2 < 2 < scores["loss"][0]


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("moment", [0, 5, 13])
def test_the_scores_are_those_of_the_weights(bundled, name, moment):
    """On the 1,000 sample digits of the same test set, in NumPy: close to what was measured on all."""
    images, labels = load_samples("test")
    network = BUILDERS[name]()
    network.set_weights(unflatten(name, bundled.weights[name][moment]))
    found = passes.answers(graph.read(network), images / np.float32(255))
    accuracy = (found.argmax(axis=1) == labels).mean()
    assert accuracy == pytest.approx(bundled.scores[name]["test_accuracy"][moment], abs=0.04)


def test_weights_lie_one_after_the_other():
    for name in NETWORKS:
        weights = initial_weights(name, "relu", np.random.default_rng(1))
        for array, again in zip(weights, unflatten(name, flatten(weights)), strict=True):
            np.testing.assert_array_equal(array, again)
    with pytest.raises(ValueError, match="parameters"):
        unflatten("cnn", np.zeros(7, np.float32))


def test_what_is_written_is_read(bundled, tmp_path):
    path = tmp_path / "moments.npz"
    save_moments(path, bundled)
    again = load_moments(path)
    assert (again.about, again.steps, again.scores) == (bundled.about, bundled.steps, bundled.scores)
    for name in NETWORKS:
        np.testing.assert_array_equal(again.weights[name], bundled.weights[name])


def broken(bundled, tmp_path, **changes):
    """Write a file with something wrong in it."""
    fields = {name: changes.pop(name, bundled.weights[name]) for name in NETWORKS}
    about = bundled.about | changes
    np.savez(tmp_path / "moments.npz", about=np.array(json.dumps(about)), **fields)
    return tmp_path / "moments.npz"


def test_a_bad_file_is_refused_in_words(bundled, tmp_path):
    with pytest.raises(NoMoments, match=r"none\.npz is missing"):
        load_moments(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("no weights")
    with pytest.raises(NoMoments, match=r"text\.npz is missing or damaged"):
        load_moments(tmp_path / "text.npz")
    with pytest.raises(NoMoments, match="format 99"):
        load_moments(broken(bundled, tmp_path, format=99))
    short = bundled.weights["cnn"][:3]
    nan = np.full_like(bundled.weights["ann"], np.nan)
    for changes in ({"cnn": short}, {"ann": nan}, {"scores": {}}, {"cnn": short[:, :5]}):
        load_moments.cache_clear()
        with pytest.raises(NoMoments):
            load_moments(broken(bundled, tmp_path, **changes))
