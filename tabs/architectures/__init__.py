"""A time line of well-known networks, and what each brought."""

from tabs.architectures.tab import build

__all__ = ["build"]
