"""What it costs to show all maps of all layers: `python -m benchmarks.layers [--write]`.

Times, turn by turn in the same run, the CNN's bare compiled forward pass on one image and one
recognition with every layer's output packed for the browser, as the Feature maps tab does while the
pen moves. The aim is at most three times the bare pass, in one request. Untrained networks will do:
weights change no time.
"""

import json
import statistics
import time
from collections.abc import Callable

import keras
import tensorflow as tf

from benchmarks.blocks import publish
from model.image.digit_image import from_strokes
from model.networks.architectures import build_ann, build_cnn, build_lenet5
from model.networks.recognizer import Recognizer
from tabs.feature_maps.inside import maps_for_display

ROUNDS = 400
AIM = 3.0

DRAWING = {
    "strokes": [[[x, 60] for x in range(60, 201, 4)] + [[200 - 2 * i, 60 + 5 * i] for i in range(36)]],
    "width": 280,
    "height": 280,
}


def main() -> None:
    """Measure and print."""
    networks = {"cnn": build_cnn(), "ann": build_ann(), "lenet5": build_lenet5()}
    recognizer = Recognizer(networks, threshold=0.5)
    image = from_strokes(DRAWING)
    bare = compiled(networks["cnn"])
    batch = image.pixels[None, :, :, None]

    def all_maps() -> dict:
        return maps_for_display(image.pixels, recognizer.look(image.pixels)["cnn"])

    times = in_turn(
        {
            "the CNN's bare compiled forward pass": lambda: bare(batch).numpy(),
            "one recognition with all maps, packed": all_maps,
            "the same as JSON text": lambda: json.dumps(all_maps()),
            "the drawing's 28 × 28 pixels from its strokes": lambda: from_strokes(DRAWING),
        }
    )
    base = statistics.median(next(iter(times.values())))
    rows = ["| | median time, bare pass = 1 |", "| --- | --: |"]
    rows += [f"| {name} | {statistics.median(seconds) / base:.2f} |" for name, seconds in times.items()]
    size = len(json.dumps(all_maps())) / 1024
    rows += [
        "",
        f"One request brings {size:.0f} KiB of JSON. The aim is at most {AIM:.0f} times the bare pass.",
    ]
    publish("layers", "\n".join(rows))


def compiled(network: keras.Model) -> Callable:
    """Compile a network for one image in the fastest way there is here: a fixed shape, and XLA."""
    return tf.function(
        lambda images: network(images, training=False),
        input_signature=[tf.TensorSpec((1, 28, 28, 1), tf.float32)],
        jit_compile=True,
    )


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
