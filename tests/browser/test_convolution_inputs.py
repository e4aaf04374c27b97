"""What the Convolution lab reads: the visitor's digit, a picture, a link with kernels, maps to flatten."""

import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from model.explain.convolution import KERNELS, convolve, pool
from model.image.digit_image import from_strokes
from tests.browser.convolution import choose, figure, numbers, output, written
from tests.browser.drawing import draw, expect_answer
from tests.browser.studio import studio

pytestmark = pytest.mark.usefixtures("patience")

RNG = np.random.default_rng(11)
IS_NEAR = """([wanted, off]) => {
  const text = document.querySelector('.cl-out [role="slider"]').getAttribute('aria-valuetext');
  return Math.abs(Number(text.split(': ')[1].replace('−', '-')) - wanted) < off;
}"""
"""The chosen cell's number: on a busy machine the lab may still show the drawing of a moment ago."""

FOUR_COLOURS = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 0]]]).repeat(4, axis=0).repeat(4, axis=1)
KERNEL_TITLES = "[...document.querySelectorAll('.cl-editor input')].map(field => field.title)"


@pytest.mark.slow
def test_it_follows_the_pen_and_knows_the_network_s_filters(lab, samples):
    page = lab(input="digit", kernel="conv1-2", step=300)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".cl-status")).to_contain_text("Draw a digit")
    expect(page.locator(".cl-stage")).not_to_be_visible()
    asked = []
    page.on("request", lambda request: "/ask/" in request.url and asked.append(request.url))
    draw(page, samples[7], lift=False)
    expect(page.locator(".cl-out figcaption")).to_have_text("Output 26 × 26")
    assert not asked
    page.mouse.up()
    expect_answer(page, 7)
    filters = page.get_by_role("group", name="Filters of the network's first layer").get_by_role("button")
    expect(filters.nth(2)).to_have_attribute("aria-pressed", "true")
    drawing = studio(page, "return context.studio.latest.drawn")
    pixels = from_strokes({name: drawing[name] for name in ("strokes", "width", "height")}).pixels
    expect(page.locator(".cl-at")).to_have_text("Step 301 of 676")
    kernel = [[float(v) for v in row] for row in np.reshape(page.evaluate(KERNEL_TITLES), (3, 3))]
    bias = float(page.get_by_role("textbox", name="Bias").input_value().replace("−", "-"))
    expected = convolve(pixels, np.array(kernel), bias=bias)
    page.wait_for_function(IS_NEAR, arg=[float(expected.ravel()[300]), 1e-3], timeout=60_000)
    expect(page.locator(".cl-phrase")).to_contain_text("this kernel answers to")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".cl-status")).to_contain_text("Draw a digit")


def test_a_picture_as_three_matrices_or_grey(lab, tmp_path):
    page = lab(input="picture", picture="four", kernel="sobel-x", step=1)
    for name, count in [("Red", 8), ("Green", 8), ("Blue", 8)]:
        expect(page.get_by_role("img", name=re.compile(f"{name} of the input, {count} by 8"))).to_be_visible()
    colour = RNG.integers(0, 256, (6, 7, 3), dtype=np.uint8)
    Image.fromarray(colour).save(tmp_path / "small.png")
    chooser = page.get_by_label("A picture from your device")
    chooser.set_input_files(tmp_path / "small.png")
    expect(page.locator(".cl-file")).to_have_text("small.png, 7 × 6")
    expect(page.locator(".cl-out figcaption")).to_have_text("Output 4 × 5")
    expected = convolve(colour, KERNELS["sobel-x"])
    np.testing.assert_allclose(written(page), expected.ravel())
    output(page).press("Home")
    for channel, name in enumerate(["Red", "Green", "Blue"]):
        own = convolve(colour[..., channel], KERNELS["sobel-x"])[0, 0]
        expect(page.locator(".cl-sum")).to_contain_text(re.compile(rf"{name}: .* = {figure(own)}"))
    expect(page.locator(".cl-sum")).to_contain_text("The channels are added up")
    choose(page, "G")  # a kernel for each channel: the green one becomes zero
    page.get_by_role("button", name="All zero").click()
    each = np.stack([KERNELS["sobel-x"], 0 * KERNELS["sobel-x"], KERNELS["sobel-x"]], axis=-1)
    expect(page.locator(".cl-sum")).to_contain_text("Green: 0, as all products are")
    np.testing.assert_allclose(written(page), convolve(colour, each).ravel())
    choose(page, "Max pool")
    expect(page.locator(".cl-out figure")).to_have_count(3)
    expect(page.locator(".cl-out figcaption").first).to_have_text("Red, 3 × 3")
    np.testing.assert_allclose(numbers(page.locator(".cl-out .mx-picture").nth(2)), pool(colour, 2)[..., 2].ravel())
    choose(page, "Grey")
    expect(page.locator(".cl-in figure")).to_have_count(1)
    (tmp_path / "bad.png").write_bytes(b"no picture")
    chooser.set_input_files(tmp_path / "bad.png")
    expect(page.locator(".cl-status")).to_contain_text("no picture this browser can open")
    choose(page, "Flatten")
    expect(page.locator(".cl-flatten")).to_contain_text("6 × 7 × 1")


