"""The training lab without a browser: what is asked is checked, what is answered is plain JSON."""

import base64
import json
import math
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest

from model.learn.live_training import LiveSettings, Point
from model.learn.moments import NoMoments, load_moments, unflatten
from model.learn.optimizers import OPTIMIZERS
from model.learn.training_step import take_step
from model.networks.small_networks import ACTIVATIONS, NETWORKS
from tabs.kit.floats import encode_floats, image_in
from tabs.kit.service import NotReady
from tabs.training_lab import requests
from tabs.training_lab.lab import NAMES, Lab, choices
from tabs.training_lab.runs import MOST_WAITING, Runs
from tabs.training_lab.tab import server_functions
from tests.support.asking import SEVEN, assert_refused, by_name
from tests.support.example_networks import seven

PIXELS = seven()
IMAGE = encode_floats(PIXELS)
SETTINGS = {
    "network": "cnn",
    "activation": "relu",
    "optimizer": "adam",
    "rate": 0.01,
    "batch": 32,
    "epochs": 2,
}
STEP = {"network": "cnn", "moment": 4, "image": IMAGE, "digit": 7, "rate": 0.1}
HTML = (Path(__file__).parents[3] / "tabs" / "training_lab" / "tab.html").read_text("utf-8")


@pytest.fixture
def gate():
    gate = Event()
    yield gate
    gate.set()


@pytest.fixture
def lab(gate, monkeypatch):
    """A lab whose runs take no time once the gate is open, and whose big networks are there."""
    monkeypatch.setattr("tabs.training_lab.lab.warm_up", lambda: None)
    monkeypatch.setattr(Runs, "_keep_house", lambda self: None)

    def train(settings, seed):
        gate.wait(20)
        for step in range(4):
            weights = load_moments().unpacked(settings.network, 0)
            point = Point(step, step / 3, 0.5, 0.9)
            yield SimpleNamespace(step=step, steps=3, point=point, weights=lambda kept=weights: kept)

    service = SimpleNamespace(loaded=lambda wait=0: None, is_loading=False)
    return Lab(service, runs=Runs(train))


@pytest.fixture
def ask(lab):
    return by_name(server_functions(lab))


def floats(text):
    return np.frombuffer(base64.b64decode(text), "<f4")


# ---- what may be asked ----

BAD = [
    *((name, request) for name in NAMES for request in (None, 7, "x", ["x"]) if name != "describe"),
    *(("weights", {"moments": moments}) for moments in (None, 3, "0", [14], [-1], [True], [0.5], [0] * 99)),
    *(("see", {"drawing": drawing}) for drawing in (None, 7, {}, {"picture": "/etc/passwd"})),
    *(("step", {**STEP, "network": name}) for name in (None, "lenet5", [], {})),
    *(("step", {**STEP, "moment": moment}) for moment in (None, 14, -1, 1.5, "4", True)),
    *(("step", {**STEP, "digit": digit}) for digit in (None, 10, -1, True, 7.0, "7", 10**400)),
    *(("step", {**STEP, "rate": rate}) for rate in (None, 0, -1, 11, "1", math.nan, math.inf, True, 10**400)),
    *(("step", {**STEP, "image": image}) for image in (None, "", "%" * len(IMAGE), IMAGE[:-4], [0] * 784)),
    ("step", {**STEP, "image": encode_floats(np.full((28, 28), np.nan))}),
    ("step", {**STEP, "image": encode_floats(np.full((28, 28), 2.0))}),
    ("sweep", {**STEP, "moment": 99}),
    *(("begin", {"visitor": "visitor-1", "settings": settings}) for settings in (None, 7, [], {})),
    *(("begin", {"visitor": visitor, "settings": SETTINGS}) for visitor in (None, 7, "", "a b", "x" * 65)),
    *(("follow", {"ticket": ticket, "seen": 0, "version": 0}) for ticket in (None, 7, [], "short", "x" * 99)),
    *(("follow", {"ticket": "x" * 22, "seen": seen, "version": 0}) for seen in (None, -1, 0.5, "0")),
    *(("stop", {"ticket": ticket}) for ticket in (None, {}, "../../etc")),
]
BAD_SETTINGS = {
    "network": (None, "lenet5", [], 7),
    "activation": (None, "softmax", "gelu", {}),
    "optimizer": (None, "adagrad", "SGD", True),
    "rate": (None, "0.01", 0, -0.1, 11, math.nan, math.inf, -math.inf, True, [0.1]),
    "batch": (None, 0, 7, 513, 32.0, "32", True),
    "epochs": (None, 0, 31, 1.5, "2", False),
}


@pytest.mark.parametrize(("name", "request_"), BAD, ids=lambda value: str(value)[:40])
def test_garbage_is_refused_in_words(ask, name, request_):
    assert_refused(ask[name](request_))


@pytest.mark.parametrize("name", BAD_SETTINGS)
def test_bad_settings_are_refused_by_name(ask, name):
    for value in BAD_SETTINGS[name]:
        answer = ask["begin"]({"visitor": "visitor-1", "settings": {**SETTINGS, name: value}})
        assert answer["state"] == "refused" and name in answer["message"], value


def test_an_image_travels_without_losing_a_bit():
    np.testing.assert_array_equal(image_in({"image": IMAGE}), PIXELS)


