"""A chapter as a notebook that runs anywhere: its text, its figures as pictures, its code.

Follows nbformat 4.5 by hand, which is a few keys: the page need not install Jupyter's packages.
"""

import argparse
import base64
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from tabs.lesson import chapters, directives, markup, quiz
from tabs.lesson.chapters import Chapter

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "keras": "keras>=3 tensorflow",
    "numpy": "numpy",
    "PIL": "pillow",
    "matplotlib": "matplotlib",
    "huggingface_hub": "huggingface_hub",
}
"""What to install for each import: whatever is there already, as on Colab with its GPU, stays."""

COMMITTED = ROOT / "notebooks" / "10-train.ipynb"
"""The notebook that comes with the code, so that the Hub can open it in Colab: `python -m tabs.lesson.notebook`."""

COLAB = "https://colab.research.google.com"

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def file_name(chapter: Chapter) -> str:
    """Return what the browser saves the notebook as."""
    return f"{chapter.number}-{chapter.name}.ipynb"


def notebook(chapter: Chapter) -> dict[str, Any]:
    """Return a chapter as a notebook, ready for `json.dumps`.

    Raises:
        UnknownName: the chapter asks for something that does not exist.
    """
    cells = [_opening(chapter), *_installing(chapter.body), *_joined(_pieces(chapter.body)), *_questions(chapter)]
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "title": chapter.title,
        },
        "cells": _with_outputs(f"chapter-{chapter.number}", cells),
    }


