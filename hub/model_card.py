"""The model card: what a visitor of the repository reads, and what the Hub reads of it.

Everything in it is from metrics.json and the manifest; the prose is in model_card.md.
"""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from hub import tables
from model.networks.records import Manifest, Metrics

TEMPLATE = Path(__file__).resolve().parent / "model_card.md"
TITLE = "Three networks that read a handwritten digit"
TAGS = ["image-classification", "handwritten-digits", "mnist", "keras", "education"]

DRAWINGS_NOTE = (
    " Drawings are {n:,} digits that people wrote with a pen on a tablet, by writers whom no training saw,"
    " as the strokes they are and as pictures of them."
)
PEN_CREDIT = (
    "- **Pen-Based Recognition of Handwritten Digits** by E. Alpaydin and F. Alimoglu, UCI Machine Learning"
    " Repository, CC BY 4.0, [doi:10.24432/C5MG6K](https://doi.org/10.24432/C5MG6K): for measuring, and where"
    " the command says so for training too."
)
RECIPE = (
    "digits are shifted, turned, scaled, bent and made thicker or thinner at random, and three in ten get grain;"
    " made-up non-digits are trained towards ten equal probabilities; AdamW, one cycle of the learning rate; the epoch"
    " that is best on a validation split is kept; weights are rounded to eight-bit grids."
)
TAUGHT = {
    "--distil": " Then one CNN was taught what those of all seeds say together (distillation), and is the one here.",
    "--start-from": " Training went on from earlier networks, whose CNN taught all three where it was right"
    " (distillation); `manifest.json` has their checksums.",
    "--pen-strokes": " Pen strokes of 24 writers were added to MNIST's digits.",
}
"""What the recipe says besides, where the command has the option."""

SHUFFLED = """
`cnn_shuffled.keras` and `ann_shuffled.keras` belong to an experiment and read no ordinary digits: they were trained on
{digits:,} digits of MNIST whose pixels were all permuted in the same way. They reach {cnn} and {ann} of a test set
permuted likewise; the same training on the digits as they are reaches {cnn_plain} and {ann_plain}.
"""


class BadCard(ValueError):
    """A model card that must not be published; the message says what is wrong with it."""


def make_card(
    repo: str, metrics: Metrics, manifest: Manifest, pictures: Mapping[str, str], links: Mapping[str, str] = {}
) -> str:
    """Return the whole README.md of a model repository: metadata and text.

    Args:
        repo: "user/name".
        metrics: metrics.json.
        manifest: manifest.json.
        pictures: what each picture beside the card shows, by its file's name.
        links: addresses by what they lead to.

    Raises:
        BadCard: something that the card needs was not measured, or is no number.
    """
    from huggingface_hub import ModelCardData

    try:
        text = _text(repo, metrics, manifest, pictures, links)
        data = ModelCardData(
            language="en",
            license="mit",
            library_name="keras",
            pipeline_tag="image-classification",
            tags=TAGS,
            datasets=["ylecun/mnist"],
            metrics=["accuracy"],
            model_name=repo.split("/")[1],
            eval_results=_results(metrics),
        )
    except (KeyError, TypeError) as error:
        raise BadCard(f"the model card lacks {error}") from error
    card = f"---\n{data.to_yaml()}\n---\n{text}"
    check_card(card)
    return card


def check_card(card: str) -> None:
    """Check without asking anybody that a card can be read back and says what it must.

    Raises:
        BadCard: it does not.
    """
    from huggingface_hub import ModelCard

    try:
        data = ModelCard(card).data
    except (ValueError, TypeError, KeyError) as error:
        raise BadCard(f"the model card's metadata cannot be read: {error}") from error
    for key in ("license", "library_name", "pipeline_tag", "datasets", "eval_results"):
        if not data.get(key):
            raise BadCard(f"the model card lacks {key}")
    for result in data.get("eval_results"):
        value = result.metric_value
        if not isinstance(value, int | float) or not math.isfinite(value) or not 0 <= value <= 1:
            raise BadCard(f"the model card says {value} where an accuracy belongs")
    if left := re.findall(r"\$\w+", card):
        raise BadCard(f"the model card still has {', '.join(left)}")


