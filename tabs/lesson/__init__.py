"""Ten chapters with figures, quizzes and ways to try each thing.

Chapters are rendered when they are first opened. Progress, and all that follows the drawing, stays in
the visitor's browser.
"""

from tabs.kit.panel import Tab
from tabs.kit.service import Service
from tabs.lesson import answers
from tabs.lesson.files import FILES


def build(service: Service) -> Tab:
    """Return the tab, with what its modules may ask: the contents, a chapter, a chapter as a notebook."""
    questions = {"contents": answers.contents, "chapter": answers.opened, "notebook": answers.exported}
    return Tab("Lesson", "lesson", questions, FILES)
