"""What tests of the tabs' questions share."""

SEVEN = {"strokes": [[[60, 50], [200, 50], [120, 240]]], "width": 280, "height": 280}
"""A drawing of a seven, as the canvas sends it."""


def assert_refused(answer):
    """Bad requests are answered with a sentence."""
    assert answer["state"] == "refused"
    assert answer["message"].endswith(".") and "Traceback" not in answer["message"]
