"""Nine chapters with figures, quizzes and ways to try each thing."""

from tabs.lesson.tab import build

__all__ = ["build"]
