"""Work on many drawings, shared out among the processor's cores. What it returns does not depend on how many."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

MOST = 8
"""Processes at most: each imports NumPy and Pillow anew, which takes it a second."""

WORTH_IT = 12
"""Fewer tasks than this are done here: starting processes would take longer."""


def spread(work: Callable[..., Any], tasks: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Return `work(*task)` for each task, in order.

    Args:
        work: a function of a module, so that another process can import it.
        tasks: its arguments, each a second of work or so; what is random in them comes from seeds.
    """
    processes = min(MOST, os.cpu_count() or 1)
    if len(tasks) < WORTH_IT or processes == 1:
        return [work(*task) for task in tasks]
    # Spawned, not forked: TensorFlow and JAX have threads, which a fork would leave behind.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(work, *zip(*tasks, strict=True)))
