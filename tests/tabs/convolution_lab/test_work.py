"""The Convolution lab without a browser: what it answers is what model/explain/convolution.py computes."""

import base64
import io
import json
from types import SimpleNamespace

import keras
import numpy as np
import pytest
from PIL import Image

from model.explain.convolution import KERNELS, convolve, place, pool
from model.image.digit_image import from_strokes
from model.networks.recognizer import Recognizer
from tabs.convolution_lab import asked, work
from tabs.convolution_lab.tab import WORK, server_functions
from tabs.kit.service import NotReady
from tests.support.asking import SEVEN, assert_refused, by_name
from tests.support.example_networks import keras_model

BLANK = {"strokes": [], "width": 280, "height": 280}
LESSON = [KERNELS["lesson"].tolist()]
PLAIN = {
    "input": "grid",
    "operation": "convolution",
    "size": 3,
    "stride": 1,
    "padding": "valid",
    "dilation": 1,
    "kernels": LESSON,
}


@pytest.fixture(scope="module")
def ask():
    """What the browser calls: {name: function of a request}."""
    models = {name: keras_model(name) for name in ("cnn", "ann")}
    recognizer = Recognizer(models, threshold=0.6)
    service = SimpleNamespace(recognizer=lambda: recognizer, is_loading=False)
    return by_name(server_functions(service))


def floats(packed):
    return np.frombuffer(base64.b64decode(packed["floats"]), "<f4").reshape(packed["shape"])


def upload(array, kind="PNG"):
    file = io.BytesIO()
    Image.fromarray(array).save(file, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(file.getvalue()).decode()}"


def answered(answer):
    assert answer["state"] == "answer", answer
    json.dumps(answer, allow_nan=False)  # what goes to the browser is plain JSON
    return answer


# ---- sliding ----


def test_the_lesson_s_example(ask):
    answer = answered(ask["slide"](PLAIN))
    assert floats(answer["input"]).tolist() == np.arange(1, 26).reshape(5, 5).tolist()
    assert floats(answer["output"]).tolist() == [[35, 40, 45], [60, 65, 70], [85, 90, 95]]
    assert answer["rows"]["places"] == 3 and answer["rows"]["left_over"] == 0


@pytest.mark.parametrize("kind", ["convolution", "max", "average"])
@pytest.mark.parametrize("padding", ["valid", "same", 2])
def test_every_operation_on_the_visitor_s_digit(ask, kind, padding):
    pixels = from_strokes(SEVEN).pixels
    rng = np.random.default_rng(1)
    kernel = rng.normal(size=(5, 5))
    window = {"size": 5, "stride": 3, "padding": padding, "dilation": 2}
    request = (
        PLAIN | window | {"input": "digit", "operation": kind, "kernels": [kernel.tolist()], "bias": 0.5}
    )
    answer = answered(ask["slide"](request | {"drawing": SEVEN}))
    np.testing.assert_array_equal(floats(answer["input"]), pixels)
    if kind == "convolution":
        expected = convolve(pixels, kernel, stride=3, padding=padding, dilation=2, bias=0.5)
    else:
        expected = pool(pixels, 5, 3, kind, padding)
    np.testing.assert_allclose(floats(answer["output"]), expected, rtol=1e-5, atol=1e-6)
    axis = place(28, 5, 3, padding, 2 if kind == "convolution" else 1)
    assert answer["rows"] == answer["columns"] | {"cells": 28}
    assert answer["rows"]["room"] == axis.room and answer["rows"]["before"] == axis.before
    again = answered(ask["slide"](request | {"pixels": answer["pixels"]}))
    assert again["output"] == answer["output"]


def test_a_learned_filter_gives_the_network_s_own_map(ask):
    filters = answered(ask["kernels"]({}))["learned"]
    cnn = keras_model("cnn")
    first = next(layer for layer in cnn.layers if isinstance(layer, keras.layers.Conv2D))
    assert len(filters) == first.filters
    pixels = from_strokes(SEVEN).pixels
    maps = keras.ops.convert_to_numpy(first(pixels[None, ..., None]))[0]
    for number in (0, len(filters) - 1):
        request = PLAIN | {"input": "digit", "drawing": SEVEN, "padding": first.padding}
        request |= {"kernels": [filters[number]["rows"]], "bias": filters[number]["bias"]}
        request["size"] = len(filters[number]["rows"])
        output = floats(answered(ask["slide"](request))["output"])
        np.testing.assert_allclose(output, maps[..., number], rtol=1e-4, atol=1e-5)


