"""What the chapters' code prints, written below it: `python -m tests.support.code_output`.

Every piece of Python runs in its chapter's order, in one namespace. Leaves out a chapter with a small setting: what
that prints is not what a reader sees.
"""

import argparse
import contextlib
import io
import re
from collections.abc import Iterator

import numpy as np

from tabs.lesson import chapters, directives
from tabs.lesson.chapters import Chapter

BLOCK = re.compile(
    r"^```python[^\n]*\n(?P<code>.*?)^```\n(?:\n```output\n(?P<output>.*?)^```\n)?", re.MULTILINE | re.DOTALL
)
NUMBER = re.compile(r"\d+\.\d+(?:e-?\d+)?")


def has_small_setting(chapter: Chapter) -> bool:
    return "SMOKE" in chapter.source


def runs(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """Yield each piece of a chapter's code, facts filled in, and what it printed."""
    space = {"__name__": "__main__"}
    for found in BLOCK.finditer(chapter.source):
        code = directives.with_facts(found["code"])
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, f"{chapter.name}.py", "exec"), space)
        yield code, said.getvalue()


def told(chapter: Chapter) -> list[str]:
    """Return what the chapter says that each piece prints."""
    return [found["output"] or "" for found in BLOCK.finditer(chapter.source)]


def is_alike(one: str, other: str) -> bool:
    """Whether two outputs are the same but for a little in their decimals, as between machines."""
    if NUMBER.sub("#", one) != NUMBER.sub("#", other):
        return False
    numbers = [list(map(float, NUMBER.findall(text))) for text in (one, other)]
    return np.allclose(*numbers, rtol=0.05, atol=0.02)


def written(chapter: Chapter) -> str:
    """Return a chapter's source with what its code prints now."""
    printed = iter([said for _, said in runs(chapter)])

    def block(found: re.Match[str]) -> str:
        said, old = next(printed), found["output"] or ""
        code = found[0].split("\n```output\n")[0]
        kept = old if is_alike(old, said) else said
        return f"{code}\n```output\n{kept}```\n" if kept else code

    return BLOCK.sub(block, chapter.source)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()  # --help writes nothing
    for each in chapters.load():
        if not has_small_setting(each):
            file = chapters.FOLDER / f"{each.number}-{each.name}.md"
            file.write_text(written(each), "utf-8")
