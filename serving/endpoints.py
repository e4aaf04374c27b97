"""The three endpoints for programs, `gradio_client` and `curl`. Everything else is private."""

import os
from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypedDict

import gradio as gr
from gradio.data_classes import FileData
from gradio_client.utils import is_file_obj_with_meta

from model.errors import NotADrawing
from model.image.digit_image import DigitImage, from_picture, from_strokes
from model.messages import sentence
from serving.explanations import explanation
from tabs.kit.service import PATIENCE, Loaded, NotReady, Service

AT_ONCE = 4
"""Programs' requests worked on at the same time, whoever sends them; an answer takes milliseconds."""

MOST_WAITING = 60
"""Programs' requests that may wait beside those; who comes then is told that the queue is full."""

NOT_COUNTED = {"GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9), "GRADIO_ANALYTICS_MAX_EVENTS": "1"}
"""Gradio would sum up the last 10,000 calls after each call, for a page about itself that is closed here."""


class Recognized(TypedDict):
    """What the two that recognise answer; `cnn` and `ann` are ten probabilities each, ten zeros where all is blank."""

    verdict: str
    digit: int | None
    cnn: list[float]
    ann: list[float]


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
    """Add `/recognize_strokes`, `/recognize_picture` and `/explain` to the page, behind one queue; call it last.

    Gradio tells programs what their docstrings say, and agents also what stands under `Args`, a line each.
    """

    def recognize_strokes(drawing: dict) -> dict:
        """Read a digit drawn as pen strokes.

        `drawing` is {"strokes": [[[x, y], ...], ...], "width": w, "height": h}: pen positions in
        pixels, x to the right, y down. Returns {"verdict": "digit" | "blank" | "not a digit",
        "digit": 0 to 9 or null, "cnn": [ten probabilities], "ann": [ten probabilities]}. Nothing
        drawn is "blank": then no network is asked, and both lists are ten zeros.

        Args:
            drawing: the strokes, and the width and height of what they were drawn on
        """
        return _answer(service, lambda: from_strokes(drawing), _recognition)

    def recognize_picture(picture: str | None) -> dict:
        """Read a digit in a picture file: a photo, scan or screenshot, dark on light or light on dark.

        Returns the same as `/recognize_strokes`.

        Args:
            picture: one digit in any colours, of any size
        """
        return _answer(service, lambda: _from_file(picture), _recognition)

    def explain(drawing: dict, layer: str | None = None, digit: int | None = None) -> dict:
        """Show what the CNN computes from a digit drawn as pen strokes, as arrays.

        `drawing` is what `/recognize_strokes` takes, with some ink on it. `layer` names the layer whose maps are
        wanted, null for the last that has maps; `digit`, 0 to 9, is what Grad-CAM explains, null for the likeliest.
        Returns {"verdict": "digit" | "not a digit", "answer": 0 to 9 or null, "layers": [all names that `layer`
        may have], "layer": the one, "maps": (channels, rows, columns) numbers after its activation, "digit": the one
        explained, "weights": (channels) how much each map counts for it, "heat": (rows, columns)
        max(0, sum of weight * map), "on_drawing": (28, 28) the same laid over the drawing, from 0 to 1,
        "logit": the digit's score before softmax}.

        Args:
            drawing: the strokes, and the width and height of what they were drawn on
            layer: a layer's name, or null
            digit: 0 to 9, or null
        """
        show = partial(explanation, layer=layer, digit=digit)
        return _answer(service, lambda: from_strokes(drawing), show)

    public = {"api_visibility": "public", "concurrency_limit": AT_ONCE, "concurrency_id": "endpoints"}
    gr.api(recognize_strokes, api_name="recognize_strokes", **public)
    gr.api(explain, api_name="explain", **public)
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


def _answer(service: Service, read: Callable[[], DigitImage], find: Callable[[Loaded, DigitImage], Any]) -> Any:
    """Ask the networks, waiting for them if need be; a bad request is told what is wrong with it."""
    try:
        image = read()
        return find(service.loaded(wait=PATIENCE), image)
    except (NotADrawing, NotReady) as error:
        raise gr.Error(sentence(error), print_exception=False) from error


def _recognition(loaded: Loaded, image: DigitImage) -> Recognized:
    found = loaded.recognizer.recognize(image)
    return {"verdict": found.verdict, "digit": found.digit, "cnn": found.cnn.tolist(), "ann": found.ann.tolist()}


def _from_file(path: str | None):
    if path is None:
        raise NotADrawing("send one picture file")
    return from_picture(path)
