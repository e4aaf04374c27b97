"""The lesson as it is shown: each row's section, with its words, pictures and ways to try things."""

import base64
import io
import json
import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tabs.lesson import chapters

WEIGHTS = Path(__file__).resolve().parents[2] / "model" / "networks" / "weights"

CHAPTERS = chapters.load()
each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)


@dataclass(frozen=True)
class Section:
    """One row on the page, or one figure of it."""

    html: str

    @property
    def words(self) -> str:
        """All that can be read, in figures too, on one line."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    @property
    def alternatives(self) -> str:
        """What screen readers are told of the pictures."""
        return " ".join(map(unescape, re.findall(r'aria-label="([^"]*)"', self.html)))

    @property
    def widgets(self) -> list[str]:
        return re.findall(r'data-widget="([^"]+)"', self.html)

    @property
    def tries(self) -> list[tuple[str, dict]]:
        """The tab and the settings of each "try it"."""
        found = re.findall(r'data-tab="([^"]+)" data-settings="([^"]*)"', self.html)
        return [(tab, json.loads(unescape(settings))) for tab, settings in found]

    def figures(self, name: str) -> list["Section"]:
        found = re.findall(rf'<figure class="le-figure" data-figure="{name}"[^>]*>.*?</figure>', self.html, re.DOTALL)
        return [Section(html) for html in found]

    def figure(self, name: str) -> "Section":
        """The row's only figure of that name."""
        (found,) = self.figures(name)
        return found

    def pictures(self) -> list[np.ndarray]:
        """Every picture within, as its pixels."""
        found = re.findall(r'href="data:image/png;base64,([^"]+)"', self.html)
        return [np.asarray(Image.open(io.BytesIO(base64.b64decode(data)))) for data in found]

    def cells(self) -> list[list[str]]:
        """The rows of its tables, without their heads' row, each a list of cells."""
        rows = re.findall(r"<tr>(.*?)</tr>", self.html, re.DOTALL)
        cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
        return [[Section(cell).words for cell in row] for row in cells][1:]


@cache
def row(name: str) -> Section:
    """The section of a row such as "L9"."""
    chapter = next(chapter for chapter in chapters.load() if name in chapter.rows)
    found = re.findall(rf'<section id="{name}" .*?</section>', chapters.render(chapter), re.DOTALL)
    assert len(found) == 1
    return Section(found[0])


def source(number: int) -> str:
    """A chapter's file."""
    return next(chapter.source for chapter in chapters.load() if chapter.number == number)


@cache
def metrics() -> dict:
    """What was measured, straight from the file."""
    return json.loads((WEIGHTS / "metrics.json").read_text("utf-8"))


@cache
def network(name: str):
    """A bundled network, as Keras loads it."""
    import keras

    return keras.saving.load_model(WEIGHTS / f"{name}.keras", compile=False)


def percent(share: float, digits: int = 2) -> str:
    return f"{100 * share:.{digits}f} %"
