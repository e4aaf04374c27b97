"""Pictures on their way into JSON and out of it."""

import base64

import numpy as np
import pytest

from model.errors import NotADrawing
from model.image.stage import Stage
from model.messages import Message
from tabs.kit.answers import MAX_DATA_URL, SHOWN, decoded, stage_as_json


@pytest.mark.parametrize(
    ("shape", "shown"), [((28, 28), (28, 28)), ((SHOWN, 40), (SHOWN, 40)), ((SHOWN + 1, 40), (81, 20))]
)
def test_a_stage_is_no_larger_than_it_is_shown(shape, shown):
    picture = np.linspace(0, 1, np.prod(shape), dtype=np.float32).reshape(shape)
    sent = stage_as_json(Stage("ink", Message("Ink."), lambda: picture))
    values = np.frombuffer(base64.b64decode(sent["values"]), "<f4").reshape(sent["height"], sent["width"])
    assert values.shape == shown and values[0, 0] == picture[0, 0] and set(values.ravel()) <= set(picture.ravel())
    assert (sent["name"], sent["sentence"]) == ("ink", "Ink.")


def test_a_file_comes_out_as_it_went_in():
    assert decoded("data:image/png;base64," + base64.b64encode(b"\x89PNG").decode()) == b"\x89PNG"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (None, "is sent as"),
        ("https://example.org/seven.png", "is sent as"),
        ("data:image/png;base64,%%%", "damaged on its way"),
        ("data:image/png;base64,AAA", "damaged on its way"),
        ("data:" + "A" * MAX_DATA_URL, "too large"),
    ],
    ids=range(5),
)
def test_what_is_no_file_is_refused(url, words):
    with pytest.raises(NotADrawing, match=words):
        decoded(url)
