"""Where digits land: the maps belong to the networks that are served, and what the page says of them is true."""

import numpy as np
import pytest

from model.explain import landing
from model.image.samples import load_samples
from model.networks import pretrained
from model.networks.keras_file import read_keras_file
from tabs.kit.browser_networks import bundled

SPACES = landing.load()
HELD, LABELS = load_samples("test")
KNOWN = load_samples("train")[1][: landing.TRAINING]


def held_out(space):
    """Features of the test digits, computed anew."""
    images = HELD.astype(np.float32) / 255
    if not space.weights:
        return images.reshape(len(images), -1)
    return landing.features_of(read_keras_file(pretrained.WEIGHTS / f"{space.name}.keras"), images)


def test_maps_are_those_of_the_bundled_networks():
    served = bundled().described["networks"]
    assert list(SPACES) == ["pixels", "ann", "cnn"]
    for name in ("ann", "cnn"):
        assert SPACES[name].weights == served[name]["file"], "run python -m training.see_samples"


@pytest.mark.parametrize("name", landing.SPACES)
def test_scores_and_places_on_the_page_are_those_of_the_test_digits(name):
    space = SPACES[name]
    features = held_out(space)
    assert landing.scores(space, features, LABELS, KNOWN) == pytest.approx(space.scores, abs=0.0011)
    found = landing.nearest(features, space.features * np.float32(space.step))
    assert np.abs(landing.placed(space.places, *found) - space.held).max(axis=1).mean() < 5


def test_hidden_layers_gather_digits_of_a_kind():
    pixels, ann, cnn = (SPACES[name].scores for name in landing.SPACES)
    assert pixels["all"] < min(ann["all"], cnn["all"])
    assert all(scores["all"] <= scores["most"] <= 1 for scores in (pixels, ann, cnn))


@pytest.mark.parametrize("name", ["ann", "cnn"])
def test_stored_features_are_the_training_digits(name):
    images = load_samples("train")[0][:40].astype(np.float32) / 255
    features = landing.features_of(read_keras_file(pretrained.WEIGHTS / f"{name}.keras"), images)
    np.testing.assert_allclose(SPACES[name].features[:40] * SPACES[name].step, features, atol=SPACES[name].step * 0.51)


def test_a_training_digit_is_its_own_neighbour_and_lies_near_its_place():
    known = np.random.default_rng(1).normal(size=(50, 8))
    found, distances = landing.nearest(known[:3] + 1e-6, known)
    assert found[:, 0].tolist() == [0, 1, 2] and (np.diff(distances) >= 0).all()


def test_neighbours_weigh_from_one_to_a_twentieth():
    places = np.eye(5) * 100
    place = landing.placed(places, np.arange(5)[None], np.array([[1.0, 2, 2, 2, 3]]))[0]
    assert place[4] / place[0] == pytest.approx(np.exp(-3)) and place.sum() == pytest.approx(100)
    equal = landing.placed(places, np.arange(5)[None], np.full((1, 5), 2.0))[0]
    np.testing.assert_allclose(equal, 20)
