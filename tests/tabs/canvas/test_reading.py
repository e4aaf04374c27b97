"""Photos are read once: into an image, or into the reason why there is none."""

import base64
import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.errors import NotADrawing
from model.image.digit_image import from_picture
from tabs.canvas.reading import NO_INK, SEVERAL, read_picture
from tabs.kit.checks import BadRequest
from tabs.kit.floats import image_in

SHEET = range(50, 400, 60)


def file_of(picture):
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def ones(*columns):
    """A sheet of paper with an upright stroke at each of these columns."""
    picture = Image.new("L", (400, 200), 230)
    for column in columns:
        ImageDraw.Draw(picture).line([(column, 50), (column, 150)], fill=30, width=14)
    return picture


def read(picture, **more):
    return read_picture({"picture": "data:image/png;base64," + base64.b64encode(file_of(picture)).decode(), **more})


def test_a_digit_becomes_its_image_with_every_stage():
    answer = read(ones(200))
    expected = from_picture(file_of(ones(200)))
    np.testing.assert_array_equal(image_in({"image": answer["pixels"]}), expected.pixels)
    assert [stage["name"] for stage in answer["stages"]] == [stage.name for stage in expected.stages]
    assert "message" not in answer


def test_blank_paper_and_several_digits_are_told_apart():
    for picture, told in ((ones(), NO_INK), (ones(*SHEET), SEVERAL)):
        answer = read(picture)
        assert answer["pixels"] is None and answer["message"] is told and answer["stages"]


def test_of_several_digits_one_can_be_cropped():
    alone = read(ones(*SHEET), crop=[0, 0, 0.2, 1])
    assert alone["pixels"] and "message" not in alone


@pytest.mark.parametrize("crop", ["all", [0, 0, 1], [0, 0, 1, 2], [0, 0, "1", 1], [0, 0, None, 1]], ids=str)
def test_what_is_no_part_of_a_picture_is_refused(crop):
    with pytest.raises(BadRequest):
        read(ones(200), crop=crop)


@pytest.mark.parametrize("picture", [None, "seven.png", "data:image/png;base64,AAAA"])
def test_what_is_no_picture_is_refused(picture):
    with pytest.raises(NotADrawing):
        read_picture({"picture": picture})
