"""Reads a photo, once: from then on the browser has the networks' image of it."""

from collections.abc import Mapping

from model.image.digit_image import from_picture
from model.messages import Message
from tabs.kit.answers import decoded, stage_as_json
from tabs.kit.floats import encode_floats

NO_INK = Message("No digit was found in this picture: there is nothing darker or brighter than its surroundings.")


def read_picture(request: Mapping) -> dict:
    """Return the 28×28 image of a photo, and every stage on the way there.

    Args:
        request: {"picture": data URL}.

    Returns:
        {"pixels": see `encode_floats`, or None if no digit was found, "stages": see `stage_as_json`, "message":
        what was looked for, where nothing was found}.

    Raises:
        NotADrawing: it is no picture that can be read.
    """
    image = from_picture(decoded(request.get("picture")))
    stages = [stage_as_json(stage) for stage in image.stages]
    if image.is_blank:
        return {"pixels": None, "stages": stages, "message": NO_INK}
    return {"pixels": encode_floats(image.pixels), "stages": stages}


QUESTIONS = {"read_picture": read_picture}
