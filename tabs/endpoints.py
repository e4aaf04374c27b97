"""The two endpoints for programs, `gradio_client` and `curl`. Everything else is private."""

from pathlib import Path
from typing import Any

import gradio as gr

from model.digit_image import from_picture, from_strokes
from model.errors import NotADrawing
from tabs.answers import as_json, sentence
from tabs.service import PATIENCE, NotReady, Service

AT_ONCE = 4
"""Programs' requests worked on at the same time; an answer takes milliseconds."""


def add_endpoints(service: Service) -> None:
    """Add `/recognize_strokes` and `/recognize_picture` to the page being built."""

    def recognize_strokes(drawing: dict) -> dict:
        """Read a digit drawn as pen strokes.

        `drawing` is {"strokes": [[[x, y], ...], ...], "width": w, "height": h}: pen positions in
        pixels, x to the right, y down. Returns {"verdict": "digit" | "blank" | "not a digit",
        "digit": 0 to 9 or null, "cnn": [ten probabilities], "ann": [ten probabilities]}. Nothing
        drawn is "blank": then no network is asked, and both lists are ten zeros.
        """
        return _answer(service, from_strokes, drawing)

    def recognize_picture(picture: Any) -> dict:
        """Read a digit in a picture file: a photo, scan or screenshot, dark on light or light on dark.

        Returns the same as `/recognize_strokes`.
        """
        return _answer(service, from_picture, _path(picture))

    public = {"api_visibility": "public", "concurrency_limit": AT_ONCE, "concurrency_id": "endpoints"}
    gr.api(recognize_strokes, api_name="recognize_strokes", **public)
    picture = gr.File(label="Picture", visible=False, type="filepath")
    result = gr.JSON(label="Answer", visible=False)
    picture.upload(
        recognize_picture, picture, result, api_name="recognize_picture", show_progress="hidden", **public
    )


def _answer(service: Service, to_image, value: Any) -> dict:
    """Ask the networks, waiting for them if need be; a bad request is told what is wrong with it."""
    try:
        image = to_image(value)
        answer = as_json(service.recognizer(wait=PATIENCE).recognize(image))
    except (NotADrawing, NotReady) as error:
        raise gr.Error(sentence(error), print_exception=False) from error
    del answer["score"]
    return answer


def _path(picture: Any) -> Path:
    if not isinstance(picture, str):
        raise NotADrawing("send one picture file")
    return Path(picture)
