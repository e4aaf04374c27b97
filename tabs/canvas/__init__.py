"""The canvas beside the tabs: what its modules ask."""

from tabs.canvas.reading import QUESTIONS

__all__ = ["QUESTIONS"]
