"""The Convolution lab, used by a visitor; its numbers are compared with model/explain/convolution.py."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from model.explain.convolution import KERNELS, convolve, pool
from tests.browser.convolution import FIVE, figure, go, numbers, output, result, written

pytestmark = pytest.mark.usefixtures("patience")

RNG = np.random.default_rng(11)
SETTINGS = [
    {"stride": 2},
    {"padding": "same"},
    {"padding": 2, "stride": 3},
    {"dilation": 2},
    {"dilation": 2, "padding": 3, "stride": 2},
    {"size": 2, "padding": "same", "stride": 2},
    {"size": 5, "padding": 1, "bias": -2.5},
    {"size": 7, "padding": 5, "stride": 2, "relu": 1},
    {"operation": "max"},
    {"operation": "average"},
    {"operation": "max", "size": 3, "stride": 1, "padding": "same"},
    {"operation": "average", "size": 4, "stride": 3, "padding": 2},
]


def test_the_lesson_s_example_step_by_step(lab):
    page = lab()
    expect(page.locator(".cl-out figcaption")).to_have_text("Output 3 × 3")
    assert written(page) == [35, 40, 45, 60, 65, 70, 85, 90, 95]
    assert numbers(page.locator(".cl-in .mx-picture")) == list(range(1, 26))
    expect(page.locator(".cl-sum")).to_contain_text("1 + 3 + 7 + 11 + 13")
    expect(result(page)).to_have_text("= 35")
    slider = output(page)
    for key, step, text in [
        ("ArrowRight", 1, "row 1, column 2: 40"),
        ("ArrowDown", 4, "row 2, column 2: 65"),
        ("End", 8, "row 3, column 3: 95"),
        ("ArrowRight", 8, "row 3, column 3: 95"),
        ("ArrowUp", 5, "row 2, column 3: 70"),
        ("Home", 0, "row 1, column 1: 35"),
    ]:
        slider.press(key)
        expect(slider).to_have_attribute("aria-valuenow", str(step))
        expect(slider).to_have_attribute("aria-valuetext", text)
        expect(page.locator(".cl-at")).to_have_text(f"Step {step + 1} of 9")
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 5 / 6, box["y"] + box["height"] / 6)
    expect(result(page)).to_have_text("= 45")
    box = page.get_by_role("img", name=re.compile("^Input")).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.9)
    expect(result(page)).to_have_text("= 90")  # the window goes where the input is pressed


def test_it_plays_from_step_to_step_and_stops(lab):
    page = lab(stride=2)
    slider = output(page)
    slider.press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(slider).to_have_attribute("aria-valuenow", "3")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.get_by_role("button", name="Play").click()  # from the end, from the beginning
    expect(slider).to_have_attribute("aria-valuenow", "1")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Previous step").click()
    expect(slider).not_to_have_attribute("aria-valuenow", "3")


def test_the_numbers_are_those_of_the_model(lab):
    page = lab()
    for settings in SETTINGS:
        wanted = {"size": 3, "stride": 1, "padding": "valid", "operation": "convolution"} | settings
        if "size" not in settings and wanted["operation"] != "convolution":
            wanted |= {"size": 2, "stride": 2}
        size, stride, padding = wanted["size"], wanted["stride"], wanted["padding"]
        kernel = RNG.integers(-3, 4, (size, size))
        sent = settings | {"kernel": ",".join(map(str, kernel.ravel()))}
        if wanted["operation"] == "convolution":
            expected = convolve(
                FIVE,
                kernel,
                stride=stride,
                padding=padding,
                dilation=settings.get("dilation", 1),
                bias=settings.get("bias", 0),
            )
            expected = np.maximum(expected, 0) if "relu" in settings else expected
        else:
            expected = pool(FIVE, size, stride, wanted["operation"], padding)
        go(page, **sent)
        expect(page.locator(".cl-out figcaption")).to_have_text(f"Output {expected.shape[0]} × {expected.shape[1]}")
        expect(page.locator(".cl-formula .cl-size")).to_have_text(str(expected.shape[0]))
        expect(output(page)).to_have_attribute("aria-valuetext", re.compile(f": {figure(expected[0, 0])}$"))
        np.testing.assert_allclose(written(page), expected.ravel(), atol=0.51, err_msg=str(settings))
        output(page).press("End")
        last = figure(expected[-1, -1])
        expect(result(page)).to_have_text(re.compile(f"= {last}$"))
        if wanted["operation"] == "convolution":
            products = page.locator(".cl-table").nth(2)
            added = sum(float(t.replace("−", "-")) for t in products.locator("td").all_inner_texts())
            whole = added + settings.get("bias", 0)
            assert (max(whole, 0) if "relu" in settings else whole) == pytest.approx(expected[-1, -1])


def test_the_floor_bites_where_it_can_be_seen(lab):
    page = lab(operation="max")
    formula = page.locator(".cl-formula")
    expect(formula).to_contain_text("⌊(5 + 2·0 − 2) / 2⌋ + 1 = ⌊3 / 2⌋ + 1 = 1 + 1 = 2")
    expect(formula).to_contain_text("leaves 1 over. Hatched is what falls off: the last row, the last column.")
    hatch = page.locator(".cl-in .mx-hatch")
    expect(hatch).to_have_attribute("d", "M0 4h5v1h-5zM4 0h1v4h-1z")
    go(page, stride=2)
    expect(formula).to_contain_text("⌊2 / 2⌋ + 1 = 1 + 1 = 2")
    expect(formula).not_to_contain_text("over")
    expect(hatch).to_have_attribute("d", "")
    go(page, dilation=2, padding=1)
    expect(formula).to_contain_text("⌊(5 + 2·1 − 2·(3 − 1) − 1) / 1⌋ + 1")
    go(page, size=2, padding="same")
    expect(formula).to_contain_text("the extra one goes at the end, as in Keras")
    go(page, size=7)
    expect(page.locator(".cl-out")).to_contain_text("does not fit on 5")
    expect(page.locator(".cl-steps")).not_to_be_visible()


def test_a_bias_that_is_no_number_stays_with_a_message(lab):
    page = lab()
    bias = page.get_by_role("textbox", name="Bias")
    bias.fill("two")
    bias.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write a number")
    expect(bias).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Next step").click()
    expect(bias).to_have_value("two")
    bias.fill("2")
    bias.press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(result(page)).to_have_text("= 42")


def test_the_kernel_can_be_written_chosen_and_turned(lab):
    page = lab()
    cell = page.get_by_role("textbox", name="Kernel row 1, column 1")
    cell.fill("−2,5")
    expect(result(page)).to_have_text("= 31.5")
    cell.fill("1/2")
    expect(result(page)).to_have_text("= 34.5")
    cell.fill("one")
    expect(page.get_by_role("alert")).to_contain_text("Write a number")
    cell.press("Tab")
    expect(cell).to_have_value("one")  # until it is right, or another kernel is chosen
    cell.fill("0.5")
    expect(page.get_by_role("alert")).to_have_count(0)
    cell.press("ArrowUp")
    expect(result(page)).to_have_text("= 35.5")
    page.get_by_role("button", name="Turn by 180°").click()
    expect(page.get_by_role("textbox", name="Kernel row 3, column 3")).to_have_value("1.5")
    page.get_by_role("button", name="All zero").click()
    expect(result(page)).to_have_text("= 0")
    made = page.get_by_role("group", name="Kernels made by hand").get_by_role("button")
    for index, (name, kernel) in enumerate(KERNELS.items()):
        made.nth(index).click()
        expect(made.nth(index)).to_have_attribute("aria-pressed", "true")
        expected = convolve(FIVE, kernel)
        expect(output(page)).to_have_attribute("aria-valuetext", f"row 1, column 1: {figure(expected[0, 0])}")
        np.testing.assert_allclose(written(page), expected.ravel(), atol=1e-3, err_msg=name)
    page.get_by_role("button", name="Size: more").click()
    page.get_by_role("button", name="Size: less").click()
    expect(made.last).to_have_attribute("aria-pressed", "true")
    bias = page.get_by_role("textbox", name="Bias")
    bias.fill("-3")
    bias.press("Enter")
    expect(result(page)).to_have_text("= −3")
    page.get_by_role("checkbox", name=re.compile("ReLU")).check()
    expect(result(page)).to_have_text("= −3, and after ReLU: max(0, −3) = 0")
