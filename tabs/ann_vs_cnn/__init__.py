"""The ANN vs CNN tab: one drawing, two kinds of network, and everything that tells them apart."""

from tabs.ann_vs_cnn.tab import build

__all__ = ["build"]
