"""The words with which a chapter asks for more than text: `::figure`, `::widget`, `::try`, `{{fact}}`.

Reads them; what they become is written in `markup.py` for the page and in `notebook.py` for notebooks.
"""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from tabs.lesson import places
from tabs.lesson.registry import Drawn, UnknownName, fact, figure

WEB = Path(__file__).resolve().parents[2] / "web" / "lesson"

WIDGETS = tuple(sorted(path.stem for path in (WEB / "widgets").glob("*.js")))
"""A widget is a module of its own."""

LINE = re.compile(r"::(figure|widget|try)[ \t]+(\S.*?)[ \t]*$")
FACT = re.compile(r"\{\{fact[ \t]+([^{}\n]+?)[ \t]*\}\}")
ROW = re.compile(r"(L\d+)[ \t]+(?=\S)")
"""The row number with which a heading may begin."""


@dataclass(frozen=True)
class Directive:
    """One line `::kind name key=value ... | words`.

    Raises:
        UnknownName: it names something that does not exist, or lacks its words.
    """

    kind: str
    name: str
    settings: dict[str, str] = field(default_factory=dict)
    words: str = ""

    def __post_init__(self):
        if self.kind == "widget" and self.name not in WIDGETS:
            raise UnknownName(f"no widget is called {self.name}")
        if self.kind == "try":
            places.check(self.name, self.settings)
            if not self.words:
                raise UnknownName(f'"::try {self.name}" lacks the words on its button: ... | Words')


def read(line: str) -> Directive | None:
    """Return the directive that a line is, or None if it is something else.

    >>> read("::try convolution-lab stride=2 | Take steps of two")
    Directive(kind='try', name='convolution-lab', settings={'stride': '2'}, words='Take steps of two')

    Raises:
        UnknownName: it is one, but cannot be understood.
    """
    found = LINE.match(line.strip())
    if not found:
        return None
    kind, rest = found.groups()
    asked, _, words = rest.partition("|") if kind == "try" else (rest, "", "")
    name, *pairs = shlex.split(asked)
    if wrong := [pair for pair in pairs if "=" not in pair]:
        raise UnknownName(f'"{line.strip()}": {wrong[0]} is no key=value')
    return Directive(kind, name, dict(pair.split("=", 1) for pair in pairs), words.strip())


def draw(directive: Directive) -> Drawn:
    """Return the figure that a directive asks for.

    Raises:
        UnknownName: there is none, or it takes other settings.
    """
    import_module("tabs.lesson.figures")  # not before a chapter is opened: the page must not wait for it
    return figure.ask(directive.name, **directive.settings)


def tell(asked: str) -> str:
    """Return a fact as text: `asked` is what stands behind "fact", such as "conv-output 5 3 2 0".

    Raises:
        UnknownName: there is no such fact, or it takes other arguments.
    """
    import_module("tabs.lesson.facts")
    name, *words = shlex.split(asked)
    settings = dict(word.split("=", 1) for word in words if re.match(r"[a-z_]+=", word))
    arguments = [word for word in words if not re.match(r"[a-z_]+=", word)]
    return str(fact.ask(name, *arguments, **settings))


def with_facts(text: str, escape: Callable[[str], str] = str) -> str:
    """Return a text with every `{{fact ...}}` replaced by what it says, escaped."""
    return FACT.sub(lambda found: escape(tell(found[1])), text)
