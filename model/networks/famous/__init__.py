"""Famous networks as Keras graphs, and the table made from them: layers, shapes and sizes, no weights.

Reading the table needs no Keras. Building a graph does: see `catalogue.py`.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parent / "famous.json"
"""Written by `python -m training.famous_table`; a test builds the graphs again and compares."""


@cache
def load_table() -> dict[str, dict[str, Any]]:
    """Return {network: {"input", "parameters", "multiplications", "weighted", "blocks"}}; do not change it.

    See `model.networks.famous.reading.read` for what each part holds.
    """
    return json.loads(TABLE.read_text("utf-8"))["networks"]
