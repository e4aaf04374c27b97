"""What the cards say: whole, and every number in them is the table's."""

import re
from pathlib import Path

import pytest

from model.messages import Message
from model.networks.famous import load_table
from tabs.architectures.cards import load_cards

WEB = Path(__file__).parents[3] / "web" / "architectures"


CARDS = {card["id"]: card for card in load_cards()}


COUNTED = [card for card in load_cards() if card["graph"]]


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
    assert card["link"].startswith("https://") and card["authors"] and card["paper"] and card["venue"]
    for prose in ("idea", "more", "counted"):
        assert isinstance(card[prose], Message)
        assert card[prose].endswith(".") and "{" not in card[prose]
    assert set(card.get("see", [])) <= set(CARDS)


def test_each_problem_has_the_networks_known_for_it():
    by_problem = {}
    for card in load_cards():
        by_problem.setdefault(card["problem"], set()).add(card["id"])
    assert set(by_problem) == {"classification", "detection", "segmentation"}
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
    ideas, outcomes = ((WEB / f"{name}.js").read_text("utf-8") for name in ("ideas", "outcomes"))
    for card in load_cards():
        idea = card["picture"].split(" ")[0]
        assert not idea or re.search(rf"^function {idea}\(", ideas, re.MULTILINE), idea
        assert re.search(rf"^  {card['outcome']}: out", outcomes, re.MULTILINE), card["outcome"]


def test_every_kind_of_block_has_a_name_and_a_colour():
    script, style = ((WEB / name).read_text("utf-8") for name in ("plans.js", "pictures.css"))
    kinds = {block["kind"] for table in load_table().values() for block in table["blocks"]}
    for kind in kinds:
        assert re.search(rf"^  {kind}: \(\) => t", script, re.MULTILINE) and f".ar .{kind}" in style
