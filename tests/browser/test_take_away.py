"""What a visitor takes away: the card, the drawing's numbers, the networks, and a script that joins them."""

import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from model.image.digit_image import from_strokes
from model.networks.pretrained import WEIGHTS
from tests.browser.conftest import PHONE
from tests.browser.places import expect_nothing_serious, put

pytestmark = pytest.mark.usefixtures("patience")


@pytest.fixture
def dialog(page, samples):
    put(page, samples[7])
    page.get_by_role("button", name="Save files").click()
    return page.get_by_role("dialog", name="Save files")


@pytest.fixture
def saved(dialog, tmp_path):
    """Call it with a file's button to get what is saved."""

    def save(button, name):
        with dialog.page.expect_download() as download:
            dialog.get_by_role("button", name=button).click()
        assert download.value.suggested_filename == name
        download.value.save_as(tmp_path / name)
        return tmp_path / name

    return save


def test_a_card_tells_both_answers_and_what_fools_them(dialog, saved):
    fooled = r"(\d+ changed|no few) pixels fool it"
    told = rf"^A card with your digit.* CNN: 7, 99.9\s%, {fooled}. ANN: 7, 99.9\s%, {fooled}"
    expect(dialog.locator(".ta-said")).to_be_empty()
    expect(dialog.get_by_role("img")).to_have_attribute("aria-label", re.compile(told))
    with Image.open(saved("Save the card", "digit.png")) as card:
        assert card.size == (1200, 630) and len(card.convert("RGB").getcolors(2**20)) > 100


@pytest.mark.slow
def test_the_script_reads_the_drawing_with_the_network(saved, samples, tmp_path):
    seven = from_strokes({"strokes": samples[7], "width": 280, "height": 280}).pixels
    assert np.allclose(np.load(saved("Save digit.npy", "digit.npy")), seven, atol=1e-4)
    network = saved("Save cnn.keras", "cnn.keras")
    assert network.read_bytes() == (WEIGHTS / "cnn.keras").read_bytes()
    script = saved("Save read_digit.py", "read_digit.py")
    done = subprocess.run([sys.executable, script.name], cwd=tmp_path, capture_output=True, text=True, check=True)
    rows = done.stdout.split("\n")[:10]
    assert max(rows, key=lambda row: row.count("#")).startswith("7")
    shutil.rmtree(tmp_path)


def test_keys_open_and_close_it(page, samples):
    put(page, samples[7])
    button = page.get_by_role("button", name="Save files")
    button.press("Enter")
    dialog = page.get_by_role("dialog", name="Save files")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_it_is_for_everyone(open_page, samples):
    """Axe, light and dark; nothing too wide or too small for a finger on a narrow phone."""
    page = open_page(**PHONE | {"viewport": {"width": 320, "height": 700}})
    put(page, samples[7])
    page.get_by_role("button", name="Save files").tap()
    dialog = page.get_by_role("dialog", name="Save files")
    expect(dialog.get_by_role("img")).to_have_attribute("aria-label", re.compile("CNN: 7"))
    expect_nothing_serious(page)
    assert page.evaluate("everyone.sideways()") == []
    assert page.evaluate("everyone.small()") == []


def test_nothing_can_be_taken_from_an_empty_canvas(page):
    expect(page.get_by_role("button", name="Save files")).to_be_hidden()
