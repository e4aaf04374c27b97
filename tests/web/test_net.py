"""The browser's modules against Python: by golden files, and live with the networks that the page serves."""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import keras
import numpy as np
import pytest

from model.explain import graph
from model.image.digit_image import DigitImage, from_strokes
from model.networks import pretrained
from model.networks.browser_weights import pack
from tests.support import example_networks
from tests.support.node import node_path
from training.drawings import place_on_canvas
from training.mnist import DEVELOPMENT_WRITERS, load_pen_digits

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden" / "drawings.json"

CLOSE, PROBABILITIES_CLOSE = 1e-4, 1e-5

AT_ONCE = 50
"""Drawings that Node reads in one go: what it says of one takes up to half a megabyte."""


def test_node_agrees_with_the_golden_files():
    tests = sorted(map(str, (HERE / "net").glob("*.test.js")))
    done = subprocess.run([node_path(), "--test", *tests], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


def test_example_networks_read_drawings_as_keras_does(tmp_path):
    drawings = json.loads(GOLDEN.read_text("utf-8"))[::25]
    models = {name: example_networks.keras_model(name) for name in example_networks.NAMES}
    _compare(tmp_path, models, drawings)


def test_bundled_networks_read_golden_drawings_as_keras_does(tmp_path):
    _compare(tmp_path, _bundled(), json.loads(GOLDEN.read_text("utf-8")))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_bundled_networks_read_development_drawings_as_keras_does(tmp_path, pen_digits_file):
    random = np.random.default_rng(25)
    chosen = load_pen_digits(pen_digits_file).by(DEVELOPMENT_WRITERS).drawings
    _compare(tmp_path, _bundled(), [place_on_canvas(drawing, random) for drawing in chosen])


@cache
def _bundled() -> dict:
    found = pretrained.load()
    return {**found.networks, **{f"{name}_shuffled": model for name, model in found.shuffled.items()}}


def _compare(folder: Path, models: Mapping, drawings: Sequence[Mapping]) -> None:
    """Every stage and layer of every drawing, JavaScript's beside Keras's."""
    _write_networks(folder, models)
    talkative = {name: _with_all_outputs(model) for name, model in models.items()}
    for start in range(0, len(drawings), AT_ONCE):
        some = drawings[start : start + AT_ONCE]
        images = [from_strokes(drawing) for drawing in some]
        left = _read_by_node(folder, some)
        batch = np.stack([image.pixels for image in images])[..., None]
        outputs = {name: model(batch, training=False) for name, model in talkative.items()}
        for number, image in enumerate(images):
            for what, expected, close in _expected(image, number, outputs):
                found, left = left[: expected.size], left[expected.size :]
                off = np.abs(found - expected.ravel()).max()
                assert off <= close, f"drawing {start + number}, {what}: {off}"
        assert not left.size


def _expected(image: DigitImage, number: int, outputs: Mapping) -> Iterable[tuple[str, np.ndarray, float]]:
    """What Node must have said of one drawing, in order: what it is, the numbers, how close they must be."""
    for stage in image.stages:
        yield stage.name, stage.picture, CLOSE
    if not image.is_blank:
        for name, layers in outputs.items():
            for index, values in enumerate(layers, start=1):
                close = PROBABILITIES_CLOSE if index == len(layers) else CLOSE
                yield f"{name}, layer {index}", np.asarray(values)[number], close


def _with_all_outputs(model: keras.Model) -> keras.Model:
    """A model that puts out what each layer of the given one does."""
    layers = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    return keras.Model(model.inputs[0], [layer.output for layer in layers])


def _write_networks(folder: Path, models: Mapping) -> None:
    descriptions = {}
    for name, model in models.items():
        descriptions[name], content = pack(graph.read(model), name)
        (folder / f"{name}.bin").write_bytes(content)
    (folder / "networks.json").write_text(json.dumps(descriptions), "utf-8")


def _read_by_node(folder: Path, drawings: Sequence[Mapping]) -> np.ndarray:
    (folder / "drawings.json").write_text(json.dumps(drawings), "utf-8")
    script = str(HERE / "net" / "read_all.js")
    done = subprocess.run([node_path(), script, str(folder)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return np.fromfile(folder / "read.bin", "<f4")
