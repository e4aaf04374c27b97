"""Serve the page: `python app.py`.

The page is served at once; the networks load behind it. Settings are Gradio's own environment
variables, among them GRADIO_SERVER_NAME, GRADIO_SERVER_PORT and GRADIO_SSR_MODE.
"""

from collections.abc import Callable

import gradio as gr
from starlette.middleware import Middleware

from hub import fetch
from model.networks import pretrained
from serving.compression import PageCompression
from serving.endpoints import add_endpoints
from serving.guard import Guard
from serving.headers import HEAD
from serving.shutdown import end_at_once
from tabs import ann_vs_cnn, architectures, convolution_lab, draw, feature_maps, lesson, training_lab
from tabs.digit_canvas import DigitCanvas
from tabs.kit import masthead, scripts, stylesheet, words
from tabs.kit.service import Service

TITLE = "How a machine reads a digit"

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
    "css": stylesheet.joined(scripts.STYLES),
    "head": HEAD,
    "footer_links": ["api", "settings", "gradio"],
    "run_history": False,
    "show_error": False,
    "enable_monitoring": False,
    "state_session_capacity": 300,  # each is a copy of the page's description; ours hold nothing else
    "max_file_size": "16mb",
    "i18n": words.internationalisation(),
    "share": False,
    "_frontend": False,  # else Gradio ends a page that, on a busy machine, needs three seconds to answer it
    "app_kwargs": {"middleware": [Middleware(Guard), Middleware(PageCompression)]},
}
"""What `launch` is told; tests serve the page in the same way."""


def build_app(load: Callable[[], pretrained.Pretrained] = pretrained.load) -> gr.Blocks:
    """Assemble the page; once it is served, the networks begin to load.

    Args:
        load: returns the networks; runs once, in the background. MODEL_REPO and MODEL_REVISION may
            choose others from the Hub, which are served instead if they can be.
    """
    service = Service(load, fetch.ask)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=UPLOADS_KEPT) as app:
        masthead.build(TITLE, service)
        with gr.Row(elem_id="studio"):
            with gr.Column(elem_id="studio-canvas"):
                DigitCanvas(service, elem_id="canvas")
            with gr.Column(elem_id="studio-tabs"), gr.Tabs(elem_id="tabs"):
                draw.build()
                feature_maps.build(service)
                ann_vs_cnn.build(service)
                convolution_lab.build(service)
                training_lab.build(service)
                architectures.build(service)
                lesson.build(service)
        add_endpoints(service)
    service.start(after=lambda: app.is_running)
    return app


def main() -> None:
    """Serve until stopped."""
    app = build_app()
    app.launch(**LAUNCH, prevent_thread_lock=True)
    end_at_once(app)
    app.block_thread()


if __name__ == "__main__":
    main()
