"""What the opened map fetches: which test digits excite each filter most, and those digits."""

import json

from model.explain.firing import load
from model.image.samples import load_samples, packed


def firing() -> bytes:
    """Return as JSON what `model.explain.firing` wrote, by network."""
    return json.dumps(load(), separators=(",", ":")).encode()


def held() -> bytes:
    """Return the 1,000 test digits, which no network learned from."""
    return packed(*load_samples("test"))


FILES = {"firing": firing, "held": held}
"""By the names that `web/feature_maps/firing.js` knows."""
