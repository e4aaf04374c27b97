"""From what a browser or a program sends to what it gets back: plain JSON in, plain JSON out."""

import asyncio
import base64
import binascii
from collections.abc import Mapping
from typing import Any

from model.digit_image import DigitImage, Stage, from_picture, from_strokes
from model.errors import NotADrawing
from model.recognizer import Recognition
from tabs.figures import packed
from tabs.service import NotReady, Service

MAX_DATA_URL = 8_000_000
"""Characters of a picture sent inside JSON, six megabytes of file; the canvas shrinks larger ones."""

SHOWN = 160
"""Pixels of a stage's longer edge that are sent: more would not be seen."""

QUICK = 400
"""Points of a drawing that is prepared where requests are received: changing threads would cost more
than the work. A longer one, or a photo, would keep everybody else waiting."""


def read_image(drawing: Any) -> DigitImage:
    """Turn what the canvas holds into the networks' image.

    Args:
        drawing: {"strokes": [[[x, y], ...], ...], "width": w, "height": h}, or
            {"picture": "data:image/...;base64,..."}.

    Raises:
        NotADrawing: it is neither, or breaks a limit.
    """
    if isinstance(drawing, Mapping) and "picture" in drawing:
        return from_picture(decoded(drawing["picture"]))
    return from_strokes(drawing)


async def live_answer(service: Service, drawing: Any) -> dict:
    """Answer the canvas while the pen moves. Never raises, never waits for networks that load.

    Args:
        service: the networks.
        drawing: as for `read_image`; with "stages": true, the preprocessing's steps come too.

    Returns:
        {"state": "answer", ...}, or {"state": "loading" | "failed" | "refused", "message": ...}.
    """
    try:
        image, more = _prepare(drawing) if _is_quick(drawing) else await asyncio.to_thread(_prepare, drawing)
        loaded = service.loaded()
    except NotADrawing as error:
        return {"state": "refused", "message": sentence(error)}
    except NotReady as error:
        return {"state": "loading" if service.is_loading else "failed", "message": str(error)}
    recognition = await asyncio.wrap_future(loaded.together.recognize(image))
    return {"state": "answer", **as_json(recognition), "threshold": loaded.recognizer.threshold, **more}


def _prepare(drawing: Any) -> tuple[DigitImage, dict]:
    """Return the networks' image, and how it came to be if that is wanted."""
    image = read_image(drawing)
    return image, {"stages": [_stage(stage) for stage in image.stages]} if drawing.get("stages") else {}


def _is_quick(drawing: Any) -> bool:
    """True for what a pen leaves as it moves. Anything else is prepared in a thread."""
    strokes = drawing.get("strokes") if isinstance(drawing, dict) and "picture" not in drawing else None
    return isinstance(strokes, list) and sum(len(s) for s in strokes if isinstance(s, list)) <= QUICK


def as_json(recognition: Recognition) -> dict:
    """Return {"verdict", "digit", "cnn", "ann", "score"} with plain numbers."""
    return {
        "verdict": recognition.verdict,
        "digit": recognition.digit,
        "cnn": recognition.cnn.tolist(),
        "ann": recognition.ann.tolist(),
        "score": recognition.score,
    }


def sentence(error: Exception) -> str:
    """Return an error's message as a sentence: a capital letter first, a full stop last."""
    message = str(error)
    return message[:1].upper() + message[1:].rstrip(".") + "."


def _stage(stage: Stage) -> dict:
    """A step with its picture; the browser has the strokes, and paints those itself."""
    told = {"name": stage.name, "sentence": stage.sentence}
    if stage.name == "drawn":
        return {**told, "drawn": True}
    height, width = stage.picture.shape
    step = -(-max(height, width) // SHOWN)
    return {**told, **packed(stage.picture[::step, ::step])}


def decoded(url: Any) -> bytes:
    """Return the file inside a data URL.

    Raises:
        NotADrawing: it is none, too large, or damaged.
    """
    if not isinstance(url, str) or not url.startswith("data:"):
        raise NotADrawing('a picture is sent as "data:image/png;base64,..."')
    if len(url) > MAX_DATA_URL:
        raise NotADrawing("this picture is too large; send one of at most 6 megabytes")
    try:
        return base64.b64decode(url.partition(",")[2], validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotADrawing("this picture was damaged on its way: its base64 text cannot be read") from error
