"""Who may train: two at once, the rest in turn; stops, departures, ends and failures."""

from threading import Event
from types import SimpleNamespace

import pytest

from model.learn.live_training import Diverged, LiveSettings, Point
from tabs.training_lab import runs as module
from tabs.training_lab.runs import (
    AT_ONCE,
    KEPT,
    LONG_PATIENCE,
    MOST_SECONDS,
    MOST_WAITING,
    PATIENCE,
    Full,
    Runs,
    Unknown,
)

STEPS = 5


class Batches:
    """A training whose every batch waits until the test lets it through."""

    def __init__(self):
        self.gates = {}  # by learning rate: settings tell the runs apart
        self.ended = {}

    def __call__(self, settings, seed):
        gate, ended = self.gate(settings.rate), self.end(settings.rate)
        try:
            for step in range(STEPS + 1):
                gate.wait(20)
                yield progress(step)
        finally:
            ended.set()

    def gate(self, rate):
        return self.gates.setdefault(rate, Event())

    def end(self, rate):
        return self.ended.setdefault(rate, Event())


def progress(step):
    return SimpleNamespace(step=step, steps=STEPS, point=Point(step, step / STEPS), weights=lambda: [step])


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def batches():
    batches = Batches()
    yield batches
    for gate in batches.gates.values():
        gate.set()


@pytest.fixture
def runs(batches, clock, monkeypatch):
    monkeypatch.setattr(Runs, "_keep_house", lambda self: None)  # tests tidy themselves
    return Runs(batches, clock)


def begin(runs, number, visitor=None):
    return runs.begin(visitor or f"visitor-{number}", LiveSettings(rate=float(number)))


def until(condition, patience=1000):
    tick = Event()
    for _ in range(patience):
        if condition():
            return
        tick.wait(0.01)
    raise AssertionError("it did not happen")


def phase(runs, ticket):
    return runs.follow(ticket, 0, 0)["phase"]


def test_a_run_from_first_to_last_batch(runs, batches):
    batches.gate(1.0).set()
    ticket = begin(runs, 1)
    until(lambda: phase(runs, ticket) == "done")
    told = runs.follow(ticket, 0, 0)
    assert [point["step"] for point in told["points"]] == list(range(STEPS + 1))
    assert (told["step"], told["steps"], told["place"], told["left"]) == (STEPS, STEPS, None, None)
    assert told["weights"] == [STEPS]
    again = runs.follow(ticket, 4, told["version"])
    assert [point["step"] for point in again["points"]] == [4, 5] and again["weights"] is None


def test_tickets_cannot_be_guessed(runs):
    tickets = {begin(runs, number) for number in range(1, 9)}
    assert len(tickets) == 8 and all(len(ticket) >= 20 for ticket in tickets)


def test_two_run_and_the_others_see_their_place(runs, batches):
    tickets = [begin(runs, number) for number in range(1, 6)]
    assert [phase(runs, ticket) for ticket in tickets] == ["running"] * AT_ONCE + ["waiting"] * 3
    assert [runs.follow(ticket, 0, 0)["place"] for ticket in tickets] == [None, None, 1, 2, 3]
    batches.gate(2.0).set()
    until(lambda: phase(runs, tickets[1]) == "done")
    until(lambda: phase(runs, tickets[2]) == "running")
    assert [runs.follow(ticket, 0, 0)["place"] for ticket in tickets[2:]] == [None, 1, 2]


def test_beyond_the_queue_visitors_are_sent_away_in_words(runs):
    for number in range(1, AT_ONCE + MOST_WAITING + 1):
        begin(runs, number)
    with pytest.raises(Full, match="in a few minutes"):
        begin(runs, 99)
    assert runs.count("waiting") == MOST_WAITING and runs.count("running") == AT_ONCE


def test_a_visitors_second_run_replaces_the_first(runs, batches):
    first, other = begin(runs, 1), begin(runs, 2)
    waiting = begin(runs, 3, visitor="visitor-1")
    assert phase(runs, waiting) == "waiting"  # until the first one's batch is over
    batches.gate(1.0).set()
    until(lambda: phase(runs, waiting) == "running")
    assert batches.end(1.0).wait(10)
    with pytest.raises(Unknown):
        runs.follow(first, 0, 0)
    replaced = begin(runs, 4, visitor="visitor-2")
    batches.gate(2.0).set()
    until(lambda: phase(runs, replaced) == "running")
    with pytest.raises(Unknown):
        runs.stop(other)


