"""What a Space is made of: its files, a header that the Hub accepts, and which model it is pinned to."""

import pytest
from huggingface_hub import SpaceCard

from hub import space
from hub.checkout import Checkout
from hub.fetch import Pin
from hub.space import BadSpace, Model
from tests.support.hub_fixtures import HEADER

PIN = Pin("someone/digits", "2" * 40)
README = f"""{HEADER}
[How it works](docs/how.md), [how it is trained](training/train.py), [the page](web).
"""
FILES = {
    "README.md": README,
    "app.py": "",
    "requirements.txt": "gradio==6.31.0\n",
    "docs/how.md": "[it](../app.py), [a test](../tests/test_x.py), [elsewhere](https://example.org/x)",
    "web/start.js": "",
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    monkeypatch.setattr(space, "ROOT", tmp_path)
    return tmp_path


def collected(model=Model(PIN)):  # noqa: B008  (frozen)
    return space.collect(model, Checkout("1" * 40, (*FILES, "gone.py"), ()))


def test_the_product_itself_can_be_a_space():
    files = space.collect(Model(PIN), space.tracked(allow_dirty=True))
    assert {"app.py", "requirements.txt", "README.md", "hub/fetch.py", "web/start.js"} <= set(files)
    assert not [name for name in files if name.startswith(("tests/", "training/", "runs/")) or name.endswith(".pyi")]


def test_links_lead_to_what_the_space_has(root):
    files = collected()
    assert set(files) == set(FILES)
    assert b"[How it works](docs/how.md), how it is trained, [the page](web)." in files["README.md"]
    assert files["docs/how.md"] == b"[it](../app.py), a test, [elsewhere](https://example.org/x)"


def test_the_header_names_the_model():
    facts = SpaceCard(space.pinned(README, Model(PIN, ("cnn.keras",), ("a/b",)))).data
    assert facts.models == [PIN.repo] and facts.datasets == ["a/b"]
    assert facts.preload_from_hub == [f"{PIN.repo} cnn.keras {PIN.revision}"]


def test_a_private_model_is_not_preloaded():
    readme = space.pinned(space.pinned(README, Model(PIN)), Model(PIN, private=True))
    assert "preload_from_hub" not in readme and space.variables_of(readme) == Model(PIN).variables


@pytest.mark.parametrize("name", ["README.md", "app.py", "requirements.txt"])
def test_a_file_that_every_space_needs(root, name):
    (root / name).unlink()
    with pytest.raises(BadSpace, match=f"{name} is missing"):
        collected()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("sdk_version: 6.31.0", "sdk_version: 5.0.0", "sdk_version: 6.31.0"),
        ("app_file: app.py", "app_file: main.py", "main.py as app_file"),
        ('"3.11"', "3.11", "as a string"),
        ("license: mit\n", "", "license"),
        ("Draw a digit", "Draw " * 20, "60 characters"),
        ("title: Digits", "title: [", "cannot be read"),
    ],
)
def test_a_header_that_the_hub_would_refuse(root, old, new, words):
    (root / "README.md").write_text(README.replace(old, new))
    with pytest.raises(BadSpace, match=words):
        collected()


@pytest.mark.parametrize("readme", ["# No header", README, README.replace("license", "models: [a/b]\nlicense")])
def test_a_readme_that_pins_nothing(readme):
    assert space.variables_of(readme) == {}


def test_what_is_pinned_is_read_back():
    assert space.variables_of(space.pinned(README, Model(PIN))) == Model(PIN).variables


def test_a_bad_space_is_a_value_error():
    assert issubclass(BadSpace, ValueError)
