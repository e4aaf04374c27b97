"""The Draw tab."""

from tabs.draw.tab import build

__all__ = ["build"]
