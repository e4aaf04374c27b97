"""Nine chapters with figures, quizzes and ways to try each thing: layout, and what the script may ask.

Chapters are rendered when they are opened. Progress stays in the visitor's browser.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from tabs import scripts
from tabs.lesson import answers
from tabs.lesson.directives import WIDGETS
from tabs.panel import Panel
from tabs.service import Service

SCRIPTS = (
    "shared/studio.js",
    "shared/route.js",
    "shared/reading.js",
    "lesson/progress.js",
    "lesson/contents.js",
    "lesson/quiz.js",
    "lesson/code.js",
    "lesson/back.js",
    "lesson/digit.js",
    *(f"lesson/widgets/{name}.js" for name in WIDGETS),
    "lesson/chapter.js",
    "lesson/tab.js",
)


@dataclass(frozen=True)
class LessonTab:
    """The tab and the one component in it."""

    tab: gr.Tab
    panel: Panel


def build(service: Service) -> LessonTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    with gr.Tab("Lesson", id="lesson") as tab:
        panel = Panel(
            html_template=scripts.text("lesson/tab.html"),
            js_on_load=scripts.text(*SCRIPTS),
            apply_default_css=False,
            elem_id="lesson-panel",
            server_functions=server_functions(service),
            chapters=answers.contents(),
        )
    return LessonTab(tab, panel)


def server_functions(service: Service) -> list[Callable[[Any], dict]]:
    """Return what the script calls as `server.NAME(request)`; none of them raises for a bad request."""

    def chapter(request: Any) -> dict:
        return answers.told(service, lambda: answers.opened(request))

    def notebook(request: Any) -> dict:
        return answers.told(service, lambda: answers.exported(request))

    def pixels(request: Any) -> dict:
        return answers.told(service, lambda: answers.seen(service, request))

    return [chapter, notebook, pixels]
