"""Measure the bundled networks anew: `python -m benchmarks.accuracy --pen-strokes pen_digits.npz`.

Prints accuracy on MNIST's test set and on development drawings, what is refused, and whether
metrics.json says the same.
"""

import argparse
import sys

from model.networks import pretrained
from training.evaluate import development_drawings, probabilities, score
from training.mnist import load_mnist, load_pen_digits
from training.prepare import to_float


def main() -> int:
    """Measure, print, compare; return 1 if a number differs from metrics.json."""
    parser = argparse.ArgumentParser("python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--data", help="as for training.train")
    parser.add_argument("--pen-strokes", required=True, help="as for training.train")
    options = parser.parse_args()
    mnist, loaded = load_mnist(options.data), pretrained.load()
    drawings = development_drawings(load_pen_digits(options.pen_strokes))
    threshold = loaded.manifest["not_a_digit"]["threshold"]
    sets = {
        "mnist": (to_float(mnist.x_test), mnist.y_test),
        "drawings": (drawings.strokes, drawings.labels),
        "drawings_as_pictures": (drawings.pictures, drawings.labels),
    }
    agree = True
    for name, network in loaded.networks.items():
        for kind, (images, labels) in sets.items():
            predicted = probabilities(network, images)
            measured = score(predicted, labels)
            stated = loaded.metrics["networks"][name][kind]["accuracy"]
            same = abs(measured["accuracy"] - stated) < 2 / len(labels)  # processors round differently
            agree &= same
            below = (predicted.max(axis=1) < threshold).mean()
            refused = f", {below:.2%} refused" if name == "cnn" else ""
            print(
                f"{name:7} {kind:21} {measured['accuracy']:.2%} ({measured['errors']} of {len(labels):,} "
                f"wrong{refused}), {'as' if same else 'NOT as'} in metrics.json"
            )
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