def test_a_link_can_carry_a_kernel_for_each_channel(lab):
    kernels = RNG.integers(-2, 3, (3, 2, 2))
    sent = ";".join(",".join(map(str, one.ravel())) for one in kernels)
    page = lab(input="picture", picture="four", kernel=sent, stride=2)
    expected = convolve(FOUR_COLOURS, np.moveaxis(kernels, 0, -1), stride=2)
    expect(page.locator(".cl-out figcaption")).to_have_text("Output 4 × 4")
    np.testing.assert_array_equal(written(page), expected.ravel())
    choose(page, "B")
    expect(page.get_by_role("textbox", name="Kernel row 2, column 2")).to_have_value(figure(float(kernels[2, 1, 1])))
    choose(page, "All the same")
    expect(page.locator(".cl-whole")).to_contain_text("The same kernel reads each channel")
    np.testing.assert_array_equal(written(page), convolve(FOUR_COLOURS, kernels[2], stride=2).ravel())


def test_flatten_says_which_index_comes_from_where(lab, samples):
    page = lab(operation="flatten")
    expect(page.locator(".cl-flatten")).to_contain_text("4 × 4 × 8")
    expect(page.locator(".cl-flatten")).to_contain_text("one row of 128 numbers")
    cell = page.get_by_role("img", name=re.compile("^Channel 5")).bounding_box()
    page.mouse.click(cell["x"] + cell["width"] * 0.6, cell["y"] + cell["height"] * 0.4)
    told = page.locator(".cl-told")
    expect(told).to_contain_text("(row 1 · 4 + column 2) · 8 + channel 5 = index 53")
    row = page.get_by_role("slider", name="The flattened row")
    expect(row).to_have_attribute("aria-valuenow", "53")
    row.press("ArrowRight")
    expect(told).to_contain_text("channel 6 = index 54")
    row.press("End")
    expect(told).to_contain_text("(row 3 · 4 + column 3) · 8 + channel 7 = index 127")
    box = row.bounding_box()
    page.mouse.click(box["x"] + 2, box["y"] + 2)
    expect(told).to_contain_text("= index 0")
    index = page.locator(".cl-fields").get_by_label("index")
    index.fill("100")
    index.press("Enter")
    expect(told).to_contain_text("Back: 100 ÷ 8 = 12, remainder 4, the channel; 12 ÷ 4 = 3, the row")
    index.fill("1000")
    index.press("Enter")
    expect(index).to_have_value("127")
    draw(page, samples[3])
    choose(page, "Your digit")
    expect(page.locator(".cl-flatten")).to_contain_text("Maps of pool3: 3 × 3 × 64")
    expect(told).to_contain_text("The number there:")


@pytest.mark.slow
def test_a_large_picture_is_felt_whole(lab, tmp_path):
    """The built-in picture has 256 pixels a side, and so may an opened one have; larger ones shrink."""
    page = lab(input="picture", kernel="sobel-x")
    expect(page.locator(".cl-out figcaption")).to_have_text("Output 254 × 254")
    expect(page.locator(".cl-out .mx-legend")).to_contain_text("≥")  # the few largest share a colour
    expect(page.locator(".cl-at")).to_have_text("Step 32,386 of 64,516")  # in the middle
    choose(page, "Grey")
    pixels = "[...document.querySelector('.cl-in canvas').getContext('2d').getImageData(0, 0, 256, 256).data]"
    grey = np.reshape(page.evaluate(pixels), (256, 256, 4))[..., 0].astype(float)
    assert np.unique(grey).size > 150
    page.get_by_role("button", name="Kernel: blur").click()
    expect(page.locator(".cl-out .mx-legend")).to_have_text("0255")  # blurred it is a picture again
    blurred = page.evaluate(pixels.replace("cl-in", "cl-out").replace("256, 256", "254, 254"))
    shown = np.reshape(blurred, (254, 254, 4))[..., 0]
    np.testing.assert_allclose(shown, convolve(grey, KERNELS["blur"]), atol=0.51)
    rng = np.random.default_rng(2)
    Image.fromarray(rng.integers(0, 256, (300, 600, 3), dtype=np.uint8)).save(tmp_path / "large.png")
    page.get_by_label("A picture from your device").set_input_files(tmp_path / "large.png")
    expect(page.locator(".cl-file")).to_have_text("large.png, shrunk to 256 × 128")
    page.get_by_role("button", name="A lighthouse").click()
    expect(page.locator(".cl-in figcaption")).to_have_text("Input 256 × 256")


def test_what_is_transparent_is_white(lab, tmp_path):
    page = lab(input="picture", picture="four", kernel="identity")
    Image.new("RGBA", (4, 3), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    page.get_by_label("A picture from your device").set_input_files(tmp_path / "clear.png")
    expect(page.locator(".cl-out figcaption")).to_have_text("Output 1 × 2")
    assert written(page) == [765, 765]


def test_it_goes_on_without_the_server(lab, samples):
    page = lab(input="grid")
    page.context.set_offline(True)
    draw(page, samples[7])
    choose(page, "Your digit")
    expect(page.locator(".cl-out figcaption")).to_have_text("Output 26 × 26")
    page.get_by_role("button", name="Kernel: filter 3 of conv1").click()
    expect(page.locator(".cl-phrase")).to_contain_text("this kernel answers to")
    choose(page, "A picture")
    expect(page.locator(".cl-out figcaption")).to_have_text("Output 254 × 254")
    choose(page, "Your digit")
    choose(page, "Flatten")
    expect(page.locator(".cl-flatten")).to_contain_text("Maps of pool3: 3 × 3 × 64")
    expect(page.locator(".cl-status")).to_be_empty()
    page.context.set_offline(False)
