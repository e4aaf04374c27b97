"""The canvas, used as visitors use it: mouse, finger, keys, samples, pictures."""

import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.drawing import PAPER, draw, expect_answer, touch
from tests.browser.studio import load, studio


def spoken(page):
    return page.locator(".dc-spoken")


@pytest.fixture(autouse=True)
def networks_are_loaded(request):
    """The first answer may take as long as the networks take to load."""
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.mark.parametrize("digit", [2, 3, 7])
def test_a_drawing_is_read_before_the_pen_lifts(page, samples, digit):
    draw(page, samples[digit], lift=False)
    expect_answer(page, digit)
    expect(spoken(page)).to_be_empty()  # nothing is said while the pen moves
    page.mouse.up()
    expect(spoken(page)).to_contain_text(re.compile(rf"CNN: {digit}, \d+(\.\d)?\s%; ANN: {digit}, "))


def test_the_answers_follow_the_pen(page, samples):
    """Not one answer at the end: they come while the stroke grows, and change with it."""
    draw(page, samples[1])  # the networks are loaded from here on
    expect_answer(page, 1)
    page.get_by_role("button", name="Clear").click()
    studio(
        page,
        "window.read = []; context.studio.watch('reading', null,"
        " ({ answer: { cnn } }) => cnn && read.push(cnn.indexOf(Math.max(...cnn))))",
    )
    draw(page, samples[8], lift=False)
    expect_answer(page, 8)
    read = page.evaluate("read")
    assert len(read) > 10 and read[-1] == 8 and len(set(read)) > 1


def test_a_finger_on_a_phone(phone, samples):
    touch(phone, samples[7], lift=False)
    expect_answer(phone, 7)
    assert phone.evaluate("scrollY") == 0  # the finger drew and did not scroll
    touch(phone, [], lift=True)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_targets_on_a_phone_are_large_enough(phone):
    for button in phone.locator("#studio-canvas button:visible, #tabs button[role=tab]:visible").all():
        box = button.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44, button.inner_text()


def test_the_answers_stay_in_sight_on_a_phone(phone, samples):
    touch(phone, samples[7])
    expect_answer(phone, 7)
    strip = phone.get_by_role("button", name="Back to the canvas")
    expect(strip).to_be_hidden()
    # The page below the canvas may still be growing: scroll until the canvas is out of sight.
    phone.wait_for_function("scrollTo(0, document.body.scrollHeight) || scrollY > 600")
    expect(strip).to_be_in_viewport()
    expect(strip).to_contain_text("CNN 7")
    strip.click()  # not a tap: Chromium makes no click of a tap in the moment after a scroll
    expect(phone.get_by_role(PAPER)).to_be_in_viewport(ratio=0.9)


def test_a_pressed_tab_shows_its_content_on_a_phone(phone):
    phone.evaluate("scrollTo(0, 0)")
    phone.get_by_role("tab", name="Architectures").click()
    heading = phone.locator("#architectures-panel h2").first
    expect(heading).to_be_in_viewport()
    assert heading.bounding_box()["y"] < phone.viewport_size["height"] / 3


def test_forward_leads_where_back_came_from(page):
    page.goto(page.url.partition("#")[0])  # nothing of a tab in the address
    page.get_by_role("tab", name="Architectures").click()
    page.get_by_role("tab", name="Convolution lab").click()
    for where, name in (("back", "Architectures"), ("back", "Draw"), ("forward", "Architectures")):
        page.evaluate(f"history.{where}()")  # in a frame, too, whose steps Playwright does not wait for
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def test_undo_redo_clear(page, samples):
    undo, redo, clear = (page.get_by_role("button", name=name) for name in ("Undo", "Redo", "Clear"))
    for button in (undo, redo, clear):
        expect(button).to_be_disabled()
    draw(page, samples[4])
    expect_answer(page, 4)
    undo.click()
    undo.click()
    expect_answer(page, "–")
    expect(undo).to_be_disabled()
    redo.click()
    redo.click()
    expect_answer(page, 4)
    clear.click()
    expect_answer(page, "–")
    expect(spoken(page)).to_have_text("The canvas is empty")
    undo.click()
    expect_answer(page, 4)


@pytest.mark.parametrize("calm", [False, True], ids=["drawn slowly", "reduced motion"])
def test_a_sample_by_keyboard(open_page, calm):
    page = open_page(reduced_motion="reduce" if calm else "no-preference")
    page.get_by_role("button", name="Draw a sample 5").focus()
    page.keyboard.press("Enter")
    expect(spoken(page)).to_contain_text("CNN: 5")
    expect_answer(page, 5)


def test_drawing_with_arrow_keys(page):
    page.keyboard.press("Tab")
    while not page.get_by_role(PAPER).evaluate("paper => paper === document.activeElement"):
        page.keyboard.press("Tab")
    said = page.locator(".dc-said")
    for key, count in [("ArrowUp", 11), ("ArrowLeft", 7), ("Space", 1), ("ArrowRight", 14)]:
        for _ in range(count):
            page.keyboard.press(key)
    expect(said).to_contain_text("Pen down")
    page.keyboard.down("ArrowDown")
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
        page.keyboard.down("ArrowDown")
        page.keyboard.down("ArrowDown")
    page.keyboard.up("ArrowDown")
    expect_answer(page, 7)
    page.keyboard.press("Space")
    expect(said).to_have_text("Pen up")
    expect(spoken(page)).to_contain_text("CNN: 7")
    page.keyboard.press("Backspace")
    expect_answer(page, "–")


