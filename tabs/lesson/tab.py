"""Nine chapters with figures, quizzes and ways to try each thing."""

from dataclasses import dataclass

import gradio as gr

from tabs import scripts
from tabs.service import Service

SCRIPTS = ("shared/studio.js", "lesson/tab.js")


@dataclass(frozen=True)
class LessonTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: gr.HTML


def build(service: Service) -> LessonTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    with gr.Tab("Lesson", id="lesson") as tab:
        panel = gr.HTML(
            html_template=scripts.text("lesson/tab.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="lesson-panel",
        )
    return LessonTab(tab, panel)
