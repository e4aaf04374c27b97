"""Fetch the pen strokes that networks learn from beside MNIST: `python -m training.pen_strokes`.

Downloads UCI's "Pen-Based Recognition of Handwritten Digits", verifies it, and writes the digits of its writers 1 to 30
in the form that `--pen-strokes` takes. Leaves out the test file, whose 14 writers are others under the same numbers.
"""

import argparse
import hashlib
import io
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from training.mnist import DataError

URL = "https://archive.ics.uci.edu/static/public/81/pen+based+recognition+of+handwritten+digits.zip"
SHA256 = "1e02bea023613c2b11c9492f6f34caf975420455934f3527d270cee9a1f03b64"
MEMBER = "pendigits-orig.tra.Z"
TABLET = 500
"""Tablet pixels along the edge of the box that a digit was written in; y goes up there, and down on the page."""

SILENCE = 60.0
"""Seconds that the server may say nothing."""


def download(url: str) -> bytes:
    """Return the archive, verified.

    Raises:
        DataError: it cannot be had, or is not the known one.
    """
    try:
        with urllib.request.urlopen(url, timeout=SILENCE) as answer:
            archive = answer.read()
    except (OSError, ValueError) as error:
        raise DataError(f"{url} could not be downloaded: {error}") from error
    if hashlib.sha256(archive).hexdigest() != SHA256:
        raise DataError(f"{url} is not the archive with the SHA-256 {SHA256}")
    return archive


def unpack(archive: bytes) -> str:
    """Return the strokes' text from the archive; it lies there as `compress` made it, which gzip can read.

    Raises:
        DataError: the archive is damaged, or gzip is not installed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            packed = files.read(MEMBER)
        return subprocess.run(["gzip", "-dc"], input=packed, check=True, capture_output=True).stdout.decode("ascii")
    except FileNotFoundError as error:
        raise DataError("gzip is needed to unpack the strokes; Git for Windows brings one in usr/bin") from error
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, subprocess.CalledProcessError) as error:
        raise DataError(f"the archive cannot be unpacked: {error}") from error


def parse(text: str) -> dict[str, np.ndarray]:
    """Read strokes in UNIPEN's format, as UCI has them.

    Each digit begins with `.SEGMENT DIGIT …`. `.COMMENT` has three numbers: the digit, the writer, a running number.
    After each `.PEN_DOWN` come the pen's positions, a line each: x and y, y upwards; `.PEN_UP` ends the stroke.

    Returns:
        What `load_pen_digits` reads: `points` int16 (n, 2), y down; `stroke_offsets` and `sample_offsets` int32, at
        which point each stroke and at which stroke each digit begins, and the end; `label` uint8; `writer` int16.

    Raises:
        DataError: the text is in another format.
    """
    points: list[tuple[int, int]] = []
    strokes: list[int] = []
    samples: list[int] = []
    labels: list[int] = []
    writers: list[int] = []
    pen_is_down = False
    try:
        for words in filter(None, map(str.split, text.splitlines())):
            if words[0] in (".PEN_DOWN", ".PEN_UP", ".SEGMENT"):
                pen_is_down = words[0] == ".PEN_DOWN"
            if words[0] == ".SEGMENT":
                samples.append(len(strokes))
            elif words[0] == ".COMMENT":
                labels.append(int(words[1]))
                writers.append(int(words[2]))
            elif words[0] == ".PEN_DOWN":
                strokes.append(len(points))
            elif pen_is_down and not words[0].startswith("."):
                points.append((int(words[0]), TABLET - int(words[1])))
    except (ValueError, IndexError) as error:
        raise DataError(f"the strokes are in an unknown format: {' '.join(words)}") from error
    if not points or len(samples) != len(labels):
        raise DataError(f"the strokes are in an unknown format: {len(samples)} digits, {len(labels)} labels")
    return {
        "points": np.array(points, np.int16),
        "stroke_offsets": np.array([*strokes, len(points)], np.int32),
        "sample_offsets": np.array([*samples, len(strokes)], np.int32),
        "label": np.array(labels, np.uint8),
        "writer": np.array(writers, np.int16),
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser("python -m training.pen_strokes", description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("pen_digits.npz"), help="where to (default %(default)s)")
    parser.add_argument("--url", default=URL, help="a copy of the same archive (default %(default)s)")
    options = parser.parse_args(arguments)
    try:
        digits: dict[str, Any] = parse(unpack(download(options.url)))
        np.savez_compressed(options.out, **digits)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.out}: {error.strerror or error}", file=sys.stderr)
        return 2
    print(f"{len(digits['label']):,} digits of {len(set(digits['writer']))} writers, in {options.out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
