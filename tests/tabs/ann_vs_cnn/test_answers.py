"""The ANN vs CNN tab without a browser: what it answers is what the networks say, whatever it is asked."""

import json
import math
from dataclasses import asdict, replace
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from model.explain.disagreement import small_transforms
from model.image import samples
from model.image.transforms import Transform, pixel_order, shuffle_pixels
from model.networks.recognizer import Recognizer
from tabs.ann_vs_cnn import answers, requests
from tabs.ann_vs_cnn.bench import BOTH, Bench
from tabs.ann_vs_cnn.facts import facts, layers_in_words, multiplications
from tabs.ann_vs_cnn.sliders import BY_NAME, SLIDERS
from tabs.ann_vs_cnn.tab import ANSWERS, server_functions
from tabs.kit.floats import encode_floats, image_in
from tabs.kit.service import Loaded, NotReady
from tests.support.asking import SEVEN, assert_refused, by_name, unpacked
from tests.support.example_networks import keras_model, network, seven
from tests.support.measurements import metrics

PIXELS = seven()
IMAGE = encode_floats(PIXELS)


@pytest.fixture(scope="module")
def loaded():
    """Untrained networks: what is answered is tested here, not what was learned."""
    models = {name: keras_model(name) for name in BOTH}
    files = {"cnn.keras": {"bytes": 478_123}}
    pretrained = SimpleNamespace(metrics=metrics(), manifest={"files": files}, shuffled=models)
    return Loaded(pretrained, Recognizer(models, threshold=0.6))


@pytest.fixture(scope="module")
def bench(loaded):
    return Bench(loaded)


@pytest.fixture(scope="module")
def ask(loaded):
    """What the browser calls: {name: function of a request}."""
    service = SimpleNamespace(loaded=lambda: loaded, is_loading=False)
    return by_name(server_functions(service))


def directly(name, images):
    return keras.ops.convert_to_numpy(keras_model(name)(np.asarray(images)[..., None]))


# ---- what may be asked ----


def test_an_image_travels_without_losing_a_bit():
    np.testing.assert_array_equal(image_in({"image": IMAGE}), PIXELS)


def encoded(change):
    pixels = PIXELS.copy()
    pixels[0, 0] = change
    return encode_floats(pixels)


GOOD = {"image": IMAGE, "change": {}, "slider": "dx", "digit": 7, "turn": 0, "network": "cnn"}

BAD_IMAGES = [
    None,
    7,
    "",
    "seven",
    [0] * 784,
    "%" * len(IMAGE),
    IMAGE[:-4],
    encoded(np.nan),
    encoded(1.5),
    encoded(-1),
]
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
    *((name, None) for name in ("disturb", "sweep", "fool")),
    *((name, ["x"]) for name in ("disturb", "every_shift", "find_quarrel")),
    *(("disturb", {"image": image}) for image in BAD_IMAGES),
    *(
        (name, {})
        for name in ("disturb", "sweep", "every_shift", "time_both", "shuffle", "find_quarrel", "fool")
    ),
    *(("disturb", {"image": IMAGE, "change": change}) for change in BAD_CHANGES),
    *(("disturb", {"drawing": drawing}) for drawing in (None, 7, {}, {"picture": "/etc/passwd"})),
    *(("sweep", {**GOOD, "slider": slider}) for slider in (None, "seed", [], {})),
    *(("sweep", {**GOOD, "digit": digit}) for digit in (None, 10, -1, True, 7.0, "7", 10**400)),
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

    service = SimpleNamespace(loaded=loaded, is_loading=is_loading)
    for function in server_functions(service):
        assert function({})["state"] == ("loading" if is_loading else "failed")


def test_every_answer_is_small_plain_json(ask, few_samples):
    assert set(ask) == {answer.__name__ for answer in ANSWERS}
    for name, function in ask.items():
        request = {"turn": 0} if name == "find_quarrel" else GOOD
        answer = function(request)
        assert answer["state"] == "answer", name
        assert len(json.dumps(answer, allow_nan=False)) < 30_000


def test_networks_that_replace_others_are_asked_from_then_on(loaded):
    models = {name: keras_model(name) for name in BOTH}
    swapped = Loaded(loaded.pretrained, Recognizer({"cnn": models["ann"], "ann": models["cnn"]}, 0.6))
    served = [loaded]
    service = SimpleNamespace(loaded=lambda: served[0], is_loading=False)
    disturb = next(f for f in server_functions(service) if f.__name__ == "disturb")
    before = disturb({"image": IMAGE})["plain"]
    served[0] = swapped
    after = disturb({"image": IMAGE})["plain"]
    assert after["cnn"] == pytest.approx(before["ann"], abs=1e-6)


# ---- both answers, and the sliders ----


def test_item_1_a_drawing_gets_the_recognisers_numbers(bench):
    answer = answers.disturb(bench, {"drawing": SEVEN})
    pixels = image_in(answer)
    for name in BOTH:
        np.testing.assert_allclose(answer["plain"][name], directly(name, pixels[None])[0], atol=1e-6)
        assert answer["changed"][name] == answer["plain"][name]


def test_a_blank_drawing_asks_no_network(bench):
    assert answers.disturb(bench, {"drawing": {**SEVEN, "strokes": []}}) == {"blank": True}


def test_item_1_times_are_measured_one_network_at_a_time(bench):
    taken = answers.time_both(bench, {"image": IMAGE})
    assert set(taken) == {*BOTH, "runs"}
    assert all(0 < taken[name] < 1000 for name in BOTH)


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda slider: slider.name)
def test_item_2_a_moved_slider_changes_what_both_networks_read(bench, slider):
    change = {slider.name: slider.high}
    answer = answers.disturb(bench, {"image": IMAGE, "change": change})
    changed = Transform(**change)(PIXELS)
    np.testing.assert_array_equal(unpacked(answer["picture"]), np.round(changed * 255))
    for name in BOTH:
        np.testing.assert_allclose(answer["changed"][name], directly(name, changed[None])[0], atol=1e-5)
        assert answer["changed"][name] != answer["plain"][name]


def test_item_2_a_digit_thinned_to_nothing_is_blank(bench):
    thin = np.zeros((28, 28), np.float32)
    thin[14, 5:20] = 0.6
    request = {"image": encode_floats(thin), "change": {"pixels": -1.5}}
    changed = answers.disturb(bench, request)["changed"]
    assert changed["verdict"] == "blank" and not any(changed["cnn"])
    swept = answers.sweep(bench, {**request, "slider": "pixels", "digit": 7})
    assert swept["cnn"]["digits"][0] is None and swept["cnn"]["shares"][0] == 0


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda slider: slider.name)
def test_item_2_the_curve_is_what_the_networks_say_along_the_slider(bench, slider):
    others = {"degrees": 12.0, "sigma": 0.1}
    swept = answers.sweep(bench, {"image": IMAGE, "change": others, "slider": slider.name, "digit": 3})
    values = swept["values"]
    assert (values[0], values[-1]) == (slider.low, slider.high) and slider.neutral in values
    images = [Transform(**{**others, slider.name: value})(PIXELS) for value in values]
    for name in BOTH:
        expected = directly(name, images)
        np.testing.assert_allclose(swept[name]["shares"], expected[:, 3], atol=1e-4)
        assert swept[name]["digits"] == expected.argmax(axis=1).tolist()


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


def test_what_the_search_finds_can_be_set_on_the_sliders():
    """Every change that is tried lies on a step of its slider."""
    for change in small_transforms():
        positions = {name: value for name, value in asdict(change).items() if name != "seed"}
        requests.change_in({"change": positions})
        for name, value in positions.items():
            steps = (value - BY_NAME[name].low) / BY_NAME[name].step
            assert steps == pytest.approx(round(steps), abs=1e-6), (name, value)


# ---- measured on the test set ----


def test_item_3_every_slider_has_a_measured_curve(bench):
    told = facts(bench, {})
    for slider in SLIDERS:
        x = told["shifts"][slider.name] if slider.kind == "shift" else told["curves"][slider.name]["x"]
        assert (x[0], x[-1]) == (slider.low, slider.high)
    expected = metrics()["networks"]["ann"]["robustness"]
    assert told["curves"]["degrees"]["ann"] == expected["rotation"]["accuracy"]
    assert told["shifts"]["ann"] == expected["shift"]["accuracy"]


def test_sliders_cover_what_training_measures():
    from training import evaluate

    measured = {
        "dx": evaluate.SHIFTS,
        "dy": evaluate.SHIFTS,
        "degrees": evaluate.DEGREES,
        "factor": evaluate.FACTORS,
        "sigma": evaluate.SIGMAS,
        "pixels": evaluate.THICKNESS,
    }
    for name, values in measured.items():
        assert (values[0], values[-1]) == (BY_NAME[name].low, BY_NAME[name].high), name


def test_what_was_not_measured_is_not_made_up(loaded):
    bare = {"networks": {name: {"parameters": 1, "mnist": {"accuracy": 0.9}} for name in BOTH}}
    pretrained = SimpleNamespace(metrics=bare, manifest={}, shuffled={})
    bench = Bench(replace(loaded, pretrained=pretrained))
    told = facts(bench, {})
    assert told["shifts"] is None and told["shuffled"] is None and told["curves"] == {}
    assert told["networks"]["ann"]["drawings"] is None and told["networks"]["ann"]["bytes"] is None
    assert answers.shuffle(bench, {"image": IMAGE}) == {"there": False}


