"""The lesson's digits and numbers are those that come with the code."""

import numpy as np
import pytest

from model.image.samples import load_samples
from tabs.lesson import bundled
from tests.support import lesson_page


@pytest.mark.parametrize("label", range(10))
def test_a_digit_is_the_first_of_its_label(label):
    images, labels = load_samples("test")
    index = next(place for place, known in enumerate(labels) if known == label)
    np.testing.assert_array_equal(bundled.digit(label) * 255, images[index])


def test_no_figure_can_change_a_digit():
    with pytest.raises(ValueError, match="read-only"):
        bundled.digit(7)[0, 0] = 1


@pytest.mark.parametrize("name", ["cnn", "ann", "lenet5"])
def test_outputs_are_what_keras_says(name):
    outputs = bundled.outputs(name, 7)
    expected = lesson_page.network(name)(bundled.digit(7)[None, ..., None]).numpy()[0]
    np.testing.assert_allclose(list(outputs.values())[-1], expected, atol=1e-5)
    assert bundled.metrics()["networks"][name]["parameters"] == lesson_page.network(name).count_params()