# ---- what is answered ----


def test_what_the_browser_is_told_first(ask):
    about = ask["describe"]({})
    assert about["state"] == "answer" and len(json.dumps(about, allow_nan=False)) < 10_000
    assert {name: about["networks"][name]["parameters"] for name in NETWORKS} == {"cnn": 7842, "ann": 25450}
    kinds = [layer["kind"] for layer in about["networks"]["cnn"]["layers"]]
    assert kinds[:3] == ["convolution", "activation", "max pooling"] and kinds[-1] == "activation"
    assert len(about["steps"]) == len(about["scores"]["ann"]["test_accuracy"]) == 14


def test_weights_are_those_of_the_file(ask):
    moments = load_moments()
    answer = ask["weights"]({"moments": [13, 0]})
    for name in NETWORKS:
        rows = floats(answer[name]).reshape(2, -1)
        np.testing.assert_array_equal(rows, moments.weights[name][[13, 0]])
        unflatten(name, rows[0])
    assert ask["weights"]({"moments": []})["cnn"] == ""


def test_a_drawing_becomes_what_the_networks_see(ask):
    found = floats(ask["see"]({"drawing": SEVEN})["image"])
    assert found.shape == (784,) and found.max() <= 1 and found.sum() > 50
    assert ask["see"]({"drawing": {**SEVEN, "strokes": []}}) == {"state": "answer", "blank": True}


@pytest.mark.parametrize("network", NETWORKS)
def test_a_step_is_the_models_own(ask, network):
    answer = ask["step"]({**STEP, "network": network})
    assert answer["state"] == "answer" and len(json.dumps(answer, allow_nan=False)) < 8_000
    expected = take_step(network, load_moments().unpacked(network, 4), PIXELS, 7, 0.1)
    assert answer["after"]["loss"] == pytest.approx(expected.after.loss)
    assert np.array(answer["nine"]["updated"]).shape == (3, 3) and len(answer["last"]["errors"]) == 10
    sweep = ask["sweep"]({**STEP, "network": network})
    assert len(sweep["rates"]) == len(sweep["own"]) == len(sweep["others"])


def test_a_live_run_from_begin_to_end(ask, gate):
    ticket = ask["begin"]({"visitor": "visitor-1", "settings": SETTINGS})["ticket"]
    asked = {"ticket": ticket, "seen": 0, "version": 0}
    assert ask["follow"](asked)["phase"] == "running"
    gate.set()
    while (told := ask["follow"](asked))["phase"] == "running":
        Event().wait(0.01)
    assert told["phase"] == "done" and len(told["points"]) == 4
    assert len(json.dumps(told, allow_nan=False)) < 60_000
    assert [array.size for array in unflatten("cnn", floats(told["weights"]))][::2] == [72, 1728, 6000]
    assert ask["follow"]({**asked, "version": told["version"]})["weights"] is None
    assert ask["stop"]({"ticket": ticket}) == {"state": "answer"}


def test_an_unknown_ticket_is_told_so(ask):
    answer = ask["follow"]({"ticket": "x" * 22, "seen": 0, "version": 0})
    assert answer["state"] == "gone" and "Start it again" in answer["message"]


def test_too_many_at_once_are_told_so(ask):
    for number in range(MOST_WAITING + 2):
        assert ask["begin"]({"visitor": f"visitor-{number}", "settings": SETTINGS})["state"] == "answer", (
            number
        )
    assert ask["begin"]({"visitor": "visitor-too-late", "settings": SETTINGS})["state"] == "busy"


@pytest.mark.parametrize("is_loading", [True, False])
def test_who_trains_too_early_is_told(is_loading):
    def loaded(wait=0):
        raise NotReady("not yet")

    lab = Lab(SimpleNamespace(loaded=loaded, is_loading=is_loading))
    answer = lab.answer("begin", {"visitor": "visitor-1", "settings": SETTINGS})
    assert answer["state"] == ("loading" if is_loading else "failed")


def test_without_moments_the_rest_goes_on(lab):
    def missing():
        raise NoMoments("moments.npz is missing or damaged")

    lab = Lab(lab._service, missing, lab._runs)
    assert lab.answer("describe", {})["state"] == "failed"
    assert lab.answer("see", {"drawing": SEVEN})["state"] == "answer"
    assert lab.answer("begin", {"visitor": "visitor-1", "settings": SETTINGS})["state"] == "answer"


def test_the_page_offers_what_the_server_takes():
    told = choices()
    assert LiveSettings(**told["defaults"]) == LiveSettings()
    for name, values in (("activation", ACTIVATIONS), ("optimizer", OPTIMIZERS)):
        menu = HTML.split(f'id="tl-{name}">')[1].split("</select>")[0]
        assert menu.count("<option") == len(values)
        assert all(f'value="{value}"' in menu for value in values)
    for name in ("rate", "batch"):
        menu = HTML.split(f'id="tl-{name}">')[1].split("</select>")[0]
        offered = [float(part.split("<")[0]) for part in menu.split("<option>")[1:]]
        assert told["defaults"][name] in offered
        for value in offered:
            number = value if name == "rate" else int(value)
            requests.settings_in({"settings": {**SETTINGS, name: number}})
