"""A training that only tried everything once is known by its command."""

import pytest

from model.networks.records import is_smoke_run


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
