"""Strokes and pictures become MNIST-like images, and what is neither is refused."""

import io

import numpy as np
import pytest
from PIL import Image

from model.errors import NotADrawing
from model.image.digit_image import MAX_POINTS, MAX_STROKES, from_picture, from_strokes
from model.image.geometry import CENTRE, bounding_box, centre_of_mass

SEVEN = [[[60, 40], [200, 40], [110, 240]]]


def drawing(strokes, width=280, height=280):
    return {"strokes": strokes, "width": width, "height": height}


def moved(strokes, factor, dx, dy):
    return [[[x * factor + dx, y * factor + dy] for x, y in stroke] for stroke in strokes]


def test_a_drawing_fills_mnists_box_and_is_centred_by_mass():
    pixels = from_strokes(drawing(SEVEN)).pixels
    assert pixels.shape == (28, 28) and pixels.dtype == np.float32
    left, top, right, bottom = bounding_box(pixels, 0.5)
    assert max(right - left, bottom - top) in (19, 20)
    assert centre_of_mass(pixels) == pytest.approx((CENTRE, CENTRE), abs=0.1)


@pytest.mark.parametrize(("factor", "dx", "dy"), [(0.2, 0, 0), (1.6, -70, -50), (0.5, 130, 100), (3, 0, 0)])
def test_size_and_place_make_no_difference(factor, dx, dy):
    expected = from_strokes(drawing(SEVEN)).pixels
    assert from_strokes(drawing(moved(SEVEN, factor, dx, dy))).pixels == pytest.approx(expected, abs=0.06)


def test_a_tiny_mark_stays_small_on_a_tall_canvas_as_on_a_wide_one():
    """How small a mark may be is a share of the canvas's longer side."""
    tick = [[[50, 50], [52, 54]]]
    tall, wide, square = (from_strokes(drawing(tick, *size)).pixels for size in ((100, 400), (400, 100), (400, 400)))
    assert np.array_equal(tall, wide) and np.array_equal(tall, square)


@pytest.mark.parametrize("width, height", [(100, 400), (400, 100)])
def test_a_long_canvas_is_shown_whole(width, height):
    """The first stage: the canvas's longer side fills the picture, the shorter one stands in its middle."""
    corners = [[[0, 0], [width, 0], [width, height], [0, height], [0, 0]]]
    shown = from_strokes(drawing(corners, width, height)).stages[0].picture
    left, top, right, bottom = bounding_box(shown, 0.5)
    assert sorted((right - left, bottom - top)) == pytest.approx([len(shown) / 4, len(shown)], abs=6)
    assert left + right == pytest.approx(len(shown), abs=2) and top + bottom == pytest.approx(len(shown), abs=2)


def test_canvas_size_makes_no_difference():
    expected = from_strokes(drawing(SEVEN)).pixels
    same = from_strokes(drawing(moved(SEVEN, 4, 0, 0), 1120, 1120)).pixels
    assert same == pytest.approx(expected, abs=1e-5)


def test_dense_points_draw_what_sparse_ones_do():
    dense = [np.stack([np.linspace(60, 200, 900), np.full(900, 40.0)], axis=1).tolist()]
    sparse = [[[60, 40], [200, 40]]]
    assert from_strokes(drawing(dense)).pixels == pytest.approx(from_strokes(drawing(sparse)).pixels, abs=0.02)


def test_stages_are_shown_in_order():
    image = from_strokes(drawing(SEVEN))
    assert [stage.name for stage in image.stages] == ["drawn", "scaled", "centred"]
    assert all(stage.sentence and stage.picture.max() > 0.9 for stage in image.stages)
    assert np.array_equal(image.stages[-1].picture, image.pixels)


@pytest.mark.parametrize("strokes", [[], [[]], [[], []]])
def test_no_ink_is_blank(strokes):
    image = from_strokes(drawing(strokes))
    assert image.is_blank and not image.pixels.any()


