"""Answers the canvas while pens move: what many visitors draw at the same time goes through one pass."""

import asyncio
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from model.errors import NotADrawing
from model.image.digit_image import DigitImage, Drawing, check_drawing, from_drawings
from model.networks.together import Together
from tabs.kit.answers import as_json, read_image, sentence, stage_as_json
from tabs.kit.replies import as_text
from tabs.kit.service import NotReady, Service

QUICK = 400
"""Points of a drawing that shares a pass. A longer one, or a photo, would keep the others waiting."""

Asked = tuple[Drawing | DigitImage, bool]
"""A drawing, or the image of one that took its time, and whether the steps between are wanted."""


class Live:
    """Answers the canvas.

    Args:
        service: the networks, ready or on their way.
    """

    def __init__(self, service: Service):
        self._service = service
        self._together = Together(self._answer_all)

    async def answer(self, drawing: Any) -> Response:
        """Answer one drawing. Never raises for what may be sent, never waits for networks that load.

        Args:
            drawing: as for `read_image`; with "stages": true, the preprocessing's steps come too.

        Returns:
            JSON: {"state": "answer", ...}, or {"state": "loading" | "failed" | "refused", "message": ...}.
        """
        try:
            quick = _is_quick(drawing)
            subject = check_drawing(drawing) if quick else await asyncio.to_thread(read_image, drawing)
            self._service.loaded()
        except NotADrawing as error:
            return as_text({"state": "refused", "message": sentence(error)})
        except NotReady as error:
            state = "loading" if self._service.is_loading else "failed"
            return as_text({"state": state, "message": str(error)})
        return await asyncio.wrap_future(self._together.ask((subject, bool(drawing.get("stages")))))

    def _answer_all(self, asked: Sequence[Asked]) -> list[Response]:
        recognizer = self._service.recognizer()
        images = _images([subject for subject, _ in asked])
        answers = []
        for image, recognition, (_, with_stages) in zip(
            images, recognizer.recognize_all(images), asked, strict=True
        ):
            answer = {"state": "answer", **as_json(recognition), "threshold": recognizer.threshold}
            if with_stages:
                answer["stages"] = [stage_as_json(stage) for stage in image.stages]
            answers.append(as_text(answer))
        return answers


def _images(subjects: Sequence[Drawing | DigitImage]) -> list[DigitImage]:
    drawn = iter(from_drawings([subject for subject in subjects if isinstance(subject, Drawing)]))
    return [next(drawn) if isinstance(subject, Drawing) else subject for subject in subjects]


def _is_quick(drawing: Any) -> bool:
    """True for what a pen leaves as it moves."""
    strokes = drawing.get("strokes") if isinstance(drawing, dict) and "picture" not in drawing else None
    return isinstance(strokes, list) and sum(len(s) for s in strokes if isinstance(s, list)) <= QUICK
