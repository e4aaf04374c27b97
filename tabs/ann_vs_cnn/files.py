"""What "Where your digit lands" fetches when it is first seen."""

import json

from model.explain.landing import TRAINING, load
from model.image.samples import load_samples, packed


def landing() -> bytes:
    """Return the maps of all spaces and the training digits on them; `readLanding` in web/net/landing.js reads it.

    Four bytes say how long the header is, which is JSON: {"count": training digits, "held": test digits, "spaces": [in
    order, with "name", "layer", "weights", "step", "size", "scores"]}. Then come, little-endian: of each space the
    places of the training and of the test digits, uint16; the training digits as `packed`; of each network its
    features, int8.
    """
    spaces = load().values()
    images, labels = (part[:TRAINING] for part in load_samples("train"))
    about = {"count": TRAINING, "held": len(next(iter(spaces)).held), "spaces": [_described(space) for space in spaces]}
    header = json.dumps(about).encode()
    header += b" " * (-len(header) % 4)  # so that each array can be read where it lies
    places = [array.astype("<u2").tobytes() for space in spaces for array in (space.places, space.held)]
    features = [space.features.tobytes() for space in spaces if space.weights]
    return b"".join([len(header).to_bytes(4, "little"), header, *places, packed(images, labels), *features])


def _described(space) -> dict:
    kept = {name: getattr(space, name) for name in ("name", "layer", "weights", "step", "scores")}
    return {**kept, "size": space.features.shape[1]}


def held() -> bytes:
    """Return the 1,000 test digits, which no network learned from."""
    return packed(*load_samples("test"))


FILES = {"landing": landing, "held": held}
"""By the names that `web/ann_vs_cnn/landing.js` knows."""
