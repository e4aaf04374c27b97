"""Colours of numbers: those of the labs, and readable."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tabs.lesson import ink

COLOURS = Path(__file__).parents[3] / "web" / "shared" / "colours.js"


def pixels(uri):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))))


@pytest.mark.parametrize("stops", [ink.BLUE_ORANGE, ink.ACTIVATIONS])
def test_the_labs_have_the_same_stops(stops):
    assert "".join(re.findall("[0-9a-f]{6}", COLOURS.read_text("utf-8"))).count(stops.replace(" ", ""))


@pytest.mark.parametrize(
    ("paint", "value", "colour"),
    [
        (ink.grey(0, 255), 0, "#000000"),
        (ink.grey(0, 255), 255, "#ffffff"),
        (ink.grey(0, 255), 999, "#ffffff"),
        (ink.signed(2), -2, "#0b4f9e"),
        (ink.signed(2), 0, "#f2f1f4"),
        (ink.signed(2), 2, "#9c4a00"),
        (ink.signed(0), 0, "#f2f1f4"),
    ],
)
def test_the_ends_and_the_middle_of_a_scale(paint, value, colour):
    assert paint(value)[0] == colour


def luminance(colour):
    """Relative luminance (WCAG 2.2) of "#rrggbb"."""
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("paint", [ink.grey(0, 1), ink.signed(1)])
def test_every_number_can_be_read_on_its_cell(paint):
    for value in np.linspace(-1, 1, 41):
        low, high = sorted(luminance(colour) for colour in paint(value))
        assert (high + 0.05) / (low + 0.05) > 3  # large text


def test_pictures_have_a_pixel_for_each_number():
    values = np.array([[0, 1], [2, 4]], float)
    assert pixels(ink.grey_picture(values, 0, 4)).tolist() == [[0, 64], [128, 255]]
    assert pixels(ink.map_picture(values))[1, 1].tolist() == [0x9C, 0x4A, 0]
    assert pixels(ink.signed_picture(-values))[1, 1].tolist() == [0x0B, 0x4F, 0x9E]
    assert (pixels(ink.map_picture(0 * values)) == [0xF2, 0xF1, 0xF4]).all()
