"""Nine chapters with figures, quizzes and ways to try each thing: layout, and what the script may ask.

Chapters are rendered when they are opened. Progress stays in the visitor's browser.
"""

from collections.abc import Callable
from functools import partial

from tabs.kit.panel import PanelTab, panel_tab
from tabs.kit.replies import responding
from tabs.kit.service import Service
from tabs.lesson import answers
from tabs.lesson.directives import WIDGETS

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


def build(service: Service) -> PanelTab:
    """Lay the tab out; call it inside `gr.Tabs`.

    Args:
        service: the networks, ready or on their way.
    """
    return panel_tab(
        "Lesson", "lesson", "lesson/tab.html", SCRIPTS, server_functions(service), chapters=answers.contents()
    )


def server_functions(service: Service) -> list[Callable]:
    """Return what the script calls as `server.NAME(request)`."""
    return responding(
        service,
        {
            "chapter": answers.opened,
            "notebook": answers.exported,
            "pixels": partial(answers.seen, service),
        },
    )
