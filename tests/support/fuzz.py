"""Hostile requests: seeded, shaped like what each entry expects, and wrong in one place or in all of them.

Only makes them. `tests/support/attack.py` sends them; hostile files are in `tests/support/fuzz_files.py`.
"""

import copy
import json
import math
import random
from collections.abc import Callable, Iterator
from typing import Any

MARK = "zq7mark"
"""Stands in every injected text: an answer that holds it echoes its input."""

INJECTIONS = (
    "${7*7}" + MARK,
    "{{7*7}}" + MARK,
    f"<img src=x onerror=alert('{MARK}')>",
    f"</script><script>{MARK}()</script>",
    f"javascript:{MARK}()",
    f"'; DROP TABLE digits; -- {MARK}",
    f"%s%n%x{{0.__class__}}{MARK}",
    f"$(touch /{MARK}) `id` | id",
    f"\r\nSet-Cookie: {MARK}=1\r\n\r\n",
)

PATHS = (
    "/etc/passwd",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "app.py",
    "model/networks/weights/cnn.keras",
    "http://127.0.0.1:1/",
    "http://169.254.169.254/latest/meta-data/",
    "~root/.ssh/id_rsa",
    "/dev/zero",
    "/proc/self/environ",
    "\x00",
)

UNICODE = (
    "",
    " ",
    "\u0000\u0001\u001b[31m",
    "é" * 300,
    "\u202e\u2066rtl",
    "👩‍👩‍👧‍👦" * 40,
    "\ud800",  # half of a pair: no UTF-8 for it
    "a" + "\u0301" * 500,
    "\ufeff７",
)

NUMBERS = (
    0,
    -0.0,
    -1,
    1,
    2**31,
    2**63,
    -(2**63) - 1,
    10**300,
    10**4000,
    1e308,
    5e-324,
    math.nan,
    math.inf,
    -math.inf,
    0.1,
    True,
)

NAMES = ("__class__", "__proto__", "constructor", "picture", "pixels", "image", "strokes", "data", "path", "")


def nasty(rng: random.Random) -> Any:
    """Return some value that the place where it is put was not made for."""
    kind = rng.randrange(8)
    if kind == 0:
        return rng.choice(NUMBERS)
    if kind == 1:
        return rng.choice(INJECTIONS)
    if kind == 2:
        return rng.choice(PATHS)
    if kind == 3:
        return rng.choice(UNICODE)
    if kind == 4:
        return rng.choice((None, True, False, [], {}, "", [[]], [None], {"": None}))
    if kind == 5:
        return nested(rng.choice((3, 8, 19, 30)), rng.choice((0, "x", None)))
    if kind == 6:
        return [rng.choice(NUMBERS)] * rng.choice((1, 3, 100, 5000))
    return anything(rng)


def nested(depth: int, core: Any) -> Any:
    """Return lists and objects inside each other."""
    for level in range(depth):
        core = [core] if level % 2 else {"a": core}
    return core


def anything(rng: random.Random, depth: int = 3) -> Any:
    """Return wholly random JSON."""
    kind = rng.randrange(7 if depth else 5)
    if kind == 0:
        return rng.choice(NUMBERS)
    if kind == 1:
        return rng.uniform(-1e4, 1e4)
    if kind == 2:
        return "".join(chr(rng.randrange(0x3000)) for _ in range(rng.randrange(20)))
    if kind == 3:
        return rng.choice(INJECTIONS + PATHS + UNICODE)
    if kind == 4:
        return rng.choice((None, True, False))
    if kind == 5:
        return [anything(rng, depth - 1) for _ in range(rng.randrange(5))]
    return {rng.choice(NAMES + INJECTIONS): anything(rng, depth - 1) for _ in range(rng.randrange(5))}


def mutated(rng: random.Random, value: Any) -> Any:
    """Return a copy of a good value with one to three places spoilt."""
    spoilt = copy.deepcopy(value)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        spoilt = _spoil(rng, spoilt, rng.randrange(5))
    return spoilt


def _spoil(rng: random.Random, value: Any, steps: int) -> Any:
    """Walk some steps into a value and spoil what is there."""
    if steps and isinstance(value, dict) and value:
        key = rng.choice(list(value))
        return value | {key: _spoil(rng, value[key], steps - 1)}
    if steps and isinstance(value, list) and value:
        place = rng.randrange(len(value))
        return [*value[:place], _spoil(rng, value[place], steps - 1), *value[place + 1 :]]
    return rng.choice(SPOILERS)(rng, value)


def _replaced(rng: random.Random, value: Any) -> Any:
    return nasty(rng)


def _wrapped(rng: random.Random, value: Any) -> Any:
    return rng.choice(([value], {"value": value}, [value] * 70, json.dumps(value)))


def _resized(rng: random.Random, value: Any) -> Any:
    if isinstance(value, list):
        return rng.choice((value[:-1], value * 2, value * 200, value + [nasty(rng)], list(reversed(value))))
    if isinstance(value, dict):
        left_out = rng.choice(list(value)) if value else ""
        return {k: v for k, v in value.items() if k != left_out}
    if isinstance(value, str):
        return rng.choice((value[:-1], value[: len(value) // 2], value * 3, value + "A", value[::-1]))
    return nasty(rng)


def _off(rng: random.Random, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e200:
        return _added(rng, value)
    return rng.choice((value + 1, value - 1, -value, value * 10**9, value + 0.5, str(value), value * 100))


def _added(rng: random.Random, value: Any) -> Any:
    if isinstance(value, dict):
        return value | {rng.choice(NAMES + INJECTIONS): nasty(rng)}
    if isinstance(value, str):
        at = rng.randrange(len(value) + 1)
        return value[:at] + rng.choice(INJECTIONS + UNICODE) + value[at:]
    return nasty(rng)


SPOILERS: tuple[Callable[[random.Random, Any], Any], ...] = (_replaced, _wrapped, _resized, _off, _added)


def as_body(value: Any) -> bytes:
    """Return JSON as Python writes it: with NaN and Infinity, which are no JSON, and escaped surrogates."""
    return _without_limit(value).encode()


def _without_limit(value: Any) -> str:
    try:
        return json.dumps(value)
    except ValueError:  # Python writes no numbers of more than 4,300 digits
        return '{"data": ' + "9" * 5000 + "}"


def raw_body(rng: random.Random, good: Any) -> bytes:
    """Return a body that is no JSON, or barely: random bytes, cut off, too deep, in another encoding."""
    text = as_body(good)
    kind = rng.randrange(9)
    if kind == 0:
        return rng.randbytes(rng.randrange(200))
    if kind == 1:
        return text[: rng.randrange(len(text) + 1)]
    if kind == 2:
        return b"[" * 20_000 + b"]" * 20_000
    if kind == 3:
        return b'{"a":' * 3_000 + b"1" + b"}" * 3_000
    if kind == 4:
        return text.decode().encode("utf-16")
    if kind == 5:
        return b"\xef\xbb\xbf" + text
    if kind == 6:
        flipped = bytearray(text)
        for _ in range(3):
            flipped[rng.randrange(len(flipped))] = rng.randrange(256)
        return bytes(flipped)
    if kind == 7:
        return b'{"data": ' + b"9" * 6000 + b', "session_hash": "x"}'
    return text + text


def variants(rng: random.Random, good: Any) -> Iterator[Any]:
    """Yield without end: mostly good values spoilt, sometimes wholly random JSON."""
    while True:
        yield mutated(rng, good) if rng.random() < 0.8 else anything(rng, 4)