def _with_outputs(name: str, pieces: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return cells; what a piece of code prints belongs to its cell."""
    cells: list[dict[str, Any]] = []
    for kind, source in pieces:
        if kind == "output":
            cells[-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": f"{source}\n"}]
        else:
            cells.append(_cell(f"{name}-{len(cells)}", kind, source))
    return cells


def _cell(name: str, kind: str, source: str) -> dict[str, Any]:
    if kind == "markdown":
        return {"id": name, "cell_type": kind, "metadata": {}, "source": source}
    metadata = HIDDEN if kind == "solution" else {}
    return {
        "id": name,
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


HIDDEN = {"cellView": "form", "jupyter": {"source_hidden": True}}
"""Colab and Jupyter show such a cell without its code until it is asked for."""


def _opening(chapter: Chapter) -> tuple[str, str]:
    badge = f"[![Open in Colab]({COLAB}/assets/colab-badge.svg)]({_colab(chapter)})"
    return "markdown", f"# {chapter.title}\n\n{_plain(chapter.summary)}\n\n{badge}"


def _colab(chapter: Chapter) -> str:
    """Return where Colab opens a notebook: the committed one of a Space by itself, others are chosen from the disk."""
    space = os.environ.get("SPACE_ID", "")
    if file_name(chapter) != COMMITTED.name or not re.fullmatch(r"[\w.-]+/[\w.-]+", space):
        return f"{COLAB}/#upload=true"
    return f"{COLAB}/#fileId=https%3A//huggingface.co/spaces/{space}/blob/main/notebooks/{COMMITTED.name}"


def _installing(body: str) -> Iterator[tuple[str, str]]:
    """Yield a cell that installs what the code imports, and nothing else."""
    imported = re.findall(r"^\s*(?:import|from) (\w+)", body, re.MULTILINE)
    needed = [f'"{package}"' for name, text in PACKAGES.items() if name in imported for package in text.split()]
    if needed:
        yield "code", f"%pip install -q {' '.join(needed)}"


def _questions(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """Yield the chapter's quiz, with the answers folded away."""
    for question in quiz.load().get(chapter.number, ()):
        choices = "\n".join(f"- {_plain(choice.text)}" for choice in question.choices)
        right = next(choice for choice in question.choices if choice.right)
        answer = f"<details><summary>Answer</summary>\n\n{_plain(right.text)}. {_plain(right.why)}\n\n</details>"
        yield "markdown", f"**Question.** {_plain(question.question)}\n\n{choices}\n\n{answer}"


# ---- the body, piece by piece ----


def _pieces(body: str) -> Iterator[tuple[str, str]]:
    """Yield (kind of cell, source) in the order of the text."""
    lines, done = body.splitlines(keepends=True), 0
    for token in markup.PARSER.parse(body):
        if token.type not in ("fence", "directive") or token.level > 0 or token.map is None:
            continue
        start, end = token.map
        yield "markdown", _plain("".join(lines[done:start]))
        yield _fence(token) if token.type == "fence" else ("markdown", _directive(token))
        done = end
    yield "markdown", _plain("".join(lines[done:]))


def _joined(pieces: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Put neighbouring texts into one cell; a row's heading begins a new one."""
    text: list[str] = []
    for kind, source in pieces:
        if kind == "markdown":
            text.append(source)
            continue
        yield from _split(text)
        text = []
        yield kind, source
    yield from _split(text)


def _split(texts: list[str]) -> Iterator[tuple[str, str]]:
    whole = "\n\n".join(text.strip("\n") for text in texts if text.strip())
    for part in re.split(r"\n(?=## )", whole):
        if part.strip():
            yield "markdown", part.strip()


def _fence(token: Token) -> tuple[str, str]:
    code = directives.with_facts(token.content).rstrip("\n")
    language, _, kind = token.info.strip().partition(" ")
    if language == "output":
        return "output", code
    if language != "python":
        return "markdown", f"```{language}\n{code}\n```"
    return ("solution", f"# @title Solution\n{code}") if kind == "solution" else ("code", code)


def _directive(token: Token) -> str:
    directive = token.meta["directive"]
    if directive.kind == "widget":
        return "*On the page, something to try by hand stands here.*"
    if directive.kind == "try":
        return f"*On the page: {directive.words}.*"
    drawn = directives.draw(directive)
    caption = f"\n\n*{_safe(drawn.caption)}*" if drawn.caption else ""
    return SVG.sub(lambda found: _picture(found[0]), drawn.html) + caption


def _plain(text: str) -> str:
    """Return Markdown without row numbers, facts filled in; in code between backticks they need no escape."""
    text = re.sub(r"^(## )L\d+[ \t]+", r"\1", text, flags=re.MULTILINE)
    parts = re.split(r"(`[^`\n]+`)", text)
    return "".join(directives.with_facts(part, str if i % 2 else _safe) for i, part in enumerate(parts))


def _safe(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return re.sub(r"[*_`|\[\]]", lambda found: f"&#{ord(found[0])};", escape(text, quote=False))


# ---- figures ----


def _picture(svg: str) -> str:
    """Return an inline SVG as a picture that carries its colours with it: a notebook has no style sheet."""
    opening, rest = svg.split(">", 1)
    label = re.search(r'aria-label="([^"]*)"', opening)
    if "xmlns=" not in opening:
        opening += ' xmlns="http://www.w3.org/2000/svg"'
    whole = f"{opening}><style>{_style()}</style>{rest}"
    content = base64.b64encode(whole.encode()).decode()
    return f'<img alt="{label[1] if label else ""}" src="data:image/svg+xml;base64,{content}">'


@cache
def _style() -> str:
    """The page's light colours and what `figures.css` says, as text that may stand in an SVG."""
    colours = re.findall(r":root \{[^}]*\}", (directives.WEB.parent / "page.css").read_text("utf-8"))[0]
    own = (directives.WEB / "figures.css").read_text("utf-8")
    paper = "svg { background: #fff; color: #1f1b2e; font-family: system-ui, sans-serif; }"
    return escape(re.sub(r"/\*.*?\*/|\s+", " ", f"{colours} {paper} {own}", flags=re.DOTALL), quote=False)


# ---- the one that comes with the code ----


def committed() -> str:
    """Return what `notebooks/10-train.ipynb` must hold."""
    chapter = next(one for one in chapters.load() if file_name(one) == COMMITTED.name)
    return json.dumps(notebook(chapter), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()  # --help writes nothing
    COMMITTED.parent.mkdir(exist_ok=True)
    COMMITTED.write_text(committed(), "utf-8")
