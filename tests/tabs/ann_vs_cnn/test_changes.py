"""How far the sliders go: as far as training measures, and to whatever a search finds."""

import json
import subprocess
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from model.explain.disagreement import small_transforms
from tabs.ann_vs_cnn.changes import RANGES, change_in
from tests.support.node import node_path

SLIDERS_FILE = Path(__file__).parents[3] / "web" / "ann_vs_cnn" / "sliders.js"


@cache
def sliders():
    """The page's sliders: {name: {"low", "high", "step", ...}}."""
    code = f"import {{ SLIDERS }} from '{SLIDERS_FILE.as_uri()}'; console.log(JSON.stringify(SLIDERS))"
    run = [node_path(), "--input-type=module", "-e", code]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    return {slider["name"]: slider for slider in json.loads(done.stdout)}


def test_the_pages_sliders_go_as_far_as_the_server_lets_them():
    assert {name: (slider["low"], slider["high"]) for name, slider in sliders().items()} == RANGES


def test_what_the_search_finds_can_be_set_on_the_sliders():
    """Every change that is tried lies on a step of its slider."""
    for change in small_transforms():
        positions = {name: value for name, value in asdict(change).items() if name != "seed"}
        change_in({"change": positions})
        for name, value in positions.items():
            steps = (value - sliders()[name]["low"]) / sliders()[name]["step"]
            assert steps == pytest.approx(round(steps), abs=1e-6), (name, value)


def test_sliders_cover_what_training_measures():
    from training import evaluate

    measured = {
        "dx": evaluate.SHIFTS,
        "dy": evaluate.SHIFTS,
        "degrees": evaluate.DEGREES,
        "factor": evaluate.FACTORS,
        "sigma": evaluate.SIGMAS,
        "pixels": evaluate.THICKNESS,
    }
    for name, values in measured.items():
        assert (values[0], values[-1]) == RANGES[name], name
