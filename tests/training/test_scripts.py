"""Letters, signs and doodles: parsed, and none that a hand draws like a digit."""

import pytest

from training import scripts
from training.hand import parse
from training.non_digits import KINDS, NEVER_TRAINED, SHARES

TABLES = {
    "letters": scripts.LETTERS,
    "Greek letters": scripts.GREEK,
    "Cyrillic letters": scripts.CYRILLIC,
    "Arabic letters": scripts.ARABIC,
    "signs": scripts.SIGNS,
    "shapes": scripts.SHAPES,
    "Devanagari letters": scripts.DEVANAGARI,
    "Hebrew letters": scripts.HEBREW,
    "kana": scripts.KANA,
    "faces": scripts.FACES,
    "doodles": scripts.DOODLES,
}


@pytest.mark.parametrize("kind", scripts.LOOKALIKES)
def test_look_alikes_are_named_and_not_among_them(kind):
    assert scripts.LOOKALIKES[kind] and not set(scripts.LOOKALIKES[kind]) & set(TABLES[kind])


@pytest.mark.parametrize("kind", TABLES)
def test_every_shape_can_be_parsed(kind):
    assert len(TABLES[kind]) >= 10
    assert all(len(stroke) >= 2 for text in TABLES[kind].values() for stroke in parse(text))


def test_some_shapes_of_each_trained_kind_and_some_whole_kinds_are_kept_from_training():
    for kind in (set(KINDS) & set(TABLES)) - {"faces"}:  # training makes its own faces
        held = set(scripts.HELD_OUT) & set(TABLES[kind])
        assert len(held) >= 4 and len(held) < len(TABLES[kind]) / 2
    assert not set(NEVER_TRAINED) & set(SHARES)
    assert sum(SHARES.values()) == pytest.approx(1)
