"""Made-up non-digits: plenty of kinds, repeatable, and some kept from training."""

import numpy as np
import pytest

from training.non_digits import HELD_OUT, KINDS, LETTERS, SHAPES, make_mixture, make_non_digits

SINGLES = [{"strokes": [[[10, 0], [10, 90]]]}, {"strokes": [[[0, 0], [60, 0], [20, 90]]]}]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("held_out", [False, True])
def test_each_kind_is_drawn_and_repeatable(kind, held_out):
    images = make_non_digits(kind, 12, np.random.default_rng(3), SINGLES, held_out)
    assert images.shape == (12, 28, 28) and images.dtype == np.float32
    assert (images.sum(axis=(1, 2)) > 5).all()
    assert len({image.tobytes() for image in images}) == 12
    assert np.array_equal(images, make_non_digits(kind, 12, np.random.default_rng(3), SINGLES, held_out))


def test_letters_that_pass_for_digits_are_not_among_them():
    assert not set("BDGIOQSZ") & set(LETTERS) and not set("bgijloqsyz") & set(LETTERS)


def test_some_shapes_are_kept_from_training():
    assert set(HELD_OUT) <= set(LETTERS) | set(SHAPES)
    assert set(LETTERS) - set(HELD_OUT) and set(SHAPES) - set(HELD_OUT)


@pytest.mark.parametrize("count", [0, 1, 60])
@pytest.mark.parametrize("singles", [SINGLES, []])
def test_a_mixture_has_as_many_as_asked(count, singles):
    assert make_mixture(count, np.random.default_rng(0), singles).shape == (count, 28, 28)
