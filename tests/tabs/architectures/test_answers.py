"""The Architectures tab without a browser: what its cards say, and what it answers, whatever it is asked."""

import json
from functools import partial
from types import SimpleNamespace

import pytest

from model.image import samples
from tabs import architectures
from tabs.architectures import answers
from tabs.architectures.cards import load_cards
from tabs.kit.floats import image_in
from tabs.kit.replies import as_text, respond
from tabs.kit.service import NotReady
from tests.support.asking import assert_refused
from tests.support.measurements import metrics

CARDS = {card["id"]: card for card in load_cards()}
COUNTED = [card for card in load_cards() if card["graph"]]


def questions(service):
    """What the browser asks: {name: function of a request}."""
    asked = architectures.build(service).questions
    return {name: partial(respond, service, question) for name, question in asked.items()}


@pytest.fixture(scope="module")
def ask():
    loaded = SimpleNamespace(pretrained=SimpleNamespace(metrics=metrics()))
    return questions(SimpleNamespace(loaded=lambda: loaded, is_loading=False))


# ---- the cards ----


# ---- what may be asked ----


@pytest.mark.parametrize("card", COUNTED, ids=lambda card: card["id"])
def test_layers_of_a_card(ask, card):
    answer = ask["layers"]({"card": card["id"]})
    assert answer["state"] == "answer"
    assert sum(block["parameters"] for block in answer["blocks"]) == card["parameters"]
    assert len(json.dumps(answer)) < 100_000


def test_what_was_measured(ask):
    answer = ask["measured"]({})
    expected = metrics()["networks"]
    for name in ("cnn", "lenet5"):
        told = answer["networks"][name]
        assert told["parameters"] == expected[name]["parameters"]
        assert told["accuracy"] == expected[name]["mnist"]["accuracy"] and told["n"] == 10_000


def test_cards_and_the_digits_that_share_a_scene(ask):
    answer = ask["cards"]({})
    assert [card["id"] for card in answer["cards"]] == list(CARDS)
    assert [extra["label"] for extra in answer["extras"]] == list(answers.EXTRAS)
    for extra in answer["extras"]:
        assert image_in(extra).max() > 0.9
    sent = json.loads(as_text(answer).body)
    vgg16 = next(card for card in sent["cards"] if card["id"] == "vgg16")["counted"]
    assert vgg16["key"].startswith("{} of the parameters") and vgg16["values"][0]["key"] == "percent"
    assert len(json.dumps(sent)) < 40_000


def test_without_sample_digits_there_are_no_extras(ask, monkeypatch):
    def missing(part):
        raise FileNotFoundError("samples.npz")

    monkeypatch.setattr(samples, "load_samples", missing)
    assert ask["cards"]({})["extras"] == []


BAD = [
    *((name, request) for name in ("cards", "layers", "measured") for request in (None, 7, "card", ["x"])),
    *(("layers", {"card": card}) for card in (None, 7, [], {}, "", "yolo", "LeNet-5", "../secret")),
    ("layers", {}),
]


@pytest.mark.parametrize(("name", "request_"), BAD, ids=lambda value: str(value)[:40])
def test_garbage_is_refused_in_words(ask, name, request_):
    assert_refused(ask[name](request_))


@pytest.mark.parametrize("is_loading", [True, False])
def test_who_asks_too_early_is_told(is_loading):
    def not_yet():
        raise NotReady("not yet")

    early = questions(SimpleNamespace(loaded=not_yet, is_loading=is_loading))
    assert early["measured"]({})["state"] == ("loading" if is_loading else "failed")
    assert early["layers"]({"card": "vgg19"})["state"] == "answer"  # needs no network
    assert early["cards"]({})["state"] == "answer"
