"""A network learns in front of the visitor."""

from tabs.training_lab.tab import TrainingLabTab, build

__all__ = ["TrainingLabTab", "build"]
