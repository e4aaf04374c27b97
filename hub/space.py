"""What a Space is made of: which files, which header, which model it is pinned to. Asks nobody."""

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from hub import checkout
from hub.checkout import Checkout
from hub.fetch import Pin
from model.networks.pretrained import NAMES

ROOT = Path(__file__).resolve().parent.parent

FOLDERS = ("serving", "tabs", "hub", "model", "web", "lesson", "notebooks", "docs")
SENT = ("README.md", "LICENSE", "app.py", "requirements.txt", *FOLDERS)
"""Files and folders that a Space gets, as far as git tracks them."""

BASICS = ("manifest.json", "metrics.json", *(f"{name}.keras" for name in NAMES))
"""What every published model has."""


PINNED = re.compile(r"<!-- MODEL_REPO=(\S+) MODEL_REVISION=([0-9a-f]{40}) -->")
"""Which model a Space's README belongs to: `preload_from_hub` cannot say, as it leaves out private models."""

LINK = re.compile(r"!?\[([^\]]*)\]\(([^)#\s]+)[^)]*\)")


class BadSpace(ValueError):
    """The files cannot be a Space; the message says why."""


@dataclass(frozen=True)
class Model:
    """A published model as a Space's header names it: pinned, with its files and its data sets."""

    pin: Pin
    files: tuple[str, ...] = BASICS
    datasets: tuple[str, ...] = ()
    private: bool = False

    @property
    def variables(self) -> dict[str, str]:
        return {"MODEL_REPO": self.pin.repo, "MODEL_REVISION": self.pin.revision}


def tracked(allow_dirty: bool = False) -> Checkout:
    """Return what git tracks of the code that a Space gets.

    Args:
        allow_dirty: tracked files may differ from their commit.

    Raises:
        BadSpace: this is no git checkout, or something is not committed.
    """
    try:
        source = checkout.read(ROOT, SENT)
    except checkout.NoCheckout as error:
        raise BadSpace(f"{error}: a Space gets exactly the files that git tracks") from error
    if source.changed and not allow_dirty:
        raise BadSpace(
            f"not committed: {', '.join(source.changed)}. Commit, or deploy with --allow-dirty:"
            " tracked files then go out as they are, and untracked ones stay here"
        )
    return source


def collect(model: Model, source: Checkout) -> dict[str, bytes]:
    """Return the content of every file of the Space by its path, with the model pinned in the README.

    Raises:
        BadSpace: a file or a header entry that a Space needs is missing or wrong.
    """
    files = {name: (ROOT / name).read_bytes() for name in source.files if (ROOT / name).is_file()}
    for name in ("README.md", "app.py", "requirements.txt"):
        if name not in files:
            raise BadSpace(f"{name} is missing")
    readme = pinned(files["README.md"].decode(), model)
    check_header(readme, files)
    files["README.md"] = readme.encode()
    for name in files:
        if name == "README.md" or (name.startswith("docs/") and name.endswith(".md")):
            files[name] = _without_dead_links(files[name].decode(), PurePosixPath(name).parent, files).encode()
    return files


def _without_dead_links(text: str, folder: PurePosixPath, files: dict[str, bytes]) -> str:
    """A document in which links to files that the Space does not get are plain text."""

    def shown(link: re.Match) -> str:
        target = posixpath.normpath((folder / link[2]).as_posix())
        leads = "://" in link[2] or target in files or any(name.startswith(f"{target}/") for name in files)
        return link[0] if leads else link[1]

    return LINK.sub(shown, text)


def pinned(readme: str, model: Model) -> str:
    """Return a README.md that names the model: its header to the Hub, its last line to a rollback."""
    card = _card(readme)
    card.data["models"] = [model.pin.repo]
    if model.datasets:
        card.data["datasets"] = list(model.datasets)
    card.data.pop("preload_from_hub")
    if not model.private:  # building has no token
        card.data["preload_from_hub"] = [f"{model.pin.repo} {','.join(model.files)} {model.pin.revision}"]
    pin = " ".join(f"{key}={value}" for key, value in model.variables.items())
    return f"{str(card).rstrip()}\n\n<!-- {pin} -->\n"


def variables_of(readme: str) -> dict[str, str]:
    """Return the variables that fit a README.md made by `pinned`; none where it pins nothing."""
    found = PINNED.search(readme)
    return Model(Pin(*found.groups())).variables if found else {}


def check_header(readme: str, files: dict[str, bytes]) -> None:
    """Check that the header is one that a Space can be built from.

    Raises:
        BadSpace: it is not.
    """
    facts = _card(readme).data.to_dict()
    required = re.search(rb"^gradio==(\S+)", files["requirements.txt"], re.MULTILINE)
    version = required[1].decode() if required else None
    if facts.get("sdk") != "gradio" or facts.get("sdk_version") != version:
        raise BadSpace(f"the README's header must say sdk: gradio and sdk_version: {version}")
    if facts.get("app_file") not in files:
        raise BadSpace(f"the README's header names {facts.get('app_file')} as app_file, which is not sent")
    if not isinstance(facts.get("python_version"), str):
        raise BadSpace('the README\'s header must say python_version, as a string: "3.11"')
    if not facts.get("license"):
        raise BadSpace("the README's header must say license")
    if len(facts.get("short_description", "")) > 60:
        raise BadSpace("the README's short_description has more than 60 characters, the most the Hub takes")


def _card(readme: str):
    from huggingface_hub import SpaceCard

    try:
        return SpaceCard(readme)
    except Exception as error:  # the YAML library's errors have no common kind with others
        first = str(error).splitlines()[0]
        raise BadSpace(f"the README's header cannot be read: {first}") from error
