"""How every tab answers its script: with what was found, or in words with what went wrong."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import Response

from model.errors import NotADrawing
from model.messages import Message, sentence
from tabs.kit.checks import BadRequest
from tabs.kit.service import NotReady, Service


class Busy(RuntimeError):
    """Too many ask for the same slow thing; the message is for a visitor."""


def respond(service: Service, work: Callable[[Mapping], Mapping], asked: Any) -> dict:
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
        return {"state": "busy", "message": sentence(error)}
    except NotReady as error:
        return {"state": "loading" if service.is_loading else "failed", "message": sentence(error)}


def as_text(answer: Mapping) -> Response:
    """Return an answer as JSON text, made in the thread that made the answer.

    FastAPI would walk the answer value by value, in the one thread that receives every visitor's requests.

    Raises:
        ValueError: it holds a number that JSON has no word for: NaN or an infinity.
        TypeError: it holds something that is no plain value.
    """
    text = json.dumps(with_messages(answer), allow_nan=False, separators=(",", ":"))
    return Response(text, media_type="application/json")


def with_messages(value: Any) -> Any:
    """Return plain JSON in which each message is its key and values, for the browser to put into words."""
    if isinstance(value, Message):
        return value.as_json()
    if isinstance(value, Mapping):
        return {name: with_messages(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [with_messages(part) for part in value]
    return value
