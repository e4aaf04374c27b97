"""Commands end in a sentence and a status, whatever they meet."""

import pytest

from training.command import in_words, must_be_finished, must_be_writable
from training.mnist import DataError


def raising(error):
    def work():
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DataError("mnist.npz is damaged"), "mnist.npz is damaged"),
        (FileNotFoundError(2, "No such file or directory", "mnist.npz"), "mnist.npz: No such file or directory"),
        (OSError("the pipe broke"), "a file: the pipe broke"),
    ],
)
def test_a_fault_is_said(error, words):
    said = []
    assert in_words(raising(error), said.append) == 2
    assert said == [words]


def test_what_works_says_nothing_of_itself():
    said = []
    assert in_words(lambda: 0, said.append) == 0 and said == []


def test_a_mistake_of_ours_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        in_words(raising(ZeroDivisionError()), print)


def test_a_folder_is_made_and_left_empty(tmp_path):
    must_be_writable(tmp_path / "a" / "b")
    assert not list((tmp_path / "a" / "b").iterdir())
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="cannot be written"):
        must_be_writable(tmp_path / "file")


def test_a_folder_without_a_training(tmp_path):
    with pytest.raises(DataError, match=r"holds no finished training of all networks: manifest\.json is missing"):
        must_be_finished(tmp_path)
