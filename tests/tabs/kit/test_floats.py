"""Arrays of numbers as base64: there and back without losing a bit, and what is refused."""

import numpy as np
import pytest

from tabs.kit.checks import BadRequest
from tabs.kit.floats import decode_bytes, encode_floats, image_in
from tests.support.example_networks import seven

IMAGE = encode_floats(seven())


def encoded(change):
    pixels = seven().copy()
    pixels[0, 0] = change
    return encode_floats(pixels)


def test_an_image_travels_without_losing_a_bit():
    np.testing.assert_array_equal(image_in({"image": IMAGE}), seven())


def test_rows_come_before_columns_however_an_array_lies_in_memory():
    assert encode_floats(np.asfortranarray(seven())) == IMAGE


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (None, "must be base64 of 3,136 bytes"),
        (7, "must be base64"),
        ("", "must be base64"),
        ([0] * 784, "must be base64"),
        (IMAGE[:-4], "must be base64"),
        ("%" * len(IMAGE), "cannot be read"),
        ("é" * len(IMAGE), "cannot be read"),
        (encoded(np.nan), "must be from 0 to 1"),
        (encoded(1.5), "must be from 0 to 1"),
        (encoded(-1), "must be from 0 to 1"),
    ],
    ids=range(10),
)
def test_what_is_no_image_is_refused(sent, words):
    with pytest.raises(BadRequest, match=words):
        image_in({"image": sent})


def test_padding_does_not_make_up_for_missing_bytes():
    with pytest.raises(BadRequest, match='"mask" must be base64 of 2 bytes'):
        decode_bytes("AA==", "mask", 2)
