"""The canvas beside the tabs: the one place where a visitor draws.

While the pen moves, its script asks `recognize` and shows the answers itself. When the pen lifts, its
value changes and one ordinary "input" event fires, for whoever listens in Python.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.responses import Response

from model.errors import NotADrawing
from model.image.digit_image import DigitImage
from tabs.digit_canvas.live import Live
from tabs.kit import scripts
from tabs.kit.answers import read_image, sentence
from tabs.kit.service import Service

HERE = Path(__file__).parent

SCRIPTS = (
    "shared/words.js",
    "shared/studio.js",
    "shared/route.js",
    "shared/guess.js",
    "shared/reading.js",
    "digit_canvas/ink.js",
    "digit_canvas/history.js",
    "digit_canvas/pen.js",
    "digit_canvas/keys.js",
    "digit_canvas/pictures.js",
    "digit_canvas/answers.js",
    "digit_canvas/guessing.js",
    "digit_canvas/canvas.js",
)


class DigitCanvas(gr.HTML):
    """A canvas for strokes, with undo, samples, upload, keyboard and the two live answers.

    Its value is JSON: {"strokes": [[[x, y], ...], ...], "width": w, "height": h} or {"picture":
    data URL}. Listeners in Python get a `DigitImage`; what they return for it may be such an object,
    which is then put on the canvas. `canvas.input(...)` fires when the pen lifts.

    Args:
        networks: who answers while the pen moves.
        elem_id: as in every Gradio component.
    """

    def __init__(self, networks: Service, *, elem_id: str | None = None):
        live = Live(networks)

        async def recognize(drawing: Any) -> Response:
            return await live.answer(drawing)

        super().__init__(
            value="",
            html_template=scripts.text("digit_canvas/canvas.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id=elem_id,
            server_functions=[recognize],
            samples=samples(),
        )

    def preprocess(self, payload: Any) -> DigitImage | None:
        """Return the drawing as the networks see it, or None before anything was drawn."""
        if not payload:
            return None
        try:
            return read_image(json.loads(payload))
        except (NotADrawing, TypeError, ValueError) as error:
            told = error if isinstance(error, NotADrawing) else "the drawing is not valid JSON"
            raise gr.Error(sentence(told), print_exception=False) from error

    def postprocess(self, value: Mapping | str | None) -> str:
        """Return the JSON of a drawing or picture to be put on the canvas."""
        return json.dumps(value) if isinstance(value, Mapping) else value or ""


def samples() -> list[dict]:
    """Return ten drawings, 0 to 9, each {"digit", "strokes", "width", "height"}."""
    return json.loads((HERE / "samples.json").read_text(encoding="utf-8"))