@pytest.mark.parametrize("read", ["strokes", "picture"])
def test_a_lopsided_drawing_loses_no_ink_at_the_frame(read):
    """A heavy head and a long thin tail: centring by mass alone would push the tail out."""
    head = [[100 + 40 * (i % 2), 20 + i] for i in range(0, 60, 2)]
    strokes = drawing([head, [[120, 80], [120, 270]]])
    whole = from_strokes(strokes)
    image = whole if read == "strokes" else from_picture(photo_of(whole.stages[0].picture, 280))
    assert bounding_box(image.pixels, 0.3)[3] <= 28
    assert image.stages[-1].picture.sum() > 0.97 * image.stages[-2].picture.sum()


def test_a_tap_stays_a_dot():
    image = from_strokes(drawing([[[30, 250]]]))
    assert not image.is_blank
    left, top, right, bottom = bounding_box(image.pixels, 0.5)
    assert right - left <= 4 and bottom - top <= 4


def test_the_wide_canvas_is_shown_in_its_shape():
    drawn = from_strokes(drawing([[[0, 0], [400, 0], [400, 200], [0, 200]]], 400, 200)).stages[0].picture
    rows = np.flatnonzero(drawn.max(axis=1) > 0.5)
    assert rows[0] > 20 and rows[-1] < len(drawn) - 20


BAD = {
    "nothing": None,
    "a list": [[[1, 2]]],
    "no strokes": {"width": 280, "height": 280},
    "strokes are text": drawing("abc"),
    "a stroke is text": drawing(["abc"]),
    "a stroke is a number": drawing([3]),
    "a point is a number": drawing([[3]]),
    "three coordinates": drawing([[[1, 2, 3]]]),
    "text coordinates": drawing([[["1", "2"]]]),
    "true and false": drawing([[[True, False]]]),
    "not a number": drawing([[[float("nan"), 1]]]),
    "infinite": drawing([[[float("inf"), 1]]]),
    "absurdly far": drawing([[[1e9, 1]]]),
    "no width": {"strokes": SEVEN, "height": 280},
    "text width": drawing(SEVEN, "280"),
    "no size": drawing(SEVEN, 0),
    "negative": drawing(SEVEN, -280),
    "huge": drawing(SEVEN, 10**6),
    "canvas is no number": drawing(SEVEN, float("nan")),
    "too many strokes": drawing([[[1, 1]]] * (MAX_STROKES + 1)),
    "too many points": drawing([[[1, 1]] * (MAX_POINTS + 1)]),
    "an object as point": drawing([[{"x": 1, "y": 2}]]),
    "an enormous integer": drawing([[[10**400, 1]]]),
}


@pytest.mark.parametrize("value", BAD.values(), ids=BAD.keys())
def test_what_is_no_drawing_is_refused_in_words(value):
    with pytest.raises(NotADrawing) as refusal:
        from_strokes(value)
    assert 10 < len(str(refusal.value)) < 150


def test_the_limits_themselves_are_allowed():
    from_strokes(drawing([[[i, i]] for i in range(MAX_STROKES)]))
    from_strokes(drawing([[[i % 280, i % 97] for i in range(MAX_POINTS)]]))


def photo_of(pixels: np.ndarray, side=300, dark_ink=True) -> Image.Image:
    big = np.asarray(Image.fromarray(np.uint8(255 * pixels)).resize((side, side), Image.Resampling.BICUBIC))
    return Image.fromarray(255 - big if dark_ink else big)


def likeness(first, second) -> float:
    return float((first * second).sum() / np.sqrt((first**2).sum() * (second**2).sum()))


@pytest.mark.parametrize("side", [28, 90, 300, 1500])
@pytest.mark.parametrize("dark_ink", [True, False])
def test_a_picture_of_a_drawing_becomes_that_drawing(side, dark_ink):
    expected = from_strokes(drawing(SEVEN)).pixels
    picture = from_picture(photo_of(expected, side, dark_ink))
    assert likeness(picture.pixels, expected) > 0.93
    assert centre_of_mass(picture.pixels) == pytest.approx((CENTRE, CENTRE), abs=0.3)


