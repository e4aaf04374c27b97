"""Finding pictures that two networks read differently."""

import numpy as np

from model.explain import passes
from model.explain.disagreement import disagreements, find_disagreement, small_changes, small_transforms
from model.image.transforms import Transform
from tests.support.example_networks import network, seven


def _probabilities(digits, confidence):
    answers = np.zeros((len(digits), 10))
    answers[np.arange(len(digits)), digits] = confidence
    return answers


def test_confident_quarrels_come_first():
    first = _probabilities([1, 2, 3, 4], [0.9, 0.8, 0.7, 0.99])
    second = _probabilities([7, 2, 8, 5], [0.5, 0.9, 0.6, 0.4])
    assert disagreements(first, second).tolist() == [2, 0, 3]
    assert disagreements(first, first).tolist() == []


def test_finds_the_mildest():
    """One network reads 1 once the ink's middle is right of column 16; the other always reads 7."""

    def predict(images):
        columns = (images.sum(axis=1) @ np.arange(28)) / images.sum(axis=(1, 2))
        right = columns > (seven().sum(axis=0) @ np.arange(28)) / seven().sum() + 1.5
        return _probabilities(np.where(right, 1, 7), 1.0), _probabilities(np.full(len(images), 7), 1.0)

    found = find_disagreement(small_changes(seven()), predict)
    assert found.transform.dx == 2 and abs(found.transform.dy) <= 2
    assert np.array_equal(found.image, found.transform(seven()))
    assert found.first.argmax() == 1 and found.second.argmax() == 7


def test_agreeing_networks_have_none():
    def predict(images):
        answers = passes.answers(network("ann"), images)
        return answers, answers

    assert find_disagreement(small_changes(seven()), predict) is None
    assert find_disagreement(small_changes(np.zeros((28, 28), np.float32)), predict) is None


def test_what_it_finds_is_so():
    """Two networks with random weights disagree at once; the claim must hold when asked again."""

    def predict(images):
        return passes.answers(network("cnn"), images), passes.answers(network("ann"), images)

    found = find_disagreement(small_changes(seven()), predict)
    first, second = predict(found.image[None])
    assert found.first.argmax() != found.second.argmax()
    assert np.allclose(first[0], found.first, atol=1e-5) and np.allclose(second[0], found.second, atol=1e-5)


def test_changes_that_push_the_ink_away_are_not_counted():
    line = np.zeros((28, 28), np.float32)
    line[5:23, 3] = 1
    left = [transform.dx for transform, _ in small_changes(line)]
    assert min(left) == -3 and max(left) == 5 and 0 < len(left) < len(small_transforms())


def test_the_mildest_transforms_come_first():
    tried = small_transforms()
    assert tried[0] == Transform() and len(tried) == len(set(tried)) == 171
    size = [max(abs(t.dx), abs(t.dy), abs(t.degrees) / 6, abs(t.factor - 1) * 10, abs(t.pixels) * 4) for t in tried]
    assert np.all(np.diff(np.round(size, 6)) >= 0)
    assert all(t.factor > 0 for t in tried)
