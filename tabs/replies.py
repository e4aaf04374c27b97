"""How every tab answers its script: with what was found, or in words with what went wrong."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from model.errors import NotADrawing
from tabs.answers import sentence
from tabs.checks import BadRequest
from tabs.service import NotReady, Service


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
