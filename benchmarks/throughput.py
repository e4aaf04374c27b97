"""How many visitors at once: `python -m benchmarks.throughput [--write]`.

1, 4, 16 and 64 clients ask as fast as they are answered, turn by turn in one run: the page's live
function and its public endpoint with people's drawings, a server function and an endpoint of the same
process that do nothing, and a stock sketchpad in front of `model.predict`. The clients have a process of
their own on the same machine. The aim is at least 60 % of what doing nothing does.
"""

import argparse
import asyncio
import base64
import contextlib
import io
import json
import urllib.request

from benchmarks import pages
from benchmarks.blocks import publish, stamped
from benchmarks.load import Ask, Met, endpoint, first_answer, load, server_function
from benchmarks.pages import BOTH, USUAL, drawings
from tests.support.served import served

LEVELS = (1, 4, 16, 64)
LIVE, ENDPOINT, USUAL_DEMO = "live", "endpoint", "usual demo"
NOTHING = {LIVE: "live, doing nothing", ENDPOINT: "endpoint, doing nothing"}


def main() -> None:
    """Serve the pages, ask, print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each turn (default: 2)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each kind and level (default: 3)")
    parser.add_argument("--clients", type=int, nargs="+", default=LEVELS)
    parser.add_argument("--without-usual", action="store_true", help="leave the stock demo out")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    met = measure(options.clients, options.seconds, options.rounds, not options.without_usual)
    publish("throughput", stamped(table(met)))


def measure(levels: list[int], seconds: float, rounds: int, usual: bool) -> dict[int, dict[str, Met]]:
    """Return {clients: {kind of question: what it met with}}."""
    met: dict[int, dict[str, Met]] = {}
    with contextlib.ExitStack() as both:
        kinds = ours(both.enter_context(served(BOTH)).address)
        if usual:
            address = both.enter_context(served(USUAL)).address
            kinds[USUAL_DEMO] = (address, ask_usual(address))
        for address, ask in kinds.values():  # first answers are slow: networks load, sessions are made
            asyncio.run(first_answer(address, ask))
            asyncio.run(load(address, ask, 4, seconds / 2, Met()))
        for clients in levels:
            met[clients] = {name: Met() for name in kinds}
            for _ in range(rounds):
                for name, (address, ask) in kinds.items():
                    asyncio.run(load(address, ask, clients, seconds, met[clients][name]))
    return met


def ours(address: str) -> dict[str, tuple]:
    """What is asked of our page: {kind: (address, how)}."""
    drawn, live = drawings(), [{**drawing, "stages": True} for drawing in drawings()]
    return {
        LIVE: (address, server_function(address, pages.LIVE, live, good=b'"state":"answer"')),
        NOTHING[LIVE]: (address, server_function(address, pages.NOTHING, live)),
        ENDPOINT: (address, endpoint("recognize_strokes", drawn, good=b'"verdict"')),
        NOTHING[ENDPOINT]: (address, endpoint("nothing", drawn)),
    }


def ask_usual(address: str) -> Ask:
    """Ask the stock demo about a picture that is already uploaded."""
    upload = urllib.request.Request(f"{address}/gradio_api/upload", *_multipart(_blank_sheet()))
    with urllib.request.urlopen(upload, timeout=60) as answer:
        [path] = json.load(answer)
    composite = {"path": path, "meta": {"_type": "gradio.FileData"}}
    return endpoint("predict", [{"background": None, "layers": [], "composite": composite}], good=b'"label"')


def table(met: dict[int, dict[str, Met]]) -> str:
    """Rows of answers a second, shares of doing nothing, and times of an answer."""
    has_usual = USUAL_DEMO in next(iter(met.values()))
    head = ["clients", "live, a second", "of doing nothing", "endpoint, a second", "of doing nothing"]
    head += ["usual demo, a second"] if has_usual else []
    head += ["live: median", "95 %"]
    rows = [f"| {' | '.join(head)} |", f"|{' --: |' * len(head)}"]
    for clients, kinds in met.items():
        cells = [f"{clients}"]
        for kind in (LIVE, ENDPOINT):
            share = kinds[kind].rate / kinds[NOTHING[kind]].rate
            cells += [f"{kinds[kind].rate:.0f}", f"{share:.0%}".replace("%", " %")]
        cells += [f"{kinds[USUAL_DEMO].rate:.0f}"] if has_usual else []
        live = kinds[LIVE]
        cells += [f"{1000 * live.median:.1f} ms", f"{1000 * live.below(0.95):.1f} ms"]
        rows.append(f"| {' | '.join(cells)} |")
    failures = [failure for kinds in met.values() for kind in kinds.values() for failure in kind.failures]
    count = sum(len(kind.seconds) for kinds in met.values() for kind in kinds.values())
    told = f"first: {failures[0]}" if failures else "the clients are on the same machine"
    return "\n".join([*rows, "", f"{count:,} answers, {len(failures)} failures; {told}."])


def _blank_sheet() -> bytes:
    from PIL import Image

    sheet = io.BytesIO()
    Image.new("RGB", (280, 280), "white").save(sheet, "PNG")
    return sheet.getvalue()


def _multipart(content: bytes) -> tuple[bytes, dict[str, str]]:
    mark = "boundary" + base64.urlsafe_b64encode(content[-9:]).decode()
    head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="sheet.png"\r\n'
    body = f"{head}Content-Type: image/png\r\n\r\n".encode() + content + f"\r\n--{mark}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={mark}"}


if __name__ == "__main__":
    main()
