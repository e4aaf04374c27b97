"""Work that is shared out among processes comes back whole and in order."""

import pytest

from training.processes import WORTH_IT, spread

TASKS = [(number, 2) for number in range(WORTH_IT)]


@pytest.mark.parametrize("tasks", [TASKS, TASKS[:3], []], ids=["in processes", "here", "none"])
def test_answers_come_in_the_tasks_order(tasks):
    assert spread(pow, tasks) == [number**2 for number, _ in tasks]


def test_what_goes_wrong_in_a_process_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        spread(divmod, [*TASKS, (1, 0)])
