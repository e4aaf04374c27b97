"""The training lab: a training in moments, one step of it, or a whole one. The browser computes all of it."""

from tabs.kit.panel import Tab
from tabs.kit.service import Service
from tabs.training_lab.files import FILES


def build(service: Service) -> Tab:
    """Return the tab."""
    return Tab("Training lab", "training-lab", files=FILES)
