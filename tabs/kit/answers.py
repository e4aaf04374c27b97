"""From what a browser or a program sends to what it gets back: plain JSON in, plain JSON out."""

import base64
import binascii
from typing import Any, TypedDict

from model.errors import NotADrawing
from model.image.stage import Stage
from tabs.kit.floats import encode_floats

MAX_DATA_URL = 8_000_000
"""Characters of a picture sent inside JSON, six megabytes of file; the canvas shrinks larger ones."""

SHOWN = 160
"""Pixels of a stage's longer edge that are sent: more would not be seen."""


class ShownStage(TypedDict):
    """A step with its picture: `height` rows of `width` values, as `encode_floats` encodes them."""

    name: str
    sentence: str
    width: int
    height: int
    values: str


def stage_as_json(stage: Stage) -> ShownStage:
    """Return a step with its picture, shrunk to `SHOWN` pixels where it is larger."""
    height, width = stage.picture.shape
    step = -(-max(height, width) // SHOWN)
    picture = stage.picture[::step, ::step]
    height, width = picture.shape
    values = encode_floats(picture)
    return {
        "name": stage.name,
        "sentence": stage.sentence,
        "width": width,
        "height": height,
        "values": values,
    }


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
