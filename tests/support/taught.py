"""The table of what is taught, where it stands and which test computes it: `python -m tests.support.taught`.

Made from the chapters and from the tests' source, so that no row can be claimed that nobody checks.
"""

import argparse
import ast
import re
from pathlib import Path

from tabs.lesson import chapters, directives
from tabs.lesson.chapters import Chapter, Row

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests" / "tabs" / "lesson"
DOCUMENT = ROOT / "docs" / "lesson.md"

OPENING = """# What the lesson teaches, and the test that computes it

Each row is a part of a chapter, with the facts, figures, widgets and code samples in it. The tests compute the numbers
apart from the page, by Keras, NumPy or from what was measured. All code samples run in `test_every_chapters_code_runs`.
Made by `python -m tests.support.taught`; a test compares it.

| Part | Where | What is in it | Tests |
| --- | --- | --- | --- |
"""


def tests_by_row() -> dict[str, list[str]]:
    """Return the names of the tests that look at each row, by the row's number: those that ask for `row("L9")`."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for name in sorted(set(re.findall(r"row\(['\"](L\d+)['\"]\)", ast.unparse(node)))):
                    found.setdefault(name, []).append(node.name)
    return found


def section(chapter: Chapter, row: Row) -> str:
    """Return a row's Markdown, without its heading."""
    after = chapter.body.split(f"## {row.id} ", 1)[1]
    return re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0].partition("\n")[2]


def contents_of(text: str) -> str:
    """Return what a section has, in words."""
    asked = [directive for line in text.splitlines() if (directive := directives.read(line))]
    figures = [" ".join([one.name, *one.settings.values()]) for one in asked if one.kind == "figure"]
    widgets = [" ".join([one.name, *one.settings.values()]) for one in asked if one.kind == "widget"]
    facts = list(dict.fromkeys(directives.FACT.findall(text)))
    named = {"facts": facts, "figures": figures, "to move": widgets}
    parts = [f"{kind}: {', '.join(f'`{name}`' for name in names)}" for kind, names in named.items() if names]
    if samples := len(re.findall(r"^```(?!output)\w", text, re.MULTILINE)):
        parts.append(f"code samples: {samples}")
    return "; ".join(parts) or "text"


def table() -> str:
    """Return the document."""
    tests = tests_by_row()
    lines = [
        f"| {row.id} {chapters.plain(row.title)} | chapter {chapter.number} | {contents_of(section(chapter, row))} "
        f"| {', '.join(f'`{name}`' for name in tests.get(row.id, []))} |"
        for chapter in chapters.load()
        for row in chapter.parts
    ]
    return OPENING + "\n".join(lines) + "\n"


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()  # --help writes nothing
    DOCUMENT.write_text(table(), "utf-8")
