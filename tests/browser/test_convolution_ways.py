"""The Convolution lab for those who guess first, follow a link, are in a hurry, or hold a phone."""

import pytest
from playwright.sync_api import expect

from model.explain.convolution import KERNELS, convolve
from tests.browser.convolution import FIVE, choose, go, guess, output, result, shown, written

pytestmark = pytest.mark.usefixtures("patience")


def test_guess_before_you_look(lab):
    page = lab()
    guess(page, "(guess.reset(), guess.set(true))")
    field = page.get_by_role("textbox", name="Your guess for the output at row 1, column 1")
    expect(field).to_be_visible()
    expect(output(page)).to_have_attribute("aria-valuetext", "row 1, column 1: hidden, guess it")
    texts = page.locator(".cl-out .mx-numbers text")
    expect(texts.first).to_have_text("?")
    expect(page.locator(".cl-stage")).not_to_contain_text("35")
    field.fill("30")
    field.press("Enter")
    expect(page.locator(".cl-said")).to_have_text("Not 30. Try again.")
    field.fill("35")
    field.press("Enter")
    expect(result(page)).to_have_text("= 35")
    assert guess(page, "guess.now()") == {"on": True, "right": 0, "all": 1}
    output(page).press("ArrowRight")
    second = page.get_by_role("textbox", name="Your guess for the output at row 1, column 2")
    second.fill("40")
    page.get_by_role("button", name="Check").click()
    expect(result(page)).to_have_text("= 40")
    assert guess(page, "guess.now()") == {"on": True, "right": 1, "all": 2}
    output(page).press("ArrowRight")
    page.get_by_role("button", name="Show it").click()
    expect(result(page)).to_have_text("= 45")
    assert guess(page, "guess.now()") == {"on": True, "right": 1, "all": 3}
    expect(page.get_by_role("button", name="Play")).to_be_disabled()
    guess(page, "guess.set(false)")
    expect(page.get_by_role("button", name="Play")).to_be_enabled()
    output(page).press("End")
    expect(result(page)).to_have_text("= 95")


def test_a_guess_that_is_being_written_stays(lab):
    """Who leaves the tab and comes back is shown the same numbers again."""
    page = lab()
    guess(page, "guess.set(true)")
    field = page.locator(".cl-guess input")
    field.fill("3")
    page.get_by_role("tab", name="Draw").click()
    expect(field).to_be_hidden()
    page.get_by_role("tab", name="Convolution lab").click()
    expect(field).to_be_visible()
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(field).to_have_value("3")


def test_every_state_can_be_linked(lab):
    page = lab(stride=2, kernel="edges", padding="same", step=4)
    expect(page.locator(".cl-at")).to_have_text("Step 5 of 9")
    expected = convolve(FIVE, KERNELS["edges"], stride=2, padding="same")
    assert written(page) == expected.ravel().tolist()
    page.get_by_role("button", name="Dilation: more").click()
    page.get_by_role("textbox", name="Kernel row 1, column 1").fill("2.5")
    page.locator(".cl").get_by_role("combobox", name="Padding").select_option("2")
    for part in ("dilation=2", "kernel=2.5%2C-1%2C-1%2C-1%2C8", "padding=2"):
        page.wait_for_function("part => location.hash.includes(part)", arg=part)
    expect(page.locator(".cl-formula")).to_contain_text("⌊(5 + 2·2 − 2·(3 − 1) − 1) / 2⌋")  # it is answered
    before = (written(page), page.locator(".cl-at").inner_text())
    page.reload()
    expect(page.locator(".cl-at")).to_have_text(before[1])
    assert written(page) == before[0]
    go(page)
    expect(page.locator(".cl-at")).to_have_text(before[1])  # no settings: all stays
    bad = {
        "input": "x",
        "operation": "y",
        "size": "99",
        "kernel": "z",
        "stride": "-1",
        "padding": "9",
        "step": "w",
    }
    go(page, **bad)
    expect(page.locator(".cl-at")).to_have_text("Step 1 of 9")
    assert written(page) == [35, 40, 45, 60, 65, 70, 85, 90, 95]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose(page, "Average pool")
    link = page.locator(".cl-link")
    link.click()
    expect(link).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("#convolution-lab?operation=average&size=2&stride=2")


def test_a_step_changes_one_step(lab):
    """Stepping lays out nothing anew but the open step: the input is not painted again."""
    page = lab(input="picture", size=7, kernel="blur", padding=5)
    before = page.locator(".cl-at").inner_text()
    page.evaluate(
        "() => { window.painted = 0; const kind = CanvasRenderingContext2D.prototype;"
        "const put = kind.putImageData;"
        "kind.putImageData = function (...all) { painted += 1; put.apply(this, all); }; }"
    )
    output(page).press("ArrowRight")
    expect(page.locator(".cl-at")).not_to_have_text(before)
    assert page.evaluate("painted") == 0


@pytest.mark.parametrize("width", [390, 320])
def test_it_fits_on_a_phone(open_page, address, width):
    page = open_page(
        f"{address}#convolution-lab", viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True
    )
    for settings in [
        {},
        {"size": 7, "padding": 5},
        {"input": "picture", "picture": "four", "colours": "rgb"},
        {"input": "picture"},
        {"input": "picture", "picture": "four", "operation": "average"},
        {"operation": "flatten"},
    ]:
        go(page, **settings) if settings else None
        shown(page)
        output_or_row = page.locator(".cl [role=slider]:visible").first
        expect(output_or_row).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, settings
        small = page.locator(".cl button:visible, .cl select:visible").evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)"
        )
        assert small == [], settings
        outside = page.locator(".cl *:visible").evaluate_all(
            "(all, width) => all.filter(one => one.getBoundingClientRect().right > width + 1)"
            ".map(one => one.outerHTML.slice(0, 90))",
            width,
        )
        assert outside == [], settings
