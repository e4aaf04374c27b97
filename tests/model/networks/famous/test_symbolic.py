"""Graphs are built without filling memory."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]

MEMORY = """
import resource
import keras
from model.networks.famous.catalogue import GRAPHS
from model.networks.famous.symbolic import without_weights

def highest():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
before = highest()
vgg = without_weights(GRAPHS["vgg19"].build)
keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])  # would fill all that was left unfilled
print(highest() - before)
"""


def test_vgg_19_takes_no_memory():
    """Its weights are 575 MB. The highest use of a fresh process must hardly grow."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    unit = 1 if sys.platform == "darwin" else 1024  # bytes of what getrusage counts in
    assert int(done.stdout) * unit < 40e6
