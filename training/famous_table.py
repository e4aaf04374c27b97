"""Count famous networks: `python -m training.famous_table` writes model/networks/famous/famous.json.

Every graph is built symbolically, with no weights in memory. Reads no data and trains nothing.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from model.networks.famous import TABLE


def make_table() -> dict[str, Any]:
    """Return what the file holds: {"made_by": {...}, "networks": {name: table}}."""
    import keras

    from model.networks.famous.catalogue import GRAPHS

    return {
        "made_by": {"command": "python -m training.famous_table", "keras": keras.__version__},
        "networks": {name: network_table(name) for name in GRAPHS},
    }


def network_table(name: str) -> dict[str, Any]:
    """Build one network's graph and return its table."""
    from model.networks.famous.catalogue import GRAPHS
    from model.networks.famous.reading import read
    from model.networks.famous.symbolic import without_weights

    graph = GRAPHS[name]
    return read(without_weights(graph.build), graph.parts)


def as_json(table: dict[str, Any]) -> str:
    """The file's text, one line for each layer: so a change of the graphs can be read as a difference."""
    networks = ",\n".join(f" {json.dumps(name)}: {_network(t)}" for name, t in table["networks"].items())
    return f'{{"made_by": {json.dumps(table["made_by"])},\n"networks": {{\n{networks}\n}}}}\n'


def _network(table: dict[str, Any]) -> str:
    head = {key: value for key, value in table.items() if key != "blocks"}
    blocks = ",\n".join(f"  {_block(block)}" for block in table["blocks"])
    return f'{json.dumps(head)[:-1]}, "blocks": [\n{blocks}\n ]}}'


def _block(block: dict[str, Any]) -> str:
    head = {key: value for key, value in block.items() if key != "layers"}
    rows = ",\n".join(f"   {json.dumps(row)}" for row in block["layers"])
    return f'{json.dumps(head)[:-1]}, "layers": [\n{rows}\n  ]}}'


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns 0."""
    parser = argparse.ArgumentParser(description="Count the parameters of famous networks, layer by layer.")
    parser.add_argument("--into", type=Path, default=TABLE, help="the file to write (default: %(default)s)")
    options = parser.parse_args(arguments)
    table = make_table()
    options.into.write_text(as_json(table), encoding="utf-8")
    for name, network in table["networks"].items():
        print(f"{name:<18} {network['parameters']:>12,} parameters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
