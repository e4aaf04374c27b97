"""What the commands share: faults are said in words, and what cannot be written is found before hours of work."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from training.mnist import DataError


def in_words(work: Callable[[], int], say: Callable[[str], None]) -> int:
    """Do a command's work; return its exit status, 2 where `say` was told what is wrong."""
    try:
        return work()
    except ValueError as error:  # DataError and all that refuses what was asked for
        say(str(error))
    except OSError as error:
        say(f"{error.filename or 'a file'}: {error.strerror or error}")
    return 2


def must_be_writable(folder: Path) -> None:
    """Make a folder, if there is none.

    Raises:
        DataError: it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DataError(f"{folder} cannot be written ({error.strerror}); choose another folder") from error


def must_be_finished(folder: Path) -> None:
    """Load a finished training, as the page would.

    Raises:
        DataError: it is missing, damaged or only a part of one.
    """
    from model.networks import pretrained

    try:
        pretrained.load(folder)
    except pretrained.BadModel as error:
        raise DataError(f"{folder} holds no finished training of all networks: {error}") from error
