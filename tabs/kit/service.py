"""The networks, ready or on their way: the page is served first, they load behind it.

One object for the whole process. It holds nothing about any visitor: drawings live in the browser.
"""

import logging
import os
import time
from collections.abc import Callable
from concurrent import futures
from dataclasses import dataclass, replace
from threading import Thread
from typing import TYPE_CHECKING

from model.explain.graph import Network, read
from model.networks.pretrained import WEIGHTS
from model.networks.recognizer import Recognizer
from tabs.kit.browser_networks import BrowserNetworks, bundled, of_loaded

if TYPE_CHECKING:
    from hub.fetch import PendingDownload
    from model.networks.pretrained import Pretrained

log = logging.getLogger(__name__)

PATIENCE = 120.0
"""Seconds that a program's request waits for the networks to load before it is told to come back."""


LONGEST_PAUSE = 10.0
"""Seconds that loading waits for the page to be served."""


class NotReady(RuntimeError):
    """The networks cannot answer; the message says why, to a visitor."""


@dataclass(frozen=True)
class Loaded:
    """What was loaded, the recogniser made of it, and every network as plain layers, read once.

    `layers` has the shuffled networks too, as "cnn_shuffled" and "ann_shuffled".
    """

    pretrained: "Pretrained"
    recognizer: Recognizer
    layers: dict[str, Network]


class Service:
    """Loads the networks in the background and hands the recogniser out.

    Args:
        load: returns the networks with their metrics and manifest; runs once, in its own thread.
        start_download: begins to fetch other networks, which are served instead if they can be; returns None
            where no others are wanted. Those of `load` stand ready meanwhile, so that a failure
            costs no more time than it took to fail.
    """

    def __init__(
        self,
        load: "Callable[[], Pretrained]",
        start_download: "Callable[[], PendingDownload | None]" = lambda: None,
    ):
        self._load, self._start_download = load, start_download
        self._loaded: futures.Future[Loaded] = futures.Future()
        self._in_browsers: futures.Future[BrowserNetworks] = futures.Future()
        self._packed: tuple[Loaded, BrowserNetworks] | None = None

    def start(self, after: Callable[[], bool] = lambda: True) -> "Service":
        """Begin to load, in a thread; returns at once.

        Args:
            after: says when to begin, which is after `LONGEST_PAUSE` at the latest. Importing TensorFlow
                keeps other threads waiting: a page that starts at the same time would be late.
        """
        Thread(target=self._pack_bundled, name="pack-networks", daemon=True).start()
        Thread(target=self._begin, args=(after,), name="load-networks", daemon=True).start()
        return self

    @property
    def is_loading(self) -> bool:
        return not self._loaded.done()

    def loaded(self, wait: float = 0.0) -> Loaded:
        """Return the networks, the recogniser and where they came from.

        Args:
            wait: seconds to wait for them if they are still loading.

        Raises:
            NotReady: they are still loading after `wait` seconds, or could not be loaded.
        """
        if wait:
            futures.wait([self._loaded], timeout=wait)
        if not self._loaded.done():
            raise NotReady("The networks are still loading. Try again in a minute.")
        if error := self._loaded.exception():  # logged where it happened
            raise NotReady("The networks could not be loaded, so nothing can be read now.") from error
        return self._loaded.result()

    def when_loaded(self, prepare: Callable[[], object]) -> None:
        """Call `prepare` once the networks can answer, in the thread that loaded them: nobody waits for it."""
        self._loaded.add_done_callback(lambda loaded: loaded.exception() or prepare())

    def recognizer(self, wait: float = 0.0) -> Recognizer:
        """Return the recogniser; see `loaded`."""
        return self.loaded(wait).recognizer

    def keras_file(self, name: str) -> bytes:
        """Return the file of a network that is served: the bundled one until others are loaded.

        Args:
            name: one of `pretrained.FILES`.

        Raises:
            OSError: it was removed meanwhile.
        """
        is_loaded = self._loaded.done() and not self._loaded.exception()
        folder = self._loaded.result().pretrained.folder if is_loaded else WEIGHTS
        return (folder / name).read_bytes()

    def in_browsers(self, wait: float = 0.0) -> BrowserNetworks:
        """Return the networks as browsers get them: the bundled ones until others are loaded.

        Args:
            wait: seconds to wait for the first ones.

        Raises:
            NotReady: there are none yet.
        """
        if self._loaded.done() and not self._loaded.exception():
            return self._now_in_browsers(self._loaded.result())
        if wait:
            futures.wait([self._in_browsers], timeout=wait)
        if not self._in_browsers.done() or self._in_browsers.exception():
            raise NotReady("The networks are still loading. Try again in a minute.")
        return self._in_browsers.result()

    def _now_in_browsers(self, loaded: Loaded) -> BrowserNetworks:
        if self._packed is None or self._packed[0] is not loaded:
            self._packed = loaded, of_loaded(loaded.pretrained, loaded.layers)
        return self._packed[1]

    def _begin(self, after: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST_PAUSE
        while not after() and time.monotonic() < end:
            time.sleep(0.02)
        self._fill()

    def _pack_bundled(self) -> None:
        try:
            self._in_browsers.set_result(bundled())
        except Exception as error:  # the page goes on without them until others are loaded
            log.exception("the bundled networks could not be read for browsers")
            self._in_browsers.set_exception(error)

    def _fill(self) -> None:
        # Networks this small gain nothing from sharing one pass among cores, and visitors wait for it.
        os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
        try:
            download = self._start_download()
            try:
                loaded = _ready(self._load())
            except Exception:
                if download is None:
                    raise
                log.exception("the bundled networks could not be loaded")
                loaded = _ready(download.load())
            else:
                loaded = loaded if download is None else _rather(download, loaded)
            self._loaded.set_result(loaded)
        except Exception as error:
            log.exception("the networks could not be loaded")
            self._loaded.set_exception(error)


def _ready(pretrained: "Pretrained") -> Loaded:
    shuffled = {f"{name}_shuffled": model for name, model in pretrained.shuffled.items()}
    return Loaded(
        pretrained,
        Recognizer(pretrained.networks, pretrained.manifest["not_a_digit"]["threshold"]),
        {name: read(model) for name, model in {**pretrained.networks, **shuffled}.items()},
    )


def _rather(download: "PendingDownload", fallback: Loaded) -> Loaded:
    """What was downloaded, or the fallback, whose source then says why."""
    try:
        return _ready(download.load())
    except Exception as error:  # whatever it is, the page goes on
        return replace(fallback, pretrained=replace(fallback.pretrained, source=download.why_not(error)))
