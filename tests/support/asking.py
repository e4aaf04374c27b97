"""Asks the page's Python as its scripts do, and reads what comes back."""

import base64

import numpy as np

SEVEN = {"strokes": [[[60, 50], [200, 50], [120, 240]]], "width": 280, "height": 280}
"""A drawing of a seven, as the canvas sends it."""


def by_name(functions):
    """A tab's server functions as its script finds them: {name: function of a request}."""
    return {function.__name__: function for function in functions}


def unpacked(picture):
    """A picture's bytes, as shared/pictures.js unpacks them."""
    runs = np.frombuffer(base64.b64decode(picture["runs"]), np.uint8).reshape(-1, 2)
    return np.repeat(runs[:, 0], runs[:, 1]).reshape(picture["height"], picture["width"])


def assert_refused(answer):
    """Bad requests are answered with a sentence."""
    assert answer["state"] == "refused"
    assert answer["message"].endswith(".") and "Traceback" not in answer["message"]
