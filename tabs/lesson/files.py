"""What the lesson fetches when a chapter shows digits that the networks read wrongly."""

import json

from model.explain.tested import NETWORKS, load
from model.image.samples import packed


def wrong() -> bytes:
    """Return the test digits that either network reads wrongly."""
    tested = load()
    return packed(tested.images, tested.labels[tested.wrong])


def errors() -> bytes:
    """Return as JSON each network's errors among these, those first of which it was most certain.

    {network: [[place in `wrong`, the digit that was read, certainty in [0, 1]], ...]}
    """
    tested = load()
    found = {
        name: [
            [int(place), int(tested.answers[name][digit]), round(float(tested.certainty[name][digit]), 4)]
            for place, digit in ((place, tested.wrong[place]) for place in tested.errors(name))
        ]
        for name in NETWORKS
    }
    return json.dumps(found, separators=(",", ":")).encode()


FILES = {"errors": errors, "wrong": wrong}
"""By the names that `web/lesson/widgets/errors.js` knows."""
