"""How the numbers of a unit are written."""

import pytest

from model.explain import units


@pytest.mark.parametrize(
    "value, text",
    [
        (0, "0.0000"),
        (1.5, "1.500"),
        (-0.05, "−0.0500"),
        (-12.345, "−12.35"),
        (0.0001, "1.0e-04"),
        (-3e-7, "−3.0e-07"),
        (2.5e7, "2.5e+07"),
        (-0.0, "0.0000"),
    ],
)
def test_numbers_are_written_short(value, text):
    assert units.number(value) == text
