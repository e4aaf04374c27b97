"""The one error that bad input raises."""


class NotADrawing(ValueError):
    """What was sent is neither a drawing nor a picture; the message says why, to a visitor."""
