"""A network learns in front of the visitor."""

from dataclasses import dataclass

import gradio as gr

from tabs import scripts
from tabs.service import Service

SCRIPTS = ("shared/studio.js", "training_lab/tab.js")


@dataclass(frozen=True)
class TrainingLabTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: gr.HTML


def build(service: Service) -> TrainingLabTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    with gr.Tab("Training lab", id="training-lab") as tab:
        panel = gr.HTML(
            html_template=scripts.text("training_lab/tab.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="training-lab-panel",
        )
    return TrainingLabTab(tab, panel)
