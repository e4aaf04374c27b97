"""What a request's JSON may be: an object, not too deep, of not too many values, for something by name.

Looked at before anything else reads it, so it must cost little.
"""

import json

DEEPEST = 24
"""Lists and objects inside each other; the page's own requests have at most six."""

MOST_VALUES = 40_000
"""Values in a JSON body: a drawing of 4,000 points has 8,000. Nine megabytes of tiny values
would keep the server from everybody for a second."""


class Refused(Exception):
    """A request that is not let in: an HTTP status, and what is wrong in a sentence."""

    def __init__(self, status: int, detail: str):
        super().__init__(detail)
        self.status, self.detail = status, detail


def check_body(body: bytes) -> dict:
    """Check a JSON body and return what it holds.

    Args:
        body: as it came.

    Raises:
        Refused: it is no JSON object, is too deep, or has a session of a wrong kind.
    """
    brackets = body.translate(_ONE_KIND, delete=_NO_BRACKETS)
    if len(brackets) > 2 * MOST_VALUES or body.count(b",") > MOST_VALUES:
        raise Refused(400, f"A request may hold at most {MOST_VALUES:,} values.")
    if _is_deep(body, brackets):
        raise Refused(400, f"Lists and objects may lie at most {DEEPEST} deep in each other.")
    try:
        request = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused(400, "This is not JSON.") from error
    if not isinstance(request, dict):
        raise Refused(400, "Send a JSON object.")
    session = request.get("session_hash")
    if session is not None and not (isinstance(session, str) and 0 < len(session) <= 64):
        raise Refused(400, "session_hash must be a short text.")
    return request


def _is_deep(body: bytes, brackets: bytes) -> bool:
    """True where brackets, already told from the rest of the body, nest deeper than DEEPEST.

    Taking away all pairs that hold nothing takes away one level. Brackets inside texts can be left
    over; then the levels are counted one by one.
    """
    for _ in range(DEEPEST):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets) and _depth(body) > DEEPEST


_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def _depth(body: bytes) -> int:
    deepest = depth = 0
    in_text = escaped = False
    for byte in body:
        if in_text:
            in_text, escaped = escaped or byte != 34, not escaped and byte == 92  # " ends a text, \ escapes
        elif byte == 34:
            in_text = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest
