"""The ANN vs CNN tab without a browser: what it answers is what the networks say, whatever it is asked."""

import json
import math
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from model.explain.disagreement import small_transforms
from model.image import samples
from model.image.transforms import Transform
from model.networks.recognizer import Recognizer
from tabs import ann_vs_cnn
from tabs.ann_vs_cnn import answers
from tabs.ann_vs_cnn.bench import BOTH
from tabs.ann_vs_cnn.changes import change_in
from tabs.kit.floats import encode_floats, image_in
from tabs.kit.replies import respond
from tabs.kit.service import NotReady
from tests.support.asking import assert_refused
from tests.support.example_networks import keras_model, seven

PIXELS = seven()
IMAGE = encode_floats(PIXELS)


@pytest.fixture(scope="module")
def ask(loaded):
    """What the browser asks: {name: function of a request}."""
    return questions(loaded=lambda: loaded)


def questions(loaded, is_loading=False):
    service = SimpleNamespace(loaded=loaded, is_loading=is_loading, when_loaded=lambda prepare: None)
    asked = ann_vs_cnn.build(service).questions
    return {name: partial(respond, service, question) for name, question in asked.items()}


def directly(name, images):
    return keras.ops.convert_to_numpy(keras_model(name)(np.asarray(images)[..., None]))


# ---- what may be asked ----


GOOD = {"image": IMAGE, "change": {}, "digit": 7, "turn": 0, "network": "cnn"}

BAD_IMAGES = [None, "seven", IMAGE[:-4]]
BAD_CHANGES = [
    7,
    "left",
    [],
    {"seed": 1},
    {"dx": "1"},
    {"dx": None},
    {"dx": True},
    {"dx": 9},
    {"dx": math.nan},
    {"dx": 10**400},
    {"factor": 0},
    {"sigma": -0.1},
    {"degrees": {}},
]
BAD = [
    *((name, asked) for name in ("every_shift", "find_quarrel", "fool") for asked in (None, ["x"], {})),
    ("time_both", {}),
    *(("every_shift", {**GOOD, "image": image}) for image in BAD_IMAGES),
    *(("every_shift", {**GOOD, "change": change}) for change in BAD_CHANGES),
    *(("every_shift", {**GOOD, "digit": digit}) for digit in (None, 10, -1, True, 7.0, "7", 10**400)),
    *(("find_quarrel", {"turn": turn}) for turn in (None, -1, "0", 1.5, 10**9)),
    *(("fool", {**GOOD, "network": name}) for name in (None, "lenet5", [], {})),
]


@pytest.mark.parametrize(("name", "request_"), BAD, ids=lambda value: str(value)[:40])
def test_garbage_is_refused_in_words(ask, name, request_):
    assert_refused(ask[name](request_))


@pytest.mark.parametrize("is_loading", [True, False])
def test_who_asks_too_early_is_told(is_loading):
    def loaded():
        raise NotReady("not yet")

    for ask in questions(loaded, is_loading).values():
        assert ask({})["state"] == ("loading" if is_loading else "failed")


def test_every_answer_is_small_plain_json(ask, few_samples):
    for name, function in ask.items():
        request = {"turn": 0} if name == "find_quarrel" else GOOD
        answer = function(request)
        assert answer["state"] == "answer", name
        assert len(json.dumps(answer, allow_nan=False)) < 30_000


def test_networks_that_replace_others_are_asked_from_then_on(loaded):
    models = {name: keras_model(name) for name in BOTH}
    other = Recognizer({"cnn": models["ann"], "ann": models["cnn"]}, 0.6)
    served = [loaded]
    ask = questions(lambda: served[0])["every_shift"]
    before = ask(GOOD)
    served[0] = replace(loaded, recognizer=other)
    assert ask(GOOD)["cnn"]["shares"] == pytest.approx(before["ann"]["shares"], abs=2e-5)


# ---- times, and every shift ----


def test_item_1_times_are_measured_one_network_at_a_time(bench):
    taken = answers.time_both(bench, {"image": IMAGE})
    assert set(taken) == {*BOTH, "runs"}
    assert all(0 < taken[name] < 1000 for name in BOTH)


