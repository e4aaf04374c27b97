"""The example beside a published network: it reads pictures as MNIST's digits are, and refuses in words."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from hub.inference_template import inference
from model.image.digit_image import from_picture
from model.networks.pretrained import WEIGHTS


def one(paper=255, pen=0):
    picture = Image.new("L", (60, 90), paper)
    picture.paste(pen, (28, 10, 34, 80))
    return picture


@pytest.fixture
def file(tmp_path):
    return tmp_path / "one.png"


@pytest.mark.parametrize(("paper", "pen"), [(255, 0), (0, 255), (200, 60)])
def test_it_makes_nearly_the_image_that_the_page_makes(file, paper, pen):
    one(paper, pen).save(file)
    image = inference.read_picture(file)
    assert image.shape == (28, 28) and image.dtype == np.float32 and (image.min(), image.max()) == (0, 1)
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    assert (rows[0], rows[-1]) == (4, 23) and (columns[0], columns[-1]) == (13, 14)
    page = from_picture(one(paper, pen)).pixels
    assert np.sum(image * page) / np.linalg.norm(image) / np.linalg.norm(page) > 0.8


def test_what_is_transparent_is_paper(file):
    picture = Image.new("RGBA", (60, 90), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (28, 10, 34, 80))
    picture.save(file)
    assert inference.read_picture(file)[10, 13] == 1


@pytest.mark.parametrize("shape", [(20, 20), (3, 90), (1, 1), (1, 200)])
def test_ink_of_any_shape_fits_and_is_centred(shape):
    image = inference.centred(np.ones(shape, np.float32))
    rows, columns = np.indices(image.shape)
    for axis in (rows, columns):
        assert (axis * image).sum() / image.sum() == pytest.approx(13.5, abs=0.5)


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no such file"), (b"no picture", "cannot be read"), ("blank", "there is no ink in it")],
)
def test_what_cannot_be_read_is_refused_in_words(file, monkeypatch, capsys, content, words):
    if content == "blank":
        one(pen=255).save(file)
    elif content:
        file.write_bytes(content)
    monkeypatch.setattr(sys, "argv", ["inference.py", str(file)])
    with pytest.raises(SystemExit, match="2"):
        inference.main()
    assert words in capsys.readouterr().err


def test_without_a_revision_both_files_are_of_the_newest_commit_which_is_named(file, monkeypatch, capsys):
    commit, asked = "ab" * 20, []

    def download(repo, name, revision):
        asked.append(revision)
        return str(WEIGHTS / name)

    monkeypatch.setattr("huggingface_hub.model_info", lambda repo: SimpleNamespace(sha=commit))
    monkeypatch.setattr("huggingface_hub.hf_hub_download", download)
    one().save(file)
    monkeypatch.setattr(sys, "argv", ["inference.py", str(file)])
    inference.main()
    said = capsys.readouterr()
    assert asked == [commit, commit] and f"--revision {commit}" in said.err
    assert said.out.splitlines()[0] == "1"


def test_what_the_hub_does_not_give_is_said_in_words(file, monkeypatch, capsys):
    def download(repo, name, revision):
        raise ConnectionError

    monkeypatch.setattr("huggingface_hub.hf_hub_download", download)
    one().save(file)
    monkeypatch.setattr(sys, "argv", ["inference.py", str(file), "--revision", "abc"])
    with pytest.raises(SystemExit, match="2"):
        inference.main()
    assert "user/name at abc could not be fetched from the Hub (ConnectionError)" in capsys.readouterr().err
