"""A time line of well-known networks, and what each brought."""

from dataclasses import dataclass

import gradio as gr

from tabs import scripts
from tabs.service import Service

SCRIPTS = ("shared/studio.js", "architectures/tab.js")


@dataclass(frozen=True)
class ArchitecturesTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: gr.HTML


def build(service: Service) -> ArchitecturesTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    with gr.Tab("Architectures", id="architectures") as tab:
        panel = gr.HTML(
            html_template=scripts.text("architectures/tab.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="architectures-panel",
        )
    return ArchitecturesTab(tab, panel)
