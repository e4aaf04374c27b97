"""Made-up letters are no digits, and digits are."""

import numpy as np

from training import invented
from training.non_digits import make_non_digits
from training.writing_styles import make_digits, render


def test_invented_letters_are_unlike_digits_and_digits_are_like_digits():
    letters = make_non_digits("invented letters", 40, np.random.default_rng(2), [])
    drawings, _ = make_digits(100, np.random.default_rng(1))
    assert not invented.like_a_digit(letters).any()
    assert invented.like_a_digit(render(drawings)).mean() > 0.8
    assert not invented.like_a_digit(letters[:0]).any()
