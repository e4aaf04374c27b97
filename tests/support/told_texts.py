"""Texts that Python puts together for a visitor, in all their forms: what no template and no script holds."""

import json
import re
from itertools import product
from pathlib import Path

from model.explain.captions import _sentence
from model.explain.features import drawing_features
from model.explain.filters import FilterKind
from tests.support.example_networks import seven

ROOT = Path(__file__).resolve().parents[2]
CARDS = ROOT / "tabs" / "architectures" / "cards.json"
SOURCES = [path for folder in ("model", "serving", "tabs") for path in sorted((ROOT / folder).rglob("*.py"))]
REFUSED = re.compile(r"\b(NotReady|Busy|Full|Unknown|NoChapter|Diverged)\(\s*\"([^\"{]+)\"")
"""Errors whose message a visitor reads, and it is one text."""

PLACES = (
    *(f"the {upright} {across}" for upright in ("top", "middle", "bottom") for across in ("left", "right")),
    *("the top centre", "the bottom centre", "the centre", "the top", "the middle", "the bottom"),
    *("the left", "the right", "the rim", "all over"),
)


def captions() -> list[str]:
    """Every caption of a map: each kind of filter, feature of the drawing, place and state."""
    told = [_sentence("active", kind, "the centre", None, 3, 9) for kind in filter_kinds()]
    told += [_sentence("active", None, place, name, 3, 9) for place, name in product(PLACES, features())]
    told += [_sentence(state, kind, None, None, 0, 9) for state, kind in product(STATES, (None, edge(0)))]
    glowing = ", as it glows faintly on empty paper too."
    return [*told, *(text[:-1] + glowing for text in told[:3]), "One number for the whole drawing: −0.513."]


STATES = ("blank", "silent", "even", "paper")


def filter_kinds() -> list[FilterKind]:
    """A filter of each kind, at every angle that has its own words."""
    kinds = [edge(angle) for angle in range(-165, 181, 15)]
    kinds += [FilterKind("line", float(angle), sign, 1.0) for angle in range(0, 180, 15) for sign in (1, -1)]
    kinds += [FilterKind("spot", None, sign, 1.0) for sign in (1, -1)]
    return kinds + [FilterKind(kind, None, 0, 1.0) for kind in ("ink", "paper", "pattern", "nothing")]


def edge(angle: float) -> FilterKind:
    return FilterKind("edge", float(angle), 0, 1.0)


def features() -> list[str | None]:
    """The features that a map may follow; None where it follows none."""
    return [None, *drawing_features(seven())]


def refusals() -> list[str]:
    """What a visitor reads when the server cannot or will not answer."""
    return [found[2] for path in SOURCES for found in REFUSED.finditer(path.read_text(encoding="utf-8"))]


def cards() -> list[str]:
    """The sentences on the architectures' cards, with a number where one is put in."""
    told = [card[key] for card in json.loads(CARDS.read_text(encoding="utf-8")) for key in PROSE]
    return [
        re.sub(r"\{[^{}]*(dense|work)\}", "89 %", re.sub(r"\{[^{}]*(?<!dense)(?<!work)\}", "12", text))
        for text in told
    ]


PROSE = ("idea", "more", "counted", "input")
