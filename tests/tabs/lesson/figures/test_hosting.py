"""From a disk to a Space: the commands and headers that the lesson prints are those of this product."""

import importlib
import re
import shlex

import pytest
import yaml

from tabs.lesson.directives import FACT
from tests.support.lesson_page import row, source
from tests.test_readme import ROOT, header, pinned


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", source(9), re.DOTALL | re.MULTILINE)


def commands():
    whole = [block.replace("\\\n", " ") for block in blocks("bash")]
    return [line for block in whole for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("command", [c for c in commands() if "python -m " in c])
def test_L30_a_command_is_understood(command):
    module, *words = shlex.split(command)[2:]

    importlib.import_module(module)._parser().parse_args(words)  # leaves with an error if it is not


def test_L30_every_command_is_known():
    programs = {command.split()[0] for command in commands() if "python -m " not in command}

    assert programs == {"hf", "python", "MODEL_REPO=user/name"}
    assert (ROOT / "app.py").is_file()
    assert {"training.train", "hub.publish", "hub.deploy"} == {
        command.split()[2] for command in commands() if "python -m " in command
    }


def test_L30_the_variables_choose_the_model():
    text = (ROOT / "hub" / "fetch.py").read_text("utf-8")
    for variable in ("MODEL_REPO", "MODEL_REVISION"):
        assert variable in text and f"{variable}=" in source(9)


def test_L30_the_login_exists():
    from huggingface_hub.cli import hf

    assert callable(hf.main) and "hf auth login" in source(9)


def test_L30_headers_are_those_of_this_product():
    card, space = (yaml.safe_load(FACT.sub("0", block)) for block in blocks("yaml")[:2])

    assert card["license"] == header()["license"] and card["datasets"] == header()["datasets"]
    for key in ("title", "sdk", "python_version", "app_file", "license"):
        assert space[key] == header()[key]
    words = row("L30").words.replace(" ", "")  # colours cut code into pieces
    assert f"sdk_version:{pinned('gradio')}" in words
    for package in ("gradio", "keras", "numpy"):
        assert f"{package}=={pinned(package)}" in words


def test_L30_names_every_part():
    words = row("L30").words.lower()

    for part in (
        "account",
        "token",
        "model repository",
        "model file",
        "configuration",
        "model card",
        "licence",
        "metrics",
        "space",
        "requirements.txt",
        "large files",
        "paid plan, or zerogpu",
    ):
        assert part in words
