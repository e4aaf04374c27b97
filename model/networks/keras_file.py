"""Reads a `.keras` file without Keras, which takes seconds to import: the browser's weights need not wait for it.

A `.keras` file is a zip of `config.json`, the layers' settings, and `model.weights.h5`, their numbers (Keras 3's own
format). Only chains of layers that `graph.py` can read are understood.
"""

import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import h5py
import numpy as np

from model.explain.graph import Network, read_chain

DEFAULTS = {"groups": 1, "dilation_rate": (1, 1), "max_value": None, "negative_slope": 0, "threshold": 0, "axis": -1}
"""Settings that a file may leave out, as Keras understands them then."""


def read_keras_file(path: Path) -> Network:
    """Return the network in a file.

    Raises:
        OSError, zipfile.BadZipFile: the file is missing or damaged.
        KeyError, TypeError, ValueError: it is no chain of layers that can be read.
    """
    with zipfile.ZipFile(path) as parts:
        layers = json.loads(parts.read("config.json"))["config"]["layers"]
        with h5py.File(io.BytesIO(parts.read("model.weights.h5"))) as numbers:
            seen: Counter[str] = Counter()
            sources = [(layer["class_name"], _source(layer, numbers["layers"], seen)) for layer in layers]
    shape = tuple(layers[0]["config"]["batch_shape"][1:])
    return read_chain(sources, shape)


def _source(layer: dict[str, Any], groups: Any, seen: Counter[str]) -> SimpleNamespace:
    """A layer's settings as attributes, and its weights, as `graph.py` asks for them."""
    group = _group_name(layer["class_name"], seen)
    variables = groups[group]["vars"] if group in groups else {}
    weights = [np.asarray(variables[str(number)]) for number in range(len(variables))]
    return SimpleNamespace(**DEFAULTS | layer["config"], get_weights=lambda: weights)


def _group_name(class_name: str, seen: Counter[str]) -> str:
    """How Keras names the weights of a model's n-th layer of a class: "conv2d", "conv2d_1", ..."""
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", class_name).lower()
    number = seen[snake]
    seen[snake] += 1
    return f"{snake}_{number}" if number else snake
