"""Write the measured numbers into the documents: `python -m training.report`.

Every table between `<!-- begin metrics NAME -->` and `<!-- end -->` is made here from metrics.json: a
document cannot say what was not measured. Measures nothing itself: see evaluate.py.
"""

import argparse
import json
import math
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
METRICS = ROOT / "model" / "weights" / "metrics.json"
DOCUMENTS = (ROOT / "README.md", ROOT / "docs" / "benchmarks.md")

BLOCK = re.compile(r"(?P<begin><!-- begin metrics (?P<name>[\w-]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL)
NAMES = {"cnn": "CNN", "ann": "ANN", "lenet5": "LeNet-5"}
MOST_COLUMNS = 9


def percent(share, places=2):
    """A share in [0, 1] as a percentage, `0.9971` → `"99.71 %"`; None, a number not measured, as a dash."""
    return "–" if share is None else f"{100 * share:.{places}f} %"


def table(header, rows):
    """A Markdown table: the first column left, the others right."""
    rule = ["---"] + ["--:"] * (len(header) - 1)
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in [header, rule, *rows])


def results(metrics):
    """One row a network: size, MNIST's test set, drawings."""
    rows = []
    for key, network in networks(metrics):
        drawings = network.get("drawings", {})
        rows.append(
            [
                NAMES.get(key, key),
                f"{network['parameters']:,}",
                percent(network["mnist"]["accuracy"]),
                network["mnist"]["errors"],
                percent(drawings.get("accuracy")),
                percent(network.get("drawings_as_pictures", {}).get("accuracy")),
            ]
        )
    header = [
        "",
        "parameters",
        "MNIST test set",
        "wrong, of 10,000",
        "drawings, as strokes",
        "drawings, as pictures",
    ]
    return table(header, rows)


def seeds(metrics):
    """One row a network: MNIST accuracy of every seed, mean and spread."""
    rows = []
    for key, network in networks(metrics):
        if "seeds" not in network:
            continue
        several = network["seeds"]
        accuracies = " · ".join(percent(value) for value in several["mnist_accuracy"])
        numbers = ", ".join(map(str, several["seed"]))
        rows.append(
            [NAMES.get(key, key), numbers, accuracies, percent(several["mean"]), percent(several["std"], 3)]
        )
    return table(["", "seeds", "MNIST test set", "mean", "standard deviation"], rows)


def per_digit(metrics):
    """One row a network and test set: accuracy on each of the ten digits."""
    rows = []
    for key, network in networks(metrics):
        for measured, words in (("mnist", "MNIST"), ("drawings", "drawings")):
            if measured in network:
                shares = [percent(share, 1) for share in network[measured]["per_class"]]
                rows.append([f"{NAMES.get(key, key)}, {words}", *shares])
    return table(["", *range(10)], rows)


def calibration(metrics):
    """One row a network: how far its stated certainty is from how often it is right."""
    rows = [
        [NAMES.get(key, key), percent(net["mnist"]["calibration_error"])] for key, net in networks(metrics)
    ]
    return table(["", "expected calibration error, MNIST"], rows)


def robustness(metrics):
    """One table a disturbance: accuracy of every network at up to nine of its strengths."""
    kinds = (
        ("shift", "dx", "Shifted sideways, pixels"),
        ("rotation", "degrees", "Turned, degrees"),
        ("scale", "factor", "Scaled, factor"),
        ("noise", "sigma", "Noise, standard deviation"),
        ("thickness", "pixels", "Strokes thicker or thinner, pixels"),
    )
    tables = []
    for kind, axis, title in kinds:
        measured = {
            key: net["robustness"][kind]
            for key, net in networks(metrics)
            if kind in net.get("robustness", {})
        }
        if measured:
            tables.append(_strengths(measured, axis, title))
    return "\n".join(tables)


def not_a_digit(metrics):
    """How much of each kind of non-digit is refused, and how many true drawings are lost to it."""
    refusal = metrics["not_a_digit"]
    rows = [[kind.replace("_", " "), percent(share, 1)] for kind, share in refusal["refused"].items()]
    rows.append(["development drawings (digits, wrongly refused)", percent(refusal["drawings_lost"], 1)])
    return table(["", "refused"], rows)


BLOCKS = {
    "results": results,
    "seeds": seeds,
    "per-digit": per_digit,
    "calibration": calibration,
    "robustness": robustness,
    "not-a-digit": not_a_digit,
}


def networks(metrics):
    """(key, numbers) of every measured network, the best known first."""
    order = list(NAMES)
    return sorted(
        metrics["networks"].items(), key=lambda item: order.index(item[0]) if item[0] in order else 99
    )


def rewrite(text, metrics):
    """The document with every metrics block made anew; the rest untouched.

    Raises KeyError for a block that is none of BLOCKS or a number that the metrics lack.
    """

    def fill(match):
        return f"{match['begin']}{BLOCKS[match['name']](metrics)}{match['end']}"

    return BLOCK.sub(fill, text)


def _strengths(measured, axis, title):
    columns = next(iter(measured.values()))[axis]
    step = max(1, math.ceil((len(columns) - 1) / (MOST_COLUMNS - 1)))
    rows = []
    for key, values in measured.items():
        accuracy = values["accuracy"]
        if axis == "dx":  # a row for every dy: sideways only is the row that moves neither up nor down
            accuracy = accuracy[values["dy"].index(0)]
        rows.append([NAMES.get(key, key), *(percent(share, 1) for share in accuracy[::step])])
    return table([title, *(f"{value:g}" for value in columns[::step])], rows)


def _update(document, metrics, only_check):
    """Rewrite one document, unless only checking; say what was done; whether it was out of date."""
    before = document.read_text("utf-8")
    after = rewrite(before, metrics)
    if not only_check:
        document.write_text(after, "utf-8")
    done = "up to date" if before == after else "out of date" if only_check else "rewritten"
    print(f"{document.relative_to(ROOT)}: {done}")
    return before != after


def main(arguments=None):
    """The command. Returns 0 when the documents are up to date at its end, else 1."""
    parser = argparse.ArgumentParser(
        description="Write the numbers of metrics.json into README.md and docs/."
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail if a document is out of date"
    )
    options = parser.parse_args(arguments)
    if not METRICS.exists():
        print(
            f"{METRICS.relative_to(ROOT)} does not exist yet: python -m training.train makes it.",
            file=sys.stderr,
        )
        return 1
    metrics = json.loads(METRICS.read_text("utf-8"))
    stale = [document for document in DOCUMENTS if _update(document, metrics, options.check)]
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
