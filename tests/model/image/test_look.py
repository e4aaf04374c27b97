"""From a picture to its ink: which steps there are, and what each says that it did."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.image.look import look


def page(paper, pen=None, mode="L"):
    """A sheet with one upright stroke, or with none."""
    picture = Image.new(mode, (200, 200), paper)
    if pen is not None:
        ImageDraw.Draw(picture).line([(100, 50), (100, 150)], fill=pen, width=14)
    return picture


def sentences(seen):
    return {stage.name: stage.sentence for stage in seen.stages}


@pytest.mark.parametrize(("paper", "pen", "told"), [(230, 30, "darker"), (30, 230, "lighter")])
def test_ink_is_what_stands_out_whichever_way(paper, pen, told):
    seen = look(page(paper, pen))
    assert seen.ink.dtype == np.float32 and 0 < seen.ink.max() <= 1
    assert seen.ink[100, 100] > 0.5 and not seen.ink[100, 20] and not seen.is_several
    assert list(sentences(seen)) == ["grey", "ink"] and f"by being {told}:" in sentences(seen)["ink"]


def test_a_mixture_of_colours_shows_what_brightness_hides():
    seen = look(page((200, 60, 60), (60, 134, 60), "RGB"))
    assert seen.ink[100, 100] > 0.5 and "this mixture of your picture's colours" in sentences(seen)["grey"]


def test_what_runs_along_the_edge_is_set_aside():
    picture = page(230, 30)
    ImageDraw.Draw(picture).rectangle((0, 0, 12, 199), fill=30)
    seen = look(picture)
    assert not seen.ink[:, :10].any() and seen.ink[100, 100] > 0.5
    assert sentences(seen)["dropped"] == "Set aside, no part of the digit: what runs along the picture's edge."


def test_blank_paper_has_no_ink_and_says_what_was_looked_for():
    seen = look(page(230))
    assert not seen.ink.any() and sentences(seen)["ink"].startswith("No ink was found.")


def test_an_outline_is_filled():
    picture = page((250, 250, 250), mode="RGB")
    ImageDraw.Draw(picture).rounded_rectangle((80, 40, 120, 160), 10, fill=(255, 244, 160), outline=(0, 0, 0), width=3)
    seen = look(picture)
    assert seen.ink[100, 100] > 0 and "an outline filled" in sentences(seen)["ink"]
