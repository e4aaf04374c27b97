"""Write the golden files, which hold Python and the browser together: `python -m tests.golden.write`.

Python is the reference. Change it first, run this, look at what the files' difference says, then change
`web/net/` until `node --test tests/web/net/` agrees. `tests/web/test_golden.py` fails while the files are not
what Python computes.

- `drawings.json`: drawings, and the stages of each on its way to 28×28.
- `pictures.zlib`: the stages' pictures, one after the other; uint16, 0 to 65535 for 0 to 1, little-endian.
- `networks.json`: networks with every kind of layer: weights, images, layers' outputs, muting, units.
- `transforms.json`: images changed on purpose.

Float32 arrays are written as base64 of their little-endian bytes.
"""

import argparse
import json
import zlib
from dataclasses import asdict
from pathlib import Path

import numpy as np

from model.image.digit_image import DigitImage, from_strokes
from model.image.transforms import Transform, pixel_order, shuffle_pixels
from tests.golden.drawings import make_drawings
from tests.golden.networks import floats, make_networks

HERE = Path(__file__).resolve().parent
LEVELS = 65535


def main() -> None:
    drawings = make_drawings()
    images = [from_strokes(drawing) for drawing in drawings]
    _write(
        "drawings.json",
        [{**drawing, **told(image)} for drawing, image in zip(drawings, images, strict=True)],
    )
    content = pictures(images).astype("<u2").tobytes()
    (HERE / "pictures.zlib").write_bytes(zlib.compress(content, 9))
    _write("networks.json", make_networks())
    _write("transforms.json", transforms())


def pictures(images: list[DigitImage]) -> np.ndarray:
    """Return all pictures of all stages one after the other, float64 of 0 to 65535, rounded."""
    every = [stage.picture.ravel() for image in images for stage in image.stages]
    return np.rint(np.concatenate(every).astype(np.float64) * LEVELS)


def transforms() -> dict:
    """Return an image, changed images, and one with its pixels shuffled."""
    seven = {"strokes": [[[60, 40], [200, 40], [110, 240]]], "width": 280, "height": 280}
    image = from_strokes(seven).pixels
    order = pixel_order(3)
    return {
        "image": floats(image),
        "changed": [{"change": asdict(change), "pixels": floats(change(image))} for change in _changes()],
        "order": order.tolist(),
        "shuffled": floats(shuffle_pixels(image, order)),
    }


def _changes() -> list[Transform]:
    """The ends of every slider and places between, alone and together."""
    alone = {
        "dx": (-8, 3, 0.5),
        "dy": (8, -2.25),
        "degrees": (-60, 33, 90),
        "factor": (0.5, 0.85, 1.5),
        "pixels": (-1.5, -1, -0.25, 0.25, 1, 2.75, 3),
        "sigma": (0.02, 0.6),
    }
    together = [
        Transform(1, -2, 10, 0.9, 0.5, 0.1, 7),
        Transform(-3.5, 4, -25, 1.2, -0.5),
        Transform(sigma=0.3, seed=2**32 - 2),
    ]
    return [Transform(**{name: value}) for name, values in alone.items() for value in values] + together


def told(image: DigitImage) -> dict:
    """Return what is said of an image: whether it is blank; each stage's name, sentence and shape."""
    stages = [[stage.name, stage.sentence, *stage.picture.shape] for stage in image.stages]
    return {"isBlank": image.is_blank, "stages": stages}


def _write(name: str, rows: list | dict) -> None:
    """One row a line, so that a difference shows which row it is in."""
    if isinstance(rows, dict):
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    else:
        lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        text = "[\n" + ",\n".join(lines) + "\n]"
    (HERE / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()  # --help writes nothing
    main()
