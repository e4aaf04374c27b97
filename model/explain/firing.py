"""What makes a filter fire: the sample digits, and the place in each, at which a convolution's filter answers most."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from model.explain.graph import Network
from model.explain.layers import Convolution
from model.explain.passes import forward

PATH = Path(__file__).resolve().parents[1] / "networks" / "weights" / "firing.json"

MOST = 9
"""Digits that are kept of each filter."""

AT_ONCE = 100


def firing(network: Network, images: np.ndarray) -> dict[str, list[list[list[float]]]]:
    """Find what excites each filter most.

    Args:
        network: the network.
        images: float32 (n, 28, 28) in [0, 1].

    Returns:
        {convolution: one list a filter of up to nine [image, row, column, value], the strongest first}: the largest
        number of the filter's own map for that image, and where it is. Where it is not above 0 the filter does not
        fire, and the image is left out.
    """
    return {
        name: [_strongest(width, *each) for each in zip(values.T, cells.T, strict=True)]
        for name, (width, values, cells) in _peaks(network, images).items()
    }


def _peaks(network: Network, images: np.ndarray) -> dict[str, tuple[int, np.ndarray, np.ndarray]]:
    """By convolution: how wide its maps are, each map's largest number (n, filters), and at which cell (n, filters)."""
    names = [layer.name for layer in network.layers if isinstance(layer, Convolution)]
    found: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {name: [] for name in names}
    for start in range(0, len(images), AT_ONCE):
        outputs = forward(network, images[start : start + AT_ONCE])
        for name in names:
            flat = outputs[name].reshape(len(outputs[name]), -1, outputs[name].shape[-1])
            found[name].append((flat.max(1), flat.argmax(1)))
    joined = {name: [np.concatenate(part) for part in zip(*parts, strict=True)] for name, parts in found.items()}
    return {name: (network[name].output_shape[1], values, cells) for name, (values, cells) in joined.items()}


def _strongest(width: int, values: np.ndarray, cells: np.ndarray) -> list[list[float]]:
    """[image, row, column, value] of the images with the largest of `values` (n,), at `cells` (n,)."""
    order = np.argsort(-values, kind="stable")[:MOST]
    rows = ((int(i), *divmod(int(cells[i]), width), float(f"{values[i]:.4g}")) for i in order)
    return [list(row) for row in rows if row[-1] > 0]


def save(path: Path, networks: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the file that `load` reads.

    Args:
        path: the file.
        networks: {network: {"weights": the packed weights' file name, "layers": what `firing` returned}}.
    """
    path.write_text(json.dumps(networks, separators=(",", ":")) + "\n", encoding="utf-8")


@cache
def load(path: Path = PATH) -> dict[str, Any]:
    """Read what `save` wrote.

    Raises:
        OSError, ValueError: the file is missing or damaged.
    """
    return json.loads(path.read_text(encoding="utf-8"))
