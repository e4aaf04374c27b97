"""One mark or several, beside what a picture has besides: which is the digit, and why the rest is not."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from model.image.subject import BOX, DUST, EDGE, FADES, LINES, SPOT, find_subject

SIDE = 200


def two():
    """A picture of paper with an open stroke, and the pen to draw more on it."""
    picture = Image.new("L", (SIDE, SIDE), 235)
    pen = ImageDraw.Draw(picture)
    pen.line([(70, 60), (110, 50), (125, 80), (75, 140), (130, 140)], fill=30, width=8)
    return picture, pen


def found(picture, **options):
    return find_subject(np.asarray(picture, np.float32) / 255, **options)


def is_the_stroke(subject):
    plain = found(two()[0])
    both = (subject.ink > 0.5) & (plain.ink > 0.5)
    return both.sum() > 0.95 * (plain.ink > 0.5).sum() and (subject.ink > 0.5).sum() < 1.1 * both.sum()


def test_a_stroke_alone():
    subject = found(two()[0])
    assert subject.reasons == () and subject.is_dark and not subject.is_several
    assert not subject.dropped.any()
    assert 500 < (subject.ink > 0.5).sum() < 3000 and not subject.ink[:40].any()


def test_both_polarities_are_the_same_ink():
    picture, _ = two()
    inverted = found(Image.eval(picture, lambda value: 255 - value))
    assert not inverted.is_dark and is_the_stroke(inverted)


def along_the_edge(picture, pen):
    pen.rectangle((0, 0, 12, SIDE), fill=20)


def in_a_box(picture, pen):
    pen.rectangle((35, 20, 165, 180), outline=60, width=3)


def on_a_ruling(picture, pen):
    pen.line([(0, 100), (SIDE, 100)], fill=90, width=2)


def beside_a_hole(picture, pen):
    pen.ellipse((10, 80, 40, 110), fill=10)


def with_dust(picture, pen):
    for place in ((20, 20), (180, 30), (170, 175)):
        pen.rectangle((*place, place[0] + 2, place[1] + 2), fill=60)


def under_a_shadow(picture, pen):
    dark = Image.new("L", picture.size, 255)
    ImageDraw.Draw(dark).ellipse((150, 20, 190, 60), fill=120)
    dark = dark.filter(ImageFilter.GaussianBlur(12))
    picture.paste(Image.fromarray(np.minimum(np.asarray(picture), np.asarray(dark))))


@pytest.mark.parametrize(
    ("add", "reasons"),
    [
        (along_the_edge, {EDGE}),
        (in_a_box, {BOX, LINES}),
        (on_a_ruling, {LINES}),
        (beside_a_hole, {SPOT}),
        (with_dust, {DUST}),
        (under_a_shadow, {FADES, SPOT}),
    ],
)
def test_what_is_set_aside_and_why(add, reasons):
    picture, pen = two()
    add(picture, pen)
    subject = found(picture)
    assert is_the_stroke(subject)
    assert not set(subject.reasons) - reasons - {DUST}
    if add is not under_a_shadow:  # which may be too faint to be a mark at all
        assert set(subject.reasons) & reasons and subject.dropped.any()


def test_many_marks_of_like_size_are_several():
    picture = Image.new("L", (SIDE, SIDE), 235)
    for x in (20, 65, 110, 155):
        ImageDraw.Draw(picture).line([(x, 70), (x + 20, 100), (x, 130)], fill=30, width=5)
    assert found(picture).is_several


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_nothing_is_nothing(shade):
    subject = found(Image.new("L", (SIDE, SIDE), shade))
    assert not subject.ink.any() and not subject.dropped.any() and subject.reasons == ()


def test_the_other_polarity_can_be_asked_for():
    assert found(two()[0], invert=True).is_dark is False
