"""Which epoch is kept, and that a file is written whole or not at all. Going on from one is tested with `fit`."""

import pytest

from training.checkpoints import best_epoch, is_calm, write_atomically
from training.settings import Settings


def rows(*measured):
    return [{"val_accuracy": accuracy, "val_loss": loss} for accuracy, loss in measured]


def test_the_best_epoch_is_by_accuracy_then_by_loss():
    history = rows((0.9, 0.1), (0.95, 0.4), (0.95, 0.2), (0.95, 0.3))
    assert best_epoch(history, Settings(epochs=4, calm=1)) == 2


def test_a_lucky_early_epoch_is_not_the_best():
    history = rows(*((accuracy, 0.1) for accuracy in (0.9, 0.99, 0.95, 0.96, 0.94)))
    settings = Settings(epochs=5, calm=0.4)
    assert best_epoch(history[:3], settings) == 1  # none is calm yet
    assert best_epoch(history, settings) == 3


def test_calm_epochs_are_the_last_ones():
    settings = Settings(epochs=10, calm=0.3)
    assert [epoch for epoch in range(1, 11) if is_calm(epoch, settings)] == [8, 9, 10]
    assert not is_calm(10, Settings(epochs=10, calm=0))


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "metrics.json"
    write_atomically(path, b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError):
        patch.setattr("pathlib.Path.write_bytes", full)
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new" and len(list(tmp_path.iterdir())) == 1
