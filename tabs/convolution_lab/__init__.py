"""The Convolution lab: a kernel slides over a picture. The browser computes it; nothing is asked."""

from tabs.kit.panel import Tab
from tabs.kit.service import Service


def build(service: Service) -> Tab:
    """Return the tab."""
    return Tab("Convolution lab", "convolution-lab")
