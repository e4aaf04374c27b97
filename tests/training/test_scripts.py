"""Letters, signs and doodles: parsed, and none that a hand draws like a digit."""

import pytest

from training import scripts
from training.hand import parse

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
