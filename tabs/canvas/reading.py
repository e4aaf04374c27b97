"""Reads a photo, once: from then on the browser has the networks' image of it."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from model.image.digit_image import from_picture
from model.image.photo import Crop
from model.messages import Message
from tabs.kit.answers import ShownStage, decoded, stage_as_json
from tabs.kit.checks import BadRequest, number_in
from tabs.kit.floats import encode_floats

SEVERAL = Message("There are several digits in this picture. Crop it to one of them.")
NO_INK = Message("No digit was found in this picture: there is nothing darker or brighter than its surroundings.")


class ReadPicture(TypedDict):
    """A photo's 28×28 image as `encode_floats` encodes it, or None and the reason, and every stage on the way there."""

    pixels: str | None
    stages: list[ShownStage]
    message: NotRequired[Message]


def read_picture(request: Mapping) -> ReadPicture:
    """Find the digit in a photo.

    Args:
        request: {"picture": data URL}, and if wanted "invert": true, and "crop": [left, top, right, bottom] as
            shares of the picture.

    Raises:
        NotADrawing: it is no picture that can be read, or has no such part.
        BadRequest: `crop` is no list of four numbers.
    """
    invert = request.get("invert") is True
    image = from_picture(decoded(request.get("picture")), invert=invert, crop=_crop_in(request))
    stages = [stage_as_json(stage) for stage in image.stages]
    if image.is_blank or image.is_several:
        return {"pixels": None, "stages": stages, "message": NO_INK if image.is_blank else SEVERAL}
    return {"pixels": encode_floats(image.pixels), "stages": stages}


def _crop_in(request: Mapping) -> Crop | None:
    crop = request.get("crop")
    if crop is None:
        return None
    if not isinstance(crop, list) or len(crop) != 4:
        raise BadRequest('"crop" must be a list of four numbers')
    left, top, right, bottom = (number_in({"crop": share}, "crop", 0, 1) for share in crop)
    return left, top, right, bottom


QUESTIONS = {"read_picture": read_picture}
