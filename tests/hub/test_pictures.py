"""The confusion matrix as a picture: its words are right, and colour shows the errors only."""

import io

import numpy as np
import pytest
from PIL import Image

from hub.pictures import CELL, MARGIN, confusion, title

WHITE, ORANGE = (255, 255, 255), (255, 160, 50)


def drawn(counts):
    errors = int(counts.sum() - np.trace(counts))
    about = {"confusion": counts.tolist(), "errors": errors, "n": int(counts.sum())}
    return Image.open(io.BytesIO(confusion("cnn", about)))


def paper(picture, row, column):
    """The colour of a cell beside its number."""
    return picture.getpixel((MARGIN + column * CELL + 4, MARGIN + row * CELL + 4))


@pytest.mark.parametrize(("name", "called"), [("cnn", "CNN"), ("lenet5", "LeNet-5"), ("another", "another")])
def test_the_title_names_network_and_errors(name, called):
    assert title(name, {"errors": 1234, "n": 10000}) == f"{called}: 1,234 of 10,000 test digits misread"


def test_the_deeper_the_colour_the_more_errors():
    counts = np.eye(10, dtype=int) * 100
    counts[4, 9], counts[3, 5] = 8, 2
    picture = drawn(counts)
    assert (picture.format, picture.mode) == ("PNG", "RGB")
    assert paper(picture, 4, 9) == ORANGE and paper(picture, 3, 5) == (255, 231, 204)
    assert {paper(picture, digit, digit) for digit in range(10)} == {paper(picture, 9, 4)} == {WHITE}


def test_a_network_without_errors_is_white():
    assert paper(drawn(np.eye(10, dtype=int)), 0, 1) == WHITE
