"""What is said while the networks load and when they cannot be loaded, and what browsers get of them."""

from threading import Event
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest

from serving import endpoints
from tabs.kit import service
from tabs.kit.replies import respond
from tabs.kit.service import NotReady, Service
from tests.support.asking import SEVEN


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


@pytest.fixture(autouse=True)
def no_networks(monkeypatch):
    monkeypatch.setattr(service, "Recognizer", FakeRecognizer)


def fake_pretrained():
    return SimpleNamespace(networks={}, shuffled={}, manifest={"not_a_digit": {"threshold": 0.25}})


@pytest.fixture
def gate():
    gate = Event()
    yield gate
    gate.set()


@pytest.fixture
def loading(gate):
    service = Service(lambda: gate.wait(60) and fake_pretrained()).start()
    yield service
    gate.set()
    service.loaded(wait=60)  # nothing goes on behind the next test


def answer(service):
    """What a tab gets that asks for the recogniser's threshold."""
    return respond(service, lambda _: {"threshold": service.recognizer().threshold}, {})


def broken():
    raise OSError("the disk is on fire")


def test_a_question_waits_for_the_networks(loading, gate):
    assert loading.is_loading
    assert answer(loading)["state"] == "loading"
    gate.set()
    loading.recognizer(wait=60)
    assert answer(loading) == {"state": "answer", "threshold": 0.25}  # which comes with the model


def test_browsers_have_the_bundled_networks_before_python_has(loading):
    described = loading.in_browsers(wait=60).described
    assert loading.is_loading
    assert set(described["networks"]) >= {"cnn", "ann", "lenet5"} and described["source"] == "bundled"


def test_a_program_waits_but_not_for_ever(loading, gate, monkeypatch):
    monkeypatch.setattr(endpoints, "PATIENCE", 0.05)
    with pytest.raises(gr.Error, match="still loading"):
        endpoints._answer(loading, lambda: endpoints.from_strokes(SEVEN), endpoints._recognition)
    gate.set()
    monkeypatch.setattr(endpoints, "PATIENCE", 60)
    assert endpoints._answer(loading, lambda: endpoints.from_strokes(SEVEN), endpoints._recognition)["digit"] == 7


def test_what_takes_long_is_prepared_once_the_networks_can_answer(loading, gate):
    prepared = Event()
    loading.when_loaded(lambda: loading.loaded() and prepared.set())
    assert not prepared.is_set()
    gate.set()
    assert prepared.wait(60)


def test_nothing_is_prepared_for_networks_that_cannot_be_loaded():
    failed, prepared = Service(broken).start(), []
    failed.when_loaded(lambda: prepared.append(True))
    with pytest.raises(NotReady):
        failed.loaded(wait=60)
    assert not prepared


def test_networks_that_cannot_be_loaded(caplog):
    failed = Service(broken).start()
    with pytest.raises(NotReady, match="could not be loaded"):
        failed.recognizer(wait=60)
    told = answer(failed)
    assert told["state"] == "failed" and "fire" not in told["message"]  # that is for the log
    assert "the disk is on fire" in caplog.text
    with pytest.raises(gr.Error, match="could not be loaded"):
        endpoints._answer(failed, lambda: endpoints.from_strokes(SEVEN), endpoints._recognition)


def test_the_files_of_networks_are_those_that_are_served(loading, gate, tmp_path):
    (tmp_path / "cnn.keras").write_bytes(b"from the Hub")
    assert loading.keras_file("cnn.keras") == (service.WEIGHTS / "cnn.keras").read_bytes()
    others = fake_pretrained()
    others.folder = tmp_path
    loaded = Service(lambda: others).start()
    loaded.loaded(wait=60)
    assert loaded.keras_file("cnn.keras") == b"from the Hub"
