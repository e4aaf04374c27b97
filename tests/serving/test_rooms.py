"""Rooms by themselves: how many there may be, and by which codes they are found."""

import pytest

from serving import rooms
from serving.rooms import MOST_ROOMS, NoSuchRoom, Rooms
from tabs.kit.replies import Busy


def test_only_so_many_rooms_are_open():
    now = [0.0]
    house = Rooms(lambda: now[0])
    for _ in range(MOST_ROOMS):
        now[0] += 5
        house.open()
    now[0] += 60
    with pytest.raises(Busy):
        house.open()
    house.close(next(iter(house._rooms.values())))
    assert house.open()


def test_rooms_cannot_be_opened_all_at_once():
    house = Rooms(lambda: 0.0)
    with pytest.raises(Busy):
        for _ in range(MOST_ROOMS):
            house.open()
    assert len(house) == 10


def test_a_code_is_one_of_very_many_and_is_read_as_it_may_be_typed():
    assert len(rooms.LETTERS) ** rooms.CODE_LENGTH > 1e17 and len(set(rooms.LETTERS)) == len(rooms.LETTERS)
    house = Rooms()
    room = house.open()
    typed = f" {room.code[:4].upper()}-{room.code[4:8]} {room.code[8:]} "
    assert house.find(typed) is room
    with pytest.raises(NoSuchRoom):
        house.find(room.code + "2")
