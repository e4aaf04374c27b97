"""The networks that the app runs, their measurements, and where they came from.

Importing this does not import Keras, so that the page can be served before it.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from model.explain import graph
from model.networks.records import Manifest, Metrics

if TYPE_CHECKING:
    import keras

WEIGHTS = Path(__file__).resolve().parent / "weights"
NAMES = ("cnn", "ann", "lenet5")
SHUFFLED = ("cnn", "ann")
FILES = tuple(f"{name}.keras" for name in (*NAMES, *(f"{name}_shuffled" for name in SHUFFLED)))
"""The models that a manifest may name; the shuffled ones may be missing."""

FORMAT = 1
"""The newest manifest format that this code understands."""

CLOSE_ENOUGH = 1e-3
"""How far a loaded network's known answer may be off; processors round differently."""


class BadModel(ValueError):
    """Model files that must not be served; the message says what is wrong with them."""


@dataclass(frozen=True)
class Source:
    """Where the networks came from; `str()` of it is for the page.

    A repository and its commit, or neither: then the networks are the bundled ones, and
    `why_bundled` says why the repository that was asked for is not used, if one was.
    """

    repo: str = ""
    revision: str = ""
    why_bundled: str = ""

    def __str__(self) -> str:
        if self.repo:
            return f"{self.repo} at {self.revision[:7]}"
        return f"bundled: {self.why_bundled}" if self.why_bundled else "bundled"


@dataclass(frozen=True)
class Pretrained:
    """Networks by name ("cnn", "ann", "lenet5"), what they measured, and their manifest.

    `shuffled` holds the "cnn" and "ann" trained on digits with permuted pixels, where there are any;
    `folder` has the files that all of them were read from.
    """

    networks: "dict[str, keras.Model]"
    metrics: Metrics
    manifest: Manifest
    source: Source
    shuffled: "dict[str, keras.Model]" = field(default_factory=dict)
    folder: Path = WEIGHTS


def load(folder: Path | None = None, source: Source = Source()) -> Pretrained:
    """Load the networks of a folder, or the bundled ones, after checking all that can be checked.

    Raises:
        BadModel: a file is missing, damaged, of a newer format, not what the manifest says, or the
            network in it has other shapes, layers that cannot be explained, or another answer to a
            known image.
    """
    folder = WEIGHTS if folder is None else folder
    manifest, metrics = read_manifest(folder), _read_metrics(folder)
    networks = {name: _load_network(folder, name, manifest) for name in NAMES}
    shuffled = {
        name: _load_network(folder, f"{name}_shuffled", manifest)
        for name in SHUFFLED
        if f"{name}_shuffled.keras" in manifest["files"]
    }
    return Pretrained(networks, metrics, manifest, source, shuffled, folder)


def read_manifest(folder: Path) -> Manifest:
    """Return a folder's manifest.

    Raises:
        BadModel: it is missing, damaged, of another format, or lacks files or a threshold.
    """
    manifest = _read_json(folder / "manifest.json")
    if manifest.get("format") != FORMAT:
        raise BadModel(f"manifest format {manifest.get('format')} is not {FORMAT}, the one understood here")
    if not isinstance(manifest.get("files"), dict):
        raise BadModel("the manifest names no files")
    threshold = _at(manifest, "not_a_digit", "threshold")
    if not isinstance(threshold, int | float) or not 0 <= threshold <= 1:
        raise BadModel("the manifest has no threshold from 0 to 1")
    return cast(Manifest, manifest)


def bundled_metrics() -> Metrics:
    """Return the bundled metrics.json, without loading any network."""
    return cast(Metrics, _read_json(WEIGHTS / "metrics.json"))


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadModel(f"{path.name} is missing or damaged") from error
    if not isinstance(content, dict):
        raise BadModel(f"{path.name} is not a JSON object")
    return content


def _at(value: Any, *keys: str) -> Any:
    """What lies under nested keys, or None where the way there ends."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _read_metrics(folder: Path) -> Metrics:
    """The page says two things of every network; whatever else is missing is shown as missing."""
    metrics = _read_json(folder / "metrics.json")
    for name in NAMES:
        network = _at(metrics, "networks", name)
        for keys in (("parameters",), ("mnist", "accuracy")):
            if not isinstance(_at(network, *keys), int | float):
                raise BadModel(f"metrics.json does not say the {' '.join(keys)} of {name}")
    return cast(Metrics, metrics)


def _load_network(folder: Path, name: str, manifest: Manifest) -> "keras.Model":
    import keras

    path = folder / f"{name}.keras"
    try:
        wanted = manifest["files"][path.name]["sha256"]
        if hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise BadModel(f"{path.name} is not the file that the manifest describes")
        network = keras.saving.load_model(path, compile=False, safe_mode=True)
    except BadModel:
        raise
    except Exception as error:  # what Keras, its zip and its HDF5 raise at a strange file has no end
        raise BadModel(f"{path.name} is missing or cannot be loaded") from error
    if network.input_shape != (None, 28, 28, 1) or network.output_shape != (None, 10):
        raise BadModel(f"{path.name} takes {network.input_shape} and returns {network.output_shape}")
    try:
        graph.read(network)
    except ValueError as error:
        raise BadModel(f"{path.name}: {error}") from error
    _check_known_answer(network, name, manifest)
    return network


def _check_known_answer(network: "keras.Model", name: str, manifest: Manifest) -> None:
    expected = _at(manifest, "known_answer", "probabilities", name)
    if expected is None:
        raise BadModel(f"the manifest has no known answer for {name}")
    try:
        image = np.asarray(_at(manifest, "known_answer", "pixels"), np.float32).reshape(1, 28, 28, 1) / 255
        expected = np.asarray(expected, np.float32).reshape(10)
    except (KeyError, TypeError, ValueError) as error:
        raise BadModel(f"the manifest's known answer for {name} is damaged") from error
    answer = np.asarray(network(image, training=False))[0]
    if not np.allclose(answer, expected, atol=CLOSE_ENOUGH):
        raise BadModel(f"{name} does not give the answer that its manifest promises")
