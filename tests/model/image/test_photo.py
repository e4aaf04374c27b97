"""Files, arrays and Pillow images of any size and mode are opened; what is none is refused in words."""

import io

import numpy as np
import pytest
from PIL import Image

from model.errors import NotADrawing
from model.image.photo import (
    FINE,
    MAX_BYTES,
    MAX_PIXELS,
    WORKING_SIDE,
    open_picture,
    to_working_size,
    with_line_width,
)


def stored(picture, kind="PNG", **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16", "F"])
def test_every_mode_becomes_one_of_two(mode):
    grey = Image.fromarray(np.tile(np.linspace(0, 255, 60, dtype=np.uint8), (40, 1)))
    picture = grey.convert("RGB").convert(mode) if mode != "I;16" else Image.fromarray(np.uint16(grey) * 257)
    kind = "TIFF" if mode in ("I", "F") else "PNG"
    working = to_working_size(open_picture(stored(picture, kind)))
    assert working.mode in ("L", "RGB") and working.size == (60, 40)
    values = np.asarray(working.convert("L"), int)
    assert (values[:, -1] > values[:, 0]).all()


def test_a_large_picture_is_shrunk_whatever_its_mode():
    for mode in ("L", "RGB", "RGBA", "P"):
        picture = Image.new(mode, (3000, 1000))
        assert to_working_size(open_picture(stored(picture))).size == (WORKING_SIDE, 107)


def test_a_camera_held_upright():
    picture = Image.new("L", (60, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    assert open_picture(stored(picture, "JPEG", exif=exif)).size == (40, 60)


def test_what_is_transparent_is_paper():
    for ink, paper in ((0, 255), (255, 0)):
        picture = Image.new("RGBA", (40, 40), (128, 128, 128, 0))
        picture.paste((ink, ink, ink, 255), (15, 5, 25, 35))
        values = np.asarray(to_working_size(picture).convert("L"))
        assert values[0, 0] == paper and values[20, 20] == ink


def test_an_array_is_a_picture():
    values = np.zeros((30, 20, 3))
    values[10] = 1
    assert np.array_equal(open_picture(values), open_picture((values * 255).astype(np.uint8)))


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (b"no picture", "not a picture"),
        (stored(Image.new("L", (60, 60)))[:60], "not a picture"),
        (np.zeros((4, 5, 2)), "must be"),
        (np.full((30, 30), np.nan), "must be finite"),
        (np.full((30, 30), 2.0), "must be finite"),
        (np.zeros((30, 30), np.int32), "must be uint8"),
        (Image.new("L", (3, 300)), "too narrow"),
        (Image.new("L", (10, 600)), "too narrow"),
        (Image.new("1", (8000, 6000)), f"more than {MAX_PIXELS // 10**6} million"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(picture, words):
    with pytest.raises(NotADrawing, match=words):
        open_picture(picture)


def test_a_file_too_large_is_not_read(tmp_path):
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(NotADrawing, match="larger than 32 MiB"):
        open_picture(tmp_path / "large.png")


def bar(width, height=60):
    ink = np.zeros((height, 40), np.float32)
    ink[:, 20 - width // 2 : 20 + (width + 1) // 2] = 1
    ink[:3], ink[-3:] = 1, 1  # tight, and no line alone
    return ink


@pytest.mark.parametrize(("drawn", "least", "most"), [(1, 1.3, 3.2), (8, 1.8, 4.2)])
def test_thin_lines_get_thicker_and_thick_ones_thinner(drawn, least, most):
    ink = with_line_width(bar(drawn), 2.5, 20)
    middle = np.count_nonzero(ink[len(ink) // 2] > 0.5) / FINE
    assert least <= middle <= most
    assert ink[0].any() and ink[:, 0].any()  # still tight
