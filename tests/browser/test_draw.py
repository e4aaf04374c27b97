"""The Draw tab: bars, words, stages, the pixels that the networks see, and its empty states."""

import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import draw, expect_answer
from tests.browser.studio import requests_of
from tests.browser.ways import serve

pytestmark = pytest.mark.usefixtures("patience")

SCRIBBLE = [
    [[40, 60], [240, 80], [50, 140], [220, 150], [60, 210], [240, 100]],
    [[60, 40], [200, 240], [30, 30]],
    [[30, 150], [250, 220], [20, 240], [240, 30]],
]


def headline(page):
    return page.locator(".draw-verdict h2")


def test_ten_bars_for_each_network(page, samples):
    draw(page, samples[7], lift=False)
    expect(headline(page)).to_have_text("Both networks read a 7")
    for name in ("CNN", "ANN"):
        rows = page.get_by_role("list", name=f"{name}, probability of each digit").get_by_role("listitem")
        expect(rows).to_have_count(10)
        expect(rows.nth(7).locator(".ui-value")).to_have_class(re.compile("best"))
        shown = [float(re.search(r"([\d.]+)\s%", row).group(1)) for row in rows.all_inner_texts()]
        assert sum(shown) == pytest.approx(100, abs=0.6)


def test_the_stages_and_their_pixels(page, samples):
    draw(page, samples[7])
    stages = page.locator(".draw-stages li:visible")
    expect(stages).to_have_count(2)
    for name in ("Drawn", "Scaled"):
        expect(page.get_by_role("img", name=re.compile(f"^{name}: .* pixels, [1-9]"))).to_be_visible()
    seen = page.get_by_role("img", name=re.compile("What the networks see: 28 by 28 pixels"))
    seen.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".draw-pixel")).to_have_text(re.compile(r"^Row 14, column 15: [01]\.\d\d$"))


def test_a_scribble_is_refused_kindly_and_honestly(page):
    draw(page, SCRIBBLE)
    expect(headline(page)).to_have_text("Probably not a digit")
    expect(page.locator(".draw-verdict p")).to_contain_text("counts as no digit")
    for name in ("cnn", "ann"):
        answer = page.locator(f".dc-answer.{name}")
        expect(answer.locator(".dc-digit")).to_have_text("–")  # none is claimed
        expect(answer.locator(".dc-percent")).to_have_text(re.compile(r"^\d\? \d+\.\d\s%$"))
    expect(page.locator(".draw-network.cnn .ui-value.best")).to_have_text(re.compile(r"\d"))


def test_an_empty_canvas_invites_and_keeps_nothing_stale(page, samples):
    expect(headline(page)).to_have_text("Draw a digit")
    draw(page, samples[7])
    expect(headline(page)).to_have_text("Both networks read a 7")
    page.get_by_role("button", name="Clear").click()
    expect(headline(page)).to_have_text("Draw a digit")
    expect(page.locator(".draw-bars .best")).to_have_count(0)
    expect(page.locator(".draw-bars .ui-value").filter(has_text="%")).to_have_count(0)
    expect(page.get_by_role("img", name=re.compile("nothing yet"))).to_have_count(3)


def test_the_drawing_survives_a_change_of_tab(page, samples):
    draw(page, samples[4])
    for tab in page.get_by_role("tab").all():
        tab.click()
    page.get_by_role("tab", name="Draw").click()
    expect(headline(page)).to_have_text("Both networks read a 4")
    expect_answer(page, 4)


LATE = """
import time, app
from model.networks import pretrained
app.build_app(lambda: time.sleep(3600)).launch()
"""


def test_a_drawing_is_read_while_the_server_still_loads(open_page, samples):
    """The browser has the networks before TensorFlow is there."""
    with serve(LATE) as late:
        page = open_page(url=late.address)
        draw(page, samples[7])
        expect(headline(page)).to_have_text("Both networks read a 7")
        expect(page.locator(".model-line")).to_contain_text("bundled")
        page.close()  # before the server stops


def test_the_first_html_has_title_and_canvas(address):
    """Nothing is blank while scripts are on their way."""
    with urllib.request.urlopen(address) as reply:
        html = reply.read().decode()
    assert html.index("How a machine reads a digit</h1>") < html.index('class="dc-paper"') < html.index("<gradio-app")
    assert html.index("The tabs are on their way.") < html.index("<gradio-app")


def test_drawing_asks_nobody(page, samples):
    """Whatever follows the pen is computed here: no request leaves the browser while a stroke is drawn."""
    draw(page, samples[3])
    expect(headline(page)).to_have_text("Both networks read a 3")
    page.get_by_role("button", name="Clear").click()
    asked = requests_of(page)
    draw(page, samples[8])
    expect(headline(page)).to_have_text("Both networks read an 8")
    assert asked == []


def test_without_the_server_it_still_reads(page, samples):
    draw(page, samples[4])
    expect(headline(page)).to_have_text("Both networks read a 4")
    page.context.set_offline(True)
    page.get_by_role("button", name="Clear").click()
    draw(page, samples[7])
    expect(headline(page)).to_have_text("Both networks read a 7")
    page.get_by_role("button", name="Draw a sample 2").click()
    expect_answer(page, 2)
    seen = page.get_by_role("img", name=re.compile("What the networks see: 28 by 28 pixels"))
    expect(seen).to_be_visible()


def test_the_drawing_survives_reload_and_back(open_page, samples):
    page = open_page()
    draw(page, samples[5])
    expect_answer(page, 5)
    page.reload()
    expect_answer(page, 5)
    page.goto("about:blank")
    page.go_back()
    expect_answer(page, 5)
