"""One kernel slides over one picture, step by step."""

from dataclasses import dataclass

import gradio as gr

from tabs import scripts
from tabs.service import Service

SCRIPTS = ("shared/studio.js", "convolution_lab/tab.js")


@dataclass(frozen=True)
class ConvolutionLabTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: gr.HTML


def build(service: Service) -> ConvolutionLabTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    with gr.Tab("Convolution lab", id="convolution-lab") as tab:
        panel = gr.HTML(
            html_template=scripts.text("convolution_lab/tab.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="convolution-lab-panel",
        )
    return ConvolutionLabTab(tab, panel)
