"""The model card: what it says, shows and links, and that it is not made without its numbers."""

import json

import pytest

from hub import model_card

REPO = "someone/digits"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("--seeds 1 2 3 --distil", "taught what those of all seeds say together (distillation)"),
        ("--start-from weights", "whose CNN taught all three where it was right (distillation)"),
        ("--pen-strokes pen_digits.npz", "Pen strokes of 24 writers"),
    ],
)
def test_the_card_tells_the_recipe(bundle, command, words):
    metrics = json.loads((bundle / "metrics.json").read_text())
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert words not in model_card.make_card(REPO, metrics, manifest, {})
    metrics["made_by"]["command"] += f" {command}"
    assert words in model_card.make_card(REPO, metrics, manifest, {})


@pytest.mark.parametrize("damage", ["accuracy", "missing"])
def test_a_card_without_its_numbers_is_not_made(bundle, damage):
    metrics = json.loads((bundle / "metrics.json").read_text())
    if damage == "missing":
        del metrics["made_by"]
    else:
        metrics["networks"]["ann"]["mnist"]["accuracy"] = float("nan")
    with pytest.raises(model_card.BadCard):
        model_card.make_card(REPO, metrics, json.loads((bundle / "manifest.json").read_text()), {})
