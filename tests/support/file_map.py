"""The map of all files in docs/architecture.md, of first lines: `python -m tests.support.file_map` writes it."""

import argparse
import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "architecture.md"
FOLDERS = ("serving", "tabs", "training", "hub", "model", "web", "benchmarks")
BLOCK = re.compile(r"(<!-- begin file map -->\n).*?(<!-- end -->)", re.DOTALL)

COMMENT = re.compile(r"/\*\*(?P<block>.*?)\*/|(?P<lines>(?://[^\n]*\n)+)", re.DOTALL)


def purpose(path: Path) -> str:
    """Return the first sentence of a module: of its docstring or, in JavaScript, of the comment it opens with.

    Raises:
        ValueError: it opens with neither.
    """
    source = path.read_text("utf-8")
    text = ast.get_docstring(ast.parse(source)) if path.suffix == ".py" else _comment(source)
    if not text:
        raise ValueError(f"{path.name} does not say in its first line what it is for")
    first = " ".join(text.split("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s", first)[0].rstrip(".:")


def _comment(source: str) -> str:
    found = COMMENT.match(source)
    if not found:
        return ""
    marks = r"^\s*\* ?" if found["block"] else r"^// ?"
    return re.sub(marks, "", found["block"] or found["lines"], flags=re.MULTILINE).strip()


def modules(folder: str) -> list[Path]:
    """Return a folder's modules, those of its subfolders after its own."""
    found = [path for kind in ("*.py", "*.js", "*.mjs") for path in (ROOT / folder).rglob(kind)]
    ours = [path for path in found if path.name != "__init__.py" and not {"tests", "node_modules"} & set(path.parts)]
    return sorted(ours, key=lambda path: (path.parent, path.name))


def written(text: str) -> str:
    """Return the document with its map made anew."""
    parts = []
    for folder in FOLDERS:
        parts.append(f"\n### {folder}/\n")
        for path in modules(folder):
            place = path.relative_to(ROOT).as_posix()
            parts.append(f"- [`{place.removeprefix(f'{folder}/')}`](../{place}): {purpose(path)}")
    return BLOCK.sub(lambda found: f"{found[1]}{chr(10).join(parts)}\n\n{found[2]}", text)


if __name__ == "__main__":
    argparse.ArgumentParser(description="Write the map of all files into docs/architecture.md.").parse_args()
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8")), "utf-8")
