"""Put the page on a Space, with a published model: `python -m hub.deploy --space user/space …`.

Code and pinned model go together, in one commit and two variables; `--rollback` brings both back.
"""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from hub.client import (
    BadName,
    HubProblem,
    check_name,
    commit,
    head_of,
    head_or_new,
    must_have_token,
    needs_a_token,
    operations,
    time_limit,
    validate_readme,
    why,
    write_preview,
)
from hub.fetch import BadPin, Pin, chosen
from hub.space import BadSpace, Model, collect, tracked, variables_of
from hub.space_build import wait_until_it_answers

SENDING = 300.0
"""Seconds that checking and sending may take."""

BUILDING = 1200.0
"""Seconds that the build may take; TensorFlow alone takes minutes to install."""

ROLLED_BACK = re.compile(r"Roll back to ([0-9a-f]{40})")


def published_model(pin: Pin) -> Model:
    """Return what a published model consists of, after downloading and checking it as the Space will.

    Raises:
        Exception: it cannot be had, or is not what its manifest says.
    """
    from huggingface_hub import HfApi, ModelCard, hf_hub_download

    from hub import fetch
    from hub.client import ONE_REQUEST
    from model.networks import pretrained

    folder = fetch.fetch(pin)
    names = ("manifest.json", "metrics.json", *pretrained.read_manifest(folder)["files"])
    card = ModelCard(Path(hf_hub_download(pin.repo, "README.md", revision=pin.revision)).read_text("utf-8"))
    info = HfApi().model_info(pin.repo, revision=pin.revision, timeout=ONE_REQUEST)
    return Model(pin, names, tuple(card.data.get("datasets") or ()), bool(info.private))


def deploy(
    space: str,
    pin: Pin,
    private: bool = False,
    allow_dirty: bool = False,
    say: Callable[[str], None] = print,
) -> str:
    """Create or update a Space and return its commit. Does not wait for the build.

    Args:
        space: "user/space".
        pin: the model that it runs.
        private: make the Space private, if it is new.
        allow_dirty: send tracked files even if they differ from their commit.
        say: told what is being done.

    Raises:
        HubProblem: it failed; the Space is as it was then, or the message says otherwise.
        BadSpace: the files cannot be a Space.
    """
    from huggingface_hub import HfApi

    api = HfApi()
    must_have_token()
    source = tracked(allow_dirty)
    try:
        say(f"Checking {pin.repo} at {pin.revision[:7]} …")
        model = published_model(pin)
        files = collect(model, source)
        validate_readme(files["README.md"].decode(), "space")
        parent = head_or_new(api, space, "space", say, space_sdk="gradio", private=private)
        changes = replace_all(files, api.list_repo_files(space, repo_type="space", revision=parent))
    except (HubProblem, BadSpace):
        raise
    except Exception as error:
        raise HubProblem(f"{why(error, pin.repo, pin.revision)}. The Space is as it was") from error
    if model.private:
        say(needs_a_token(pin.repo))
    say(f"Sending {len(files)} files of commit {source} …")
    title = f"Deploy {source}, {pin.repo} at {pin.revision[:7]}"
    return change(api, space, model.variables, changes, title, parent)


def roll_back(space: str, say: Callable[[str], None] = print) -> str:
    """Bring back the files and the model that a Space had before; return the new commit.

    Rolling back again goes one further back.

    Raises:
        HubProblem: there is nothing to go back to, or it failed.
    """
    from huggingface_hub import HfApi, snapshot_download

    api = HfApi()
    must_have_token()
    try:
        commits = api.list_repo_commits(space, repo_type="space")
        target = previous_deployment(commits)
        if target is None:
            raise HubProblem(f"{space} has no earlier revision to go back to")
        say(f"Fetching {target[:7]} …")
        folder = Path(snapshot_download(space, repo_type="space", revision=target))  # several files at a time
        paths = (path for path in folder.rglob("*") if path.is_file())
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        variables = variables_of(files["README.md"].decode()) if "README.md" in files else {}
        say(f"Bringing back {_named(variables)} …")
        parent = commits[0].commit_id
        changes = replace_all(files, api.list_repo_files(space, repo_type="space", revision=parent))
    except HubProblem:
        raise
    except Exception as error:
        raise HubProblem(f"{why(error, space)}. The Space is as it was") from error
    return change(api, space, variables, changes, f"Roll back to {target}", parent)


def _named(variables: dict) -> str:
    """The model that these variables choose, in words."""
    if not variables:
        return "the bundled networks"
    return f"{variables['MODEL_REPO']} at {variables['MODEL_REVISION'][:7]}"


