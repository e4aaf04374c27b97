"""The search for a few pixels that flip an answer: what it claims must be so, and it must be able to fail."""

import dataclasses
import itertools
import time

import keras
import numpy as np
import pytest

from model.explain import graph, passes
from model.explain.adversary import smallest_flip
from model.explain.graph import Network
from tests.support.example_networks import NAMES, keras_model, network, pictures, seven


def _deaf(net):
    """A network that says 3 whatever it sees: there is nothing to flip."""
    index = net.logits
    last = net.layers[index]
    bias = np.zeros(10, np.float32)
    bias[3] = 5
    stubborn = dataclasses.replace(last, kernel=np.zeros_like(last.kernel), bias=bias)
    return Network((*net.layers[:index], stubborn, *net.layers[index + 1 :]))


@pytest.mark.parametrize(
    "pixels", [seven(), pictures(1)[0], np.zeros((28, 28), np.float32)], ids=["7", "noise", "blank"]
)
@pytest.mark.parametrize("name", NAMES)
def test_claims_are_true(name, pixels):
    flip = smallest_flip(network(name), pixels, seconds=60)
    assert flip.image.shape == (28, 28) and flip.image.dtype == np.float32
    assert flip.image.min() >= 0 and flip.image.max() <= 1
    rebuilt = pixels.copy()
    for change in flip.changes:
        assert change.before == pixels[change.row, change.column] != change.after
        rebuilt[change.row, change.column] = change.after
    assert np.array_equal(rebuilt, flip.image) and len(flip.changes) <= 12
    expected = np.asarray(keras_model(name)(np.stack([pixels, flip.image])[..., None]))
    assert np.allclose([flip.before, flip.after], expected, atol=1e-5)
    assert flip.digit_before == flip.before.argmax() and flip.digit_after == flip.after.argmax()
    assert flip.flipped == (flip.digit_before != flip.digit_after) == (flip.reason == "")


@pytest.mark.parametrize("name", ["cnn", "ann"])
def test_no_change_is_idle(name):
    """Every pixel found is needed: put any of them back and the old answer returns."""
    pixels = seven()
    flip = smallest_flip(network(name), pixels, most=40, seconds=60)
    assert flip.flipped
    for change in flip.changes:
        less = flip.image.copy()
        less[change.row, change.column] = change.before
        assert passes.answers(network(name), less[None])[0].argmax() == flip.digit_before


def _line(weight, bias):
    """A network that reads 1 if enough of four pixels are inked, else 0."""
    model = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10), keras.layers.Softmax()]
    )
    kernel, biases = np.zeros((784, 10), np.float32), np.full(10, -100, np.float32)
    kernel[[10, 20, 30, 40], 1] = weight
    biases[0], biases[1] = 0, bias
    model.set_weights([kernel, biases])
    return graph.read(model)


def test_finds_the_fewest_where_they_are_known():
    """Weights 4, 3, 2, 1 against 6: the two strongest pixels, and no fewer, are enough."""
    flip = smallest_flip(_line([4, 3, 2, 1], -6.5), np.zeros((28, 28), np.float32), seconds=60)
    assert {28 * c.row + c.column for c in flip.changes} == {10, 20}
    # 0.95 · (4 + 3) = 6.65 is the faintest twentieth above 6.5.
    assert [c.after for c in flip.changes] == pytest.approx([0.95, 0.95])
    assert (flip.digit_before, flip.digit_after) == (0, 1)


def test_gives_up_honestly():
    impossible = smallest_flip(_deaf(network("cnn")), seven(), seconds=60)
    assert not impossible.flipped and impossible.digit_after == 3 and impossible.reason
    too_few = smallest_flip(_line([1, 1, 1, 1], -3.5), np.zeros((28, 28), np.float32), most=3, seconds=60)
    assert not too_few.flipped and too_few.reason == "3 pixels were not enough" and len(too_few.changes) == 3
    none = smallest_flip(network("cnn"), seven(), most=0)
    assert not none.flipped and none.changes == () and np.array_equal(none.image, seven())


def test_stops_when_time_is_up():
    start = time.monotonic()
    flip = smallest_flip(network("cnn"), seven(), seconds=0)
    assert time.monotonic() - start < 1
    assert flip.flipped or flip.reason == "the time for searching was up"


def test_the_same_every_time():
    first, second = (smallest_flip(network("cnn"), seven(), seconds=60) for _ in range(2))
    assert all(a == b for a, b in itertools.zip_longest(first.changes, second.changes))
