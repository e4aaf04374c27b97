"""What a fit sees: no digit twice, no digit that validates among those that train, everything in [0, 1]."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.small_data import small_mnist
from training.mnist import DataError, Mnist
from training.prepare import prepare, split, to_float, validation_digits
from training.settings import Settings

PLAIN = Settings(validation=8, non_digits=0, made_up=0, marked_in_ink=0, pictures=0, bold=0)


@pytest.fixture
def mnist():
    return Mnist(**small_mnist(), is_original=False)


def test_a_digit_trains_or_validates(mnist):
    validation, training = split(mnist, PLAIN)
    assert len(validation) == 8 and sorted([*validation, *training]) == list(range(30))
    assert np.array_equal(validation, split(mnist, replace(PLAIN, seed=5))[0])  # the same for all seeds
    assert not np.array_equal(validation, split(mnist, replace(PLAIN, data_seed=5))[0])


def test_a_limit_leaves_fewer(mnist):
    validation, training = split(mnist, PLAIN, limit=12)
    assert (len(validation), len(training)) == (8, 4)
    with pytest.raises(DataError, match="8 digits are too few to keep 8"):
        split(mnist, PLAIN, limit=8)


def test_digits_alone_are_those_of_mnist(mnist):
    data = prepare(mnist, None, PLAIN)
    validation, training = split(mnist, PLAIN)
    assert np.array_equal(data.images, to_float(mnist.x_train[training]))
    assert np.array_equal(data.labels, mnist.y_train[training])
    assert np.array_equal(data.validation_labels, mnist.y_train[validation])
    assert len(data.non_digits) == 0


def test_what_is_made_up_is_added_and_the_same_each_time(mnist):
    settings = replace(PLAIN, made_up=24, bold=4, marked_in_ink=4, non_digits=6)
    data, again = (prepare(mnist, None, settings) for _ in range(2))
    marked = sum(min(2, np.count_nonzero(mnist.y_train[split(mnist, settings)[1]] == digit)) for digit in (0, 7))
    assert len(data.images) == len(data.labels) == 22 + 24 + 4 + marked
    assert len(data.non_digits) == 6 and len(data.validation_images) == 8 + 2
    for images in (data.images, data.validation_images, data.non_digits):
        assert images.dtype == np.float32 and images.min() >= 0 and images.max() <= 1
    assert np.array_equal(data.images, again.images) and np.array_equal(data.non_digits, again.non_digits)


def test_validation_digits_are_found_without_the_rest(mnist):
    settings = replace(PLAIN, made_up=24)
    data, (images, labels) = prepare(mnist, None, settings), validation_digits(mnist, None, settings)
    assert np.array_equal(data.validation_images, images) and np.array_equal(data.validation_labels, labels)
