"""Every text that the page asks its catalogues for: keys in modules, texts of templates, messages of Python."""

import argparse
import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from tests.support.template_texts import Template, has_letters

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
PYTHON = [path for folder in ("model", "serving", "tabs") for path in sorted((ROOT / folder).rglob("*.py"))]
MODULES, TEMPLATES = (
    [path for path in sorted(WEB.rglob(f"*.{ending}")) if "node_modules" not in path.parts] for ending in ("js", "html")
)
CARDS = ROOT / "tabs" / "architectures" / "cards.json"
FAMOUS = ROOT / "model" / "networks" / "famous" / "famous.json"
NAMES = {
    *("ANN", "CNN", "LeNet-5", "ReLU", "tanh", "Tanh", "Adam", "RMSprop", "SGD", "Softmax", "Grad-CAM"),
    *("CNN <1>", "ANN <1>", "{} ms", "{} px", "CANVAS", "swish", "Inception {}"),
}
"""The same in every language."""

ASKED = {"t": (0,), "told": (0,), "counted": (1, 2), "said": (0,), "NotADrawing": (0,), "DoesNotFit": (0,)}
"""Functions and errors of modules whose arguments, by place, are keys."""

REFUSED = ("NotReady", "Busy", "NotADrawing")
"""Python's errors that a visitor reads, as sentences."""

FOR_PROGRAMS = re.compile(
    r"A picture array|Crop is|Send one|A picture is sent|(Layer|Digit) must be|A drawing is|Each |A point |The drawing"
)
"""How refusals begin that only a program brings about, which sends a picture or strokes itself."""

SOURCES = {"bundled"}
"""Where networks come from, unless it is a repository's name."""

TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)
    |(?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    |(?P<pattern>(?<=[(=,:?&|\s])/(?![/*\s])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*(?=[.,;)\s]))
    |(?P<call>(?<![\w.$])[A-Za-z]\w*\()
    |(?P<word>[\w$]+)
    |(?P<sign>[=!]==|[^\s\w])""",
    re.DOTALL | re.VERBOSE,
)
Token = tuple[str, str]


def tokens(source: str) -> list[Token]:
    """A module's texts, calls, words and signs; comments are left out."""
    return [
        (kind, match[0])
        for match in TOKEN.finditer(source)
        if (kind := match.lastgroup or "") not in ("comment", "pattern")
    ]


def keys_of_module(source: str) -> set[str]:
    """The keys that a module names: those it asks for, those of messages, and sentences kept for later."""
    code = tokens(source)
    found = set(_kept(code))
    for place, (kind, text) in enumerate(code):
        if kind == "call" and text[:-1] in ASKED:
            found.update(_argument_texts(code[place + 1 :], ASKED[text[:-1]]))
    return {text for text in found if has_letters(text)}


def _argument_texts(code: list[Token], wanted: tuple[int, ...]) -> Iterator[str]:
    """The texts in some arguments of a call, without what is compared or belongs to a call in them."""
    depth = argument = 0
    for place, (kind, text) in enumerate(code):
        if kind == "call" or text in "([{":
            depth += 1
        elif text in ")]}":
            depth -= 1
        elif text == "," and depth == 0:
            argument += 1
        elif kind == "text" and depth == 0 and argument in wanted and not _is_compared(code, place):
            yield plain(text)
        if depth < 0:
            return


def _is_compared(code: list[Token], place: int) -> bool:
    around = code[max(0, place - 1)][1], code[min(len(code) - 1, place + 1)][1]
    return any(sign in ("===", "!==") for sign in around)


def _kept(code: list[Token]) -> Iterator[str]:
    """Texts of `key: '…'`, and those that can be nothing but a key: whole sentences, and texts with slots."""
    for place, (kind, text) in enumerate(code):
        before = [found for _, found in code[max(0, place - 2) : place]]
        if kind == "text" and before != [] and before[-1] not in ("Error(", "RangeError(", "from"):
            is_key = before == ["key", ":"] or re.fullmatch(r"[A-Z“].* .*[.?]", plain(text))
            if is_key or ("{}" in text and before[-1] != "replace("):
                yield plain(text)


def texts_of_module(source: str) -> set[str]:
    """All texts of a module, whatever they are for."""
    return {plain(text) for kind, text in tokens(source) if kind == "text"}


def plain(text: str) -> str:
    """A text without its quotes."""
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def keys_of_python(source: str) -> set[str]:
    """The keys of messages, of an answer's "message", of stages, and of errors that a visitor reads."""
    nodes = list(ast.walk(ast.parse(source)))
    errors = [node.exc for node in nodes if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    told = {error.args[0] for error in errors if error.args and _name(error.args[0]) == "Message"}
    found = {as_sentence(text) for message in told for text in _constants(message.args[0])}
    for error in errors:
        if error.args and _name(error) in REFUSED:
            found.update(map(as_sentence, _constants(error.args[0])))
    found = {text for text in found if not FOR_PROGRAMS.match(text)}
    for node in nodes:
        if _name(node) == "Message" and node.args and node not in told:
            found.update(_constants(node.args[0]))
        if _name(node) == "Stage":
            found.update(text.capitalize() for text in _constants(node.args[0]))
            found.update(_constants(node.args[1]))
        if isinstance(node, ast.Dict):
            for name, value in zip(node.keys, node.values, strict=True):
                if isinstance(name, ast.Constant) and name.value == "message":
                    found.update(_constants(value))
    return {text for text in found if has_letters(text)}


def _name(node: ast.AST) -> str:
    """What a call calls."""
    return getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""


def _constants(node: ast.expr) -> Iterator[str]:
    for part in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def as_sentence(text: str) -> str:
    """As `model.messages.sentence` writes an error's text."""
    return text[:1].upper() + text[1:].rstrip(".") + "."


def keys_of_cards() -> set[str]:
    """The sentences on the architectures' cards, with a slot where a number is put in."""
    cards = json.loads(CARDS.read_text("utf-8"))
    return {
        "".join(before + ("" if path is None else "{}") for before, path, *_ in Formatter().parse(card[name]))
        for card in cards
        for name in ("idea", "more", "counted", "input")
    }


def keys_of_famous() -> set[str]:
    """What blocks and layers of the famous networks are called; numbers are put into the blocks' names."""
    networks = json.loads(FAMOUS.read_text("utf-8"))["networks"].values()
    blocks = [block for network in networks for block in network["blocks"]]
    layers = [layer for block in blocks for layer in block["layers"]]
    texts = {re.sub(r"\d+", "{}", block["name"]) for block in blocks}
    texts |= {layer[part] for layer in layers for part in ("kind", "activation") if layer.get(part)}
    return {text for text in texts if has_letters(text)}


@cache
def titles() -> set[str]:
    """What the tabs are called."""
    calls = (node for path in PYTHON for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {node.args[0].value for node in calls if _name(node) == "Tab"}


@cache
def wanted() -> set[str]:
    """All keys of modules and Python; a template's are in `Template(path).texts`."""
    keys = keys_of_cards() | keys_of_famous() | titles() | SOURCES
    keys.update(*(keys_of_module(path.read_text("utf-8")) for path in MODULES))
    keys.update(*(keys_of_python(path.read_text("utf-8")) for path in PYTHON))
    return keys - NAMES


def missing(known: set[str]) -> list[str]:
    """The keys that are not among those known; of templates' sentences, those whose pieces are not either."""
    known = known | NAMES
    wholes = (
        whole
        for path in TEMPLATES
        for whole, pieces in Template(path).texts
        if whole not in known and not known.issuperset(pieces)
    )
    return sorted((wanted() - known) | set(wholes))


def stale(known: set[str]) -> list[str]:
    """The keys that nothing asks for: no call, no template, and no module's table, whose texts it may translate."""
    asked = set(wanted())
    for path in TEMPLATES:
        for whole, pieces in Template(path).texts:
            asked.update((whole,) if whole in known else pieces)
    for path in MODULES:
        asked |= texts_of_module(path.read_text("utf-8"))
    return sorted(known - asked)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()  # --help writes nothing
    catalogue = set(json.loads((WEB / "words" / "es.json").read_text("utf-8")))
    report = {"missing": missing(catalogue), "stale": stale(catalogue)}
    print(json.dumps(report, ensure_ascii=False, indent=1))