CHANGES = [
    Transform(),
    Transform(dx=3, dy=-2, degrees=40, factor=1.5),
    Transform(factor=0.5, pixels=0.75, sigma=0.2),
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_item_2_the_map_shows_every_shift_as_the_sliders_would(change):
    moved = answers.all_places(PIXELS, change).reshape(17, 17, 28, 28)
    for dx, dy in [(-8, -8), (8, -8), (-8, 8), (8, 8), (0, 0), (3, -2), (-5, 7)]:
        expected = replace(change, dx=dx, dy=dy)(PIXELS)
        np.testing.assert_allclose(moved[dy + 8, dx + 8], expected, atol=1e-5)


def test_item_2_the_map_is_what_the_networks_say(bench):
    mapped = answers.every_shift(bench, {"image": IMAGE, "digit": 7})
    for name in BOTH:
        expected = directly(name, answers.all_places(PIXELS, Transform()))
        np.testing.assert_allclose(mapped[name]["shares"], expected[:, 7], atol=1e-4)


def test_item_2_where_no_ink_is_left_no_digit_is_read(bench):
    dot = np.zeros((28, 28), np.float32)
    dot[14, 25] = 1
    mapped = answers.every_shift(bench, {"image": encode_floats(dot), "digit": 7})
    for name in BOTH:
        digits, shares = (np.reshape(mapped[name][kind], (17, 17)) for kind in ("digits", "shares"))
        gone = np.equal(digits, None)
        assert gone[:, 11:].all() and not gone[:, :11].any()  # three pixels to the right and it has left
        assert not shares[gone].any() and shares[~gone].all()


# ---- measured on the test set ----


# ---- shuffled pixels ----


# ---- quarrels ----


@pytest.fixture
def few_samples(monkeypatch, bench):
    images = np.round(answers.all_places(PIXELS, Transform(degrees=20))[::7] * 255).astype(np.uint8)
    monkeypatch.setattr(samples, "load_samples", lambda part: (images, np.arange(len(images), dtype=np.uint8) % 10))
    for name in ("quarrels", "test_digits"):
        bench.__dict__.pop(name, None)
    yield images
    for name in ("quarrels", "test_digits"):
        bench.__dict__.pop(name, None)


def test_item_5_each_turn_shows_another_digit_that_they_read_differently(bench, few_samples):
    cnn, ann = (directly(name, few_samples / np.float32(255)).argmax(axis=1) for name in BOTH)
    count = int((cnn != ann).sum())
    assert count > 2
    seen = [answers.find_quarrel(bench, {"turn": turn}) for turn in range(count + 1)]
    assert len({quarrel["image"] for quarrel in seen}) == count
    assert seen[0] == seen[count]  # after the last, the first again
    for quarrel in seen:
        assert quarrel["count"] == count and quarrel["tried"] == len(few_samples)
        assert np.argmax(quarrel["cnn"]) != np.argmax(quarrel["ann"])


def test_item_5_near_the_drawing_and_back_on_the_sliders(bench):
    quarrel = answers.find_quarrel(bench, {"image": IMAGE})
    assert quarrel["found"] and np.argmax(quarrel["cnn"]) != np.argmax(quarrel["ann"])
    image = change_in(quarrel)(PIXELS)
    np.testing.assert_array_equal(image_in(quarrel), image)
    assert quarrel["ann"] == pytest.approx(directly("ann", image[None])[0].tolist(), abs=1e-5)
    assert 100 < quarrel["tried"] <= len(small_transforms())


def test_without_sample_digits_nothing_is_found(bench, few_samples, monkeypatch):
    def missing(part):
        raise FileNotFoundError("samples.npz")

    monkeypatch.setattr(samples, "load_samples", missing)
    assert answers.find_quarrel(bench, {"turn": 0}) == {"found": False, "tried": 0}


# ---- a few pixels ----


@pytest.mark.parametrize("name", BOTH)
def test_item_6_the_changed_pixels_are_all_that_differs(bench, name):
    answer = answers.fool(bench, {"image": IMAGE, "network": name})
    changed = PIXELS.copy()
    for row, column, before, after in answer["changes"]:
        assert PIXELS[row, column] == pytest.approx(before)
        changed[row, column] = after
    np.testing.assert_allclose(image_in(answer), changed, atol=1e-6)
    np.testing.assert_allclose(answer["after"], directly(name, changed[None])[0], atol=1e-4)
    assert answer["flipped"] == (answer["digit_before"] != answer["digit_after"])
    assert answer["flipped"] or answer["reason"]


# ---- the table ----
