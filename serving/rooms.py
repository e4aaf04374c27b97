"""Class rooms: learners send drawings, their teacher sees all of them. In memory, and gone after two hours.

A room holds strokes and numbers, no names and no addresses. Everything here is called from the server's one event
loop, so nothing is locked. What may be asked of a room is in `room_questions.py`.
"""

import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from model.messages import Message
from serving.rate_limiter import RateLimiter
from tabs.kit.checks import BadRequest
from tabs.kit.replies import Busy

LIFE = 2 * 60 * 60.0
"""Seconds after which a room is gone, whatever happens in it."""

TEACHER_AWAY = 15 * 60.0
"""Seconds after which a room is gone that no teacher's page has asked about."""

MOST_MEMBERS = 60
MOST_ROOMS = 20
"""At the same time; with the most and longest drawings in all of them, a hundred and fifty megabytes."""

OPENED_A_SECOND, OPENED_AT_ONCE = 0.2, 10.0
"""How often rooms may be opened, whoever opens them: twenty are not taken in the first second, and drawing a
QR code takes a hundredth of a second."""

SENT_A_SECOND, SENT_AT_ONCE = 0.5, 5.0
"""How often one member may send."""

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Of codes: none is taken for another when it is read from a wall."""

CODE_LENGTH = 12
"""Letters: 31 ** 12 codes. At a thousand guesses a second, one in a hundred million finds a room in two hours."""

LONGEST_CODE = 64
"""Of what a person may type, blanks and hyphens included."""


class NoSuchRoom(BadRequest):
    """No such room, or not with this secret: whoever guesses is not told which."""

    def __init__(self) -> None:
        super().__init__(Message("There is no such room. It may have been closed."))


@dataclass(frozen=True)
class Sent:
    """A drawing on the wall: whose, of which digit, in which order it came, and its strokes as JSON text."""

    member: int
    digit: int
    version: int
    drawing: str

    @property
    def name(self) -> str:
        return f"{self.member}-{self.digit}"


@dataclass
class Room:
    """One class. `members` are numbers from 1 by the token that only their own browser knows; `wall` holds one
    drawing for each member and digit, by its name; `digit` is what is asked for, None for any."""

    code: str
    secret: str
    ends: float
    seen: float
    digit: int | None = None
    members: dict[str, int] = field(default_factory=dict)
    wall: dict[str, Sent] = field(default_factory=dict)
    version: int = 0

    def join(self) -> str:
        """Let a member in and return its token.

        Raises:
            Busy: the room is full.
        """
        if len(self.members) >= MOST_MEMBERS:
            raise Busy(Message("This room is full: it has {} members.", MOST_MEMBERS))
        token = secrets.token_urlsafe(18)
        self.members[token] = len(self.members) + 1
        return token

    def put(self, member: int, digit: int, drawing: str) -> None:
        """Hang a drawing on the wall, in place of what this member sent of this digit before."""
        self.version += 1
        sent = Sent(member, digit, self.version, drawing)
        self.wall[sent.name] = sent

    def since(self, version: int) -> list[Sent]:
        """Return what was sent after a version, the oldest first."""
        return sorted((sent for sent in self.wall.values() if sent.version > version), key=lambda sent: sent.version)


class Rooms:
    """All rooms of the process.

    Args:
        clock: returns seconds; never goes back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._rooms: dict[str, Room] = {}
        self._opening = RateLimiter(OPENED_A_SECOND, OPENED_AT_ONCE, clock)
        self._sending = RateLimiter(SENT_A_SECOND, SENT_AT_ONCE, clock)

    def __len__(self) -> int:
        return len(self._rooms)

    def open(self) -> Room:
        """Open a room.

        Raises:
            Busy: as many are open as may be, or too many were opened just now.
        """
        self.sweep()
        if len(self._rooms) >= MOST_ROOMS or not self._opening.take("everybody"):
            raise Busy(Message("All rooms are taken. Try again in a few minutes."))
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        now = self._clock()
        room = self._rooms[code] = Room(code, secrets.token_urlsafe(24), now + LIFE, now)
        return room

    def find(self, code: object) -> Room:
        """Return the room with a code, as a person may write it.

        Raises:
            NoSuchRoom: there is none.
        """
        self.sweep()
        text = code.lower() if isinstance(code, str) and len(code) <= LONGEST_CODE else ""
        room = self._rooms.get("".join(letter for letter in text if letter in LETTERS))
        if room is None:
            raise NoSuchRoom
        return room

    def for_teacher(self, code: object, secret: object) -> Room:
        """Return a room to whoever knows its secret.

        Raises:
            NoSuchRoom: there is no such room, or that is not its secret.
        """
        room = self.find(code)
        if not isinstance(secret, str) or not secrets.compare_digest(_bytes(secret), _bytes(room.secret)):
            raise NoSuchRoom
        room.seen = self._clock()
        return room

    def for_member(self, code: object, token: object) -> tuple[Room, int]:
        """Return a room and the number of one of its members.

        Raises:
            NoSuchRoom: there is no such room, or no such member of it.
        """
        room = self.find(code)
        number = room.members.get(token) if isinstance(token, str) else None
        if number is None:
            raise NoSuchRoom
        return room, number

    def take_turn(self, token: str) -> None:
        """Count that a member sends.

        Raises:
            Busy: it sends too often.
        """
        if not self._sending.take(token):
            raise Busy(Message("That was quick. Wait a few seconds before you send again."))

    def left(self, room: Room) -> int:
        """Return how many seconds a room has left."""
        return max(0, math.ceil(room.ends - self._clock()))

    def close(self, room: Room) -> None:
        """Forget a room and all that is in it."""
        self._rooms.pop(room.code, None)

    def sweep(self) -> None:
        """Forget the rooms whose time is over, and those that their teachers have left."""
        now = self._clock()
        for room in list(self._rooms.values()):
            if now >= room.ends or now - room.seen >= TEACHER_AWAY:
                self.close(room)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
