"""One kernel slides over one picture, step by step."""

from tabs.convolution_lab.tab import build

__all__ = ["build"]
