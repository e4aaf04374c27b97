"""From a picture to its digit's ink, step by step: colours, subject, filled outlines.

Each step is a file of its own; this joins them, and says in words what each of them did.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from model.image.colour import best_mixture, mixed
from model.image.fill import filled
from model.image.stage import Stage
from model.image.subject import BOX, DUST, EDGE, FADES, FAINTEST, LINES, SPOT, Subject, find_subject
from model.messages import Message, percent

NAMES = {
    EDGE: Message("what runs along the picture's edge"),
    BOX: Message("a printed box"),
    LINES: Message("straight lines"),
    SPOT: Message("solid spots"),
    FADES: Message("shadows and reflections that fade out"),
    DUST: Message("small or distant marks"),
}
"""What was set aside, in words for the page."""


@dataclass(frozen=True)
class Look:
    """The digit's ink, float32 (height, width) in [0, 1], the stages up to it, and whether it is a sheet of
    several digits."""

    ink: np.ndarray
    stages: tuple[Stage, ...]
    is_several: bool


def look(picture: Image.Image, invert: bool = False) -> Look:
    """Find the digit in a picture of working size, mode "L" or "RGB".

    Args:
        picture: at most `photo.WORKING_SIDE` pixels an edge.
        invert: take for ink what is taken for paper otherwise.

    Returns:
        The ink, all zero where nothing stands out, with the stages "grey", "dropped" and "ink".
    """
    weights = best_mixture(picture) if picture.mode == "RGB" else None
    plane = mixed(picture, weights) if weights is not None else np.asarray(picture.convert("L"), np.float32) / 255
    subject = find_subject(plane, weights is None, invert)
    ink = filled(subject.ink, np.asarray(picture.convert("RGB")))
    stages = [Stage("grey", _grey_sentence(weights), lambda: plane)]
    if subject.reasons:
        stages.append(Stage("dropped", _dropped_sentence(subject), lambda: subject.dropped))
    stages.append(Stage("ink", _ink_sentence(subject, ink), lambda: ink))
    return Look(ink, tuple(stages), subject.is_several)


def _grey_sentence(weights: np.ndarray | None) -> Message:
    if weights is None:
        return Message("Your picture in shades of grey.")
    colours = zip(weights, (Message("red"), Message("green"), Message("blue")), strict=True)
    shares = [(round(float(share), 2), colour) for share, colour in colours if abs(share) >= 0.05]
    mixture = Message(", ".join("{} {}" for _ in shares), *(part for share in shares for part in share))
    return Message("Brightness hides the ink here; this mixture of your picture's colours shows it: {}.", mixture)


def _dropped_sentence(subject: Subject) -> Message:
    *others, last = [NAMES[reason] for reason in subject.reasons]
    if others:
        last = Message("{} and {}", Message(", ".join("{}" for _ in others), *others), last)
    return Message("Set aside, no part of the digit: {}.", last)


def _ink_sentence(subject: Subject, ink: np.ndarray) -> Message:
    if not ink.any():
        return Message(
            "No ink was found. Looked for marks darker or lighter than the paper around them by "
            "{} of full contrast or more, neither specks nor the picture's edge.",
            percent(FAINTEST),
        )
    if subject.is_several:
        return Message("Several marks of like size lie apart here: this is no single digit.")
    if (ink > subject.ink).any():
        if subject.is_dark:
            return Message("Ink told from paper by being darker, an outline filled: paper black, ink bright.")
        return Message("Ink told from paper by being lighter, an outline filled: paper black, ink bright.")
    if subject.is_dark:
        return Message("Ink told from paper by being darker: paper black, ink bright.")
    return Message("Ink told from paper by being lighter: paper black, ink bright.")
