"""The networks, ready or on their way: the page is served first, they load behind it.

One object for the whole process. It holds nothing about any visitor: drawings live in the browser.
"""

import logging
from collections.abc import Callable
from concurrent import futures
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from model.recognizer import Recognizer

if TYPE_CHECKING:
    from model.pretrained import Pretrained

log = logging.getLogger(__name__)

PATIENCE = 120.0
"""Seconds that a program's request waits for the networks to load before it is told to come back."""


class NotReady(RuntimeError):
    """The networks cannot answer; the message says why, to a visitor."""


@dataclass(frozen=True)
class Loaded:
    """What was loaded, and the recogniser made of it."""

    pretrained: "Pretrained"
    recognizer: Recognizer


class Service:
    """Loads the networks in the background and hands the recogniser out.

    Args:
        load: returns the networks with their metrics and manifest; runs once, in its own thread.
    """

    def __init__(self, load: "Callable[[], Pretrained]"):
        self._load = load
        self._loaded: futures.Future[Loaded] = futures.Future()

    def start(self) -> "Service":
        """Begin to load; returns at once."""
        Thread(target=self._fill, name="load-networks", daemon=True).start()
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
        futures.wait([self._loaded], timeout=wait)
        if not self._loaded.done():
            raise NotReady("The networks are still loading. Try again in a minute.")
        if error := self._loaded.exception():  # logged where it happened
            raise NotReady("The networks could not be loaded, so nothing can be read now.") from error
        return self._loaded.result()

    def recognizer(self, wait: float = 0.0) -> Recognizer:
        """Return the recogniser; see `loaded`."""
        return self.loaded(wait).recognizer

    def _fill(self) -> None:
        try:
            pretrained = self._load()
            threshold = pretrained.manifest["not_a_digit"]["threshold"]
            self._loaded.set_result(Loaded(pretrained, Recognizer(pretrained.networks, threshold)))
        except Exception as error:
            log.exception("the networks could not be loaded")
            self._loaded.set_exception(error)
