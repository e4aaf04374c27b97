"""Made-up non-digits: plenty of kinds, repeatable, and some kept from training."""

import numpy as np
import pytest

from training.non_digits import KINDS, NEVER_TRAINED, OF_DIGITS, make_mixture, make_non_digits

SINGLES = [{"strokes": [[[10, 0], [10, 90]]]}, {"strokes": [[[0, 0], [60, 0], [20, 90]]]}]


@pytest.mark.parametrize("kind", [*KINDS, *NEVER_TRAINED])
@pytest.mark.parametrize("held_out", [False, True])
def test_each_kind_is_drawn_and_repeatable(kind, held_out):
    images = make_non_digits(kind, 12, np.random.default_rng(3), SINGLES, held_out)
    assert images.shape == (12, 28, 28) and images.dtype == np.float32
    assert (images.sum(axis=(1, 2)) > 5).all()
    assert len({image.tobytes() for image in images}) == 12
    assert np.array_equal(images, make_non_digits(kind, 12, np.random.default_rng(3), SINGLES, held_out))


def test_training_sees_no_face_of_the_table():
    made_up, table = (
        make_non_digits("faces", 20, np.random.default_rng(1), [], held_out) for held_out in (False, True)
    )
    assert not np.array_equal(made_up, table)


def test_what_is_made_of_digits_holds_their_strokes_and_more():
    for kind in OF_DIGITS:
        images = make_non_digits(kind, 6, np.random.default_rng(5), SINGLES)
        assert not np.array_equal(images[0], images[1])


@pytest.mark.parametrize("count", [0, 1, 60])
@pytest.mark.parametrize("singles", [SINGLES, []])
def test_a_mixture_has_as_many_as_asked(count, singles):
    assert make_mixture(count, 0, singles).shape == (count, 28, 28)