def test_a_colour_picture_with_one_kernel_or_three(ask):
    rng = np.random.default_rng(2)
    colour = rng.integers(0, 256, (9, 12, 3), dtype=np.uint8)
    picture = answered(ask["open_picture"]({"picture": upload(colour)}))
    assert (picture["height"], picture["width"]) == (9, 12)
    kernels = rng.normal(size=(3, 3, 3))
    request = PLAIN | {"input": "picture", "colours": "rgb", "picture": picture}
    for sent, used in [(kernels[:1], kernels[0]), (kernels, np.moveaxis(kernels, 0, -1))]:
        answer = answered(ask["slide"](request | {"kernels": sent.tolist()}))
        np.testing.assert_array_equal(floats(answer["input"]), colour)
        np.testing.assert_allclose(floats(answer["output"]), convolve(colour, used), rtol=1e-4)
    grey = answered(ask["slide"](request | {"colours": "grey"}))
    assert floats(grey["input"]).shape == (9, 12) and floats(grey["output"]).shape == (7, 10)
    pooled = answered(ask["slide"](request | {"operation": "max"}))
    np.testing.assert_array_equal(floats(pooled["output"]), pool(colour, 3, 1))


def test_without_a_picture_come_the_lesson_s_four_colours(ask):
    request = PLAIN | {"input": "picture", "colours": "rgb"}
    colours = floats(answered(ask["slide"](request))["input"])
    assert colours.shape == (8, 8, 3)
    corners = colours[[0, 0, -1, -1], [0, -1, 0, -1]].tolist()
    assert corners == [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0]]


def test_a_window_that_does_not_fit_still_shows_the_input(ask):
    answer = answered(ask["slide"](PLAIN | {"operation": "max", "size": 6}))
    assert "does not fit on 5" in answer["problem"] and "output" not in answer
    assert floats(answer["input"]).shape == (5, 5)
    wide = answered(ask["slide"](PLAIN | {"operation": "average", "size": 2, "padding": 3}))
    assert "would hide whole windows" in wide["problem"]


@pytest.mark.parametrize("name", ["slide", "flatten"])
def test_nothing_drawn_is_no_error(ask, name):
    assert ask[name](PLAIN | {"input": "digit", "drawing": BLANK}) == {"state": "answer", "blank": True}


# ---- flattening ----


def test_the_example_holds_its_own_indices(ask):
    maps = floats(answered(ask["flatten"](PLAIN))["maps"])
    assert maps.shape == (4, 4, 8) and maps.ravel().tolist() == list(range(128))


def test_the_maps_that_the_network_flattens(ask):
    answer = answered(ask["flatten"]({"input": "digit", "drawing": SEVEN}))
    cnn = keras_model("cnn")
    index = next(i for i, layer in enumerate(cnn.layers) if isinstance(layer, keras.layers.Flatten))
    before = keras.Model(cnn.input, cnn.layers[index - 1].output)
    expected = before(from_strokes(SEVEN).pixels[None, ..., None])
    np.testing.assert_allclose(floats(answer["maps"]), keras.ops.convert_to_numpy(expected)[0], atol=1e-5)
    assert answer["from"] == cnn.layers[index - 1].name


def test_a_picture_is_flattened_too(ask):
    request = {"input": "picture", "colours": "rgb"}
    assert floats(answered(ask["flatten"](request))["maps"]).shape == (8, 8, 3)
    assert floats(answered(ask["flatten"](request | {"colours": "grey"}))["maps"]).shape == (8, 8, 1)


# ---- kernels and pictures ----


def test_kernels_made_by_hand_need_no_network():
    def recognizer():
        raise NotReady("still loading")

    service = SimpleNamespace(recognizer=recognizer, is_loading=True)
    functions = by_name(server_functions(service))
    answer = answered(functions["kernels"]({}))
    assert answer["made"]["sobel-x"] == KERNELS["sobel-x"].tolist() and answer["learned"] == []
    assert answer["later"] is True and "loading" in answer["waiting"]
    digit = {"input": "digit", "drawing": SEVEN}
    assert functions["slide"](PLAIN | digit)["state"] == "answer"
    assert functions["flatten"](digit)["state"] == "loading"


@pytest.mark.parametrize("shape", [(100, 40, 3), (30, 90, 3), (500, 500, 3)])
def test_pictures_shrink_and_keep_their_shape(ask, shape):
    answer = answered(ask["open_picture"]({"picture": upload(np.full(shape, 200, np.uint8), "JPEG")}))
    assert max(answer["height"], answer["width"]) <= asked.LONGEST_EDGE
    assert answer["height"] / answer["width"] == pytest.approx(shape[0] / shape[1], rel=0.05)
    assert set(base64.b64decode(answer["bytes"])) <= {199, 200, 201}


