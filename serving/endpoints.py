"""The two endpoints for programs, `gradio_client` and `curl`. Everything else is private."""

import os
from functools import cache, partial
from typing import Any

import gradio as gr
from gradio.data_classes import FileData
from gradio_client.utils import is_file_obj_with_meta

from model.errors import NotADrawing
from model.image.digit_image import from_picture, from_strokes
from model.messages import sentence
from tabs.kit.answers import as_json
from tabs.kit.service import PATIENCE, NotReady, Service

AT_ONCE = 4
"""Programs' requests worked on at the same time, whoever sends them; an answer takes milliseconds."""

MOST_WAITING = 60
"""Programs' requests that may wait beside those; who comes then is told that the queue is full."""

NOT_COUNTED = {"GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9), "GRADIO_ANALYTICS_MAX_EVENTS": "1"}
"""Gradio would sum up the last 10,000 calls after each call, for a page about itself that is closed here."""


class PictureFile(gr.File):
    """A file whose path is None when something else was sent.

    Gradio would answer that with a traceback in the log and nothing for the sender. It still moves
    uploads to its cache, and refuses every other path of this machine, before `preprocess`.
    """

    def preprocess(self, payload: Any) -> str | None:
        return payload["path"] if is_file_obj_with_meta(payload) else None

    def api_info(self) -> dict:
        return _file_schema()


@cache
def _file_schema() -> dict:
    """Return the schema of a file; Gradio asks for it with each new session, and it takes long to make."""
    return FileData.model_json_schema()


def add_endpoints(blocks: gr.Blocks, service: Service) -> None:
    """Add `/recognize_strokes` and `/recognize_picture` to the page being built, behind one queue; call it last."""

    def recognize_strokes(drawing: dict) -> dict:
        """Read a digit drawn as pen strokes.

        `drawing` is {"strokes": [[[x, y], ...], ...], "width": w, "height": h}: pen positions in
        pixels, x to the right, y down. Returns {"verdict": "digit" | "blank" | "not a digit",
        "digit": 0 to 9 or null, "cnn": [ten probabilities], "ann": [ten probabilities]}. Nothing
        drawn is "blank": then no network is asked, and both lists are ten zeros.
        """
        return _answer(service, from_strokes, drawing)

    def recognize_picture(picture: str | None) -> dict:
        """Read a digit in a picture file: a photo, scan or screenshot, dark on light or light on dark.

        Returns the same as `/recognize_strokes`.
        """
        return _answer(service, _from_file, picture)

    public = {"api_visibility": "public", "concurrency_limit": AT_ONCE, "concurrency_id": "endpoints"}
    gr.api(recognize_strokes, api_name="recognize_strokes", **public)
    picture = PictureFile(label="Picture", visible=False)
    picture.data_model = None  # what comes is checked in `preprocess`
    result = gr.JSON(label="Answer", visible=False)
    picture.upload(recognize_picture, picture, result, api_name="recognize_picture", show_progress="hidden", **public)
    os.environ |= NOT_COUNTED  # read by the queue when it is made
    blocks.queue(max_size=MOST_WAITING, api_open=False)
    _describe_once(blocks)


def _describe_once(blocks: gr.Blocks) -> None:
    """Keep each part's description: Gradio makes all of them anew for every call, which takes longer than answering."""
    for block in blocks.blocks.values():
        block.get_config = partial(dict, block.get_config())


def _answer(service: Service, to_image, value: Any) -> dict:
    """Ask the networks, waiting for them if need be; a bad request is told what is wrong with it."""
    try:
        image = to_image(value)
        answer = as_json(service.recognizer(wait=PATIENCE).recognize(image))
    except (NotADrawing, NotReady) as error:
        raise gr.Error(sentence(error), print_exception=False) from error
    del answer["score"]
    return answer


def _from_file(path: str | None):
    if path is None:
        raise NotADrawing("send one picture file")
    return from_picture(path)
