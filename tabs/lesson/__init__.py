"""Nine chapters with figures, quizzes and ways to try each thing."""

from tabs.lesson.tab import LessonTab, build

__all__ = ["LessonTab", "build"]
