"""Our page against the usual demo: `python -m benchmarks.against_sketchpad --pen-strokes FILE [--write]`.

The usual demo is a stock `gr.Sketchpad` in a `gr.Interface`, its picture shrunk to 28×28 and given
to `model.predict`: with the very same CNN. Both are served here, in one run, and asked through
`gradio_client` to read the same drawings of writers 25 to 30, turn by turn.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import gradio as gr
import numpy as np
from gradio_client import Client, handle_file

from benchmarks.blocks import publish
from benchmarks.usual_demo import usual_demo
from model.networks import pretrained
from serving.endpoints import add_endpoints
from tabs.kit.service import Service
from training.drawings import as_picture, place_on_canvas
from training.mnist import DEVELOPMENT_WRITERS, load_pen_digits


def main() -> None:
    """Serve both, ask both, print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.against_sketchpad", description=__doc__)
    parser.add_argument("--pen-strokes", required=True, help="as for training.train")
    parser.add_argument("--drawings", type=int, default=300)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    loaded = pretrained.load()
    ours, usual = _serve(our_page(loaded)), _serve(usual_demo(loaded.networks["cnn"]))
    pen = load_pen_digits(options.pen_strokes).by(DEVELOPMENT_WRITERS)
    random = np.random.default_rng(25)
    chosen = random.choice(len(pen.drawings), options.drawings, replace=False)
    right = {"ours, strokes": [], "ours, picture": [], "usual demo": []}
    seconds = {name: [] for name in right}
    with tempfile.TemporaryDirectory() as folder:
        for number in chosen:
            drawing = place_on_canvas(pen.drawings[number], random)
            path = Path(folder) / "drawing.png"
            as_picture(drawing, random.uniform(12, 26)).save(path)
            for name, digit, took in _ask_all(ours, usual, drawing, path):
                right[name].append(digit == pen.labels[number])
                seconds[name].append(took)
    publish("sketchpad", _table(right, seconds))


def our_page(loaded: pretrained.Pretrained) -> gr.Blocks:
    """The two public endpoints, as the page has them."""
    with gr.Blocks(analytics_enabled=False) as page:
        service = Service(lambda: loaded).start()
        add_endpoints(service)
    service.recognizer(wait=120)
    return page


def _serve(page: gr.Blocks) -> Client:
    _, address, _ = page.launch(prevent_thread_lock=True, quiet=True, share=False, show_error=True)
    return Client(address, verbose=False)


def _ask_all(ours: Client, usual: Client, drawing: dict, path: Path):
    sketch = {"background": None, "layers": [], "composite": handle_file(str(path))}
    questions = {
        "ours, strokes": lambda: ours.predict(drawing, api_name="/recognize_strokes")["cnn"],
        "ours, picture": lambda: ours.predict(handle_file(str(path)), api_name="/recognize_picture")["cnn"],
        "usual demo": lambda: usual.predict(sketch, api_name="/predict"),
    }
    for name, ask in questions.items():
        started = time.perf_counter()
        answer = ask()
        took = time.perf_counter() - started
        digit = int(answer["label"]) if isinstance(answer, dict) else int(np.argmax(answer))
        yield name, digit, took


def _table(right: dict, seconds: dict) -> str:
    slowest = statistics.median(seconds["usual demo"])
    rows = ["| | right answers | time of an answer, usual demo = 1 |", "| --- | --: | --: |"]
    for name, answers in right.items():
        ratio = statistics.median(seconds[name]) / slowest
        rows.append(f"| {name} | {100 * np.mean(answers):.1f} % | {ratio:.2f} |")
    count = len(right["usual demo"])
    return "\n".join([*rows, "", f"{count} drawings, one run, the same CNN behind all three."])


if __name__ == "__main__":
    main()
