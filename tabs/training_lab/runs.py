"""Who may train now: two runs at once, the others wait their turn and see their place.

Plain threads, no Gradio queue: a run must be stoppable within one batch, tell how far it is, and free
its place when its visitor has gone. Nothing is kept of a run a minute after its end.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import RLock, Thread
from typing import Any

import numpy as np

from model.learn.live_training import Diverged, LiveSettings, Progress
from tabs.kit.replies import Busy

log = logging.getLogger(__name__)

AT_ONCE = 2
MOST_WAITING = 30

PATIENCE = 6.0
"""Seconds without a word from a visitor after which the place goes to somebody who waits."""

LONG_PATIENCE = 30.0
"""The same while nobody waits: phones let a page in the background speak only now and then."""

KEPT = 60.0
"""Seconds that a finished run is kept for its visitor to fetch."""

MOST_SECONDS = 120.0
"""A run that is not done by then ends as it is: others may be waiting."""

REST = 0.15
"""Pause after each batch, as a share of its time, in which the page answers others."""

WEIGHTS_EVERY = 0.5
"""Seconds between two sets of weights that a visitor is shown while the network learns."""

ENDED = ("done", "stopped", "diverged", "failed")


class Full(Busy):
    """So many wait that nobody else may; the message says so, to a visitor."""


class Unknown(LookupError):
    """There is no run of this ticket, or none any more; the message says so, to a visitor."""


@dataclass(eq=False)
class Run:
    """One visitor's run. `phase` is "waiting", "running", or one of `ENDED`."""

    ticket: str
    visitor: str
    settings: LiveSettings
    seen_at: float  # when its visitor last asked
    phase: str = "waiting"
    message: str = ""  # why it ended, if not because it was done
    stopping: bool = False
    step: int = 0
    steps: int = 0
    points: list[dict] = field(default_factory=list)
    weights: list[np.ndarray] | None = None
    version: int = 0  # grows with every new set of weights
    began_at: float = 0.0
    ended_at: float = 0.0

    @property
    def is_over(self) -> bool:
        return self.phase in ENDED