def photo(path):
    """A dark 7 on grey paper."""
    picture = Image.new("RGB", (400, 300), (205, 200, 190))
    pen = ImageDraw.Draw(picture)
    pen.line([(120, 60), (240, 60), (165, 240)], fill=(30, 30, 60), width=12, joint="curve")
    picture.save(path)
    return path


def test_a_picture_is_shown_and_read(page, tmp_path):
    page.get_by_label("Picture of a digit").set_input_files(photo(tmp_path / "seven.png"))
    expect_answer(page, 7)
    left = "paper => [...paper.getContext('2d').getImageData(20, paper.height / 2, 1, 1).data]"
    assert page.get_by_role(PAPER).evaluate(left) == [205, 200, 190, 255]  # the picture's own paper
    page.get_by_role("button", name="Clear").click()
    expect_answer(page, "–")


def test_a_file_that_is_no_picture(page, tmp_path, samples):
    draw(page, samples[4])
    (tmp_path / "seven.png").write_text("seven")
    page.get_by_label("Picture of a digit").set_input_files(tmp_path / "seven.png")
    expect(page.get_by_role("alert")).to_contain_text("Try a PNG or JPEG")
    expect_answer(page, 4)  # the drawing is kept


def test_a_drawing_keeps_within_the_limits(page, samples):
    """However long one scribbles, it is still read."""
    studio(
        page,
        "context.studio.load({width: 280, height: 280,"
        " strokes: [Array.from({length: 3890}, (_, i) => [140 + 90 * Math.sin(i / 7), i / 15])]})",
    )
    draw(page, samples[0])
    points = studio(page, "return context.studio.latest.drawn.strokes.flat().length")
    assert 1900 < points <= 4000
    expect(page.locator(".dc-answer.cnn .dc-percent")).to_have_text(re.compile(r"\d.%"))  # refused, but read


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_follows_the_theme(open_page, address, samples, scheme):
    page = open_page(url=f"{address}/?__theme={scheme}", color_scheme=scheme)
    draw(page, samples[1])
    expect_answer(page, 1)
    brightest = page.get_by_role(PAPER).evaluate(
        "paper => paper.getContext('2d').getImageData(0, 0, paper.width, paper.height).data"
        ".reduce((most, value, i) => (i % 4 < 3 ? Math.max(most, value) : most), 0)"
    )
    assert (brightest > 200) == (scheme == "dark")


def test_a_guess_comes_before_the_answer(page, samples):
    """Predict before you look: nothing tells the answer until the visitor has guessed; the score is kept."""
    page.get_by_role("switch", name="Guess first").check(force=True)
    answers = page.get_by_role("list", name="What the networks read")
    question = page.get_by_role("group", name="What will the CNN read?")
    for guessed, score in ((7, "1 of 1 right"), (1, "1 of 2 right")):
        draw(page, samples[7])
        expect(question).to_be_visible()
        expect(answers).to_be_hidden()
        expect(page.get_by_role("region", name="What the networks read")).to_be_hidden()
        assert "7" not in spoken(page).inner_text()
        question.get_by_role("button", name=str(guessed)).click()
        expect_answer(page, 7)
        expect(page.get_by_text(f"The CNN reads 7; you said {guessed}.")).to_be_visible()
        expect(page.get_by_text(score)).to_be_visible()
        page.get_by_role("button", name="Clear").click()
    page.reload()
    expect(page.get_by_text("1 of 2 right")).to_be_visible()


def test_a_link_brings_a_drawing_and_opens_a_tab(open_page, address, samples):
    first = open_page()
    first.get_by_role("tab", name="ANN vs CNN").click()
    load(first, samples[3])
    first.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text }")
    first.get_by_role("button", name="Share link").click()
    link = first.wait_for_function("window.copied").json_value()
    second = open_page(link)
    expect_answer(second, 3)
    expect(second.get_by_role("tab", name="ANN vs CNN")).to_have_attribute("aria-selected", "true")
    second.get_by_role("tab", name="Draw").click()
    second.wait_for_function("location.hash === '#draw'")


@pytest.mark.parametrize("hash_", ["#draw?drawing=1,2,x", "#nowhere?a=%zz", "#draw?drawing=280,280_NaN,3", "#%3Cb%3E"])
def test_a_bad_link_opens_the_page_as_it_is(open_page, address, hash_):
    page = open_page(address + "/" + hash_)
    expect_answer(page, "–")


def test_a_photo_can_be_inverted_and_cropped(page, tmp_path):
    """Whatever the machine took for the digit, the visitor may say otherwise; the answer follows."""
    picture = Image.new("RGB", (600, 300), (205, 200, 190))
    pen = ImageDraw.Draw(picture)
    pen.line([(90, 60), (210, 60), (135, 240)], fill=(30, 30, 60), width=14, joint="curve")
    pen.line([(450, 50), (450, 250)], fill=(30, 30, 60), width=14)
    picture.save(tmp_path / "two.png")
    page.get_by_label("Picture of a digit").set_input_files(tmp_path / "two.png")
    page.get_by_role("button", name="Crop").click()
    box = page.get_by_role(PAPER).bounding_box()
    across, down = box["width"], box["height"]
    top = box["y"] + down / 4  # the photo is twice as wide as high, and lies in the middle
    page.mouse.move(box["x"] + 0.08 * across, top + 0.02 * down)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.45 * across, top + 0.45 * down, steps=4)
    page.mouse.up()
    expect_answer(page, 7)
    page.get_by_role("button", name="Crop").click()  # the whole picture again
    page.get_by_role("button", name="Crop").click()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect_answer(page, 1)
    page.get_by_role("button", name="Invert").click()
    expect(page.get_by_role("button", name="Invert")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Clear")).to_be_enabled()
    page.get_by_role("button", name="Undo").click()
    expect_answer(page, 1)
