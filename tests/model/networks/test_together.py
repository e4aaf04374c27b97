"""Questions that come at the same time share a pass, and everybody gets their own answer."""

from threading import Event

import pytest

from model.networks.together import Together


class Slow:
    """Doubles numbers; its first pass lasts until `go` is set."""

    def __init__(self):
        self.began, self.go, self.passes = Event(), Event(), []

    def __call__(self, numbers):
        self.passes.append(list(numbers))
        self.began.set()
        assert self.go.wait(60)
        return [2 * number for number in numbers]


@pytest.fixture
def slow():
    slow = Slow()
    yield slow
    slow.go.set()


def test_who_comes_alone_is_answered_at_once_and_who_comes_meanwhile_shares_the_next_pass(slow):
    together = Together(slow, most=3)
    first = together.ask(0)
    assert slow.began.wait(60)
    others = [together.ask(number) for number in range(1, 6)]
    slow.go.set()
    assert [future.result(60) for future in (first, *others)] == [0, 2, 4, 6, 8, 10]
    assert slow.passes == [[0], [1, 2, 3], [4, 5]]


def test_who_has_left_is_not_answered(slow):
    together = Together(slow)
    first = together.ask(0)
    assert slow.began.wait(60)
    left, stayed = together.ask(1), together.ask(2)
    assert left.cancel()
    slow.go.set()
    assert (first.result(60), stayed.result(60)) == (0, 4)
    assert slow.passes == [[0], [2]]


def test_what_goes_wrong_reaches_who_asked_and_nobody_else(slow):
    together = Together(lambda numbers: [1 // number for number in slow(numbers)])
    first = together.ask(1)
    assert slow.began.wait(60)
    bad, good = together.ask(0), together.ask(-1)
    slow.go.set()
    with pytest.raises(ZeroDivisionError):
        bad.result(60)
    assert (first.result(60), good.result(60)) == (0, -1)
    assert slow.passes == [[1], [0, -1], [0], [-1]]
