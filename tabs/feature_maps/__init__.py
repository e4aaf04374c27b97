"""The Feature maps tab: every layer of a network on the visitor's own digit, down to single sums.

The browser computes and paints all of that; what is asked here concerns a drawing at rest.
"""

from tabs.feature_maps.files import FILES
from tabs.feature_maps.inside import Inside
from tabs.kit.panel import Tab
from tabs.kit.service import Service


def build(service: Service) -> Tab:
    """Return the tab."""
    inside = Inside(service)
    questions = (inside.caption, inside.explain, inside.operate, inside.guide)
    return Tab("Feature maps", "feature-maps", {question.__name__: question for question in questions}, FILES)
