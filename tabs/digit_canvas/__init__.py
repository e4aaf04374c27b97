"""The drawing component: strokes in, live answers out."""

from tabs.digit_canvas.canvas import DigitCanvas

__all__ = ["DigitCanvas"]
