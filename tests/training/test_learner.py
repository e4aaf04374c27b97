"""What a network is taught: augmented or shuffled images, labels, and what teachers say."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from model.image.transforms import shuffle_pixels
from tests.support.small_data import bars
from training.fit import Batches
from training.learner import Learner
from training.settings import Settings

SETTINGS = Settings(network="ann", epochs=4, batch_size=16, learning_rate=2e-3, non_digits=8)


@pytest.fixture(scope="module")
def data():
    return bars()


@pytest.fixture
def batch(data):
    return Batches(data, replace(SETTINGS, batch_size=88))[0]


def test_shuffled_pixels_are_what_is_learnt(batch):
    order = np.random.default_rng(7).permutation(784)
    plain, permuted = (keras.ops.convert_to_numpy(Learner(None, o).seen(batch[0])) for o in (None, order))
    assert plain.shape == permuted.shape
    np.testing.assert_allclose(permuted, shuffle_pixels(plain[..., 0], order)[..., None], atol=1e-6)


def test_validation_images_are_seen_as_they_are(data):
    assert Learner(None).seen(data.validation_images) is data.validation_images


def test_a_teacher_that_is_wrong_is_not_heard(batch):
    """Where only right ones are heard, digits that it misreads and non-digits keep their label."""
    always_three = np.full(10, 0.04, np.float32)
    always_three[3] = 0.64
    learner = Learner(None, heard="where right")
    learner.teachers = [lambda images, training: keras.ops.tile(always_three[None], (len(images), 1))]
    labels = batch[1]
    targets = keras.ops.convert_to_numpy(learner.taught(batch[0], labels))
    is_three = labels[:, 3] == 1
    assert is_three.any() and np.array_equal(targets[~is_three], labels[~is_three])
    assert np.allclose(targets[is_three], (labels[is_three] + always_three) / 2)
