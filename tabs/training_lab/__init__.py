"""A network learns in front of the visitor."""

from tabs.training_lab.tab import build

__all__ = ["build"]