def _text(
    repo: str, metrics: Metrics, manifest: Manifest, pictures: Mapping[str, str], links: Mapping[str, str]
) -> str:
    made_by, drawings = metrics["made_by"], metrics["networks"]["cnn"].get("drawings")
    user, name = repo.split("/")
    return Template(TEMPLATE.read_text("utf-8")).substitute(
        title=TITLE,
        repo=repo,
        threshold=tables.percent(manifest["not_a_digit"]["threshold"], 1),
        results=_table(metrics).rstrip(),
        drawings_note=DRAWINGS_NOTE.format(n=drawings["n"]) if drawings else "",
        seeds=tables.seeds(metrics).rstrip(),
        not_a_digit=tables.not_a_digit(metrics).rstrip(),
        pictures="\n".join(f"![{words}]({file})" for file, words in pictures.items()),
        links="\n" + "\n".join(f"- [{words}]({address})" for words, address in links.items()) + "\n" if links else "",
        command=made_by["command"],
        recipe=RECIPE + "".join(words for option, words in TAUGHT.items() if option in made_by["command"].split()),
        shuffled=_shuffled(metrics["shuffled"]) if "shuffled" in metrics else "",
        key=name,
        user=user,
        device=made_by["device"],
        python=made_by["python"],
        keras=made_by["keras"],
        data=_data(metrics["data"]["mnist"]),
        pen_credit=PEN_CREDIT if drawings else "",
    )


def _table(metrics: Metrics) -> str:
    """One row a network; unlike the documents' table it counts the digits, for a short training too."""
    rows = []
    for key, network in tables.networks(metrics):
        mnist = network["mnist"]
        wrong = f"{mnist['errors']:,} of {mnist['n']:,}"
        shares = [network.get(name, {}).get("accuracy") for name in ("drawings", "drawings_as_pictures")]
        name = tables.NAMES.get(key, key)
        accuracy = tables.percent(mnist["accuracy"])
        rows.append([name, f"{network['parameters']:,}", accuracy, wrong, *map(tables.percent, shares)])
    header = ["", "parameters", "MNIST test set", "wrong", "drawings, as strokes", "drawings, as pictures"]
    return tables.table(header, rows)


def _shuffled(measured: dict) -> str:
    shares = {name: tables.percent(measured[name]["accuracy"]) for name in ("cnn", "ann")}
    plain = {f"{name}_plain": tables.percent(measured["unshuffled"][name]["accuracy"]) for name in ("cnn", "ann")}
    return SHUFFLED.format(digits=measured["digits"], **shares, **plain)


def _data(mnist: dict) -> str:
    name = "MNIST" if mnist["is_original"] else "a data set in MNIST's format, not MNIST itself"
    return f"{name}, {mnist['training_images']:,} digits to train on and {mnist['test_images']:,} to test"


def _results(metrics: Metrics) -> list:
    """The accuracies as the Hub's evaluation results: of every network, on MNIST and on drawings."""
    from huggingface_hub import EvalResult

    original = metrics["data"]["mnist"]["is_original"]
    mnist = ("ylecun/mnist", "MNIST") if original else ("custom", "digits in MNIST's format")
    sets = (
        ("mnist", *mnist),
        ("drawings", "uci-pen-digits", "Pen-Based Recognition of Handwritten Digits, writers 25 to 30"),
    )
    return [
        EvalResult(
            task_type="image-classification",
            task_name="Image classification",
            dataset_type=dataset,
            dataset_name=name,
            dataset_split="test",
            metric_type="accuracy",
            metric_name=f"Accuracy ({tables.NAMES.get(key, key)})",
            metric_value=round(network[measured]["accuracy"], 6),
        )
        for measured, dataset, name in sets
        for key, network in tables.networks(metrics)
        if measured in network
    ]
