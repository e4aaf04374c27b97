"""Digits drawn as a dark outline around a pale fill: the fill is ink too."""

import numpy as np

from model.image.blots import find_blots, grown

DIFFERENT = 0.1
"""How far the fill's colour must be from the paper's, of the full range, in red, green or blue."""


def filled(ink: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Fill what a closed outline holds where its colour is not the paper's.

    Args:
        ink: float32 (height, width) in [0, 1].
        colours: uint8 (height, width, 3).

    Returns:
        The ink, float32, with holes of another colour than the paper just outside it filled with 1.
        The hole of a 0 has the paper's colour and stays.
    """
    bare = find_blots(ink <= 0.02)
    touching = np.any(bare.contact > 0, axis=1)
    holes = np.flatnonzero(~touching & (bare.area >= 12))
    if not len(holes):
        return ink
    outside = bare.mask(touching)
    inked = ~outside
    paper = colours[grown(inked, 8) & ~grown(inked, 2)].astype(np.float32)
    if not len(paper):
        return ink
    middle, noise = np.median(paper, axis=0), paper.std(axis=0)
    chosen = np.zeros(len(bare), bool)
    for hole in holes:
        fill = np.median(colours[bare.labels == hole], axis=0)
        chosen[hole] = (np.abs(fill - middle) > np.maximum(255 * DIFFERENT, 3 * noise)).any()
    return np.where(grown(bare.mask(chosen), 1) & inked, 1, ink).astype(np.float32) if chosen.any() else ink
