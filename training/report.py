"""Write the measured numbers into the documents: `python -m training.report`.

Every table between `<!-- begin metrics NAME -->` and `<!-- end -->` is made here from metrics.json: a
document cannot say what was not measured. Measures nothing itself: see evaluate.py.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from hub import tables
from model.networks.records import Metrics

ROOT = Path(__file__).resolve().parent.parent
METRICS = ROOT / "model" / "networks" / "weights" / "metrics.json"
DOCUMENTS = (ROOT / "README.md", ROOT / "docs" / "benchmarks.md")

BLOCK = re.compile(r"(?P<begin><!-- begin metrics (?P<name>[\w-]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL)

BLOCKS = {
    "results": tables.results,
    "seeds": tables.seeds,
    "per-digit": tables.per_digit,
    "calibration": tables.calibration,
    "marked-drawings": tables.marked_drawings,
    "robustness": tables.robustness,
    "not-a-digit": tables.not_a_digit,
}


def rewrite(text: str, metrics: Metrics) -> str:
    """The document with every metrics block made anew; the rest untouched.

    Raises KeyError for a block that is none of BLOCKS or a number that the metrics lack.
    """

    def fill(match: re.Match[str]) -> str:
        return f"{match['begin']}{BLOCKS[match['name']](metrics)}{match['end']}"

    return BLOCK.sub(fill, text)


def _update(document: Path, after: str, only_check: bool) -> bool:
    """Rewrite one document, unless only checking; say what was done; whether it was out of date."""
    before = document.read_text("utf-8")
    if not only_check:
        document.write_text(after, "utf-8")
    done = "up to date" if before == after else "out of date" if only_check else "rewritten"
    print(f"{document.relative_to(ROOT)}: {done}")
    return before != after


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns 0 when the documents are up to date at its end, else 1."""
    parser = argparse.ArgumentParser(description="Write the numbers of metrics.json into README.md and docs/.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a document is out of date")
    options = parser.parse_args(arguments)
    if not METRICS.exists():
        print(
            f"{METRICS.relative_to(ROOT)} does not exist yet: python -m training.bundle copies it from a training.",
            file=sys.stderr,
        )
        return 1
    metrics = json.loads(METRICS.read_text("utf-8"))
    new = {document: rewrite(document.read_text("utf-8"), metrics) for document in DOCUMENTS}  # all, or none
    stale = [document for document, text in new.items() if _update(document, text, options.check)]
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
