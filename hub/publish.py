"""Publish networks on the Hub: `python -m hub.publish --repo user/name`.

Those of the last training, or, where there is none, the bundled ones. Everything is checked before anything is
sent, and everything is sent as one commit. What is published is what the app loads; putting it on a Space is
`deploy.py`'s work.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub import checkout, tables
from hub.client import (
    BadName,
    HubProblem,
    check_name,
    commit,
    head_or_new,
    must_have_token,
    needs_a_token,
    operations,
    time_limit,
    validate_readme,
    why,
    write_preview,
)
from hub.pictures import confusion, title
from model.networks.records import Manifest, Metrics, is_smoke_run

INFERENCE = Path(__file__).resolve().parent / "inference_template" / "inference.py"
PATIENCE = 300.0
"""Seconds that publishing may take."""

LATEST = Path("runs/latest")
"""Where a training of one's own goes."""

CURVES = "curves.png"

GATE = (("mnist", "on MNIST's test set"), ("drawings", "on drawings"))
"""What must not get worse: the CNN's accuracy on these. The page's answer is the CNN's."""


class NotPublishable(ValueError):
    """What is to be published is not fit for it; the message says why."""


@dataclass(frozen=True)
class Publication:
    """What is sent: the content of every file of the repository, and what it measures."""

    repo: str
    files: dict[str, bytes]
    metrics: Metrics

    @property
    def models(self) -> set[str]:
        return {name for name in self.files if name.endswith(".keras")}


def prepare(folder: Path, repo: str, space: str = "") -> Publication:
    """Collect and check what is to be published; asks nobody.

    Args:
        folder: where a training wrote its models, or the bundled ones.
        repo: "user/name".
        space: the Space that the card links to, "user/space".

    Raises:
        NotPublishable: the models would not be served, or the card cannot be made.
    """
    from hub.model_card import BadCard, make_card
    from model.networks import pretrained

    check_name(repo)
    links = {"The page": f"https://huggingface.co/spaces/{space}"} if space else {}
    if code := checkout.web_address(INFERENCE.parent):
        links["The code, with the training and the page"] = code
    try:
        loaded = pretrained.load(folder)  # exactly as the app will
        pictures, shown = _pictures(folder, loaded.manifest, loaded.metrics)
        card = make_card(repo, loaded.metrics, loaded.manifest, shown, links)
    except (pretrained.BadModel, BadCard) as error:
        raise NotPublishable(f"{folder}: {error}") from error
    names = [*loaded.manifest["files"], "metrics.json", "manifest.json"]
    files = {name: (folder / name).read_bytes() for name in names} | pictures
    with zipfile.ZipFile(folder / "cnn.keras") as network:  # for `load_model("hf://…")`, which the Hub suggests
        files |= {name: network.read(name) for name in network.namelist()}
    files["README.md"] = card.encode()
    files["inference.py"] = INFERENCE.read_bytes().replace(b'"user/name"', f'"{repo}"'.encode())
    return Publication(repo, files, loaded.metrics)


def _pictures(folder: Path, manifest: Manifest, metrics: Metrics) -> tuple[dict[str, bytes], dict[str, str]]:
    """The card's pictures, and what each shows. Only the curves need a training's own file."""
    files, shown = {}, {}
    for name, network in tables.networks(metrics):
        measured = network["mnist"]
        if "confusion" in measured:
            files[f"confusion-{name}.png"] = confusion(name, measured)
            shown[f"confusion-{name}.png"] = f"Confusion matrix. {title(name, measured)}"
    if described := manifest.get("pictures", {}).get(CURVES):
        files[CURVES] = (folder / CURVES).read_bytes()
        shown[CURVES] = "Loss and validation error of every network, epoch by epoch"
        if hashlib.sha256(files[CURVES]).hexdigest() != described["sha256"]:
            raise NotPublishable(f"{folder}: {CURVES} is not the file that the manifest describes")
    return files, shown


def worse(new: Mapping[str, Any], published: Mapping[str, Any]) -> list[str]:
    """Return in words how new metrics are worse than published ones; empty where they are not."""
    complaints = []
    for measured, words in GATE:
        before = published["networks"]["cnn"].get(measured)
        now = new["networks"]["cnn"].get(measured)
        if before is None:
            continue
        if now is None or now.get("n", 0) < before.get("n", 0):
            complaints.append(f"{words} it was measured with fewer digits than the published one")
        elif now["accuracy"] < before["accuracy"]:
            shares = [f"{100 * one['accuracy']:.2f} %" for one in (now, before)]
            complaints.append(f"{words} {shares[0]} against {shares[1]} published")
    return complaints


