"""Class rooms as pages meet them: who sees what, and every limit, under attack."""

import asyncio
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from serving import page
from serving.room_questions import LONGEST_LINK, MOST_POINTS, RoomQuestions, qr_rows, strokes_in
from serving.rooms import LIFE, MOST_MEMBERS, MOST_ROOMS, TEACHER_AWAY, Rooms
from tabs.kit.service import Service
from tests.support.asking import SEVEN

LINK = "https://example.com/#draw?room="


ONE = {"strokes": [[[140, 40], [140.4, 240.6]]], "width": 280, "height": 280}


class Clock:
    """Goes on when it is told to."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def house(clock):
    """All rooms, as the page has them."""
    return Rooms(clock)


@pytest.fixture
def ask(house):
    """Call it with a question's name and a request, as a page asks."""
    questions = RoomQuestions(house, Service(lambda: None))
    routes = page.routes(page.Files(), Service(lambda: None), {}, rooms=questions)
    with TestClient(Starlette(routes=routes)) as client:

        def ask(question, /, **request):
            return client.post(f"{page.PREFIX}/ask/rooms/{question}", content=json.dumps(request)).json()

        yield ask


class Class:
    """A room with its teacher's keys."""

    def __init__(self, ask):
        self.ask, opened = ask, ask("open", link=LINK)
        self.code, self.secret, self.qr = opened["code"], opened["secret"], opened["qr"]

    def join(self):
        return self.ask("join", code=self.code)["member"]

    def send(self, member, digit=7, drawing=SEVEN):
        return self.ask("send", code=self.code, member=member, digit=digit, drawing=drawing)

    def as_teacher(self, question, /, **request):
        return self.ask(question, code=self.code, secret=self.secret, **request)

    def names(self, since=0):
        return [one["name"] for one in self.as_teacher("wall", since=since)["drawings"]]


@pytest.fixture
def room(ask):
    return Class(ask)


def test_rooms_are_off_unless_they_are_switched_on():
    client = TestClient(Starlette(routes=page.routes(page.Files(), Service(lambda: None), {})))
    assert client.post(f"{page.PREFIX}/ask/rooms/open", json={"link": LINK}).status_code == 404


def test_a_class_draws_and_its_teacher_sees(room):
    first, second = room.join(), room.join()
    assert room.send(first)["state"] == "answer"
    assert room.names() == ["1-7"]
    version = room.as_teacher("wall", since=0)["version"]
    room.send(second, 1, ONE)
    [new] = room.as_teacher("wall", since=version)["drawings"]
    assert (new["name"], new["member"], new["digit"]) == ("2-1", 2, 1)
    assert json.loads(new["drawing"]) == {"strokes": [[[140, 40], [140.4, 240.6]]], "width": 280, "height": 280}


def test_a_new_drawing_of_the_same_digit_replaces_the_old_one(room):
    member = room.join()
    room.send(member)
    room.send(member, 7, ONE)
    [shown] = room.as_teacher("wall", since=0)["drawings"]
    assert json.loads(shown["drawing"])["strokes"][0][0] == [140, 40]


def test_what_is_asked_for_reaches_the_class(room):
    member = room.join()
    assert room.ask("look", code=room.code, member=member)["digit"] is None
    assert room.as_teacher("ask", digit=4)["digit"] == 4
    room.send(member, 4)
    told = room.ask("look", code=room.code, member=member)
    assert (told["digit"], told["sent"], told["number"]) == (4, [4], 1)


def test_a_drawing_can_be_taken_off_the_wall(room):
    room.send(room.join())
    room.as_teacher("remove", name="1-7")
    assert room.names() == []


def test_a_reload_of_either_side_finds_all_again(room):
    member = room.join()
    room.send(member)
    assert room.names(since=0) == ["1-7"]
    assert room.ask("look", code=room.code, member=member)["sent"] == [7]


def test_nothing_is_left_when_a_room_is_closed(room, house):
    member = room.join()
    room.send(member)
    assert room.as_teacher("close")["state"] == "answer" and len(house) == 0
    assert room.as_teacher("wall", since=0)["state"] == "gone"
    assert room.ask("look", code=room.code, member=member)["state"] == "gone"
    assert room.send(member)["state"] == "gone"


