"""What a Space is made of: which files, which header, which model it is pinned to. Asks nobody."""

import re
from dataclasses import dataclass
from pathlib import Path

from hub.fetch import FULL_COMMIT, REPO, Pin
from model.networks.pretrained import NAMES

ROOT = Path(__file__).resolve().parent.parent

FOLDERS = ("serving", "tabs", "hub", "model", "web", "lesson", "docs")
SENT = ("README.md", "LICENSE", "app.py", "requirements.txt", *FOLDERS)
"""Files and folders that a Space gets. README.md's links to those that are not sent lead nowhere there."""

KINDS = (".py", ".md", ".txt", ".json", ".css", ".js", ".html", ".svg", ".png", ".keras", ".npz", "")
"""Endings of the files that are taken from those folders. Gradio's .pyi and caches are not."""

BASICS = ("manifest.json", "metrics.json", *(f"{name}.keras" for name in NAMES))
"""What every published model has."""


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


def collect(model: Model) -> dict[str, bytes]:
    """Return the content of every file of the Space by its path, the README's header pinned.

    Raises:
        BadSpace: a file or a header entry that a Space needs is missing or wrong.
    """
    files = {}
    for name in SENT:
        place = ROOT / name
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.is_file() and path.suffix in KINDS and not _is_left_over(path.relative_to(ROOT)):
                files[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    for name in ("README.md", "app.py", "requirements.txt"):
        if name not in files:
            raise BadSpace(f"{name} is missing")
    readme = pinned(files["README.md"].decode(), model)
    check_header(readme, files)
    files["README.md"] = readme.encode()
    return files


def _is_left_over(path: Path) -> bool:
    return any(part.startswith(".") or part in ("__pycache__", "node_modules") for part in path.parts)


def pinned(readme: str, model: Model) -> str:
    """Return a README.md whose header names the model: shown by the Hub, fetched when the Space is built."""
    card = _card(readme)
    card.data["models"] = [model.pin.repo]
    if model.datasets:
        card.data["datasets"] = list(model.datasets)
    card.data.pop("preload_from_hub")
    if not model.private:  # building has no token
        card.data["preload_from_hub"] = [f"{model.pin.repo} {','.join(model.files)} {model.pin.revision}"]
    return str(card)


def variables_of(readme: str) -> dict[str, str]:
    """Return the variables that fit a README.md made by `pinned`; none where it pins nothing."""
    for entry in _card(readme).data.get("preload_from_hub") or []:
        match entry.split():
            case [repo, _, revision] if REPO.fullmatch(repo) and FULL_COMMIT.fullmatch(revision):
                return Model(Pin(repo, revision)).variables
    return {}


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
