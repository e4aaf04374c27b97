"""Numbers that chapters and quiz put into sentences: computed when asked, or read from what was measured.

Arguments arrive as text. What is asked wrongly raises ValueError or KeyError, so that a chapter with a
wrong number cannot be rendered. Numbers of well-known networks come from `model/networks/famous`.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from model.explain.convolution import KERNELS, convolve, flatten_index, output_size, pool, steps
from model.explain.filters import describe_filter
from model.explain.layers import activate
from model.explain.passes import answers
from model.explain.receptive_field import geometry, receptive_field
from model.image.samples import load_samples
from model.networks.famous import load_table
from model.networks.records import disturbed_digits
from tabs.lesson import bundled
from tabs.lesson.registry import fact
from tabs.lesson.svg import tidy

ROOT = Path(__file__).resolve().parents[2]
FIVE = np.arange(1, 26).reshape(5, 5)
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _percent(share: float, digits: int = 2) -> str:
    return f"{100 * share:.{digits}f}\u00a0%"  # a line must not end before the sign


# ---- chapter 1: small networks ----


@fact
def dense_parameters(inputs: str, units: str) -> str:
    """A weight for each pair and a bias for each unit: `dense-parameters 4 3` is 15."""
    return f"{int(inputs) * int(units) + int(units):,}"


@fact
def chain_parameters(*sizes: str) -> str:
    """All parameters of dense layers in a row: `chain-parameters 4 4 4 3` is 55."""
    counts = [int(size) for size in sizes]
    return f"{sum(a * b + b for a, b in zip(counts, counts[1:], strict=False)):,}"


@fact
def activation(function: str, x: str) -> str:
    """The value of relu, sigmoid or tanh at x, two decimals."""
    return tidy(float(activate(function, np.array(float(x)))))


@fact
def minus_log(probability: str) -> str:
    """The loss −ln p, two decimals."""
    return f"{-math.log(float(probability)):.2f}"


# ---- chapters 3 to 5: pictures, windows, rows ----


@fact
def product(*factors: str) -> str:
    """Factors multiplied: `product 224 224 3` is 150,528."""
    return f"{math.prod(int(factor) for factor in factors):,}"


@fact
def conv_output(size: str, kernel: str, stride: str = "1", padding: str = "0") -> str:
    """How many places a kernel has along one edge."""
    return str(output_size(int(size), int(kernel), int(stride), int(padding)))


@fact
def conv_formula(size: str, kernel: str, stride: str = "1", padding: str = "0") -> str:
    """The size formula with its numbers: "floor((5 + 2 · 0 − 3) / 2) + 1 = 2"."""
    places = conv_output(size, kernel, stride, padding)
    return f"floor(({size} + 2 · {padding} − {kernel}) / {stride}) + 1 = {places}"


@fact
def conv_row(row: str, stride: str = "1", padding: str = "0") -> str:
    """One row of what the lesson's kernel makes of the 5×5 example: "35, 40, 45"."""
    out = convolve(FIVE, KERNELS["lesson"], stride=int(stride), padding=int(padding))
    return ", ".join(map(tidy, out[int(row)]))


@fact
def conv_cell(row: str, column: str) -> str:
    """One number of what the lesson's kernel makes of the 5×5 example."""
    return tidy(convolve(FIVE, KERNELS["lesson"])[int(row), int(column)])


@fact
def conv_sum(row: str, column: str) -> str:
    """One window's products and their sum: "1 + 3 + 7 + 11 + 13 = 35"."""
    wanted = (int(row), int(column))
    step = next(s for s in steps(FIVE, KERNELS["lesson"]) if (s.row, s.column) == wanted)
    return f"{' + '.join(tidy(p) for p in step.products.ravel() if p)} = {tidy(step.result)}"


@fact
def pool_row(kind: str, row: str) -> str:
    """One row of the 5×5 example after pooling 2×2: "7, 9"."""
    return ", ".join(map(tidy, pool(FIVE, 2, kind=kind)[int(row)]))


@fact
def flat_index(height: str, width: str, channels: str, row: str, column: str, channel: str) -> str:
    """Where a number of maps stands once they are flattened."""
    size = int(height), int(width), int(channels)
    return str(flatten_index(size, int(row), int(column), int(channel)))


@fact
def pool_kept() -> str:
    """Share of 2×2 windows with ink whose largest number stays when a digit moves one pixel to the right."""
    images = load_samples("test")[0].astype(np.float32)
    moved = np.pad(images, ((0, 0), (0, 0), (1, 0)))[:, :, :-1]
    before, after = (pool(pictures.transpose(1, 2, 0), 2) for pictures in (images, moved))  # a channel each
    return _percent(float(np.mean((before == after)[before > 0])), 0)


