"""The Draw tab: bars, verdict and stages. The browser computes all of it; nothing is asked."""

from tabs.kit.panel import Tab
from tabs.kit.service import Service


def build(service: Service) -> Tab:
    """Return the tab."""
    return Tab("Draw", "draw")
