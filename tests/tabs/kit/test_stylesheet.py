"""The page's style sheet: every rule outweighs Gradio's, and nothing of it is lost."""

import re

import pytest

from tabs.kit import scripts, stylesheet
from tabs.kit.stylesheet import WEIGHT, outweighing


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".a { color: red }", f".a{WEIGHT} {{ color: red }}"),
        ("/* why: { */ .a > *::before { top: 0 }", f".a > *{WEIGHT}::before {{ top: 0 }}"),
        (".a:not(.b, .c) i, b { top: 0 }", f".a:not(.b, .c) i{WEIGHT}, b{WEIGHT} {{ top: 0 }}"),
        (":root { --x: 1px }\n.dark { --x: 2px }", ":root { --x: 1px }.dark { --x: 2px }"),
        (".dark .a { top: 0 }", f".dark .a{WEIGHT} {{ top: 0 }}"),
        (
            "@media (max-width: 9px) { .a { top: 0 } .b { top: 1px } }",
            f"@media (max-width: 9px) {{.a{WEIGHT} {{ top: 0 }}.b{WEIGHT} {{ top: 1px }} }}",
        ),
        (
            "@keyframes k { from { top: 0 } 50%, to { top: 1px } } .a { top: 0 }",
            f"@keyframes k {{ from {{ top: 0 }} 50%, to {{ top: 1px }} }}.a{WEIGHT} {{ top: 0 }}",
        ),
    ],
)
def test_every_selector_weighs_one_id_more(css, expected):
    assert outweighing(css) == expected


def test_nothing_of_the_pages_sheets_is_lost():
    """Without the weight, the page's own sheet is the files' text, but for comments and white space."""
    for path in scripts.STYLES:
        css = path.read_text("utf-8")
        written = re.sub(r"\s+", "", stylesheet.COMMENT.sub("", css))
        assert re.sub(r"\s+", "", outweighing(css).replace(WEIGHT, "")) == written, path
        assert not re.search(r"@(?!media|keyframes)", written), path


def test_only_colours_and_keyframes_weigh_what_they_did():
    left = set()
    for path in scripts.STYLES:
        sheet = stylesheet.KEYFRAMES.sub("", outweighing(path.read_text("utf-8")))
        for rule in stylesheet.RULE.finditer(sheet):
            left |= {one.strip() for one in stylesheet.COMMA.split(rule[1]) if WEIGHT not in one}
    assert left <= set(stylesheet.VARIABLES)
