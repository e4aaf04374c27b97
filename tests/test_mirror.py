"""Tests lie where their modules do: whoever changes hub/fetch.py finds tests/hub/test_fetch.py."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("serving", "tabs", "training", "hub", "model")

SHORT = 45
"""Lines below which a module is tested with what uses it; so is a package's `__init__.py`."""


def test_every_module_has_tests_of_its_own_name():
    modules = [ROOT / "app.py", *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]
    long = [
        path for path in modules if path.name != "__init__.py" and len(path.read_text("utf-8").splitlines()) >= SHORT
    ]
    tested = [ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}") for path in long]
    assert len(long) > 100
    assert [str(path.relative_to(ROOT)) for path in tested if not path.is_file()] == []
