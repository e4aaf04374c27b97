"""A training that only tried everything once is known by its command; how many digits were disturbed is known too."""

import pytest

from model.networks.records import disturbed_digits, is_smoke_run


@pytest.mark.parametrize(
    ("record", "is_smoke"),
    [
        ({"made_by": {"command": "python -m training.train --smoke"}}, True),
        ({"made_by": {"command": "python -m training.train --smoke --seeds 1"}}, True),
        ({"made_by": {"command": "python -m training.train --out no--smoke"}}, False),
        ({"made_by": {}}, False),
        ({}, False),
    ],
)
def test_smoke_runs(record, is_smoke):
    assert is_smoke_run(record) == is_smoke


@pytest.mark.parametrize(("measured", "disturbed"), [(10_000, 2000), (11, 3), (1, 1)])
def test_every_fifth_test_digit_is_disturbed(measured, disturbed):
    assert disturbed_digits({"networks": {"cnn": {"mnist": {"n": measured}}}}) == disturbed
