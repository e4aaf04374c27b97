"""One kernel slides over one picture, step by step."""

from tabs.convolution_lab.tab import ConvolutionLabTab, build

__all__ = ["ConvolutionLabTab", "build"]
