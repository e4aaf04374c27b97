"""Shapes of the figures: well-formed, escaped, and told to whoever does not see them."""

import doctest
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from tabs.lesson import svg
from tabs.lesson.ink import grey


def test_a_panel_with_a_label_is_a_picture_and_one_without_is_hidden():
    labelled, silent = (ET.fromstring(svg.panel(10, 20.5, svg.circle(1, 2, 3), label=label)) for label in ("A <b>", ""))
    assert (labelled.get("role"), labelled.get("aria-label"), labelled.get("viewBox")) == (
        "img",
        "A <b>",
        "0 0 10 20.5",
    )
    assert silent.get("aria-hidden") == "true" and silent.get("role") is None and silent[0].tag == "circle"


@pytest.mark.parametrize(
    "shape",
    [
        svg.told("A & B", svg.panel(1, 1), svg.sign("<")),
        svg.text(1, 2, "a < b", "small", ink="#fff", shows="read 'x'"),
        svg.box(0, 0, 1, 1, fill="red"),
        svg.line(0, 0, 1, 1, stroke="red"),
        svg.curve([(0, 0), (1.005, 2), (3, 4)]),
        svg.picture("data:,", 0, 0, 4, shows="pixels"),
        svg.titled("A & B", 10, 10, svg.frame(0, 1, 2, 3)),
        svg.table(["a", "<b>"], [["x & y", "<1>"]], "wide"),
        f"<g>{svg.arrow(0, 0, 0, 10)}</g>",
    ],
)
def test_every_shape_is_well_formed_and_escaped(shape):
    ET.fromstring(shape)


def test_a_grid_writes_each_number_in_its_cell_and_leaves_out_what_is_none():
    grid = ET.fromstring(svg.cells(np.array([[0, np.nan], [0.25, -3]]), 5, 7, grey(0, 1), size=10, shows="numbers"))
    cells, words = grid.findall("rect"), grid.findall("text")
    assert grid.get("data-shows") == "numbers"
    assert [(cell.get("x"), cell.get("y")) for cell in cells] == [("5", "7"), ("5", "17"), ("15", "17")]
    assert [word.text for word in words] == ["0", "0.25", "−3"]
    assert cells[0].get("style") == "fill:#000000"


def test_numbers_are_written_as_the_docstring_says():
    assert doctest.testmod(svg) == (0, 1)
    assert [svg.tidy(value) for value in (-0.001, -0.5, 1e6 + 0.5)] == ["0", "−0.5", "1,000,000.5"]