# ---- chapter 6: batches ----


@fact
def iterations(images: str, batch: str) -> str:
    """How many batches an epoch has; the last one may be short."""
    return f"{math.ceil(int(images) / int(batch)):,}"


@fact
def last_batch(images: str, batch: str) -> str:
    """How many images are left for an epoch's last batch."""
    return str(int(images) - (math.ceil(int(images) / int(batch)) - 1) * int(batch))


@fact
def sigmoid_slope(layers: str) -> str:
    """The largest slope that a path through so many sigmoids can have: 0.25 for each."""
    return f"{0.25 ** int(layers):.7f}".rstrip("0")


# ---- the page's own networks ----


@fact
def parameters(network: str) -> str:
    """How many numbers "cnn", "ann" or "lenet5" learned."""
    return f"{bundled.metrics()['networks'][network]['parameters']:,}"


@fact
def layer_parameters(network: str, layer: str) -> str:
    """How many numbers one layer learned."""
    return f"{bundled.network(network)[layer].parameters:,}"


@fact
def relus(network: str) -> str:
    """How many ReLUs a network has, in words up to nine."""
    return WORDS[sum(layer.activation == "relu" for layer in bundled.network(network).layers)]


ANSWERS_TO = {
    "edge": "edges",
    "line": "strokes or the gaps between them",
    "spot": "spots or small holes",
    "ink": "ink of any shape",
    "paper": "empty paper",
    "pattern": "a pattern that no word fits",
    "nothing": "nothing",
}


@fact
def filter_kinds() -> str:
    """How many filters of the CNN's first layer answer to what: "11 answer to edges, 3 to ... and 2 to ..."."""
    kernels = bundled.network("cnn")["conv1"].weights[:, :, 0]
    kinds = Counter(describe_filter(kernels[:, :, at]).kind for at in range(kernels.shape[2]))
    (first, most), *others = kinds.most_common()
    parts = [f"{most} answer to {ANSWERS_TO[first]}", *(f"{n} to {ANSWERS_TO[kind]}" for kind, n in others)]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


@fact
def layer_shape(network: str, layer: str) -> str:
    """A layer's output as "12 × 12 × 16"."""
    return " × ".join(map(str, bundled.network(network)[layer].output_shape))


@fact
def sees(layer: str) -> str:
    """How many pixels each way one cell of a CNN's layer depends on."""
    return str(geometry(bundled.network("cnn"), layer).size[0])


@fact
def reached_share(layer: str = "pool3", row: str = "14", column: str = "14") -> str:
    """Share of a CNN's last maps that depends on one pixel in the middle of the picture."""
    network = bundled.network("cnn")
    height, width, _ = network[layer].output_shape
    cells = [(r, c) for r in range(height) for c in range(width)]
    seen = [receptive_field(network, layer, cell)[0] for cell in cells]
    touched = sum(s.top <= int(row) < s.bottom and s.left <= int(column) < s.right for s in seen)
    return _percent(touched / len(cells), 0)


@fact
def multiplications(network: str) -> str:
    """How many products one image costs; only weights count."""
    layers = bundled.network(network).layers
    products = [math.prod(each.output_shape[:-1]) * each.kernel.size for each in layers if each.kernel is not None]
    return f"{sum(products):,}"


@fact
def accuracy(network: str, digits: str = "mnist") -> str:
    """Share read correctly of "mnist" (its test set) or "drawings"."""
    measured: Mapping[str, Any] = bundled.metrics()["networks"][network]
    return _percent(measured[digits]["accuracy"])


@fact
def errors(network: str) -> str:
    """How many of MNIST's test digits a network reads wrongly."""
    return str(bundled.metrics()["networks"][network]["mnist"]["errors"])


@fact
def test_digits() -> str:
    """How many digits the test set has."""
    return f"{bundled.metrics()['networks']['cnn']['mnist']['n']:,}"


@fact
def drawings_n() -> str:
    """How many drawings of strangers the networks were tested on."""
    return f"{bundled.metrics()['networks']['cnn']['drawings']['n']:,}"


@fact
def disturbed(network: str, kind: str, strength: str) -> str:
    """Accuracy at a strength of a disturbance: pixels to the right, degrees counter-clockwise."""
    from tabs.lesson.figures.limits import measured

    strengths, accuracies = measured(network, kind)
    return _percent(accuracies[strengths.index(float(strength))], 1)


@fact
def disturbed_n() -> str:
    """How many of the test digits were disturbed to measure that."""
    return f"{disturbed_digits(bundled.metrics()):,}"


@fact
def shuffled(network: str) -> str:
    """Accuracy of a network trained on shuffled digits."""
    return _percent(bundled.metrics()["shuffled"][network]["accuracy"])


