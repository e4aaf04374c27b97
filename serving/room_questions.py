"""What pages may ask of class rooms, as "rooms/NAME": from a JSON object to plain JSON, as tabs' questions do.

Two kinds of strangers ask: whoever knows a room's code may join and send, whoever knows its secret as well sees all.
Only strokes are taken, few enough to be a digit; what they are is looked at before they are kept.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import TypedDict

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from model.errors import NotADrawing
from model.image.digit_image import check_drawing
from model.messages import Message, sentence
from serving.rooms import LIFE, NoSuchRoom, Room, Rooms, Sent
from tabs.kit.checks import BadRequest, whole_number, whole_number_in
from tabs.kit.panel import Question
from tabs.kit.replies import as_text, respond
from tabs.kit.service import Service

MOST_POINTS = 500
"""Of a drawing that is sent, as many as a link may hold: the page leaves out points between (`fewer` in route.js)."""

LONGEST_LINK = 300
"""Characters of the address that a QR code shows."""


class State(TypedDict):
    """What every answer about a room has: the digit that is asked for, None for any, and the seconds left."""

    digit: int | None
    left: int


class Opened(State):
    """A room's keys; `qr` is the QR code of its link, see `qr_rows`."""

    code: str
    secret: str
    qr: list[str]


class Joined(State):
    """A member's token, which only its own browser knows, and its number."""

    code: str
    member: str
    number: int


class Looked(State):
    """A member's number, and of which digits it has sent one."""

    number: int
    sent: list[int]


class Hung(TypedDict):
    """A drawing on the wall; see `rooms.Sent`."""

    name: str
    member: int
    digit: int
    version: int
    drawing: str


class Wall(State):
    """What was sent since, up to which version, and how many members there are."""

    version: int
    members: int
    drawings: list[Hung]


class RoomQuestions:
    """Answers at once, in the event loop: nothing here takes longer than a hundredth of a second.

    Args:
        rooms: all rooms.
        service: the networks; no question here waits for them.
    """

    def __init__(self, rooms: Rooms, service: Service):
        self._rooms, self._service = rooms, service
        questions = (self.open, self.join, self.look, self.send, self.wall, self.ask, self.remove, self.close)
        self._questions: dict[str, Question] = {one.__name__: one for one in questions}

    @property
    def names(self) -> list[str]:
        return list(self._questions)

    async def answer(self, request: Request) -> Response:
        """Answer one request: POST ask/rooms/NAME with a JSON object, which the guard has looked at."""
        question = self._questions.get(request.path_params["name"])
        if question is None:
            raise HTTPException(404, "There is no such question.")
        return as_text(respond(self._service, _knowing(question), await request.json()))

    def open(self, asked: Mapping) -> Opened:
        """Open a room: {"link": the page's address, to which the code will be added}."""
        link = asked.get("link")
        if not isinstance(link, str) or not link.isascii() or not link.isprintable() or len(link) > LONGEST_LINK:
            raise BadRequest(f'"link" must be an address of at most {LONGEST_LINK} characters')
        room = self._rooms.open()
        asyncio.get_running_loop().call_later(LIFE + 1, self._rooms.sweep)
        return {"code": room.code, "secret": room.secret, "qr": qr_rows(link + room.code), **self._state(room)}

    def join(self, asked: Mapping) -> Joined:
        """Become a member: {"code"}."""
        room = self._rooms.find(asked.get("code"))
        token = room.join()
        return {"code": room.code, "member": token, "number": room.members[token], **self._state(room)}

    def look(self, asked: Mapping) -> Looked:
        """Return what is asked for, and of which digits this member has sent one: {"code", "member"}."""
        room, number = self._rooms.for_member(asked.get("code"), asked.get("member"))
        sent = sorted(one.digit for one in room.wall.values() if one.member == number)
        return {"number": number, "sent": sent, **self._state(room)}

    def send(self, asked: Mapping) -> State:
        """Hang a drawing on the wall: {"code", "member", "digit": what it is meant to be, "drawing"}."""
        room, number = self._rooms.for_member(asked.get("code"), asked.get("member"))
        digit = whole_number_in(asked, "digit", 0, 9)
        drawing = strokes_in(asked.get("drawing"))
        self._rooms.take_turn(asked["member"])
        room.put(number, digit, drawing)
        return self._state(room)

    def wall(self, asked: Mapping) -> Wall:
        """Return what was sent after a version: {"code", "secret", "since": from 0}."""
        room = self._rooms.for_teacher(asked.get("code"), asked.get("secret"))
        since = whole_number_in(asked, "since", 0, 10**9)
        drawings = [_shown(one) for one in room.since(since)]
        return {"version": room.version, "members": len(room.members), "drawings": drawings, **self._state(room)}

    def ask(self, asked: Mapping) -> State:
        """Ask the class for a digit, or for any: {"code", "secret", "digit": 0 to 9 or null}."""
        room = self._rooms.for_teacher(asked.get("code"), asked.get("secret"))
        digit = asked.get("digit")
        room.digit = None if digit is None else whole_number(digit, "digit", 0, 9)
        return self._state(room)

    def remove(self, asked: Mapping) -> State:
        """Take a drawing off the wall: {"code", "secret", "name"}."""
        room = self._rooms.for_teacher(asked.get("code"), asked.get("secret"))
        name = asked.get("name")
        room.wall.pop(name if isinstance(name, str) else "", None)
        return self._state(room)

    def close(self, asked: Mapping) -> dict:
        """Close the room and forget what is in it: {"code", "secret"}."""
        self._rooms.close(self._rooms.for_teacher(asked.get("code"), asked.get("secret")))
        return {}

    def _state(self, room: Room) -> State:
        return {"digit": room.digit, "left": self._rooms.left(room)}


def _knowing(question: Question) -> Question:
    """The question, with a state of its own for a room that is not there: the page then forgets it."""

    def asked_about(asked: Mapping) -> Mapping:
        try:
            return question(asked)
        except NoSuchRoom as error:
            return {"state": "gone", "message": sentence(error)}

    return asked_about


def _shown(sent: Sent) -> Hung:
    return Hung(name=sent.name, member=sent.member, digit=sent.digit, version=sent.version, drawing=sent.drawing)


def strokes_in(value: object) -> str:
    """Return a drawing's strokes as JSON text: {"strokes", "width", "height"} in tenths of a pixel and nothing else.

    Raises:
        NotADrawing: it is no drawing, has no ink, or too many points.
    """
    drawing = check_drawing(value)
    if not drawing.strokes:
        raise NotADrawing(Message("Nothing is drawn yet."))
    if sum(map(len, drawing.strokes)) > MOST_POINTS:
        raise NotADrawing(Message("a drawing for a class has at most {} points", MOST_POINTS))
    strokes = [stroke.round(1).tolist() for stroke in drawing.strokes]
    size = {"width": round(drawing.width), "height": round(drawing.height)}
    return json.dumps({"strokes": strokes, **size}, separators=(",", ":"))


def qr_rows(text: str) -> list[str]:
    """Return a QR code (ISO 18004, a sixth of it may be damaged): a text of 0 and 1 for each row, 1 is dark."""
    import segno  # only where a room is opened

    return ["".join(map(str, row)) for row in segno.make(text, error="m", micro=False).matrix]
