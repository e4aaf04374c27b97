"""What the commands share when they talk to the Hub: bounded waits, plain HTTP, no token in any output."""

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hub.errors import chain, reason

ONE_REQUEST = 30.0
"""Seconds that a connection may stay silent."""

LONGEST_PAUSE = 9.0
"""Seconds that the Hub's client pauses before it tries again, at most."""

TOKEN = re.compile(r"\b(hf|api)_\w{8,}")


class HubProblem(RuntimeError):
    """The Hub could not do what was asked; the message says why, and what is published now."""


def configure_client() -> None:
    """Keep the Hub's client from Xet, which knows no limits of time, and from bars that hide what is said; 2 MB need
    no more than HTTP."""
    from huggingface_hub import constants
    from huggingface_hub.utils import disable_progress_bars

    constants.HF_HUB_DISABLE_XET = True  # the environment was read when the client was imported, by Gradio perhaps
    disable_progress_bars()


def endpoint_problem() -> str:
    """Return what is wrong with HF_ENDPOINT; empty if nothing is. The Hub's client may fail at import if it is."""
    text = os.environ.get("HF_ENDPOINT", "")
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    return "" if good or not text else f"HF_ENDPOINT is not a web address such as https://huggingface.co: {text!r}"


def needs_a_token(repo: str) -> str:
    """Say what a Space needs that is to run a private model."""
    return (
        f"{repo} is private: give the Space a secret HF_TOKEN that may read it, in its settings; "
        "the bundled networks serve until then."
    )


class BadName(ValueError):
    """No repository could be called so, or HF_ENDPOINT is no Hub; the message says which."""


def check_name(repo: str) -> None:
    """Raise BadName where this is no "user/name" that the Hub could have, or HF_ENDPOINT no Hub."""
    if problem := endpoint_problem():
        raise BadName(problem)
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id

    if repo.count("/") != 1:
        raise BadName(f"{repo!r} is not of the form user/name")
    try:
        validate_repo_id(repo)
    except HFValidationError as error:
        raise BadName(f"{repo!r} is no repository's name") from error


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Bound everything that the Hub's client does within: no request begins after so many seconds.

    The client itself would wait for an answer for ever, and for as long as the Hub tells it to
    before it asks again. Here, the block ends at the latest `ONE_REQUEST` + `LONGEST_PAUSE` after that,
    and twice this where a commit failed, as it is then asked what became of it.

    Raises:
        TimeoutError: time was up, or would be before the Hub wants to be asked again.
    """
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    configure_client()
    deadline = time.monotonic() + seconds

    def in_time(_request) -> None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the Hub was not done within {seconds:g} seconds")

    def worth_waiting(response) -> None:
        asked = response.headers.get("Retry-After", "")
        if response.status_code >= 400 and asked.isdigit() and time.monotonic() + int(asked) > deadline:
            raise TimeoutError(f"the Hub wants to be asked again in {asked} seconds")

    def client():
        made = default_client_factory()
        made.timeout = ONE_REQUEST
        hooks = made.event_hooks
        made.event_hooks = {
            "request": [*hooks["request"], in_time],
            "response": [*hooks["response"], worth_waiting],
        }
        return made

    set_client_factory(client)
    try:
        yield
    finally:
        set_client_factory(default_client_factory)


def why(error: BaseException, repo: str, revision: str = "") -> str:
    """Return why something failed, in one line for the person at the keyboard."""
    words = str(error) if isinstance(error, HubProblem) else reason(error, repo, revision)
    if words.endswith("could not be used"):  # nobody else reads this, so it may name what happened
        first = chain(error)[-1]
        words = f"{type(first).__name__}: {' '.join(str(first).split())}"
    return without_token(words)


def without_token(text: str) -> str:
    """Return the text with whatever looks like a token, or is the one in use, replaced by asterisks."""
    from huggingface_hub import get_token

    if token := get_token():
        text = text.replace(token, "***")
    return TOKEN.sub("***", text)


def must_have_token() -> None:
    """Raise HubProblem where none of the usual places holds a token: the environment, or a login."""
    from huggingface_hub import get_token

    if not get_token():
        raise HubProblem("there is no token: run `hf auth login`, or set HF_TOKEN")


def validate_readme(readme: str, kind: str) -> None:
    """Have the Hub itself validate a README's metadata, as it will once more when it is committed.

    Raises:
        HubProblem: it refuses them; whatever else fails is raised as it is.
    """
    from huggingface_hub import RepoCard

    try:
        RepoCard(readme).validate(kind)
    except ValueError as error:
        raise HubProblem(f"The Hub does not accept README.md: {error}. Nothing was published") from error


def head_of(api, repo: str, kind: str) -> str | None:
    """Return the commit that a repository's main branch is at, or None where there is no repository."""
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    try:
        return api.repo_info(repo, repo_type=kind, timeout=ONE_REQUEST).sha
    except GatedRepoError:
        raise
    except RepositoryNotFoundError:
        return None


def head_or_new(api, repo: str, kind: str, say: Callable[[str], None], **how: Any) -> str | None:
    """Return the commit that a repository is at, after making it where there is none: `how` goes to `create_repo`."""
    if head := head_of(api, repo, kind):
        return head
    say(f"Creating {repo} …")
    api.create_repo(repo, repo_type=kind, exist_ok=True, **how)
    return head_of(api, repo, kind)


def operations(files: Mapping[str, bytes], gone: Iterable[str]) -> list:
    """Return what a commit is made of that adds these files, or changes them, and deletes those that are gone."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    additions = [CommitOperationAdd(name, content) for name, content in files.items()]
    return additions + [CommitOperationDelete(name) for name in sorted(gone)]


def write_preview(files: Mapping[str, bytes], folder: Path) -> None:
    """Write what would be sent to a folder, which may hold an earlier preview, and print its sizes."""
    before = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - set(files)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        print(f"{len(content):>10,}  {name}")
    if before:
        print(f"{folder} holds other files, too, perhaps of an earlier preview: {', '.join(sorted(before)[:5])}")


def commit(api, repo: str, kind: str, changes: list, title: str, parent: str | None) -> str:
    """Make one commit on top of `parent`, or none; return its full name.

    Args:
        api: a `huggingface_hub.HfApi`.
        repo: "user/name".
        kind: "model" or "space".
        changes: files to add and to delete; those that are as they were make no commit.
        title: the commit's first line.
        parent: the commit that was looked at; if the branch has moved on since, nothing is changed.

    Raises:
        HubProblem: it failed; the message says whether anything was changed.
    """
    try:
        return api.create_commit(repo, changes, commit_message=title, repo_type=kind, parent_commit=parent).oid
    except Exception as error:  # the client's threads wrap their errors in others
        problem = why(error, repo)
        raise HubProblem(f"{problem}. {_state_after_failure(lambda: head_of(api, repo, kind), parent)}") from error


def _state_after_failure(head: Callable[[], str | None], parent: str | None) -> str:
    """Whether the branch has moved: an answer that was lost leaves that open."""
    try:
        with time_limit(LONGEST_PAUSE):  # of its own: the time that was given may be up
            now = head()
    except Exception:
        return "Whether anything was published is unknown; running this again is safe"
    if now == parent:
        return "Nothing was published: the repository is as it was"
    return f"The repository is at {now} now: look there; running this again is safe"
