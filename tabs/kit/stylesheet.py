"""The page's style sheets as one text whose every rule outweighs Gradio's.

Gradio itself gives our rules more weight, but only where the browser builds the page: rendered on the server,
as on Spaces, they would stand unchanged before Gradio's own and lose to each that weighs the same.
"""

import re
from collections.abc import Iterable
from pathlib import Path

WEIGHT = ":not(#nothing)"
"""True of every element, and weighs as much as an id."""

VARIABLES = (":root", ".dark")
"""Rules for these set colours for all that is inside, so each element must not match them by itself."""

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
KEYFRAMES = re.compile(r"(@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
COMMA = re.compile(r",(?![^(]*\))")


def joined(paths: Iterable[Path]) -> str:
    """Read style sheets of plain rules, @media and @keyframes; return them in order, outweighing Gradio's."""
    return "\n".join(outweighing(path.read_text(encoding="utf-8")) for path in paths)


def outweighing(css: str) -> str:
    """Return a style sheet without comments in which every selector weighs one id more.

    >>> outweighing(".dc b, .dc i::before { color: red }")
    '.dc b:not(#nothing), .dc i:not(#nothing)::before { color: red }'
    """
    parts = KEYFRAMES.split(COMMENT.sub("", css))
    return "".join(part if part.startswith("@keyframes") else RULE.sub(_rule, part) for part in parts).strip()


def _rule(found: re.Match) -> str:
    selectors = [one.strip() for one in COMMA.split(found[1])]
    return f"{', '.join(map(_selector, selectors))} {found[2]}"


def _selector(selector: str) -> str:
    """The weight goes before a pseudo-element, which must stand last."""
    return selector if selector in VARIABLES else re.sub(r"(?=::)|$", WEIGHT, selector, count=1)
