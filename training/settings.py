"""Everything that a training can be told, in one frozen dataclass."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Settings:
    """One network's training. Distances are in pixels of the 28×28 image."""

    network: str = "cnn"  # cnn, ann or lenet5
    seed: int = 1  # weights, order and augmentation
    epochs: int = 40
    batch_size: int = 256
    learning_rate: float = 4e-3  # the peak of one cycle: a straight rise, then half a cosine to 0
    warm_up: float = 0.15  # share of all steps in which the learning rate rises
    weight_decay: float = 0.05  # AdamW's, on kernels only

    dropout: float = 0.4  # of the CNN's flattened features; the others have none

    validation: int = 4000  # MNIST training digits kept for choosing the best epoch
    data_seed: int = 0  # which ones; the same for all seeds, so that they can be compared

    shift: float = 1.5  # each way; the page centres drawings, so a little is enough
    rotation: float = 12.0  # degrees, each way
    slant: float = 0.25  # sideways pixels per pixel of height, each way
    scale: float = 0.12  # each axis by 1 ± this
    elastic: float = 1.0  # typical distance that the bending moves a pixel
    thickness: float = 0.6  # of a one-pixel dilation (thicker) or erosion (thinner), blended in

    calm: float = 0.3  # share of the epochs, at the end, in which all of these are halved
    untouched: float = 0.15  # share of images left as they are: looking up between pixels blurs

    noise: float = 0.4  # largest standard deviation of the grain that is added, ink being 1
    noisy: float = 0.3  # share of images to which it is

    non_digits: int = 60000  # made-up non-digits among each epoch's digits; 0 for none
    non_digit_weight: float = 0.3  # in the loss, beside 1 for a digit

    made_up: int = 6000  # digits made up in the world's ways of writing them
    marked: int = 4  # times that the pen strokes' zeros, ones and sevens come back slashed, flagged, barred
    marked_in_ink: int = 3000  # MNIST digits to which a slash, a dot or a bar is added, half of them zeros
    pictures: int = 10000  # pen strokes that come back as pictures, and
    bold: int = 2000  # made-up digits in bold print, with line widths evened out as a photo's are

    heard: str = "always"  # teachers, if there are any; or "where right": else the label counts

    shuffle_seed: int | None = None  # permute every image's pixels alike; for the shuffle experiment


DEFAULTS = {
    "cnn": Settings(),
    # Dense layers learn each position and angle anew, so less of both.
    "ann": Settings(network="ann", learning_rate=3e-3, shift=1, rotation=9, slant=0.2, scale=0.1),
    "lenet5": Settings(network="lenet5", epochs=20, shift=1, rotation=9, slant=0.2, scale=0.1),
}

DISTILLED = Settings(seed=0, epochs=8, learning_rate=8e-4, dropout=0.0, calm=0.5)
"""One CNN that learns what several say together, starting as the best of them, from all digits, those
of the validation included: its last epoch is kept, so there is nothing left to choose. The teachers'
doubts keep it from learning by heart, so nothing is dropped out."""

CONTINUED: dict[str, dict[str, Any]] = {
    "cnn": {"epochs": 8, "learning_rate": 8e-4, "warm_up": 0.1, "dropout": 0.2},
    "ann": {"epochs": 10, "learning_rate": 8e-4, "warm_up": 0.1},
    "lenet5": {"epochs": 5, "learning_rate": 8e-4, "warm_up": 0.1},
}
"""What differs where a training starts from finished networks (`--start-from`), whose CNN teaches all
three alike, where it is right: what it knows is kept, and new ways of writing are learnt from labels."""

SMOKE: dict[str, Any] = {
    "epochs": 2,
    "validation": 100,
    "non_digits": 60,
    "batch_size": 32,
    "made_up": 40,
    "pictures": 20,
    "bold": 20,
    "marked_in_ink": 20,
}
"""Seconds, not hours: does everything once, learns little."""
