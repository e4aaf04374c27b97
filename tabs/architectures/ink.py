"""A box around a drawing's ink and a mask of it: what a detector and a segmenter would have to answer.

Nothing here is predicted: both are read off the picture.
"""

from dataclasses import dataclass

import numpy as np

from model.image.digit_image import DigitImage
from model.image.geometry import bounding_box

INKED = 0.5
"""Brightness from which a pixel counts as ink."""


@dataclass(frozen=True)
class Outline:
    """A drawing where the visitor put it: the picture, which of its pixels are ink, and their box.

    `picture` is float32 (height, width) in [0, 1], `mask` is bool of the same shape, `box` is (left,
    top, right, bottom) in pixels, right and bottom excluded.
    """

    picture: np.ndarray
    mask: np.ndarray
    box: tuple[int, int, int, int]


def outline(image: DigitImage, longest: int) -> Outline:
    """Return what is inked in a drawing or photo that is not blank, at most `longest` pixels long."""
    stages = {stage.name: stage.picture for stage in image.stages}
    picture = stages.get("drawn", stages.get("grey"))
    ink = stages.get("ink", picture)
    step = -(-max(picture.shape) // longest)
    picture, ink = picture[::step, ::step], ink[::step, ::step]
    mask = ink >= min(INKED, float(ink.max()) / 2)  # the faintest drawing has some ink
    return Outline(picture, mask, bounding_box(mask.astype(np.float32)))
