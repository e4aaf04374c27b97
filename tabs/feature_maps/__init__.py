"""The Feature maps tab: every layer of a network on the visitor's own digit, down to single sums."""

from tabs.feature_maps.tab import build

__all__ = ["build"]
