"""The top of the page: what this is, and which model is at work."""

from html import escape

import gradio as gr

from model.networks import pretrained
from tabs.kit.service import NotReady, Service

SENTENCE = "Draw one. Two neural networks read it while your pen moves, and show you how."

TICK = 2.0
"""Seconds between two looks at whether the networks are loaded; none after they are."""


def build(title: str, service: Service) -> None:
    """Put the masthead on the page; the model's line follows until the networks are loaded."""
    with gr.Row(elem_id="masthead"):
        gr.HTML(f"<h1>{escape(title)}</h1><p>{escape(SENTENCE)}</p>", apply_default_css=False)
        line = gr.HTML(model_line(service), apply_default_css=False, elem_id="model-line")
        again = gr.Timer(TICK)

    def follow() -> tuple[str, gr.Timer]:
        return model_line(service), gr.Timer(active=service.is_loading)

    light = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    gr.on(None, follow, outputs=[line, again], **light)
    again.tick(follow, outputs=[line, again], **light)


def model_line(service: Service) -> str:
    """Return "model: CNN 99.7 % · 109,370 parameters · bundled", from the model's own metrics.

    While the networks load, the bundled ones' metrics are shown.
    """
    try:
        metrics, source = _at_work(service)
    except pretrained.BadModel:
        return "<p>model: none</p>"
    cnn = metrics["networks"]["cnn"]
    accuracy = f"{100 * cnn['mnist']['accuracy']:.2f}"
    return (
        f'<p>model: <b class="cnn">CNN</b> <b>{accuracy} %</b><span> on MNIST</span> · '
        f"{cnn['parameters']:,} parameters · {escape(str(source))}</p>"
    )


def _at_work(service: Service) -> tuple[dict, object]:
    try:
        loaded = service.loaded().pretrained
        return loaded.metrics, loaded.source
    except NotReady:
        return pretrained.bundled_metrics(), "loading" if service.is_loading else "bundled"
