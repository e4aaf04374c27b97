"""The browser's modules that need no golden file: pure units in Node, run as `node --test` would."""

import subprocess
from pathlib import Path

from tests.support.node import node_path

HERE = Path(__file__).resolve().parent


def test_units_of_the_browser():
    tests = sorted(str(path) for path in HERE.rglob("*.test.js") if path.parent.name != "net")
    assert len(tests) > 4
    done = subprocess.run([node_path(), "--test", *tests], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
