"""The Architectures tab without a browser: what its cards say, and what it answers, whatever it is asked."""

import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from model.image.digit_image import from_picture, from_strokes
from model.networks.famous import load_table
from model.networks.recognizer import Recognizer
from tabs.architectures import answers
from tabs.architectures.cards import PROBLEMS, load_cards
from tabs.architectures.ink import outline
from tabs.architectures.tab import SCRIPTS, server_functions
from tabs.kit import scripts
from tabs.kit.service import Loaded, NotReady
from tests.support.asking import SEVEN, assert_refused, by_name, unpacked
from tests.support.example_networks import keras_model
from tests.support.measurements import metrics

BLANK = {**SEVEN, "strokes": []}
CARDS = {card["id"]: card for card in load_cards()}
COUNTED = [card for card in load_cards() if card["graph"]]


@pytest.fixture(scope="module")
def loaded():
    """Untrained networks: what is answered is tested here, not what was learned."""
    models = {name: keras_model(name) for name in ("cnn", "ann", "lenet5")}
    return Loaded(SimpleNamespace(metrics=metrics()), Recognizer(models, threshold=0.6))


@pytest.fixture(scope="module")
def ask(loaded):
    """What the browser calls: {name: function of a request}."""
    service = SimpleNamespace(loaded=lambda: loaded, recognizer=lambda: loaded.recognizer, is_loading=False)
    return by_name(server_functions(service))


# ---- the cards ----


def test_links_may_name_exactly_these_cards():
    assert set(CARDS) == {
        *("lenet5", "alexnet", "vgg16", "vgg19", "googlenet", "resnet50", "resnet101", "efficientnet"),
        *("unet", "mask-rcnn", "yolo", "ssd", "faster-rcnn"),
    }


@pytest.mark.parametrize(
    ("card", "year"),
    [("lenet5", 1998), ("alexnet", 2012), ("vgg16", 2014), ("vgg19", 2014), ("googlenet", 2014)]
    + [("resnet50", 2015), ("resnet101", 2015), ("efficientnet", 2019)],
)
def test_years(card, year):
    assert CARDS[card]["year"] == year


@pytest.mark.parametrize("card", CARDS)
def test_every_card_is_whole(card):
    card = CARDS[card]
    assert card["problem"] in PROBLEMS
    assert card["link"].startswith("https://") and card["authors"] and card["paper"] and card["venue"]
    for prose in ("idea", "more", "counted"):
        assert card[prose].endswith(".") and "{" not in card[prose]
    assert set(card.get("see", [])) <= set(CARDS)


def test_each_problem_has_the_networks_known_for_it():
    by_problem = {problem: {c["id"] for c in load_cards() if c["problem"] == problem} for problem in PROBLEMS}
    assert by_problem["segmentation"] == {"unet", "mask-rcnn"}
    assert by_problem["detection"] == {"yolo", "ssd", "faster-rcnn"}


@pytest.mark.parametrize("card", COUNTED, ids=lambda card: card["id"])
def test_numbers_on_a_card_are_the_tables(card):
    table = load_table()[card["graph"]]
    assert card["parameters"] == table["parameters"]
    assert card["weighted"] == table["weighted"] and card["multiplications"] == table["multiplications"]


def test_numbers_within_sentences_are_computed():
    assert "62,378,344" in CARDS["alexnet"]["counted"]
    assert "25,557,032 remain" in CARDS["resnet50"]["counted"]
    assert f"{143_667_240 - 138_357_544:,}" in CARDS["vgg19"]["counted"]
    assert "20 times fewer" in CARDS["googlenet"]["more"]  # 138,357,544 / 6,998,552
    dense = 102_764_544 + 16_781_312 + 4_097_000
    assert f"{100 * dense / 138_357_544:.0f} % of the parameters" in CARDS["vgg16"]["counted"]


def test_blocks_compared_in_two_pictures():
    assert (CARDS["vgg16"]["units"], CARDS["vgg19"]["units"]) == ([2, 2, 3, 3, 3], [2, 2, 4, 4, 4])
    assert (CARDS["resnet50"]["units"], CARDS["resnet101"]["units"]) == ([1, 3, 4, 6, 3], [1, 3, 4, 23, 3])


def test_the_script_draws_every_picture_that_a_card_names():
    script = scripts.text(*SCRIPTS)
    for card in load_cards():
        names = {card["outcome"], *filter(None, [card["picture"].split(" ")[0]])}
        for name in names:
            assert re.search(rf"function (out)?{name}\b", script, re.IGNORECASE), name


def test_every_kind_of_block_has_a_name_and_a_colour():
    script, style = scripts.text(*SCRIPTS), scripts.text("architectures/pictures.css")
    kinds = {block["kind"] for table in load_table().values() for block in table["blocks"]}
    for kind in kinds:
        assert re.search(rf"^  {kind}: '", script, re.MULTILINE) and f".ar .{kind}" in style