def test_stop_ends_a_run_within_one_batch(runs, batches):
    gate = batches.gate(1.0)
    ticket = begin(runs, 1)
    runs.stop(ticket)
    gate.set()
    assert batches.end(1.0).wait(10)
    until(lambda: phase(runs, ticket) == "stopped")
    told = runs.follow(ticket, 0, 0)
    assert told["step"] == 0 and told["weights"] == [0]  # what it had learned can still be tried


def test_stop_while_waiting(runs):
    tickets = [begin(runs, number) for number in (1, 2, 3, 4)]
    runs.stop(tickets[2])
    assert phase(runs, tickets[2]) == "stopped"
    assert runs.follow(tickets[3], 0, 0)["place"] == 1


def test_who_leaves_makes_room_for_who_waits(runs, batches, clock):
    tickets = [begin(runs, number) for number in (1, 2, 3, 4)]
    clock.now += PATIENCE + 1
    for ticket in tickets[1:3]:
        runs.follow(ticket, 0, 0)  # the first and the last one do not ask any more
    runs.tidy()
    with pytest.raises(Unknown):
        runs.follow(tickets[3], 0, 0)
    batches.gate(1.0).set()
    until(lambda: phase(runs, tickets[2]) == "running")
    with pytest.raises(Unknown):
        runs.follow(tickets[0], 0, 0)
    assert runs.count("running") == 2


def test_while_nobody_waits_a_phone_in_the_background_is_given_time(runs, clock):
    ticket = begin(runs, 1)
    clock.now += LONG_PATIENCE - 1
    runs.tidy()
    assert phase(runs, ticket) == "running"
    clock.now += LONG_PATIENCE + 1
    runs.tidy()
    assert runs._runs[ticket].stopping


def test_a_finished_run_is_forgotten_after_a_minute(runs, batches, clock):
    batches.gate(1.0).set()
    ticket = begin(runs, 1)
    until(lambda: phase(runs, ticket) == "done")
    clock.now += KEPT - 1
    runs.tidy()
    assert phase(runs, ticket) == "done"
    clock.now += 2
    runs.tidy()
    with pytest.raises(Unknown, match="Start it again"):
        runs.follow(ticket, 0, 0)
    assert not runs._runs


def test_a_run_that_takes_too_long_ends_as_it_is(runs, batches, clock):
    ticket = begin(runs, 1)
    clock.now += MOST_SECONDS + 1
    batches.gate(1.0).set()
    until(lambda: phase(runs, ticket) == "stopped")
    assert "so that others get their turn" in runs.follow(ticket, 0, 0)["message"]


@pytest.mark.parametrize(
    ("error", "ending", "words"),
    [(Diverged("Too large."), "diverged", "Too large."), (RuntimeError("secret"), "failed", "Try again.")],
)
def test_a_run_that_breaks_off_says_so_and_frees_its_place(monkeypatch, clock, error, ending, words, caplog):
    def train(settings, seed):
        yield progress(0)
        raise error

    monkeypatch.setattr(Runs, "_keep_house", lambda self: None)
    runs = Runs(train, clock)
    ticket = begin(runs, 1)
    until(lambda: phase(runs, ticket) == ending)
    message = runs.follow(ticket, 0, 0)["message"]
    assert words in message and "secret" not in message
    assert runs.count("running") == 0


def test_the_time_left_follows_from_the_time_taken(runs, clock):
    run = SimpleNamespace(phase="running", step=4, steps=10, began_at=clock.now - 8)
    assert runs._seconds_left(run) == pytest.approx(12)
    assert runs._seconds_left(SimpleNamespace(phase="running", step=0)) is None


def test_somebody_tidies_up_and_then_goes(batches, monkeypatch):
    monkeypatch.setattr(module, "KEPT", 0.0)
    runs = Runs(batches)
    batches.gate(1.0).set()
    begin(runs, 1)
    keeper = runs._keeper
    assert keeper.daemon
    keeper.join(20)
    assert not keeper.is_alive() and not runs._runs
