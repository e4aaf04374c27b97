"""Figures about a digit: all that depends on the digit follows the visitor's drawing, and nothing else does."""

import re

import numpy as np
import pytest

from tabs.lesson import bundled, directives
from tests.support.lesson_page import CHAPTERS

FIGURES = {
    line: directives.read(line)
    for chapter in CHAPTERS
    for line in re.findall(r"^::figure .*", chapter.body, re.MULTILINE)
}
FOLLOWING = re.compile(
    r'<image [^>]*data-shows="[^"]*"/>|<text [^>]*data-shows="[^"]*">[^<]*</text>'
    r'|<g data-shows="[^"]*">.*?</g>|<span data-shows="[^"]*">[^<]*</span>',
    re.DOTALL,
)


def all_drawn():
    return {line: directives.draw(directive) for line, directive in FIGURES.items()}


@pytest.fixture(scope="module")
def drawn_twice():
    """Every figure as it is, and as it would be with another digit."""
    as_they_are = all_drawn()
    with pytest.MonkeyPatch.context() as patch:
        other = np.flipud(bundled.digit(4)).copy()
        patch.setattr(bundled, "digit", lambda label: other)
        patch.setattr(bundled, "test_digit", lambda index: other)
        patch.setattr(bundled, "outputs", bundled.outputs.__wrapped__)
        return {line: (as_they_are[line], changed) for line, changed in all_drawn().items()}


def test_no_figure_about_a_digit_stays_behind(drawn_twice):
    about = {line: pair for line, pair in drawn_twice.items() if pair[0] != pair[1]}
    behind = [
        line
        for line, (drawn, other) in about.items()
        if not drawn.until_drawn
        and (FOLLOWING.sub("", drawn.html) != FOLLOWING.sub("", other.html) or drawn.caption != other.caption)
    ]

    assert len(about) == 9 and behind == []


def test_what_goes_once_something_is_drawn_has_a_widget_in_its_place(drawn_twice):
    going = [line for line, (drawn, _) in drawn_twice.items() if drawn.until_drawn]
    bodies = "\n".join(chapter.body for chapter in CHAPTERS)

    assert going == ["::figure scores"]
    assert "::figure scores\n\n::widget softmax" in bodies


def test_whatever_is_marked_is_known_to_the_browser(drawn_twice):
    html = "".join(drawn.html for drawn, _ in drawn_twice.values())
    asked = {words.split()[0] for words in re.findall('data-shows="([^"]*)"', html)}
    source = (directives.WEB / "figures.js").read_text("utf-8")
    known = set(re.findall(r"^  (\w+)(?:: \(|\()", source, re.MULTILINE))

    assert asked - known == {"numbers"} and "'numbers'" in source
