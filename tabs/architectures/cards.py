"""The cards on the time line: prose from `cards.json`, every number in it from the networks' table."""

import json
from functools import cache
from pathlib import Path
from string import Formatter

from model.messages import Message, percent
from model.networks.famous import load_table

PROSE = Path(__file__).resolve().parent / "cards.json"


@cache
def load_cards() -> tuple[dict, ...]:
    """Return the cards in the order of `cards.json`, their sentences complete; do not change them.

    A card whose "graph" is not None also has "parameters", "multiplications", "weighted" and "units":
    how many equal units each of its convolutional blocks has.
    """
    numbers = _numbers()
    return tuple(_complete(card, numbers) for card in json.loads(PROSE.read_text("utf-8")))


def _complete(card: dict, numbers: dict) -> dict:
    written = {key: _said(card[key], numbers) for key in ("idea", "more", "counted")}
    if card["graph"] is None:
        return card | written
    table = load_table()[card["graph"]]
    sizes = {key: table[key] for key in ("parameters", "multiplications", "weighted")}
    return card | written | sizes | {"units": units(table)}


def _said(text: str, numbers: dict) -> Message:
    """Put numbers into a sentence: what stands in braces is a path, such as {resnet50[not_trained]}."""
    formatter = Formatter()
    parts = list(formatter.parse(text))
    key = "".join(before + ("" if path is None else "{}") for before, path, *_ in parts)
    return Message(key, *(formatter.get_field(path, (), numbers)[0] for _, path, *_ in parts if path))


def units(table: dict) -> list[int]:
    """How many equal units each block with convolutions has, such as [2, 2, 3, 3, 3] of VGG-16."""
    return [block["times"] for block in table["blocks"] if block["kind"] in ("convolution", "residual")]


def _numbers() -> dict:
    """What the sentences may name in braces: each network's table, and a few numbers made from them."""
    table = load_table()
    vgg16, vgg19 = table["vgg16"], table["vgg19"]
    return {
        **table,
        "vgg16_dense": _part(vgg16, "dense", "parameters"),
        "vgg16_work": _part(vgg16, "convolution", "multiplications"),
        "vgg16_times": round(vgg16["parameters"] / table["googlenet"]["parameters"]),
        "vgg19_extra": vgg19["parameters"] - vgg16["parameters"],
        **{f"{name}_rest": _rest(table[name]) for name in ("resnet50", "resnet101")},
    }


def _part(network: dict, kind: str, of: str) -> Message:
    """Which share of a network's parameters or multiplications blocks of one kind have: "89 %"."""
    return percent(sum(block[of] for block in network["blocks"] if block["kind"] == kind) / network[of])


def _rest(network: dict) -> int:
    """A residual network's parameters as its paper's layers have them."""
    return network["parameters"] - network["not_trained"] - network["extra_biases"]
