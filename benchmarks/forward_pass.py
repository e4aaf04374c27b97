"""What the browser's half costs, timed in Node: `python -m benchmarks.forward_pass [--write]`.

Milliseconds for one drawing's 28×28, for all its stages, and for one forward pass of each bundled network
with every layer's output, on the page's ten samples in turn.
"""

import json
import statistics
import subprocess
import tempfile
from pathlib import Path

from benchmarks.blocks import publish, stamped
from model.explain import graph
from model.networks import pretrained
from model.networks.browser_weights import pack
from tests.support.node import node_path

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "web" / "canvas" / "samples.json"
ROUNDS = 1000


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder))
        command = [node_path(), str(HERE / "forward_pass.mjs"), folder, str(ROUNDS)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [_row(name, times) for name, times in json.loads(done.stdout).items()]
    head = "| | median, ms | 95 of 100 within, ms |\n|---|---|---|\n"
    publish("forward-pass", stamped(head + "\n".join(rows)))


def _row(name: str, times: list[float]) -> str:
    late = sorted(times)[int(0.95 * len(times))]
    return f"| {name} | {statistics.median(times):.2f} | {late:.2f} |"


def _write(folder: Path) -> None:
    """Write the bundled networks and the samples where the script looks for them."""
    descriptions = {}
    for name, model in pretrained.load().networks.items():
        descriptions[name], content = pack(graph.read(model), name)
        (folder / f"{name}.bin").write_bytes(content)
    (folder / "networks.json").write_text(json.dumps(descriptions), "utf-8")
    (folder / "drawings.json").write_bytes(SAMPLES.read_bytes())


if __name__ == "__main__":
    main()