@fact
def unshuffled(network: str) -> str:
    """Accuracy of the same network trained as long on digits as they are."""
    return _percent(bundled.metrics()["shuffled"]["unshuffled"][network]["accuracy"])


@fact
def shuffle_epochs() -> str:
    """How many epochs each network of the shuffle experiment was trained for: a fair comparison needs one number."""
    (epochs,) = set(bundled.metrics()["shuffled"]["epochs"].values())
    return str(epochs)


@fact
def shuffle_digits() -> str:
    """How many digits these networks were trained on."""
    return f"{bundled.metrics()['shuffled']['digits']:,}"


@fact
def refused(kind: str) -> str:
    """Share of a kind of non-digits that is refused: "letters", "scribbles", ..."""
    return _percent(bundled.metrics()["not_a_digit"]["refused"][kind], 0)


@fact
def calibration_error(network: str) -> str:
    """Mean difference between how sure a network is and how often it is correct, on MNIST's test set."""
    return _percent(bundled.metrics()["networks"][network]["mnist"]["calibration_error"], 1)


@fact
def inverted_n() -> str:
    """How many test digits are inverted when a chapter is opened."""
    return str(len(_inverted("ann")[0]))


@fact
def inverted(network: str) -> str:
    """Share of inverted test digits that is read correctly."""
    probabilities, labels = _inverted(network)
    return _percent(np.mean(probabilities.argmax(1) == labels), 0)


@fact
def inverted_sureness(network: str) -> str:
    """Mean largest probability on inverted test digits."""
    return _percent(np.mean(_inverted(network)[0].max(1)), 1)


@cache
def _inverted(network: str) -> tuple[np.ndarray, np.ndarray]:
    """Ten probabilities of every fifth of the test digits that come with the code, inverted; and their labels."""
    images, labels = (array[::5] for array in load_samples("test"))
    return answers(bundled.network(network), 1 - images.astype(np.float32) / 255), labels


@fact
def trained_on() -> str:
    """How many images MNIST's training set has, as measured."""
    return f"{bundled.metrics()['data']['mnist']['training_images']:,}"


# ---- well-known networks, and what the page is made of ----


@fact
def famous(name: str, what: str = "parameters") -> str:
    """A number from the table of well-known networks: "parameters", "multiplications" or "weighted"."""
    return f"{load_table()[name][what]:,}"


@fact
def famous_millions(name: str, what: str = "parameters") -> str:
    """The same in millions, one decimal: "25.6 million"."""
    return f"{load_table()[name][what] / 1e6:,.1f}\u00a0million"


@fact
def famous_billions(name: str, what: str = "parameters") -> str:
    """The same in thousands of millions, one decimal: "15.5 billion"."""
    return f"{load_table()[name][what] / 1e9:,.1f}\u00a0billion"


@fact
def famous_part(name: str, part: str) -> str:
    """Parameters of one block of a well-known network, such as `famous-part vgg16 "FC 1"`."""
    return f"{next(b['parameters'] for b in load_table()[name]['blocks'] if b['name'] == part):,}"


@fact
def famous_share(name: str, kind: str, what: str) -> str:
    """Share of a network's parameters or multiplications that lie in layers of one kind."""
    layers = famous_layers(name)
    part = sum(layer[what] for layer in layers if layer["kind"] == kind)
    return _percent(part / sum(layer[what] for layer in layers), 0)


@fact
def famous_input(name: str) -> str:
    """Height and width of the picture that a well-known network reads: "572 × 572"."""
    return " × ".join(map(str, load_table()[name]["input"][:2]))


@fact
def famous_output(name: str) -> str:
    """Height and width of its last maps."""
    return " × ".join(map(str, famous_layers(name)[-1]["shape"][:2]))


@fact
def famous_kind(name: str, kind: str) -> str:
    """How many layers of a kind a well-known network has: "convolution", "max pooling", "dense"."""
    return str(sum(layer["kind"] == kind for layer in famous_layers(name)))


@fact
def main_path(name: str) -> str:
    """How many convolutions of a residual network are not on its skips."""
    convolutions = [layer["name"] for layer in famous_layers(name) if layer["kind"] == "convolution"]
    return str(sum(not re.search(r"_0_conv$", each) for each in convolutions))


@cache
def famous_layers(name: str) -> tuple[dict, ...]:
    """Every layer of a well-known network, in order."""
    return tuple(layer for block in load_table()[name]["blocks"] for layer in block["layers"])


@fact
def version(package: str) -> str:
    """The version of a package that the page runs on."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    return re.findall(rf"^{package}==([\w.]+)", text, re.MULTILINE)[0]