class Runs:
    """All runs of the server.

    Args:
        train: yields `Progress` before the first batch and after each one, as `live_run` does.
        clock: seconds, for tests.
    """

    def __init__(
        self,
        train: Callable[[LiveSettings, int], Iterator[Progress]],
        clock: Callable[[], float] = time.monotonic,
    ):
        self._train, self._clock = train, clock
        self._lock = RLock()
        self._runs: dict[str, Run] = {}  # by ticket, oldest first
        self._keeper: Thread | None = None
        self._started: SimpleQueue[Run] = SimpleQueue()  # runs for the workers to take up
        self._workers = 0

    def begin(self, visitor: str, settings: LiveSettings) -> str:
        """Start a run or let it wait, in place of the same visitor's earlier one; return its ticket.

        Raises:
            Full: too many are waiting.
        """
        with self._lock:
            for run in [run for run in self._runs.values() if run.visitor == visitor]:
                self._drop(run)
            self.tidy()
            if len(self._waiting()) >= MOST_WAITING:
                raise Full("Many people are training networks just now. Try again in a few minutes.")
            run = Run(secrets.token_urlsafe(16), visitor, settings, self._clock())
            self._runs[run.ticket] = run
            self._start_next()
            self._keep_house()
            return run.ticket

    def follow(self, ticket: str, seen: int, version: int) -> dict[str, Any]:
        """Tell how far a run is, and that its visitor is still there.

        Args:
            ticket: what `begin` returned.
            seen: how many points the visitor has.
            version: which weights the visitor has; 0 for none.

        Returns:
            {"phase", "message", "place": 1 for who is next or None, "points": the new ones, "step",
            "steps", "left": seconds or None, "version", "weights": arrays, or None if not newer}.

        Raises:
            Unknown: there is no such run any more.
        """
        with self._lock:
            run = self._find(ticket)
            run.seen_at = self._clock()
            waiting = self._waiting()
            return {
                "phase": run.phase,
                "message": run.message,
                "place": waiting.index(run) + 1 if run in waiting else None,
                "points": run.points[seen:],
                "step": run.step,
                "steps": run.steps,
                "left": self._seconds_left(run),
                "version": run.version,
                "weights": run.weights if run.version > version else None,
            }

    def stop(self, ticket: str) -> None:
        """End a run after its present batch; what it has learned can still be fetched.

        Raises:
            Unknown: there is no such run any more.
        """
        with self._lock:
            run = self._find(ticket)
            run.seen_at = self._clock()
            run.stopping = True
            if run.phase == "waiting":
                self._end(run, "stopped")

    def tidy(self) -> None:
        """Let go of visitors who left and of runs long over, and let the next ones start."""
        with self._lock:
            now, patience = self._clock(), PATIENCE if self._waiting() else LONG_PATIENCE
            for run in list(self._runs.values()):
                if run.is_over and now - run.ended_at > KEPT:
                    del self._runs[run.ticket]
                elif not run.is_over and now - run.seen_at > patience:
                    self._drop(run)
            self._start_next()

    def count(self, phase: str) -> int:
        """Return how many runs are in a phase."""
        with self._lock:
            return sum(run.phase == phase for run in self._runs.values())

    def _find(self, ticket: str) -> Run:
        run = self._runs.get(ticket)
        if run is None:
            raise Unknown("This run is over and its place was given on. Start it again.")
        return run

    def _waiting(self) -> list[Run]:
        return [run for run in self._runs.values() if run.phase == "waiting"]

    def _drop(self, run: Run) -> None:
        """Forget a run; if it is under way, its thread ends after the present batch and frees its place."""
        run.stopping = True
        if run.phase != "running":
            del self._runs[run.ticket]
        run.visitor = ""

    def _start_next(self) -> None:
        for run in self._waiting()[: max(0, AT_ONCE - self.count("running"))]:
            run.phase, run.began_at = "running", self._clock()
            self._started.put(run)
            if self._workers < AT_ONCE:
                self._workers += 1
                Thread(target=self._work_on, name="live-training", daemon=True).start()

    def _work_on(self) -> None:
        """Do one run after another: a new thread for each would each leave some memory behind."""
        while True:
            self._work(self._started.get())

    def _work(self, run: Run) -> None:
        try:
            ending = self._learn(run)
        except Diverged as error:
            ending, run.message = "diverged", str(error)
        except Exception:
            log.exception("a live training failed")
            ending, run.message = "failed", "Something went wrong on the server. Try again."
        with self._lock:
            self._end(run, ending)
            if not run.visitor:
                del self._runs[run.ticket]
            self._start_next()

    def _learn(self, run: Run) -> str:
        """Go through the batches until the end, or until somebody or the clock says stop."""
        shown = before = self._clock()
        for progress in self._train(run.settings, secrets.randbits(31)):
            now = self._clock()
            is_late = now - run.began_at > MOST_SECONDS
            is_last = run.stopping or is_late or progress.step == progress.steps
            self._note(run, progress, with_weights=is_last or not run.version or now - shown > WEIGHTS_EVERY)
            shown = now if now - shown > WEIGHTS_EVERY else shown
            if is_late and progress.step < progress.steps:
                run.message = f"Stopped after {MOST_SECONDS:.0f} seconds, so that others get their turn."
                return "stopped"
            if run.stopping and progress.step < progress.steps:
                return "stopped"
            time.sleep(REST * min(0.1, now - before))
            before = self._clock()
        return "done"

    def _note(self, run: Run, progress: Progress, with_weights: bool) -> None:
        weights = progress.weights() if with_weights else None
        with self._lock:
            run.step, run.steps = progress.step, progress.steps
            if progress.point:
                run.points.append(progress.point.as_json())
            if weights is not None:
                run.weights = weights
                run.version += 1

    def _end(self, run: Run, phase: str) -> None:
        run.phase, run.ended_at = phase, self._clock()

    def _seconds_left(self, run: Run) -> float | None:
        """The time that the batches so far took, for those to come; None before there were any."""
        if run.phase != "running" or run.step < 3:
            return None
        return (self._clock() - run.began_at) / run.step * (run.steps - run.step)

    def _keep_house(self) -> None:
        """See that somebody tidies up once a second, as long as there are runs."""
        if self._keeper is None:
            self._keeper = Thread(target=self._tidy_until_empty, name="tidy-runs", daemon=True)
            self._keeper.start()

    def _tidy_until_empty(self) -> None:
        while True:
            time.sleep(1)
            with self._lock:
                self.tidy()
                if not self._runs:
                    self._keeper = None
                    return