def test_a_room_is_gone_after_two_hours(room, house, clock):
    assert LIFE == 2 * 60 * 60
    for _ in range(int(LIFE // 600) - 1):
        clock.now += 600
        assert room.as_teacher("wall", since=0)["state"] == "answer"
    clock.now += 601
    assert room.as_teacher("wall", since=0)["state"] == "gone" and len(house) == 0


def test_nobody_need_ask_for_a_room_to_be_gone(house, clock, monkeypatch):
    """Two hours in the event loop's own time, which are short here."""
    monkeypatch.setattr("serving.room_questions.LIFE", -0.99)

    async def wait():
        RoomQuestions(house, Service(lambda: None)).open({"link": LINK})
        clock.now += LIFE
        while len(house):
            await asyncio.sleep(0.01)

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already: the browser tests leave theirs
        thread.submit(lambda: asyncio.run(asyncio.wait_for(wait(), 60))).result()


def test_a_room_that_its_teacher_left_is_gone(room, house, clock):
    clock.now += TEACHER_AWAY
    house.sweep()
    assert len(house) == 0


def strangers(room, member):
    """Requests with keys that are wrong, missing, of another kind, or those of somebody else."""
    wrong = ("", None, 7, [], {}, True, "x" * 12, room.code, room.secret, member, "\ud800", "é", "x" * 10_000)
    for value in wrong:
        yield from (("wall", {"code": room.code, "secret": value, "since": 0}),) * (value != room.secret)
        yield from (("send", {"code": room.code, "member": value, "digit": 7, "drawing": SEVEN}),) * (value != member)
        yield from (("look", {"code": room.code, "member": value}),) * (value != member)
        for name in ("ask", "remove", "close"):
            if value != room.secret:
                yield name, {"code": room.code, "secret": value, "digit": 1, "name": "1-7"}
        if value != room.code:
            yield "join", {"code": value}
            yield "wall", {"code": value, "secret": room.secret, "since": 0}


def test_who_has_no_key_gets_nothing_and_changes_nothing(room):
    member = room.join()
    room.send(member)
    before = room.as_teacher("wall", since=0)
    told = Counter(json.dumps(room.ask(name, **request)) for name, request in strangers(room, member))
    assert len(told) == 1 and '"gone"' in next(iter(told))  # not even which key was wrong
    assert room.as_teacher("wall", since=0) == before


def test_no_key_of_one_room_opens_another(ask, room):
    other = Class(ask)
    member, others = room.join(), other.join()
    other.send(others)
    for name, request in (
        ("wall", {"code": other.code, "secret": room.secret, "since": 0}),
        ("wall", {"code": room.code, "secret": other.secret, "since": 0}),
        ("close", {"code": other.code, "secret": room.secret}),
        ("send", {"code": other.code, "member": member, "digit": 7, "drawing": SEVEN}),
        ("look", {"code": other.code, "member": member}),
        ("wall", {"code": other.code, "secret": others, "since": 0}),
    ):
        assert ask(name, **request)["state"] == "gone"
    assert room.names() == [] and other.names() == ["1-7"]


def test_a_member_cannot_act_as_the_teacher(room):
    member = room.join()
    assert room.ask("wall", code=room.code, secret=member, since=0)["state"] == "gone"


def test_a_room_takes_sixty_members_and_no_more(room):
    assert MOST_MEMBERS == 60
    members = [room.join() for _ in range(MOST_MEMBERS)]
    assert len(set(members)) == MOST_MEMBERS
    told = room.ask("join", code=room.code)
    assert told["state"] == "busy" and "member" not in told
    assert all(room.send(member)["state"] == "answer" for member in members)
    assert sorted(room.names()) == sorted(f"{number}-7" for number in range(1, MOST_MEMBERS + 1))


def test_one_member_cannot_flood_the_wall(room, clock):
    member, other = room.join(), room.join()
    states = Counter(room.send(member, digit % 10)["state"] for digit in range(50))
    assert states == {"answer": 5, "busy": 45}
    assert room.send(other)["state"] == "answer"
    clock.now += 2
    assert room.send(member)["state"] == "answer"


@pytest.mark.parametrize(
    "drawing",
    [
        None,
        [],
        {"picture": "data:image/png;base64,AAAA"},
        {**SEVEN, "strokes": []},
        {**SEVEN, "strokes": [[]]},
        {**SEVEN, "strokes": [[[1, 2]] * (MOST_POINTS + 1)]},
        {**SEVEN, "strokes": [[["a", 2]]]},
        {**SEVEN, "strokes": [[[1e300, 2]]]},
        {**SEVEN, "width": 0},
    ],
    ids=str,
)
def test_only_strokes_are_taken(room, drawing):
    assert room.send(room.join(), 7, drawing)["state"] == "refused"
    assert room.names() == []


def test_nothing_but_strokes_is_kept(room):
    room.send(room.join(), 7, {**SEVEN, "name": "Ada", "picture": "x"})
    [shown] = room.as_teacher("wall", since=0)["drawings"]
    assert set(json.loads(shown["drawing"])) == {"strokes", "width", "height"}


@pytest.mark.parametrize("digit", [None, 10, -1, 1.5, "7", True])
def test_a_digit_is_a_digit(room, digit):
    assert room.send(room.join(), digit)["state"] == "refused"


@pytest.mark.parametrize("link", [None, 7, "x" * (LONGEST_LINK + 1), "a\nb", "é", ["x"]], ids=range(6))
def test_what_is_no_address_opens_no_room(ask, house, link):
    assert ask("open", link=link)["state"] == "refused" and len(house) == 0


def test_the_largest_rooms_fit_into_memory():
    """The wall of every room full of the longest drawings that are taken."""
    furthest = {"strokes": [[[-999_999.9, -999_999.9]] * MOST_POINTS], "width": 10_000, "height": 10_000}
    longest = strokes_in(furthest)
    assert MOST_ROOMS * MOST_MEMBERS * 10 * len(longest) < 150e6


def test_the_qr_code_holds_the_link_with_the_code(room):
    """As long as it should be, with its three corners; `segno` sees to the rest."""
    assert room.qr == qr_rows(LINK + room.code)
    side = len(room.qr)
    assert side % 4 == 1 and {len(row) for row in room.qr} == {side}
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
        corner = [row[left : left + 7] for row in room.qr[top : top + 7]]
        assert corner == ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