def previous_deployment(commits: list) -> str | None:
    """Return the commit whose files were there before the newest one's; None at the first deployment.

    Args:
        commits: newest first; each has a `commit_id` and a `title`.
    """
    places = {commit.commit_id: place for place, commit in enumerate(commits)}
    place = 0
    while found := ROLLED_BACK.match(commits[place].title):
        place = places[found[1]]
    earlier = [commit for commit in commits[place + 1 :] if commit.title != "initial commit"]
    return earlier[0].commit_id if earlier else None


def replace_all(files: dict[str, bytes], listed: list[str]) -> list:
    """Return the operations that leave exactly these files; the client skips what is unchanged."""
    return operations(files, set(listed) - set(files) - {".gitattributes"})


def change(api, space: str, wanted: dict, changes: list, title: str, parent: str | None) -> str:
    """Set the variables and commit; where the commit fails, put the variables back."""
    try:
        held = {key: item.value for key, item in api.get_space_variables(space).items()}
        before_it = {key: held.get(key) for key in ("MODEL_REPO", "MODEL_REVISION")}
        set_variables(api, space, held, wanted)
    except Exception as error:
        raise HubProblem(f"{why(error, space)}. No file was changed; running this again is safe") from error
    try:
        return commit(api, space, "space", changes, title, parent)
    except HubProblem as error:
        try:
            with time_limit(SENDING / 10):  # of its own: the time that was given may be up
                set_variables(api, space, wanted, matching_variables(api, space, parent, before_it))
        except Exception:
            raise HubProblem(
                f"{error}; but {' and '.join(wanted)} could not be put back: set them, or run this again"
            ) from error
        raise


def matching_variables(api, space: str, parent: str | None, before_it: dict) -> dict:
    """The variables that belong to the files that a Space has after a commit failed: those from before,
    or, where somebody else's commit came first or ours did arrive, those that its README pins."""
    from huggingface_hub import hf_hub_download

    head = head_of(api, space, "space")
    if head == parent:
        return before_it
    readme = Path(hf_hub_download(space, "README.md", repo_type="space", revision=head))
    return variables_of(readme.read_text("utf-8")) or before_it


def set_variables(api, space: str, held: dict, wanted: dict) -> None:
    """Make MODEL_REPO and MODEL_REVISION what is wanted; each change restarts a Space, so only changes."""
    for key in ("MODEL_REPO", "MODEL_REVISION"):
        value = wanted.get(key)
        if value is None and held.get(key) is not None:
            api.delete_space_variable(space, key)
        elif value is not None and held.get(key) != value:
            api.add_space_variable(space, key, value)


def preview(pin: Pin, folder: Path, allow_dirty: bool) -> None:
    """Write what would be sent to a folder and print it; asks nobody."""
    model = Model(pin)
    files = collect(model, tracked(allow_dirty))
    write_preview(files, folder)
    for key, value in model.variables.items():
        print(f"  variable  {key}={value}")
    print(f"The Space would hold these {len(files)} files; they are in {folder}. Nothing was sent.")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except (BadPin, BadName, BadSpace) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.preview}: {error.strerror or error}", file=sys.stderr)
        return 2
    except HubProblem as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    check_name(options.space)
    if options.rollback:
        if options.dry_run or options.model_repo or options.revision:
            raise BadPin("--rollback brings back what was there before: without --dry-run, --model-repo and --revision")
        with time_limit(SENDING):
            revision = roll_back(options.space)
    else:
        pin = _pinned(options)
        if options.dry_run:
            preview(pin, options.preview, options.allow_dirty)
            return 0
        with time_limit(SENDING):
            revision = deploy(options.space, pin, options.private, options.allow_dirty)
    address = wait_until_it_answers(options.space, revision, options.patience)
    print(f"{options.space} answers at {address}, at commit {revision}.")
    return 0


def _pinned(options: argparse.Namespace) -> Pin:
    """Return what is to be deployed; BadPin names the option that is wrong."""
    try:
        pin = chosen({"MODEL_REPO": options.model_repo or "", "MODEL_REVISION": options.revision or ""})
    except BadPin as error:
        words = str(error).replace("MODEL_REPO", "--model-repo").replace("MODEL_REVISION", "--revision")
        raise BadPin(words) from error
    if pin is None:
        raise BadPin("--model-repo and --revision say which published model to run")
    return pin


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m hub.deploy", description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--space", required=True, help="user/space; it is made if it does not exist")
    add("--model-repo", help="the published model, user/name")
    add("--revision", help="its commit, in full, as publishing printed it")
    add("--rollback", action="store_true", help="bring back the files and the model that were there before")
    add("--dry-run", action="store_true", help="write what would be sent to a folder, and send nothing")
    add("--preview", type=Path, default=Path("runs/space"), help="that folder (default %(default)s)")
    add("--private", action="store_true", help="a private Space, if it is new")
    add("--allow-dirty", action="store_true", help="send tracked files that differ from their commit, too")
    add("--patience", type=float, default=BUILDING, help="seconds for the build (default %(default)g)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