def publish(
    publication: Publication,
    force: bool = False,
    private: bool = False,
    patience: float = PATIENCE,
    say: Callable[[str], None] = print,
) -> str:
    """Send everything as one commit and return its full name.

    Args:
        publication: what `prepare` returned.
        force: publish even a smoke run, or what is worse than what is published.
        private: make the repository private, if it is new.
        patience: seconds after which no request is made any more.
        say: told what is being done.

    Raises:
        NotPublishable: it is a smoke run; the Hub was not asked.
        HubProblem: it failed, or what is published is better; nothing was published then, or the
            message says otherwise.
    """
    from huggingface_hub import HfApi

    repo = publication.repo
    if is_smoke_run(publication.metrics) and not force:
        raise NotPublishable("This is a smoke run, which learns next to nothing. --force publishes it anyway")
    must_have_token()
    with time_limit(patience):
        try:
            validate_readme(publication.files["README.md"].decode(), "model")
            api = HfApi()
            parent = head_or_new(api, repo, "model", say, private=private)
            listed = api.list_repo_files(repo, revision=parent)
            if not force:
                _must_not_be_worse(publication, parent, listed)
        except HubProblem:
            raise
        except Exception as error:
            raise HubProblem(f"{why(error, repo)}. Nothing was published") from error
        say(f"Sending {len(publication.files)} files …")
        message = f"Publish {', '.join(sorted(publication.models))}"
        earlier = {name for name in listed if name.endswith((".keras", ".png")) and "/" not in name}
        changes = operations(publication.files, earlier - set(publication.files))
        return commit(api, repo, "model", changes, message, parent)


def _must_not_be_worse(publication: Publication, parent: str | None, listed: list[str]) -> None:
    from huggingface_hub import hf_hub_download

    if "metrics.json" not in listed:
        return
    published = hf_hub_download(publication.repo, "metrics.json", revision=parent)
    try:
        complaints = worse(publication.metrics, json.loads(Path(published).read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError):
        complaints = ["what is published has no metrics.json that can be compared with"]
    if complaints:
        raise HubProblem(f"Worse than what is published: {'; '.join(complaints)}. --force publishes it anyway")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    folder = options.folder or newest()
    try:
        print(f"Publishing {folder if options.folder or folder == LATEST else 'the bundled networks'} …")
        publication = prepare(folder, options.repo, options.space)
        if options.dry_run:
            write_preview(publication.files, options.preview)
            print(f"One commit to {options.repo} would hold these; they are in {options.preview}. Nothing was sent.")
            return 0
        revision = publish(publication, options.force, options.private, options.patience)
    except (NotPublishable, BadName, HubProblem) as error:
        print(error, file=sys.stderr)
        return 1 if isinstance(error, HubProblem) else 2
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror or error}", file=sys.stderr)
        return 2
    tell(options.repo, revision, options.space or "user/space", options.private)
    return 0


def newest() -> Path:
    """Return the folder of the last training, or of the bundled networks where there was none."""
    from model.networks import pretrained

    return LATEST if (LATEST / "manifest.json").exists() else pretrained.WEIGHTS


def tell(repo: str, revision: str, space: str, is_private: bool) -> None:
    """Print the commit to pin, and how."""
    print(f"Published {repo} at commit {revision}. To run it:")
    print(f"  MODEL_REPO={repo} MODEL_REVISION={revision} python app.py")
    print(f"  python -m hub.deploy --space {space} --model-repo {repo} --revision {revision}")
    if is_private:
        print(f"  {needs_a_token(repo)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m hub.publish", description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--repo", required=True, help="the model repository, user/name; it is made if it does not exist")
    add("--folder", type=Path, help=f"a finished training (default {LATEST}, or else the bundled networks)")
    add("--space", default="", help="the Space that the card links to, user/space")
    add("--dry-run", action="store_true", help="write what would be sent to a folder, and send nothing")
    add("--preview", type=Path, default=Path("runs/publication"), help="that folder (default %(default)s)")
    add("--force", action="store_true", help="publish even a smoke run, or what is worse than what is published")
    add("--private", action="store_true", help="a private repository, if it is new")
    add(
        "--patience",
        type=float,
        default=PATIENCE,
        help="seconds to give up after (default %(default)g)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
