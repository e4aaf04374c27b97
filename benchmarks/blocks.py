"""Puts a benchmark's table into docs/benchmarks.md, between its markers, when asked with --write."""

import datetime
import os
import platform
import re
import sys
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def publish(name: str, table: str) -> None:
    """Print a Markdown table; with --write on the command line, also put it into the document.

    Raises:
        ValueError: the document has no markers of that name.
    """
    print(table)
    if "--write" not in sys.argv[1:]:
        return
    block = re.compile(rf"(<!-- begin benchmark {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    text = DOCUMENT.read_text("utf-8")
    if not block.search(text):
        raise ValueError(f"{DOCUMENT.name} has no block for benchmark {name}")
    DOCUMENT.write_text(block.sub(lambda match: f"{match[1]}{table}\n{match[2]}", text), "utf-8")


def stamped(table: str) -> str:
    """Return a table with the date and the machine under it, for numbers that depend on both."""
    date = datetime.date.today()
    return f"{table}\n\n{date:%-d %B %Y}; {_processor()}, {_cores()} cores, Python {platform.python_version()}."


def _processor() -> str:
    try:
        about = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    name = re.search(r"^model name\s*: (.+)$", about, re.MULTILINE)
    return name[1].strip() if name else platform.machine()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
