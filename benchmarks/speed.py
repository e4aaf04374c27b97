"""What one answer costs: `python -m benchmarks.speed [--write]`.

Times, turn by turn in one run on one image: the recogniser (both networks, compiled), a plain call
of the CNN, and `model.predict` of the CNN, as most demos do.
"""

import statistics

from benchmarks.blocks import publish
from benchmarks.layers import DRAWING, in_turn
from model.image.digit_image import from_strokes
from model.networks import pretrained
from model.networks.recognizer import Recognizer


def main() -> None:
    """Measure and print."""
    loaded = pretrained.load()
    cnn = loaded.networks["cnn"]
    recognizer = Recognizer(loaded.networks, loaded.manifest["not_a_digit"]["threshold"])
    image = from_strokes(DRAWING)
    batch = image.pixels[None, :, :, None]
    cnn.predict(batch, verbose=0)
    works = {
        "the CNN by `model.predict`": lambda: cnn.predict(batch, verbose=0),
        "the CNN by `model(image)`": lambda: cnn(batch, training=False),
        "`Recognizer.recognize`: CNN and ANN": lambda: recognizer.recognize(image),
        "`Recognizer.look`: every layer of three networks": lambda: recognizer.look(image.pixels),
        "`from_strokes`: a drawing to 28×28": lambda: from_strokes(DRAWING),
    }
    times = {name: statistics.median(seconds) for name, seconds in in_turn(works).items()}
    slowest = times["the CNN by `model.predict`"]
    rows = ["| | time, `model.predict` = 1 |", "| --- | --: |"]
    rows += [f"| {name} | {seconds / slowest:.3f} |" for name, seconds in times.items()]
    publish("speed", "\n".join(rows))


if __name__ == "__main__":
    main()
