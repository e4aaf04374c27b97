"""How every tab answers its script: with what was found, or in words with what went wrong."""

import json
from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any

from starlette.responses import Response

from model.errors import NotADrawing
from tabs.kit.answers import sentence
from tabs.kit.checks import BadRequest
from tabs.kit.service import NotReady, Service


class Busy(RuntimeError):
    """Too many ask for the same slow thing; the message is for a visitor."""


def respond(service: Service, work: Callable[[Mapping], dict], asked: Any) -> dict:
    """Answer a request. Never raises for what a request may hold.

    Args:
        service: the networks, which may still be loading.
        work: finds the answer to a request that is a JSON object.
        asked: whatever was sent.

    Returns:
        {"state": "answer", **work(asked)}, or {"state": "loading" | "failed" | "refused" | "busy",
        "message": ...}.
    """
    try:
        if not isinstance(asked, Mapping):
            raise BadRequest("a request is a JSON object")
        return {"state": "answer", **work(asked)}
    except (NotADrawing, BadRequest) as error:
        return {"state": "refused", "message": sentence(error)}
    except Busy as error:
        return {"state": "busy", "message": str(error)}
    except NotReady as error:
        return {"state": "loading" if service.is_loading else "failed", "message": str(error)}


def responding(service: Service, works: Mapping[str, Callable[[Mapping], dict]]) -> list[Callable]:
    """Return what a script calls as `server.NAME(request)`, for {NAME: work}; see `respond`."""
    return [named(name, partial(respond, service, work)) for name, work in works.items()]


def named(name: str, answer: Callable[[Any], dict]) -> Callable[[Any], dict]:
    """Return `answer` under the name by which a script calls it."""

    def ask(request: Any) -> dict:
        return answer(request)

    ask.__name__ = name
    return ask


def in_text(answer: Callable[[Any], dict]) -> Callable[[Any], Response]:
    """Let what a function answers leave as text; see `as_text`."""

    @wraps(answer)
    def ask(request: Any) -> Response:
        return as_text(answer(request))

    return ask


def as_text(answer: Mapping) -> Response:
    """Return an answer as JSON text, made in the thread that made the answer.

    FastAPI would walk the answer value by value, in the one thread that receives every visitor's requests.

    Raises:
        ValueError: it holds a number that JSON has no word for: NaN or an infinity.
        TypeError: it holds something that is no plain value.
    """
    return Response(json.dumps(answer, allow_nan=False, separators=(",", ":")), media_type="application/json")
