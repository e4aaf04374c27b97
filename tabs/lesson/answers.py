"""What the lesson's script may ask the server: plain JSON in, plain JSON out, and nothing raised."""

import json
from collections.abc import Mapping

import numpy as np

from model.explain import graph
from tabs.kit.answers import read_image
from tabs.kit.checks import BadRequest
from tabs.kit.service import Service
from tabs.lesson import chapters, quiz
from tabs.lesson.chapters import Chapter
from tabs.lesson.notebook import file_name, notebook


def contents() -> list[dict]:
    """Return what the contents list shows of every chapter."""
    questions = quiz.load()
    return [
        {
            "number": chapter.number,
            "title": chapter.title,
            "summary": chapters.plain(chapter.summary),
            "minutes": chapter.minutes,
            "rows": [{"id": part.id, "title": chapters.plain(part.title)} for part in chapter.parts],
            "questions": [question.id for question in questions.get(chapter.number, ())],
        }
        for chapter in chapters.load()
    ]


def opened(request: Mapping) -> dict:
    """Return a chapter to read: {"html", "summary", "quiz", "code": whether there is any to run}.

    Args:
        request: {"number": 1 to 9}.

    Raises:
        BadRequest: there is no such chapter.
    """
    chapter = _chapter(request)
    return {
        "html": chapters.render(chapter),
        "summary": chapters.summary_of(chapter),
        "quiz": quiz.as_json(quiz.load().get(chapter.number, ())),
        "code": "```python" in chapter.body,
    }


def exported(request: Mapping) -> dict:
    """Return a chapter as a notebook: {"name": of the file, "text": its content}.

    Args:
        request: {"number": 1 to 9}.

    Raises:
        BadRequest: there is no such chapter.
    """
    chapter = _chapter(request)
    return {"name": file_name(chapter), "text": json.dumps(notebook(chapter), ensure_ascii=False, indent=1)}


def seen(service: Service, request: Mapping) -> dict:
    """Return a drawing as the networks see it, and the CNN's last numbers.

    Args:
        service: the networks.
        request: {"drawing": what the canvas holds}.

    Returns:
        {"blank": True}, or {"blank": False, "pixels": 784 whole numbers 0 to 255 row by row,
        "logits": ten numbers, "probabilities": ten}, both of the CNN.

    Raises:
        NotADrawing: it is none.
        NotReady: the networks are still loading.
    """
    image = read_image(request.get("drawing"))
    if image.is_blank:
        return {"blank": True}
    recognizer = service.recognizer()
    network = graph.read(recognizer.networks["cnn"])
    outputs = recognizer.look(image.pixels)["cnn"]
    logits = network.layers[network.logits]
    return {
        "blank": False,
        "pixels": np.round(image.pixels * 255).astype(int).ravel().tolist(),
        "logits": outputs[logits.name].astype(float).ravel().tolist(),
        "probabilities": outputs[network.layers[-1].name].astype(float).ravel().tolist(),
    }


def _chapter(request: Mapping) -> Chapter:
    number = request.get("number")
    for chapter in chapters.load():
        if chapter.number == number and not isinstance(number, bool):
            return chapter
    raise BadRequest("there is no such chapter; the contents list has them all")
