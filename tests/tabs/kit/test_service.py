"""What is said while the networks load, when they cannot be loaded, and how small answers are packed."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest

from serving import endpoints
from tabs.digit_canvas.live import Live
from tabs.kit import answers, service
from tabs.kit.figures import packed
from tabs.kit.service import NotReady, Service
from tests.support.asking import SEVEN, unpacked

EMPTY = {**SEVEN, "strokes": []}


class FakeRecognizer:
    """Says seven, whatever it is shown."""

    threshold = 0.5

    def __init__(self, networks, threshold):
        self.threshold = threshold

    def recognize(self, image):
        certain = np.eye(10, dtype=np.float32)[7] * (not image.is_blank)
        verdict = "blank" if image.is_blank else "digit"
        return SimpleNamespace(
            verdict=verdict, digit=None if image.is_blank else 7, cnn=certain, ann=certain, score=1.0
        )

    def recognize_all(self, images):
        return [self.recognize(image) for image in images]


@pytest.fixture(autouse=True)
def no_networks(monkeypatch):
    monkeypatch.setattr(service, "Recognizer", FakeRecognizer)


def fake_pretrained():
    return SimpleNamespace(networks={}, manifest={"not_a_digit": {"threshold": 0.25}})


@pytest.fixture
def gate():
    gate = Event()
    yield gate
    gate.set()


@pytest.fixture
def loading(gate):
    return Service(lambda: gate.wait(60) and fake_pretrained()).start()


def live_answer(service, drawing):
    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already: the browser tests leave theirs
        answer = thread.submit(asyncio.run, Live(service).answer(drawing)).result()
    return json.loads(answer.body)


def broken():
    raise OSError("the disk is on fire")


def test_a_drawing_waits_for_the_networks(loading, gate):
    assert loading.is_loading
    assert live_answer(loading, SEVEN)["state"] == "loading"
    gate.set()
    loading.recognizer(wait=60)
    assert live_answer(loading, SEVEN)["digit"] == 7


def test_the_threshold_comes_with_the_model(loading, gate):
    gate.set()
    assert loading.recognizer(wait=60).threshold == 0.25
    assert live_answer(loading, SEVEN)["threshold"] == 0.25


def test_a_program_waits_but_not_for_ever(loading, gate, monkeypatch):
    monkeypatch.setattr(endpoints, "PATIENCE", 0.05)
    with pytest.raises(gr.Error, match="still loading"):
        endpoints._answer(loading, answers.from_strokes, SEVEN)
    gate.set()
    monkeypatch.setattr(endpoints, "PATIENCE", 60)
    assert endpoints._answer(loading, answers.from_strokes, SEVEN)["digit"] == 7


def test_networks_that_cannot_be_loaded(caplog):
    failed = Service(broken).start()
    with pytest.raises(NotReady, match="could not be loaded"):
        failed.recognizer(wait=60)
    answer = live_answer(failed, SEVEN)
    assert answer["state"] == "failed" and "fire" not in answer["message"]  # that is for the log
    assert "the disk is on fire" in caplog.text
    with pytest.raises(gr.Error, match="could not be loaded"):
        endpoints._answer(failed, answers.from_strokes, SEVEN)


@pytest.mark.parametrize("wanted", [True, False])
def test_stages_are_sent_when_asked_for(loading, gate, wanted):
    gate.set()
    loading.recognizer(wait=60)
    assert ("stages" in live_answer(loading, {**SEVEN, "stages": wanted})) == wanted


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (112, 112), (3, 700)])
@pytest.mark.parametrize("kind", ["empty", "full", "noise"])
def test_packed_pictures_come_out_as_they_went_in(shape, kind):
    noise = np.random.default_rng(0).random(shape)
    picture = {"empty": np.zeros(shape), "full": np.ones(shape), "noise": noise}[kind]
    np.testing.assert_array_equal(unpacked(packed(picture)), np.round(picture * 255))
