"""The house has floors, app → tabs → training → model, and imports go down only. Read from the source."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("model", "training", "tabs", "app")  # from the ground up

# Rooms on the tabs' floor that are no tab, and that every tab may use.
SHARED_ROOMS = (
    "tabs.answers",
    "tabs.bodies",
    "tabs.buckets",
    "tabs.checks",
    "tabs.digit_canvas",
    "tabs.events",
    "tabs.figures",
    "tabs.floats",
    "tabs.guard",
    "tabs.headers",
    "tabs.panel",
    "tabs.panel_tab",
    "tabs.replies",
    "tabs.scripts",
    "tabs.service",
)


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


def floor(module):
    """The floor's height, or None for what is no part of the house."""
    top = module.split(".")[0]
    return FLOORS.index(top) if top in FLOORS else None


def room(module):
    """`tabs.digit_canvas.canvas` lies in the room `tabs.digit_canvas`."""
    return ".".join(module.split(".")[:2])


def is_tab(module):
    return module.startswith("tabs.") and room(module) not in SHARED_ROOMS


def complaints(module, imported):
    """What is wrong with these imports, in words; empty where all is well."""
    wrong = []
    for name in sorted(imported):
        top = name.split(".")[0]
        if floor(name) is not None and floor(name) > floor(module):
            wrong.append(f"{module} imports {name}, from a floor above")
        if top == "app":
            wrong.append(f"{module} imports app.py, which nothing may")
        if top == "gradio" and floor(module) < FLOORS.index("tabs"):
            wrong.append(f"{module} imports Gradio, which belongs in tabs/ and app.py")
        if top == "matplotlib" and not module.startswith("training"):
            wrong.append(f"{module} imports Matplotlib, which the page does without")
        if top in ("tests", "benchmarks"):
            wrong.append(f"{module} imports {top}, which is no part of the house")
        if is_tab(name) and module.startswith("tabs") and room(name) != room(module):
            wrong.append(f"{module} imports {name}, another tab")
    return wrong


def house_files():
    files = [path for path in [ROOT / "app.py"] if path.is_file()]
    for top in FLOORS[:-1]:
        files += sorted((ROOT / top).rglob("*.py"))
    return files


@pytest.mark.parametrize("path", house_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_only(path):
    found = imports(path.read_text("utf-8"), module_name(path), path.name == "__init__.py")

    assert complaints(module_name(path), found) == []


def test_benchmarks_do_not_import_app():
    for path in sorted((ROOT / "benchmarks").rglob("*.py")):
        assert "app" not in imports(path.read_text("utf-8"), module_name(path)), f"{path.name} imports app.py"


def test_the_page_starts_without_matplotlib():
    """requirements.txt leaves Matplotlib out, so what the page imports on its way must not ask for it."""
    needed = [ROOT / "app.py"] if (ROOT / "app.py").is_file() else []
    seen = set()
    while needed:
        path = needed.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in at_import(path.read_text("utf-8"), module_name(path), path.name == "__init__.py"):
            assert name.split(".")[0] != "matplotlib", f"{path.relative_to(ROOT)} asks for Matplotlib"
            needed += files_of(name)


def at_import(source, module, is_package):
    """Imports that run when the module is imported: those outside its functions."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [ast.Pass()]
    return imports(ast.unparse(tree), module, is_package)


def files_of(module):
    """The files of the house that importing this module runs."""
    if floor(module) is None:
        return []
    parts = module.split(".")
    places = [ROOT.joinpath(*parts[:end]) for end in range(1, len(parts) + 1)]
    files = [place / "__init__.py" for place in places] + [places[-1].with_suffix(".py")]
    return [file for file in files if file.is_file()]


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        ("model.geometry", "import training.fit", "from a floor above"),
        ("model.geometry", "def f():\n    from tabs import draw", "from a floor above"),
        ("model.geometry", "import gradio as gr", "Gradio"),
        ("model.geometry", "from matplotlib import pyplot", "Matplotlib"),
        ("training.fit", "import gradio", "Gradio"),
        ("training.fit", "from tabs.figures import png", "from a floor above"),
        ("tabs.draw", "import tabs.feature_maps", "another tab"),
        ("tabs.draw", "from .feature_maps import build", "another tab"),
        ("tabs.digit_canvas.canvas", "from ..draw import build", "another tab"),
        ("tabs.draw", "from app import build_app", "app.py"),
    ],
)
def test_a_wrong_import_is_found(module, source, complaint):
    assert any(complaint in line for line in complaints(module, imports(source, module)))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("app", "from tabs import draw\nfrom model import pretrained\nimport gradio as gr"),
        (
            "tabs.draw",
            "from tabs.digit_canvas.canvas import DigitCanvas\nfrom tabs import figures",
        ),
        ("tabs.digit_canvas.canvas", "from . import templates\nimport gradio"),
        ("training.train", "import matplotlib\nfrom . import fit\nfrom model import architectures"),
        ("model.recognizer", "import numpy as np\nfrom model.digit_image import DigitImage"),
    ],
)
def test_a_right_import_passes(module, source):
    assert complaints(module, imports(source, module)) == []


def test_relative_imports_are_resolved():
    assert imports("from . import report", "training.train") == {"training.report"}
    assert imports("from . import report", "training", is_package=True) == {"training.report"}
    assert imports("from .report import main", "training", is_package=True) == {"training.report"}
    assert imports("from ..report import main", "training.deep.file") == {"training.report"}
