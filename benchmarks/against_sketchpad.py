"""Our page against the usual demo: `python -m benchmarks.against_sketchpad --pen-strokes FILE [--write]`.

The usual demo is what a search for "MNIST Gradio" finds: a sketchpad's picture, shrunk to 28×28 and given
to `model.predict`. Here with the very same CNN, on the same drawings of writers 25 to 30.
"""

import argparse
import io

import keras
import numpy as np
from PIL import Image

from benchmarks.blocks import publish
from model.image.digit_image import from_picture, from_strokes
from model.networks import pretrained
from model.networks.recognizer import Recognizer
from training.drawings import as_picture, place_on_canvas
from training.mnist import DEVELOPMENT_WRITERS, load_pen_digits


def main() -> None:
    """Ask both, print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.against_sketchpad", description=__doc__)
    parser.add_argument("--pen-strokes", required=True, help="as for training.train")
    parser.add_argument("--drawings", type=int, default=300)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    loaded = pretrained.load()
    recognizer = Recognizer(loaded.networks, loaded.manifest["not_a_digit"]["threshold"])
    pen = load_pen_digits(options.pen_strokes).by(DEVELOPMENT_WRITERS)
    random = np.random.default_rng(25)
    right = []
    for number in random.choice(len(pen.drawings), options.drawings, replace=False):
        drawing = place_on_canvas(pen.drawings[number], random)
        picture = as_picture(drawing, random.uniform(12, 26))
        found = (
            np.argmax(recognizer.recognize(from_strokes(drawing)).cnn),
            np.argmax(recognizer.recognize(from_picture(encoded(picture))).cnn),
            usual_answer(loaded.networks["cnn"], picture),
        )
        right.append(np.array(found) == pen.labels[number])
    publish("sketchpad", table(np.mean(right, axis=0), len(right)))


def usual_answer(network: keras.Model, picture: Image.Image) -> int:
    """Return the digit that the usual demo reads in a sketchpad's picture."""
    shrunk = picture.convert("L").resize((28, 28))
    image = (255 - np.asarray(shrunk, np.float32)).reshape(1, 28, 28, 1) / 255
    return int(np.argmax(network.predict(image, verbose=0)))


def encoded(picture: Image.Image) -> bytes:
    """Return the picture as a PNG file."""
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def table(shares: np.ndarray, count: int) -> str:
    """The share of right answers, for each way."""
    names = ("ours, strokes", "ours, picture", "usual demo")
    rows = [f"| {name} | {100 * share:.1f} % |" for name, share in zip(names, shares, strict=True)]
    told = f"{count} drawings, the same CNN behind all three."
    return "\n".join(["| | right answers |", "| --- | --: |", *rows, "", told])


if __name__ == "__main__":
    main()
