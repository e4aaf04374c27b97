"""The git checkout that this code runs from: what it tracks, at which commit, and where it is published."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


class NoCheckout(ValueError):
    """A folder is no git checkout with a commit, or git is not installed."""


@dataclass(frozen=True)
class Checkout:
    """A checkout's commit, its tracked files, and which files differ from that commit or are untracked."""

    commit: str
    files: tuple[str, ...]
    changed: tuple[str, ...]

    def __str__(self) -> str:
        return self.commit + (" with uncommitted changes" if set(self.changed) & set(self.files) else "")


def read(root: Path, paths: tuple[str, ...]) -> Checkout:
    """Return what git knows of some files and folders; ignored files are left out.

    Raises:
        NoCheckout: git cannot say.
    """
    files = _git(root, "ls-files", "-z", "--", *paths).split("\0")
    status = _git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *paths)
    changed = (line[3:] for line in status.split("\0") if line)
    return Checkout(_git(root, "rev-parse", "HEAD").strip(), tuple(filter(None, files)), tuple(changed))


def web_address(root: Path) -> str:
    """Return the https address of the remote `origin`; empty where there is none."""
    try:
        remote = _git(root, "remote", "get-url", "origin").strip()
    except NoCheckout:
        return ""
    found = re.fullmatch(r"(?:(?:https|ssh)://)?(?:[^@/]*@)?([\w-]+(?:\.[\w-]+)+)[:/](.+?)(?:\.git)?/?", remote)
    return f"https://{found[1]}/{found[2]}" if found else ""


def _git(root: Path, *words: str) -> str:
    # A container's checkout may belong to another user; whoever runs its code trusts it already.
    command = ["git", "-c", "safe.directory=*", "-C", str(root), *words]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoCheckout(f"{root} is not a git checkout with a commit, or git is not installed") from error