def test_shadows_noise_and_dust_do_not_matter():
    expected = from_strokes(drawing(SEVEN)).pixels
    paper = np.asarray(photo_of(expected, 400), np.float32)
    random = np.random.default_rng(0)
    y, x = np.mgrid[:400, :400]
    shaded = paper * (0.55 + 0.45 * (x + y) / 800) + random.normal(0, 4, paper.shape)
    shaded[20:23, 370:373] = 20  # a speck
    picture = from_picture(np.uint8(np.clip(shaded, 0, 255)))
    assert likeness(picture.pixels, expected) > 0.9


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_every_mode_of_picture_is_understood(mode):
    expected = from_strokes(drawing(SEVEN)).pixels
    grey = photo_of(expected)
    sixteen_bits = Image.fromarray(np.asarray(grey, np.uint16) * 257)
    picture = sixteen_bits if mode == "I;16" else grey.convert(mode)
    assert likeness(from_picture(picture).pixels, expected) > 0.9


@pytest.mark.parametrize("ink", [0, 255])
def test_ink_on_a_transparent_ground_is_found(ink):
    expected = from_strokes(drawing(SEVEN)).pixels
    alpha = np.asarray(photo_of(expected, 200, dark_ink=False))
    rgba = np.dstack([np.full((200, 200, 3), ink, np.uint8), alpha])
    assert likeness(from_picture(rgba).pixels, expected) > 0.9


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_empty_picture_is_blank(value):
    image = from_picture(np.full((60, 80), value, np.uint8))
    assert image.is_blank and not image.pixels.any()
    assert [stage.name for stage in image.stages] == ["grey", "ink"]


def test_a_file_and_its_bytes_are_read_alike(tmp_path):
    path = tmp_path / "seven.png"
    photo_of(from_strokes(drawing(SEVEN)).pixels).save(path)
    from_file = from_picture(path).pixels
    assert np.array_equal(from_file, from_picture(path.read_bytes()).pixels)
    assert np.array_equal(from_file, from_picture(str(path)).pixels)


def test_a_turned_photo_is_turned_upright():
    picture = photo_of(from_strokes(drawing(SEVEN)).pixels, 200)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90° to the right
    stored = io.BytesIO()
    picture.transpose(Image.Transpose.ROTATE_90).save(stored, "JPEG", exif=exif, quality=95)
    assert likeness(from_picture(stored.getvalue()).pixels, from_picture(picture).pixels) > 0.97


def truncated_png() -> bytes:
    stored = io.BytesIO()
    photo_of(from_strokes(drawing(SEVEN)).pixels).save(stored, "PNG")
    return stored.getvalue()[:200]


NOT_PICTURES = {
    "nothing": b"",
    "text": b"hello, I am no picture",
    "a cut-off file": truncated_png(),
    "a page": b"<html><script>alert(1)</script></html>",
    "a missing file": "no/such/file.png",
    "a number": 7,
    "a thin strip": np.zeros((4, 2000), np.uint8),
    "too small": np.zeros((2, 2), np.uint8),
    "four axes": np.zeros((2, 20, 20, 3), np.uint8),
    "wrong type": np.zeros((20, 20), np.int64),
    "not finite": np.full((20, 20), np.nan, np.float32),
    "out of range": np.full((20, 20), 2.0, np.float32),
}


@pytest.mark.parametrize("value", NOT_PICTURES.values(), ids=NOT_PICTURES.keys())
def test_what_is_no_picture_is_refused_in_words(value):
    with pytest.raises(NotADrawing) as refusal:
        from_picture(value)
    assert 10 < len(str(refusal.value)) < 150


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    stored = io.BytesIO()
    Image.new("1", (9000, 9000)).save(stored, "PNG")
    with pytest.raises(NotADrawing, match="million pixels"):
        from_picture(stored.getvalue())
