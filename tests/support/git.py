"""A git checkout for a test, whoever runs it."""

import subprocess
from pathlib import Path

SOMEONE = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")


def git(root: Path, *words: str) -> str:
    """Run git in a folder; return what it printed."""
    command = ["git", *SOMEONE, "-C", root, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(root: Path) -> str:
    """Commit everything in a folder that is a checkout; return the commit."""
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", "Change")
    return git(root, "rev-parse", "HEAD")
