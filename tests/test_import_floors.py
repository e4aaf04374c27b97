"""Imports go down only, by one rule for each folder. Read from the source, imports inside functions too."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# What each folder may import of the repository. A tab may import itself and tabs/kit/, and no other tab.
ALLOWED = {
    "app": ("serving", "tabs", "hub", "model"),
    "serving": ("serving", "tabs.kit", "hub", "model"),
    "tabs": ("tabs.kit", "hub", "model"),
    "training": ("training", "hub", "model"),
    "hub": ("hub", "model"),
    "model": ("model",),
}
HOUSE = (*ALLOWED, "tests", "benchmarks")

# Libraries that belong in some folders alone: Gradio is the page, and the page does without Matplotlib.
BELONGS = {"gradio": ("app", "serving", "tabs"), "matplotlib": ("training",)}


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name):
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def imports(source, module, is_package=False):
    """Full dotted names that a source imports anywhere, inside functions too, relative ones resolved.

    `from a import b` counts as `a.b` where that is a module of the house, else as `a`.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                package = parts[: len(parts) - node.level + is_package]
                base = ".".join([*package, base]).rstrip(".")
            names = [f"{base}.{alias.name}" for alias in node.names]
            found.update(name if is_module(name) else base for name in names)
    return found


def top(module):
    return module.split(".")[0]


def folder(module):
    """The part that a module may import freely: its own tab, or its whole folder."""
    return ".".join(module.split(".")[:2]) if top(module) == "tabs" else top(module)


def is_within(name, place):
    return name == place or name.startswith(f"{place}.")


def may_import(module, name):
    if is_within(name, folder(module)):
        return True
    return module != "tabs" and any(is_within(name, place) for place in ALLOWED[top(module)])


def complaints(module, imported):
    """What is wrong with these imports, in words; empty where all is well."""
    wrong = []
    for name in sorted(imported):
        if top(name) in HOUSE and not may_import(module, name):
            wrong.append(f"{module} imports {name}")
        if top(module) not in BELONGS.get(top(name), (top(module),)):
            wrong.append(f"{module} imports {name}, which belongs in {', '.join(BELONGS[top(name)])}")
    return wrong


def house_files():
    return [ROOT / "app.py", *(path for top in ALLOWED for path in sorted((ROOT / top).rglob("*.py")))]


@pytest.mark.parametrize("path", house_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_only(path):
    found = imports(path.read_text("utf-8"), module_name(path), path.name == "__init__.py")

    assert complaints(module_name(path), found) == []


def test_every_python_folder_has_a_rule():
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == set(ALLOWED) - {"app"}


def test_benchmarks_do_not_import_app():
    for path in sorted((ROOT / "benchmarks").rglob("*.py")):
        assert "app" not in imports(path.read_text("utf-8"), module_name(path)), f"{path.name} imports app.py"


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model.image.geometry", "import training.fit"),
        ("model.image.geometry", "def f():\n    from tabs import draw"),
        ("model.image.geometry", "import hub.fetch"),
        ("model.image.geometry", "import gradio as gr"),
        ("model.image.geometry", "from matplotlib import pyplot"),
        ("hub.publish", "from training import report"),
        ("hub.publish", "import gradio"),
        ("training.fit", "import gradio"),
        ("training.fit", "from tabs.kit.figures import png"),
        ("serving.guard", "from tabs import draw"),
        ("serving.guard", "from training import fit"),
        ("tabs.kit.panel", "from tabs.draw import build"),
        ("tabs.kit.panel", "from serving import headers"),
        ("tabs.draw.tab", "import tabs.feature_maps"),
        ("tabs.draw.tab", "from ..feature_maps import build"),
        ("tabs.draw.tab", "from app import build_app"),
        ("tabs.draw.tab", "from training import settings"),
        ("tabs.draw.tab", "from tests.support import served"),
        ("app", "from training import settings"),
        ("app", "from matplotlib import pyplot"),
    ],
)
def test_a_wrong_import_is_found(module, source):
    assert len(complaints(module, imports(source, module))) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("app", "from tabs import draw\nfrom serving.guard import Guard\nimport gradio as gr"),
        ("serving.endpoints", "from tabs.kit.service import Service\nimport gradio as gr"),
        ("tabs.draw.tab", "from tabs.kit import panel\nfrom tabs.draw import words\nimport gradio"),
        ("tabs.kit.panel", "from . import scripts\nfrom hub.fetch import Pin"),
        ("training.train", "import matplotlib\nfrom . import fit\nfrom hub import publish"),
        ("hub.publish", "from hub import client\nfrom model.networks import pretrained"),
        ("model.networks.recognizer", "import numpy as np\nfrom model.image.digit_image import DigitImage"),
    ],
)
def test_a_right_import_passes(module, source):
    assert complaints(module, imports(source, module)) == []


def test_relative_imports_are_resolved():
    assert imports("from . import report", "training.train") == {"training.report"}
    assert imports("from . import report", "training", is_package=True) == {"training.report"}
    assert imports("from .report import main", "training", is_package=True) == {"training.report"}
    assert imports("from ..report import main", "training.deep.file") == {"training.report"}
