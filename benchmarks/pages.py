"""The pages that are measured beside each other, and how a program asks them.

Each is served in a process of its own, from code: nothing imports app.py.
"""

import json
import urllib.request
from pathlib import Path

OURS = "import app; app.main()"
"""The page as visitors meet it."""

BOTH = """
import gradio as gr

import app


def nothing(asked: dict) -> dict:
    return {}


page = app.build_app()
with page:
    gr.HTML("", server_functions=[nothing], elem_id="nothing")
    gr.api(nothing, api_name="nothing", concurrency_limit=4, concurrency_id="nothing")
page.launch(**app.LAUNCH)
"""
"""The page, and in the same process a server function and an endpoint that do nothing."""

EMPTY = """
import gradio as gr


def nothing(asked: dict) -> dict:
    return {}


with gr.Blocks(analytics_enabled=False) as page:
    gr.HTML("", server_functions=[nothing], elem_id="nothing")
page.launch(quiet=True)
"""
"""The smallest page that Gradio can serve."""

USUAL = "from benchmarks.usual_demo import main; main()"
"""A stock sketchpad in front of `model.predict`."""

SERVER_FUNCTION = "/gradio_api/component_server"

LIVE, NOTHING = "canvas/recognize", "nothing/nothing"
"""Server functions: what answers while the pen moves, and what does nothing."""

SAMPLES = Path(__file__).resolve().parent.parent / "tabs" / "digit_canvas" / "samples.json"


def drawings() -> list[dict]:
    """Return the page's ten sample drawings: people's, with every point that their pen left."""
    samples = json.loads(SAMPLES.read_text("utf-8"))
    return [{key: sample[key] for key in ("strokes", "width", "height")} for sample in samples]


def components(address: str) -> dict[str, int]:
    """Return which component has each server function: {"element/function": the component's id}."""
    with urllib.request.urlopen(f"{address}/config", timeout=60) as answer:
        config = json.load(answer)
    return {
        f"{component['props']['elem_id']}/{name}": component["id"]
        for component in config["components"]
        for name in component["props"].get("server_fns") or []
    }


def question(component: int, function: str, session: str, argument: object) -> bytes:
    """Return the body of a request to `SERVER_FUNCTION`, as the page's scripts send it.

    Args:
        component: the id of the component.
        function: "element/function".
        session: what the page calls itself.
        argument: anything that JSON can hold.
    """
    name = function.rpartition("/")[2]
    asked = {"data": argument, "fn_name": name, "session_hash": session, "component_id": component}
    return json.dumps(asked, separators=(",", ":")).encode()
