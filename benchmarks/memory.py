"""What the server holds in memory, and whether it grows: `python -m benchmarks.memory [--write]`.

Looks at the page once browsers can read with it, with and without what only TensorFlow is loaded for
(photos need none of it; what explains a drawing at rest and programs' endpoints do), and again while its
endpoint answers. Needs Linux.
"""

import argparse
import urllib.request

from benchmarks.blocks import publish, stamped
from benchmarks.process import memory
from tests.support import attack
from tests.support.served import PLAIN, served

WITHOUT = "import app, threading; app.build_app(threading.Event().wait).launch()"
"""The page for ever in the state in which it begins: browsers read, Python's networks are still to come."""

SETTLED = 0.1
"""Share of the answers after which caches are full; what is held after more of them has grown."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--answers", type=int, default=3_000, help="of the endpoint (default: 3000)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    rows = ["| | megabytes |", "| --- | --: |"]
    with served(WITHOUT) as page:
        urllib.request.urlopen(f"{page.address}/gradio_api/page/networks", timeout=60).close()
        rows.append(f"| browsers can read; TensorFlow is not loaded | {memory(page.pid).now:.0f} |")
    with served(PLAIN) as page:
        rows += [f"| {name} | {held:.0f} |" for name, held in grown(page.address, page.pid, options.answers).items()]
        rows.append(f"| the most it ever held | {memory(page.pid).peak:.0f} |")
    publish("memory", stamped("\n".join(rows)))


def grown(address: str, pid: int, answers: int) -> dict[str, float]:
    """Return the megabytes after the endpoint's first answer, when it has settled, and at the end."""
    held, settled, given = {}, round(SETTLED * answers), 0
    for until in (1, settled, answers):
        for _ in range(until - given):
            attack.read_seven(address)
        given = until
        held[f"with TensorFlow; answers of an endpoint: {until:,}"] = memory(pid).now
    return held


if __name__ == "__main__":
    main()
