"""A digit lands in the browser where Python puts it."""

import json
import subprocess
from pathlib import Path

import numpy as np

from model.explain import landing
from model.image.samples import load_samples
from tabs.ann_vs_cnn import files
from tests.model.explain.test_landing import SPACES, held_out
from tests.support.node import node_path

SCRIPT = Path(__file__).parent / "net" / "land_all.js"
EVERY = 25


def test_neighbours_distances_and_places_are_pythons(tmp_path):
    (tmp_path / "landing.bin").write_bytes(files.landing())
    features = {name: held_out(space)[::EVERY] for name, space in SPACES.items()}
    asked = {name: rows.astype(float).tolist() for name, rows in features.items()}
    (tmp_path / "features.json").write_text(json.dumps(asked), encoding="utf-8")
    command = [node_path(), str(SCRIPT), str(tmp_path / "landing.bin"), str(tmp_path / "features.json")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    read = json.loads(done.stdout)
    images, labels = load_samples("train")
    assert read["labels"] == labels[: landing.TRAINING].tolist() and read["first"] == images[0].ravel().tolist()
    for found in read["spaces"]:
        _compare(found, SPACES[found["name"]], features[found["name"]])


def _compare(found, space, features):
    assert found["weights"] == space.weights and found["layer"] == space.layer and found["scores"] == space.scores
    assert found["held"] == space.held.ravel().tolist()
    indices, distances = landing.nearest(features, space.features * np.float32(space.step))
    np.testing.assert_allclose([one["distances"] for one in found["found"]], distances, rtol=1e-4)
    same = np.array([one["indices"] for one in found["found"]]) == indices
    assert same.mean() > 0.98  # two that are equally far may change places
    close = same.all(axis=1)
    places = landing.placed(space.places, indices, distances)
    np.testing.assert_allclose(np.array(found["placed"])[close], places[close], atol=20)
