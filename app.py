"""Serve the page: `python app.py`.

The page is served at once; browsers read with the bundled networks, and what explains them loads behind it. Settings
are Gradio's own environment variables, among them GRADIO_SERVER_NAME and GRADIO_SERVER_PORT; CLASS_ROOMS=True lets
teachers open class rooms.
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hub.client import endpoint_problem

if problem := endpoint_problem():  # the Hub's client, which Gradio imports, would fail with a traceback
    print(f"{problem}. The Hub is not asked; the bundled networks serve.", file=sys.stderr)
    os.environ.pop("HF_ENDPOINT")
    os.environ["HF_HUB_OFFLINE"] = "1"

import gradio as gr
from starlette.middleware import Middleware

from hub import fetch
from model.networks import pretrained
from serving import page
from serving.endpoints import add_endpoints
from serving.first_page import FirstPage, address
from serving.guard import Guard
from serving.headers import HEAD
from serving.room_questions import RoomQuestions
from serving.rooms import Rooms
from serving.shutdown import end_at_once
from tabs import ann_vs_cnn, architectures, canvas, convolution_lab, draw, feature_maps, lesson, training_lab
from tabs.kit import words
from tabs.kit.panel import Question, Tab, lay_out
from tabs.kit.service import Service

TITLE = "How a machine reads a digit"

TABS = (draw, feature_maps, ann_vs_cnn, convolution_lab, training_lab, architectures, lesson)
"""In the order in which visitors see them."""

THEME = gr.themes.Base(
    primary_hue="violet",
    neutral_hue="slate",
    font=["system-ui", "sans-serif"],  # the visitor's own: nothing is fetched
    font_mono=["ui-monospace", "monospace"],
)

UPLOADS_KEPT = (300, 600)
"""Seconds between two looks at the files that programs uploaded, and the age at which they are deleted."""

LAUNCH = {
    "theme": THEME,
    "head": HEAD,
    "footer_links": ["api", "gradio"],
    "run_history": False,
    "show_error": False,
    "enable_monitoring": False,
    "state_session_capacity": 300,  # each is a copy of the page's description; ours hold nothing else
    "max_file_size": "16mb",
    "share": False,
    "ssr_mode": False,  # Node would render nothing that `serving/first_page.py` does not send sooner
    "_frontend": False,  # else Gradio ends a page that, on a busy machine, needs three seconds to answer it
}
"""What `launch` is told, whoever serves the page."""

ROOMS_ARE_OPEN = '<meta name="class-rooms" content="on">'
"""What tells the page's modules that class rooms may be opened."""


@dataclass(frozen=True)
class Page:
    """The page, assembled and not yet served."""

    blocks: gr.Blocks
    files: page.Files
    service: Service
    questions: dict[str, Question]
    tab_files: page.TabFiles
    titles: list[str]
    rooms: RoomQuestions | None

    def launch(self, **more: object) -> None:
        """Serve it as Gradio's `launch` does; `more` goes there."""
        marks = ROOMS_ARE_OPEN if self.rooms else ""
        first_page = Middleware(FirstPage, files=self.files, service=self.service, marks=marks)
        app_kwargs = {
            "middleware": [Middleware(Guard), first_page],
            "routes": page.routes(self.files, self.service, self.questions, self.tab_files, self.rooms),
        }
        self.blocks.launch(**LAUNCH, i18n=words.for_gradio(self.titles), app_kwargs=app_kwargs, **more)


def build_app(load: Callable[[], pretrained.Pretrained] = pretrained.load) -> Page:
    """Assemble the page; once it is served, the networks begin to load.

    Args:
        load: returns the networks; runs once, in the background. MODEL_REPO and MODEL_REVISION may
            choose others from the Hub, which are served instead if they can be.
    """
    service = Service(load, fetch.start_download)
    tabs = [room.build(service) for room in TABS]
    files, tab_files = page.Files(), page.TabFiles(tabs)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=UPLOADS_KEPT) as blocks:
        with gr.Tabs(elem_id="tabs"):
            for tab in tabs:
                lay_out(tab, address(files, "start.js"), tab_files.addresses(tab))
        add_endpoints(blocks, service)
    service.start(after=lambda: blocks.is_running)
    rooms = RoomQuestions(Rooms(), service) if os.environ.get("CLASS_ROOMS", "").lower() == "true" else None
    return Page(blocks, files, service, questions_of(tabs), tab_files, [tab.title for tab in tabs], rooms)


def questions_of(tabs: Sequence[Tab]) -> dict[str, Question]:
    """Return all that the browser may ask, by "TAB/QUESTION"."""
    asked: dict[str, Question] = {f"canvas/{name}": question for name, question in canvas.QUESTIONS.items()}
    for tab in tabs:
        asked |= {f"{tab.name}/{name}": question for name, question in tab.questions.items()}
    return asked


def main() -> None:
    """Serve until stopped."""
    served = build_app()
    served.launch(prevent_thread_lock=True)
    end_at_once(served.blocks)
    served.blocks.block_thread()


if __name__ == "__main__":
    main()
