"""Images that come at the same time share a pass, and everybody gets their own answer."""

from threading import Event

import pytest

from model.together import Together


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


def test_who_comes_alone_is_read_at_once_and_who_comes_meanwhile_shares_the_next_pass(slow):
    together = Together(slow, most=3)
    first = together.recognize(0)
    assert slow.began.wait(60)
    others = [together.recognize(number) for number in range(1, 6)]
    slow.go.set()
    assert [future.result(60) for future in (first, *others)] == [0, 2, 4, 6, 8, 10]
    assert slow.passes == [[0], [1, 2, 3], [4, 5]]


def test_who_has_left_is_not_read(slow):
    together = Together(slow)
    first = together.recognize(0)
    assert slow.began.wait(60)
    left, stayed = together.recognize(1), together.recognize(2)
    assert left.cancel()
    slow.go.set()
    assert (first.result(60), stayed.result(60)) == (0, 4)
    assert slow.passes == [[0], [2]]


def test_what_goes_wrong_reaches_those_who_asked_and_nobody_else():
    together = Together(lambda numbers: [1 // number for number in numbers])
    with pytest.raises(ZeroDivisionError):
        together.recognize(0).result(60)
    assert together.recognize(1).result(60) == 1
