"""What one answer costs the server: `python -m benchmarks.speed [--write]`.

Times, turn by turn in one run on one image: the recogniser (both networks, compiled), a plain call
of the CNN, and `model.predict` of the CNN, as most demos do.
"""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.blocks import publish
from model.image.digit_image import from_strokes
from model.networks import pretrained
from model.networks.recognizer import Recognizer

ROUNDS = 400
SAMPLES = Path(__file__).resolve().parent.parent / "web" / "canvas" / "samples.json"


def main() -> None:
    """Measure and print."""
    loaded = pretrained.load()
    cnn = loaded.networks["cnn"]
    recognizer = Recognizer(loaded.networks, loaded.manifest["not_a_digit"]["threshold"])
    drawing = json.loads(SAMPLES.read_text("utf-8"))[7]
    image = from_strokes(drawing)
    batch = image.pixels[None, :, :, None]
    works = {
        "the CNN by `model.predict`": lambda: cnn.predict(batch, verbose=0),
        "the CNN by `model(image)`": lambda: cnn(batch, training=False),
        "`Recognizer.recognize`: CNN and ANN": lambda: recognizer.recognize(image),
        "`Recognizer.look`: every layer of three networks": lambda: recognizer.look(image.pixels),
        "`from_strokes`: a drawing to 28×28": lambda: from_strokes(drawing),
    }
    times = {name: statistics.median(seconds) for name, seconds in in_turn(works).items()}
    slowest = times["the CNN by `model.predict`"]
    rows = ["| | time, `model.predict` = 1 |", "| --- | --: |"]
    rows += [f"| {name} | {seconds / slowest:.3f} |" for name, seconds in times.items()]
    publish("speed", "\n".join(rows))


def in_turn(works: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Time each work once a round, so that whatever else the machine does hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    main()
