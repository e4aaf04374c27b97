"""What an endpoint's call costs beside one that does nothing: `python -m benchmarks.endpoint [--write]`.

Asks, turn by turn in one run, `/recognize_strokes` of the page, an endpoint in the same page that does
nothing, and an endpoint of a bare Gradio app that does nothing. The aim is 1.3 times the bare one, in
the time of an answer and in the server's processor's time for it. Needs Linux.
"""

import argparse
import http.client
import json
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.blocks import publish, stamped
from benchmarks.process import processor_seconds
from tests.support import attack
from tests.support.served import Served, served

AIM = 1.3
TURN = 20
"""Calls of one kind before it is another's turn: Linux counts a processor's time in hundredths of a second."""

SAMPLES = Path(__file__).resolve().parent.parent / "web" / "canvas" / "samples.json"

NOTHING = """
import gradio as gr


def nothing(drawing: dict) -> dict:
    return {}


def add_nothing():
    gr.api(nothing, api_name="nothing", concurrency_limit=4)

"""

BARE = f"""{NOTHING}
with gr.Blocks(analytics_enabled=False) as page:
    add_nothing()
page.launch(quiet=True)
"""

OURS = f"""{NOTHING}
import app

page = app.build_app()
with page.blocks:
    add_nothing()
page.launch()
"""


@dataclass
class Caller:
    """A program that calls one endpoint over a connection that it keeps for a turn; notes seconds a call."""

    page: Served
    name: str
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def __post_init__(self):
        self._connection = http.client.HTTPConnection(urlsplit(self.page.address).netloc, timeout=120)

    def take_a_turn(self, values: list[dict]) -> None:
        """Call with values by turns, `TURN` times."""
        self._connection.close()  # the server lets go of one that was idle while others had their turns
        before = processor_seconds(self.page.pid)
        for number in range(TURN):
            began = time.perf_counter()
            self.call(values[number % len(values)])
            self.seconds.append(time.perf_counter() - began)
        self.processor.append((processor_seconds(self.page.pid) - before) / TURN)

    def call(self, value: dict) -> None:
        """Call with a value and wait for the answer."""
        path = f"/gradio_api/call/{self.name}"
        event = json.loads(self._exchanged("POST", path, json.dumps({"data": [value]})))["event_id"]
        told = self._exchanged("GET", f"{path}/{event}")
        if b"event: complete" not in told:
            raise RuntimeError(told.decode())

    def _exchanged(self, method: str, path: str, body: str | None = None) -> bytes:
        self._connection.request(method, path, body, {"Content-Type": "application/json"})
        return self._connection.getresponse().read()


def main() -> None:
    """Serve both, call in turn, print."""
    parser = argparse.ArgumentParser("python -m benchmarks.endpoint", description=__doc__)
    parser.add_argument("--turns", type=int, default=30, help=f"of {TURN} calls each (default: 30)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    with served(BARE) as bare, served(OURS) as ours:
        attack.read_seven(ours.address)  # the networks are loaded
        callers = {
            "a bare Gradio app that does nothing": Caller(bare, "nothing"),
            "doing nothing, inside the page": Caller(ours, "nothing"),
            "`/recognize_strokes`": Caller(ours, "recognize_strokes"),
        }
        for _ in range(options.turns):
            for caller in callers.values():
                caller.take_a_turn(drawings())
    publish("endpoint", stamped(table(callers)))


def drawings() -> list[dict]:
    """Return the page's ten samples: people's, with every point that their pen left."""
    samples = json.loads(SAMPLES.read_text("utf-8"))
    return [{key: sample[key] for key in ("strokes", "width", "height")} for sample in samples]


def table(callers: dict[str, Caller]) -> str:
    """Medians of both times, and the same beside the bare app's."""
    bare = next(iter(callers.values()))
    rows = [
        "| a call | an answer | bare = 1 | 95 % | server's processor | bare = 1 |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    for name, caller in callers.items():
        late = f"{1000 * statistics.quantiles(caller.seconds, n=20)[-1]:.1f} ms"
        rows.append(
            f"| {name} | {_beside(caller.seconds, bare.seconds)} | {late} "
            f"| {_beside(caller.processor, bare.processor)} |"
        )
    count = len(bare.seconds)
    told = f"Medians of {count:,} calls of each kind, {TURN} in turn. The aim is at most {AIM} times."
    return "\n".join([*rows, "", told])


def _beside(times: list[float], bare: list[float]) -> str:
    median = statistics.median(times)
    return f"{1000 * median:.1f} ms | {median / statistics.median(bare):.2f}"


if __name__ == "__main__":
    main()