# ---- shuffled pixels ----


def test_item_4_the_twins_read_the_shuffled_drawing(bench):
    answer = answers.shuffle(bench, {"image": IMAGE})
    shuffled = shuffle_pixels(PIXELS, pixel_order(5))
    np.testing.assert_array_equal(unpacked(answer["picture"]), np.round(shuffled * 255))
    for name in BOTH:
        np.testing.assert_allclose(answer[name], directly(name, shuffled[None])[0], atol=1e-5)
    told = facts(bench, {})["shuffled"]
    assert told == {
        "cnn": {"shuffled": 0.9613, "plain": 0.9921},
        "ann": {"shuffled": 0.9802, "plain": 0.9803},
    }


# ---- quarrels ----


@pytest.fixture
def few_samples(monkeypatch, bench):
    images = np.round(answers.all_places(PIXELS, Transform(degrees=20))[::7] * 255).astype(np.uint8)
    monkeypatch.setattr(
        samples, "load_samples", lambda part: (images, np.arange(len(images), dtype=np.uint8) % 10)
    )
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
    assert len({quarrel["picture"]["runs"] for quarrel in seen}) == count
    assert seen[0] == seen[count]  # after the last, the first again
    for quarrel in seen:
        assert quarrel["count"] == count and quarrel["tried"] == len(few_samples)
        assert np.argmax(quarrel["cnn"]) != np.argmax(quarrel["ann"])


def test_item_5_near_the_drawing_and_back_on_the_sliders(bench):
    quarrel = answers.find_quarrel(bench, {"image": IMAGE})
    assert quarrel["found"] and np.argmax(quarrel["cnn"]) != np.argmax(quarrel["ann"])
    again = answers.disturb(bench, {"image": IMAGE, "change": quarrel["change"]})
    assert again["picture"] == quarrel["picture"]
    assert again["changed"]["ann"] == pytest.approx(quarrel["ann"], abs=1e-6)


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
    np.testing.assert_array_equal(unpacked(answer["picture"]), np.round(changed * 255))
    np.testing.assert_allclose(answer["after"], directly(name, changed[None])[0], atol=1e-4)
    assert answer["flipped"] == (answer["digit_before"] != answer["digit_after"])
    assert answer["flipped"] or answer["reason"]


# ---- the table ----


def test_item_7_counts_come_from_the_networks_themselves(bench):
    cnn, ann = (facts(bench, {})["networks"][name] for name in BOTH)
    assert (cnn["parameters"], ann["parameters"]) == tuple(keras_model(name).count_params() for name in BOTH)
    assert (cnn["sees"], ann["sees"]) == (9, 784)
    assert ann["multiplications"] == ann["weights"] == 784 * 256 + 256 * 128 + 128 * 10
    assert cnn["layers"] == "6 convolutions, 3 max poolings, 2 dense layers"
    assert ann["layers"] == "3 dense layers"


def test_item_7_multiplications_of_a_convolution():
    layer = network("cnn")["conv3"]
    assert multiplications(layer) == 12 * 12 * 32 * 16 * 9
    assert multiplications(network("cnn")["pool1"]) == 0


def test_item_7_the_shift_it_speaks_of_is_the_mean_of_four(bench):
    rows = metrics()["networks"]["cnn"]["robustness"]["shift"]["accuracy"]
    expected = (rows[8][4] + rows[8][12] + rows[4][8] + rows[12][8]) / 4
    assert facts(bench, {})["networks"]["cnn"]["shifted"] == pytest.approx(expected)


def test_layers_are_named_in_the_plural_where_there_are_several():
    assert layers_in_words(network("lenet5")) == "3 convolutions, 2 average poolings, 2 dense layers"


def test_the_bundled_measurements_leave_no_gap(loaded):
    from model.networks import pretrained

    if not (pretrained.WEIGHTS / "metrics.json").exists():
        pytest.skip("no trained networks yet: model/networks/weights/metrics.json is missing")
    manifest = json.loads((pretrained.WEIGHTS / "manifest.json").read_text("utf-8"))
    bundled = SimpleNamespace(metrics=pretrained.bundled_metrics(), manifest=manifest, shuffled={})
    told = facts(Bench(replace(loaded, pretrained=bundled)), {})
    assert set(told["curves"]) == {"degrees", "factor", "pixels", "sigma"} and told["shifts"]
    for network_ in told["networks"].values():
        assert all(value is not None for value in network_.values())
