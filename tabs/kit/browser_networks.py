"""The networks as browsers get them: descriptions in one small JSON object, weights in files named by their hash.

Made from the `.keras` files before TensorFlow is imported, and again from whichever networks are loaded in the end.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.explain.graph import Network
from model.networks import pretrained
from model.networks.browser_weights import HASH_LENGTH, file_name, pack
from model.networks.keras_file import read_keras_file
from model.networks.records import Metrics

if TYPE_CHECKING:
    from model.networks.pretrained import Pretrained


@dataclass(frozen=True)
class BrowserNetworks:
    """What the page asks for under `networks`, and the files that it names."""

    described: dict
    files: Mapping[str, bytes]


def describe(networks: Mapping[str, Network], metrics: Metrics, threshold: float, source: str) -> BrowserNetworks:
    """Pack networks for browsers.

    Args:
        networks: by name, "cnn" and "ann" among them.
        metrics: as in metrics.json.
        threshold: score in [0, 1] below which a drawing is no digit.
        source: where the networks came from, for the visitor.
    """
    entries, files = {}, {}
    for name, network in networks.items():
        description, content = pack(network, name)
        file = file_name(content)
        entries[name], files[file] = {"file": file, "description": description}, content
    cnn = metrics["networks"]["cnn"]
    described = {
        "serving": hashlib.sha256(repr((sorted(files), threshold, source)).encode()).hexdigest()[:HASH_LENGTH],
        "source": source,
        "threshold": threshold,
        "accuracy": cnn["mnist"]["accuracy"],
        "parameters": cnn["parameters"],
        "networks": entries,
    }
    return BrowserNetworks(described, files)


def bundled(folder: Path | None = None) -> BrowserNetworks:
    """Return the networks of a folder, or the bundled ones, without waiting for Keras.

    Raises:
        OSError, ValueError, KeyError, zipfile.BadZipFile: a file is missing or damaged.
    """
    folder = folder or pretrained.WEIGHTS
    manifest = pretrained.read_manifest(folder)
    names = [name.removesuffix(".keras") for name in pretrained.FILES if name in manifest["files"]]
    networks = {name: read_keras_file(folder / f"{name}.keras") for name in names}
    metrics = pretrained.bundled_metrics()
    return describe(networks, metrics, manifest["not_a_digit"]["threshold"], "bundled")


def of_loaded(loaded: "Pretrained", networks: Mapping[str, Network]) -> BrowserNetworks:
    """Return what browsers get of loaded networks, already read as plain layers."""
    threshold = loaded.manifest["not_a_digit"]["threshold"]
    return describe(networks, loaded.metrics, threshold, str(loaded.source))
