"""A time line of well-known networks, and what each brought."""

from tabs.architectures.tab import ArchitecturesTab, build

__all__ = ["ArchitecturesTab", "build"]
