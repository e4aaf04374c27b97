"""The lab's files hold what its modules read out of them."""

import json

import numpy as np

from model.image.samples import load_samples
from model.learn.moments import load_moments
from model.networks.small_networks import NETWORKS
from tabs.training_lab.files import FILES, OTHERS


def digits(content):
    count = len(content) // 785
    images = np.frombuffer(content, np.uint8, 784 * count).reshape(count, 28, 28)
    return images, np.frombuffer(content, np.uint8, offset=784 * count)


def test_digits_to_learn_from_and_digits_held_out():
    for name, part in (("training", "train"), ("held", "test")):
        for found, expected in zip(digits(FILES[name]()), load_samples(part), strict=True):
            np.testing.assert_array_equal(found, expected)


def test_a_step_is_judged_by_some_held_out_digits_of_each_kind():
    images, labels = digits(FILES["others"]())
    assert labels.tolist() == [digit for digit in range(10) for _ in range(OTHERS)]
    held = load_samples("test")[0]
    assert all((held == image).all(axis=(1, 2)).any() for image in images)


def test_how_the_training_went():
    story, moments = json.loads(FILES["story"]()), load_moments()
    assert story["steps"] == list(moments.steps) and story["digits"] == 55_000
    assert len(story["scores"]["ann"]["test_accuracy"]) == len(moments.steps)


def test_weights_at_all_moments_and_at_the_last_one():
    moments = load_moments()
    everything = np.frombuffer(FILES["moments"](), "<f4")
    np.testing.assert_array_equal(everything, np.concatenate([moments.weights[name].ravel() for name in NETWORKS]))
    last = np.frombuffer(FILES["last-moment"](), "<f4")
    np.testing.assert_array_equal(last, np.concatenate([moments.weights[name][-1] for name in NETWORKS]))
