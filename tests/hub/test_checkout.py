"""What git knows of a checkout, and where it is published."""

import pytest

from hub import checkout
from tests.support.git import commit, git


@pytest.fixture
def root(tmp_path):
    """A checkout with one commit."""
    for name, content in {
        ".gitignore": "*.log\n",
        "a b.txt": "1",
        "ä.txt": "1",
        "in/c.txt": "1",
        "out.txt": "1",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return tmp_path


PATHS = ("a b.txt", "ä.txt", "in")


def test_a_clean_checkout(root):
    known = checkout.read(root, PATHS)
    assert known.commit == git(root, "rev-parse", "HEAD")
    assert set(known.files) == {"a b.txt", "ä.txt", "in/c.txt"}
    assert known.changed == ()


def test_what_differs_from_the_commit(root):
    (root / "a b.txt").write_text("2")
    (root / "ä.txt").unlink()
    (root / "in" / "new").mkdir()
    (root / "in" / "new" / "d.txt").write_text("1")
    (root / "in" / "noise.log").write_text("ignored")
    (root / "out.txt").write_text("2")
    known = checkout.read(root, PATHS)
    assert set(known.changed) == {"a b.txt", "ä.txt", "in/new/d.txt"}
    assert "in/new/d.txt" not in known.files


def test_what_is_staged_differs_too(root):
    git(root, "mv", "a b.txt", "in/b.txt")
    assert set(checkout.read(root, PATHS).changed) == {"a b.txt", "in/b.txt"}


def test_a_folder_without_git(tmp_path):
    with pytest.raises(checkout.NoCheckout, match="not a git checkout"):
        checkout.read(tmp_path, PATHS)


def test_a_checkout_without_a_commit(tmp_path):
    git(tmp_path, "init", "-q")
    with pytest.raises(checkout.NoCheckout, match="with a commit"):
        checkout.read(tmp_path, PATHS)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/someone/digits.git", "https://github.com/someone/digits"),
        ("git@github.com:someone/digits.git", "https://github.com/someone/digits"),
        ("ssh://git@github.com/someone/digits", "https://github.com/someone/digits"),
        ("https://x:ghp_secret@github.com/someone/digits", "https://github.com/someone/digits"),
        ("/home/someone/digits", ""),
        ("../digits", ""),
        ("file:///home/someone/digits", ""),
        (None, ""),
    ],
)
def test_where_the_code_is_published(root, remote, address):
    if remote:
        git(root, "remote", "add", "origin", remote)
    assert checkout.web_address(root) == address