# ---- what may be asked ----


@pytest.mark.parametrize("card", COUNTED, ids=lambda card: card["id"])
def test_layers_of_a_card(ask, card):
    answer = ask["layers"]({"card": card["id"]})
    assert answer["state"] == "answer" and answer["card"] == card["id"]
    assert sum(block["parameters"] for block in answer["blocks"]) == card["parameters"]
    assert len(json.dumps(answer)) < 100_000


def test_what_was_measured(ask):
    answer = ask["measured"]({})
    expected = metrics()["networks"]
    for name in ("cnn", "lenet5"):
        told = answer["networks"][name]
        assert told["parameters"] == expected[name]["parameters"]
        assert told["accuracy"] == expected[name]["mnist"]["accuracy"] and told["n"] == 10_000
    assert [extra["label"] for extra in answer["extras"]] == list(answers.EXTRAS)
    for extra in answer["extras"]:
        assert unpacked(extra["picture"]).shape == (28, 28)


def test_both_networks_read_the_drawing(ask, loaded):
    answer = ask["read"]({"drawing": SEVEN})
    pixels = from_strokes(SEVEN).pixels
    found = loaded.recognizer.probabilities(pixels[None])
    for name in ("cnn", "lenet5"):
        assert answer[name] == pytest.approx(found[name][0].tolist(), abs=1e-5)
        assert sum(answer[name]) == pytest.approx(1, abs=1e-4)
    np.testing.assert_array_equal(unpacked(answer["digit"]), np.round(pixels * 255))
    assert len(json.dumps(answer)) < 20_000


def test_a_blank_drawing_is_blank(ask):
    assert ask["read"]({"drawing": BLANK}) == {"state": "answer", "blank": True}


BAD = [
    *((name, request) for name in ("layers", "measured", "read") for request in (None, 7, "card", ["x"])),
    *(("layers", {"card": card}) for card in (None, 7, [], {}, "", "yolo", "LeNet-5", "../secret")),
    ("layers", {}),
    ("read", {}),
    *(("read", {"drawing": drawing}) for drawing in (None, 7, {}, {"picture": "/etc/passwd"})),
    ("read", {"drawing": {**SEVEN, "width": 1e9}}),
]


@pytest.mark.parametrize(("name", "request_"), BAD, ids=lambda value: str(value)[:40])
def test_garbage_is_refused_in_words(ask, name, request_):
    assert_refused(ask[name](request_))


@pytest.mark.parametrize("is_loading", [True, False])
def test_who_asks_too_early_is_told(is_loading):
    def not_yet():
        raise NotReady("not yet")

    service = SimpleNamespace(loaded=not_yet, recognizer=not_yet, is_loading=is_loading)
    early = by_name(server_functions(service))
    state = "loading" if is_loading else "failed"
    assert early["read"]({"drawing": SEVEN})["state"] == state == early["measured"]({})["state"]
    assert early["layers"]({"card": "vgg19"})["state"] == "answer"  # needs no network


# ---- box and mask ----


def test_the_box_lies_tight_around_the_ink():
    drawing = {"strokes": [[[70, 40], [70, 210]]], "width": 280, "height": 280}
    found = outline(from_strokes(drawing), 160)
    left, top, right, bottom = found.box
    scale = found.picture.shape[0] / 280
    assert found.mask[top:bottom, left:right].sum() == found.mask.sum() > 0
    for edge in (found.mask[top], found.mask[bottom - 1], found.mask[:, left], found.mask[:, right - 1]):
        assert edge.any()
    assert left < 70 * scale < right and right - left < 8
    assert top == pytest.approx(40 * scale, abs=4) and bottom == pytest.approx(210 * scale, abs=4)


def test_a_photo_is_outlined_where_it_is():
    paper = np.full((300, 400), 200, np.uint8)
    paper[60:240, 150:190] = 30
    found = outline(from_picture(Image.fromarray(paper)), 160)
    assert max(found.picture.shape) <= 160
    step = paper.shape[0] / found.picture.shape[0]
    left, top, right, bottom = (edge * step for edge in found.box)
    assert (left, top, right, bottom) == pytest.approx((150, 60, 190, 240), abs=2 * step + 2)
    assert found.picture[5, 5] > 0.5 and not found.mask[5, 5]  # bright paper is no ink


def test_the_mask_is_the_ink_that_is_shown(ask):
    answer = ask["read"]({"drawing": SEVEN})
    picture, mask = unpacked(answer["picture"]), unpacked(answer["mask"])
    assert picture.shape == mask.shape and set(np.unique(mask)) == {0, 255}
    assert ((picture >= 128) == (mask > 0)).all()
