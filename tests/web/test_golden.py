"""The golden files are what Python computes today: whoever changes Python writes them anew."""

import base64
import json
import zlib
from pathlib import Path

import numpy as np
import pytest

from model.image.digit_image import from_strokes
from tests.golden import write
from tests.golden.drawings import make_drawings
from tests.golden.networks import make_networks

FOLDER = Path(write.__file__).parent
MOST_BYTES = 2_000_000

ANEW = "run python -m tests.golden.write, then make web/net/ agree"


def _golden(name):
    return json.loads((FOLDER / name).read_text("utf-8"))


def test_drawings_go_through_the_stages_that_are_written_down():
    drawings = _golden("drawings.json")
    images = [from_strokes(drawing) for drawing in drawings]
    for drawing, image in zip(drawings, images, strict=True):
        told = {"isBlank": image.is_blank, "stages": [list(stage) for stage in write.told(image)["stages"]]}
        assert told == {name: drawing[name] for name in told}, f"{drawing['name']}: {ANEW}"
    levels = np.frombuffer(zlib.decompress((FOLDER / "pictures.zlib").read_bytes()), "<u2")
    assert np.abs(write.pictures(images) - levels).max() <= 1e-4 * write.LEVELS, ANEW


def test_drawings_are_those_that_are_made_of_the_samples():
    names = {"name", "strokes", "width", "height"}
    assert [{key: own[key] for key in names} for own in _golden("drawings.json")] == make_drawings(), ANEW


def test_networks_compute_what_is_written_down():
    _assert_same(_golden("networks.json"), json.loads(json.dumps(make_networks())))


def test_changed_images_are_those_that_are_written_down():
    _assert_same(_golden("transforms.json"), json.loads(json.dumps(write.transforms())))


def _assert_same(written, computed, where=""):
    """Equal but for the last bits of numbers, of which processors may have their own opinion."""
    if isinstance(written, dict):
        assert written.keys() == computed.keys(), f"{where}: {ANEW}"
        for name in written:
            _assert_same(written[name], computed[name], f"{where} {name}")
    elif isinstance(written, list):
        assert len(written) == len(computed), f"{where}: {ANEW}"
        for number, pair in enumerate(zip(written, computed, strict=True)):
            _assert_same(*pair, f"{where} {number}")
    elif isinstance(written, float):
        assert written == pytest.approx(computed, rel=1e-5, abs=1e-6), f"{where}: {ANEW}"
    elif written != computed:
        assert isinstance(written, str), f"{where}: {ANEW}"
        _assert_same_text(written, computed, where)


def _assert_same_text(written, computed, where):
    try:
        pair = [np.frombuffer(base64.b64decode(text, validate=True), "<f4") for text in (written, computed)]
    except ValueError:
        pytest.fail(f"{where}: {written!r} is {computed!r} today; {ANEW}")
    np.testing.assert_allclose(*pair, rtol=1e-5, atol=1e-6, err_msg=f"{where}: {ANEW}")


def test_golden_files_are_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < MOST_BYTES
