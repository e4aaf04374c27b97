"""Which networks the app runs: those of a Hub repository at a pinned commit, or the bundled ones.

MODEL_REPO and MODEL_REVISION choose; without them the Hub is never asked. Whatever fails, the bundled
networks serve, and their source says why. Checking what came is `pretrained.py`'s work; having the
bundled networks ready while the Hub is waited for is that of whoever serves.
"""

import hashlib
import logging
import os
import re
import time
from collections.abc import Mapping
from concurrent import futures
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from hub.client import configure_client
from hub.errors import reason
from model.networks import pretrained
from model.networks.pretrained import BadModel, Pretrained, Source
from model.networks.records import FileRecord

log = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds from the start that the Hub may take to deliver; the page is served all the while."""

FIRST_ANSWER = 5.0
"""Seconds in which the Hub must say a first word."""

FULL_COMMIT = re.compile(r"[0-9a-f]{40}")
REPO = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


@dataclass(frozen=True)
class Pin:
    """A repository of the Hub at one commit, which can never change."""

    repo: str
    revision: str


def chosen(environment: Mapping[str, str]) -> Pin | None:
    """Return what MODEL_REPO and MODEL_REVISION choose; None without MODEL_REPO.

    Raises:
        BadPin: the repository is no "user/name", or the revision no full commit.
    """
    repo = environment.get("MODEL_REPO", "").strip()
    revision = environment.get("MODEL_REVISION", "").strip()
    if not repo:
        return None
    if not REPO.fullmatch(repo):
        raise BadPin("MODEL_REPO is not of the form user/name")
    if not FULL_COMMIT.fullmatch(revision):
        raise BadPin("MODEL_REVISION is not a full commit of 40 digits")
    return Pin(repo, revision)


class BadPin(ValueError):
    """MODEL_REPO and MODEL_REVISION do not name a repository at a commit; the message says why."""


class PendingDownload:
    """A download from the Hub that has begun, and the networks it leads to.

    Args:
        pin: what to download.
        patience: seconds from now that the Hub may take.
    """

    def __init__(self, pin: Pin | BadPin, patience: float = PATIENCE):
        self._pin, self._deadline = pin, time.monotonic() + patience
        self._folder: futures.Future[Path] = futures.Future()
        if isinstance(pin, BadPin):
            self._folder.set_exception(pin)
        else:
            # A daemon: a download that hangs cannot hold the process when it ends.
            Thread(target=self._work, args=(pin,), name="download-networks", daemon=True).start()

    def load(self) -> Pretrained:
        """Wait for the download and return the networks, checked.

        Raises:
            Exception: whatever failed; `why_not` puts it in words.
        """
        futures.wait([self._folder], timeout=max(0.0, self._deadline - time.monotonic()))
        if not self._folder.done():
            raise TimeoutError("the Hub did not deliver in time")
        folder = self._folder.result()  # raises a BadPin
        return pretrained.load(folder, self._source())

    def why_not(self, error: Exception) -> Source:
        """Return the bundled networks' source, saying why it is not the Hub; log it too."""
        asked = self._source()
        words = str(error) if isinstance(error, BadPin) else reason(error, asked.repo, asked.revision)
        log.warning("the bundled networks serve: %s (%s)", words, type(error).__name__)
        return Source(why_bundled=words)

    def _source(self) -> Source:
        return Source() if isinstance(self._pin, BadPin) else Source(self._pin.repo, self._pin.revision)

    def _work(self, pin: Pin) -> None:
        try:
            self._folder.set_result(fetch(pin))
        except BaseException as error:
            self._folder.set_exception(error)


def start_download(environment: Mapping[str, str] = os.environ, patience: float = PATIENCE) -> PendingDownload | None:
    """Begin to download what MODEL_REPO and MODEL_REVISION choose; None where they choose nothing."""
    pin: Pin | BadPin | None
    try:
        pin = chosen(environment)
    except BadPin as error:
        pin = error
    return None if pin is None else PendingDownload(pin, patience)


def load(environment: Mapping[str, str] = os.environ, patience: float = PATIENCE) -> Pretrained:
    """Load the networks that the environment chooses, or the bundled ones and say why.

    Args:
        environment: MODEL_REPO and MODEL_REVISION are read from it.
        patience: seconds that the download may take.

    Raises:
        BadModel: the bundled networks cannot be used either.
    """
    download = start_download(environment, patience)
    if download is None:
        return pretrained.load()
    try:
        return download.load()
    except Exception as error:  # nothing fails because the Hub does
        return replace(pretrained.load(), source=download.why_not(error))


def fetch(pin: Pin) -> Path:
    """Download what the app needs of a pinned repository into the cache; return the folder.

    Files that are in the cache cost no request. A file there that is not what the manifest says is
    downloaded once more.

    Raises:
        BadModel: the manifest is damaged or of another format, or a file is not what it says.
        Exception: whatever the Hub's client raises; see `reason`.
    """
    from huggingface_hub import hf_hub_download

    configure_client()
    _check_reachable(pin)

    def get(name: str, **options) -> Path:
        return Path(hf_hub_download(pin.repo, name, revision=pin.revision, **options))

    folder = get("manifest.json").parent
    files = pretrained.read_manifest(folder)["files"]
    get("metrics.json")
    for name in pretrained.FILES:
        if name in files and not _is_as_described(get(name), files[name]):
            log.warning("%s in the cache is damaged and is downloaded again", name)
            if not _is_as_described(get(name, force_download=True), files[name]):
                raise BadModel(f"{name} is not the file that the manifest describes")
    return folder


def _check_reachable(pin: Pin) -> None:
    """Ask the Hub once, unless the cache has the manifest: the client's own download tries for half a
    minute before it says that there is no network."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url, try_to_load_from_cache

    if not isinstance(try_to_load_from_cache(pin.repo, "manifest.json", revision=pin.revision), str):
        url = hf_hub_url(pin.repo, "manifest.json", revision=pin.revision)
        get_hf_file_metadata(url, timeout=FIRST_ANSWER)


def _is_as_described(path: Path, described: FileRecord) -> bool:
    wanted = described.get("sha256") if isinstance(described, dict) else None
    return hashlib.sha256(path.read_bytes()).hexdigest() == wanted
