"""Read one handwritten digit in a picture file: `python inference.py digit.png`.

Needs keras with a backend, huggingface_hub, numpy and pillow, and nothing else of the project that the
network comes from. Leaves out photos with shadows, strokes as input, and all explanations.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

REPO = "user/name"
SIDE, BOX = 28, 20
"""MNIST's geometry: the ink fits into 20×20, its centre of mass is the centre of 28×28."""


def read_picture(path: Path) -> np.ndarray:
    """Return a picture as float32 (28, 28) in [0, 1], ink bright, as MNIST's digits are.

    Raises:
        ValueError: there is no ink in it.
    """
    picture = Image.open(path).convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    grey = np.asarray(Image.alpha_composite(paper, picture).convert("L"), np.float32) / 255
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    ink = np.abs(grey - np.median(border))
    ink[ink < 0.2] = 0  # paper is never quite even
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        raise ValueError("there is no ink in it")
    return centred(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def centred(ink: np.ndarray) -> np.ndarray:
    """Scale ink (h, w) to fit 20×20 and put its centre of mass in the middle of 28×28."""
    height, width = ink.shape
    scale = BOX / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BOX))
    rows, columns = np.indices(small.shape)
    middle = (SIDE - 1) / 2
    top = round(float(middle - (small * rows).sum() / small.sum()))
    left = round(float(middle - (small * columns).sum() / small.sum()))
    top = min(max(top, 0), SIDE - small.shape[0])
    left = min(max(left, 0), SIDE - small.shape[1])
    image = np.zeros((SIDE, SIDE), np.float32)
    image[top : top + small.shape[0], left : left + small.shape[1]] = small / small.max()
    return image


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("picture", type=Path)
    parser.add_argument(
        "--revision", help="a full commit, so that the network cannot change; without it, the newest one"
    )
    options = parser.parse_args()
    try:
        image = read_picture(options.picture)
    except FileNotFoundError:
        parser.error(f"{options.picture}: no such file")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        parser.error(f"{options.picture} cannot be read: {error}")

    import keras
    from huggingface_hub import hf_hub_download, model_info

    try:
        commit = options.revision or model_info(REPO).sha
        network_file = hf_hub_download(REPO, "cnn.keras", revision=commit)
        manifest_file = hf_hub_download(REPO, "manifest.json", revision=commit)
    except Exception as error:  # the Hub, its client and the network each have errors of their own
        wanted = f"{REPO} at {options.revision}" if options.revision else REPO
        parser.error(f"{wanted} could not be fetched from the Hub ({type(error).__name__})")
    network = keras.saving.load_model(network_file, compile=False, safe_mode=True)
    threshold = json.loads(Path(manifest_file).read_text("utf-8"))["not_a_digit"]["threshold"]

    probabilities = np.asarray(network(image[None, ..., None], training=False))[0]
    digit = int(probabilities.argmax())
    if not options.revision:
        print(f"the network of commit {commit}: --revision {commit} is sure to load the same", file=sys.stderr)
    print("not a digit" if probabilities[digit] < threshold else digit)
    for label, probability in enumerate(probabilities):
        print(f"{label}: {100 * probability:5.1f} %")


if __name__ == "__main__":
    main()