def test_colours_survive_the_jpeg_decoder(ask):
    red = np.zeros((3000, 2000, 3), np.uint8)
    red[..., 0] = 200
    answer = answered(ask["open_picture"]({"picture": upload(red, "JPEG")}))
    pixel = np.frombuffer(base64.b64decode(answer["bytes"]), np.uint8)[:3].astype(int)
    np.testing.assert_allclose(pixel, [200, 0, 0], atol=4)


def test_transparent_and_16_bit_pictures(ask):
    clear = np.zeros((20, 20, 4), np.uint8)
    assert set(base64.b64decode(answered(ask["open_picture"]({"picture": upload(clear)}))["bytes"])) == {255}
    deep = np.tile(np.linspace(0, 65535, 20).astype(np.uint16), (20, 1))
    row = np.frombuffer(
        base64.b64decode(answered(ask["open_picture"]({"picture": upload(deep)}))["bytes"]), np.uint8
    )[: 20 * 3]
    assert row[0] == 0 and row[-1] == 255


# ---- whatever may be sent ----

BAD_WINDOWS = [
    {"input": "other"},
    {"input": None},
    {"operation": "median"},
    {"size": 0},
    {"size": 8},
    {"size": True},
    {"size": "3"},
    {"stride": 0},
    {"stride": 8},
    {"dilation": 5},
    {"padding": 6},
    {"padding": -1},
    {"padding": "half"},
    {"padding": [1]},
    {"kernels": None},
    {"kernels": [[1, 2, 3]]},
    {"kernels": [[[1, 2], [3, 4]]]},
    {"kernels": [[["a", 0, 0], [0, 0, 0], [0, 0, 0]]]},
    {"kernels": [[[1, 2, 3], [4, 5, 6], [7, 8]]]},
    {"kernels": [[[1, 2, 3], [4, 5, 6], [7, 8, float("nan")]]]},
    {"kernels": [[[1, 2, 3], [4, 5, 6], [7, 8, 1e9]]]},
    {"kernels": [[[1, 2, 3], [4, 5, 6], [7, 8, 10**400]]]},
    {"kernels": LESSON * 2},
    {"kernels": LESSON * 3},  # three channels, but the input has one
    {"bias": "1"},
    {"bias": float("inf")},
    {"bias": True},
    {"bias": 1e9},
    {"bias": 10**400},
]


@pytest.mark.parametrize("bad", BAD_WINDOWS, ids=str)
def test_bad_windows_are_refused(ask, bad):
    assert_refused(ask["slide"](PLAIN | bad))


BAD_INPUTS = [
    {"input": "digit"},
    {"input": "digit", "drawing": "7"},
    {"input": "digit", "pixels": 3},
    {"input": "digit", "pixels": "!" * 4184},
    {"input": "digit", "pixels": "AAAA"},
    {"input": "digit", "pixels": "A" * 10_000_000},
    {"input": "digit", "pixels": base64.b64encode(np.full(784, 2, "<f4").tobytes()).decode()},
    {"input": "digit", "pixels": base64.b64encode(np.full(784, np.nan, "<f4").tobytes()).decode()},
    {"input": "picture"},
    {"input": "picture", "colours": "cmyk"},
    {"input": "picture", "colours": "rgb", "picture": 1},
    {"input": "picture", "colours": "rgb", "picture": {"height": 2, "width": 2}},
    {"input": "picture", "colours": "rgb", "picture": {"height": 2, "width": 2, "bytes": "AAAA"}},
    {"input": "picture", "colours": "rgb", "picture": {"height": 65, "width": 2, "bytes": "AAAA"}},
    {"input": "picture", "colours": "rgb", "picture": {"height": True, "width": 2, "bytes": "AAAA"}},
]


@pytest.mark.parametrize("bad", BAD_INPUTS, ids=lambda bad: str(bad)[:60])
@pytest.mark.parametrize("name", ["slide", "flatten"])
def test_bad_inputs_are_refused(ask, name, bad):
    assert_refused(ask[name](PLAIN | bad))


@pytest.mark.parametrize(
    "picture",
    [
        None,
        "",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,!",
        "data:," + "A" * 9_000_000,
        upload(np.zeros((2, 2, 3), np.uint8)),
        upload(np.zeros((4, 900, 3), np.uint8)),
    ],
    ids=lambda picture: str(picture)[:40],
)
def test_bad_pictures_are_refused(ask, picture):
    assert_refused(ask["open_picture"]({"picture": picture}))


@pytest.mark.parametrize("function", [one.__name__ for one in WORK])
@pytest.mark.parametrize("request_", [None, [], "slide", 3])
def test_what_is_no_object_is_refused(ask, function, request_):
    assert ask[function](request_)["state"] == "refused"


def test_packed_floats_lose_no_bit():
    values = np.random.default_rng(3).normal(size=(2, 3)).astype(np.float32)
    np.testing.assert_array_equal(floats(work.pack(values)), values)
