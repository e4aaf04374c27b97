"""The training lab, used as visitors use it."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.drawing import draw, touch
from tests.browser.studio import requests_of, studio

pytestmark = pytest.mark.usefixtures("patience")

TAB = "Training lab"


@pytest.fixture
def tab(page, samples):
    """The page with a 7 on its canvas and the lab open."""
    draw(page, samples[7])
    page.get_by_role("tab", name=TAB).click()
    expect(page.get_by_role("heading", name="A network learns in front of you")).to_be_visible()
    return page


def go(page, name):
    page.get_by_role("group", name="Parts of this tab").get_by_role("button", name=name).click()


def bars(page, name):
    return page.get_by_role("list", name=name).locator(".ui-value").all_inner_texts()


def test_time_goes_back_to_random_weights_and_asks_nobody(tab):
    slider = tab.get_by_role("slider", name="Moment of the training")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^After 6,435 steps: .* 15 epochs"))
    verdict = tab.locator(".tl-reading .ui-verdict.cnn")
    expect(verdict).to_have_text(re.compile(r"CNN\s+7"))
    expect(tab.get_by_role("img", name=re.compile("^CNN: 8 filters of 3 × 3 weights"))).to_be_visible()
    expect(tab.get_by_role("img", name=re.compile("^ANN: 32 units of 28 × 28 weights"))).to_be_visible()
    expect(tab.get_by_role("img", name=re.compile("^CNN: 24 maps of convolution 2"))).to_be_visible()
    slider.focus()
    for key in ("Home", "End"):  # until all weights have come
        tab.keyboard.press(key)
        expect(verdict).to_be_visible()
    asked, last = requests_of(tab), bars(tab, "Probability of each digit at this moment")
    tab.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "Before the first step: the weights are random")
    first = bars(tab, "Probability of each digit at this moment")
    assert first != last and max(float(text.split()[0]) for text in first[::2]) < 70
    chart = tab.get_by_role("img", name=re.compile("^Share of test digits read correctly"))
    expect(chart).to_have_accessible_name(re.compile(r"Here: CNN \d\d\.\d\d\s%, ANN"))
    assert not asked
    tab.get_by_role("button", name="Play").click()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^After 3 steps"))
    tab.get_by_role("button", name="Pause").click()
    assert not asked


def test_a_blank_canvas_says_what_will_appear(tab):
    expect(tab.locator(".tl-reading .ui-verdict.cnn")).to_have_text(re.compile(r"CNN\s+7"))
    tab.get_by_role("button", name="Clear").click()
    expect(tab.locator(".tl-reading")).to_contain_text("Draw a digit: what both networks made of it")
    go(tab, "One step")
    expect(tab.locator(".tl-slow")).to_contain_text("Draw a digit: one training step on it")
    go(tab, "Train live")
    expect(tab.locator(".tl-fresh")).to_contain_text("Draw a digit: your network reads it here")


def choose(page, **settings):
    """Choose in the form's menus, by their labels."""
    for label, value in settings.items():
        form = page.get_by_role("form", name="Settings of the training")
        form.get_by_role("combobox", name=label.replace("_", " ")).select_option(value)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def words(page):
    return page.locator(".tl-progress-words")


def test_a_network_learns_live_and_reads_the_digit_without_asking(tab):
    go(tab, "Train live")
    expect(words(tab)).to_have_text("Its weights are random: it has learned nothing yet.")
    expect(tab.get_by_role("img", name=re.compile("^CNN: 8 filters"))).to_be_visible()
    expect(tab.locator(".tl-fresh-words")).to_have_text(re.compile(r"^It reads \d"))
    tab.get_by_role("radio", name="ANN").first.check()
    choose(tab, Activation="tanh", Batch_size="64", Digits="3000", Width="0.5", Dropout="0.25", Moved_about="off")
    tab.get_by_role("slider", name="Epochs").fill("3")
    link = tab.evaluate("location.hash")
    for setting in ("network=ann", "activation=tanh", "batch=64", "digits=3000", "width=0.5", "dropout=0.25"):
        assert setting in link
    expect(tab.get_by_role("img", name=re.compile("^ANN: 16 units"))).to_be_visible()
    tab.wait_for_load_state("networkidle")  # the digits have come
    asked, axes = requests_of(tab), tab.locator(".tl-curves .ui-axis")
    scales = axes.all_text_contents()
    assert len(scales) > 8  # of both
    press(tab, "Train")
    expect(words(tab)).to_have_text(re.compile(r"^Done\. It reads [89]\d\.\d\s% of 1,000 digits"))
    assert asked == []
    assert axes.all_text_contents() == scales  # the curves' frames kept their scale
    expect(tab.get_by_role("img", name=re.compile("^Share read correctly over 3 epochs"))).to_be_visible()
    expect(tab.get_by_role("img", name=re.compile("^Loss over 3 epochs"))).to_be_visible()
    row = tab.locator(".tl-past").get_by_role("row").nth(1)
    for cell in ("tanh", "half", "25 %", "3,000"):
        expect(row).to_contain_text(cell)
    expect(tab.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")


@pytest.mark.slow
def test_a_stopped_network_keeps_what_it_learned_and_goes_on(tab):
    go(tab, "Train live")
    tab.get_by_role("radio", name="ANN").first.check()
    tab.get_by_role("slider", name="Epochs").fill("12")
    press(tab, "Train")
    expect(words(tab)).to_have_text(re.compile("^Epoch "))
    press(tab, "Stop")
    expect(words(tab)).to_have_text(re.compile("^Stopped"))
    expect(tab.locator(".tl-fresh-words")).to_have_text(re.compile("^It reads"))
    assert int(tab.get_by_role("progressbar").get_attribute("aria-valuenow")) < 100
    press(tab, "Go on")
    expect(words(tab)).to_have_text(re.compile("^Done"), timeout=240_000)
    expect(tab.locator(".tl-past").get_by_role("row")).to_have_count(2)  # the head, and one run
    expect(tab.get_by_role("button", name="Train", exact=True)).to_be_enabled()


@pytest.mark.slow
def test_steps_that_are_too_large_end_in_words(tab):
    go(tab, "Train live")
    choose(tab, Digits="100", Optimizer="momentum", Learning_rate="3")
    tab.get_by_role("slider", name="Epochs").fill("30")
    press(tab, "Train")
    expect(words(tab)).to_have_text(re.compile("no longer a number.*smaller learning rate|^Done"))


def test_who_predicts_first_is_asked_before_a_run(tab):
    studio(tab, "context.guess.set(true)")
    go(tab, "Train live")
    tab.get_by_role("radio", name="ANN").first.check()
    choose(tab, Batch_size="256", Digits="1000")
    tab.get_by_role("slider", name="Epochs").fill("1")
    press(tab, "Train")
    tab.get_by_role("group", name="Your guess").get_by_role("button", name="below 90 %").click()
    expect(words(tab)).to_have_text(re.compile(r"Done\. .* You guessed below 90\s%: right\."))
    assert studio(tab, "return context.guess.now()")["right"] == 1


@pytest.mark.slow
def test_the_lab_without_the_server(open_page, samples):
    """Opened offline it says so in its own place, and is right by itself when the server is back."""
    page = open_page()
    draw(page, samples[7])
    page.get_by_role("tab", name=TAB).click()
    expect(page.locator(".tl-reading .ui-verdict.cnn")).to_have_text(re.compile(r"CNN\s+7"))
    page.context.set_offline(True)
    go(page, "Train live")
    choose(page, Digits="100")
    press(page, "Train")
    expect(words(page)).to_have_text("The digits are on their way.")
    status = page.locator(".tl-status")
    expect(status).to_have_text("The server does not answer. This part will go on by itself as soon as it does.")
    page.get_by_role("button", name="Clear").click()
    draw(page, samples[3])
    expect(page.locator(".tl-fresh-words")).to_have_text(re.compile(r"^It reads \d"))
    go(page, "Through time")
    expect(page.locator(".tl-reading .ui-verdict.cnn")).to_have_text(re.compile(r"CNN\s+3"))
    go(page, "Train live")
    page.context.set_offline(False)
    expect(words(page)).to_have_text(re.compile(r"^Done\."))
    expect(status).to_have_text("")


def test_one_step_stage_by_stage(tab):
    go(tab, "One step")
    stepper = tab.get_by_role("group", name="One training step")
    expect(stepper.get_by_role("heading", name="Forward: what it reads now")).to_be_visible()
    expect(stepper).to_contain_text("To a 7, which is right, it gives p = 0.")
    assert (
        tab.get_by_role("group", name="Which digit").get_by_role("button", name="7").get_attribute("aria-pressed")
        == "true"
    )
    following = stepper.get_by_role("button", name="Next")
    following.click()
    loss = stepper.locator(".tl-loss-words").inner_text()
    p, value = (float(text) for text in re.fullmatch(r"−ln ([\d.]+) = ([\d.]+)", loss).groups())
    assert value == pytest.approx(-np.log(p), abs=0.01)
    following.press("ArrowRight")
    row = stepper.locator(".tl-last tr.marked")
    expect(row).to_have_text(re.compile(r"^7"))
    assert stepper.locator(".tl-layers tbody tr").count() == 3
    following.click()
    numbers = re.search(r"one: (\S+) − (\S+) · \(?([^)\s]+)\)? = (\S+)", stepper.locator(".tl-nine-sum").inner_text())
    w, rate, gradient, new = (float(text.replace("−", "-")) for text in numbers.groups())
    assert new == pytest.approx(w - rate * gradient, abs=2e-4)
    following.click()
    expect(following).to_be_disabled()
    expect(tab.get_by_role("img", name=re.compile("^Losses after one step"))).to_be_visible()
    verdict = stepper.locator(".tl-verdict-words")
    expect(verdict).not_to_have_text(re.compile("overshot"))
    tab.get_by_role("slider", name="Learning rate").press("End")
    expect(verdict).to_have_text(re.compile("^The step overshot"))


def test_activations_move_with_x_and_softmax_adds_up_to_one(tab):
    go(tab, "Activations")
    slider = tab.get_by_role("slider", name="x =")
    slider.fill("-2")
    for name, value in {
        "relu": "0.0000",
        "leaky_relu": "−0.2000",
        "sigmoid": "0.1192",
        "tanh": "−0.9640",
    }.items():
        expect(tab.locator(f'[data-activation="{name}"] .tl-number').first).to_have_text(value)
    tab.get_by_role("slider", name="x₁").fill("4")
    expect(tab.locator(".tl-soft-sum")).to_have_text(re.compile(r"= 1\.000( \(rounded\))?$"))
    *parts, total = map(float, re.findall(r"\d\.\d{3}", tab.locator(".tl-soft-sum").inner_text()))
    is_rounded = "rounded" in tab.locator(".tl-soft-sum").inner_text()
    assert total == 1 and is_rounded == (abs(sum(parts) - total) > 5e-4)
    expect(tab.locator(".tl-soft-words").first).to_contain_text("= 0.946")


def test_links_open_any_state(open_page, address):
    page = open_page(f"{address}#training-lab?part=live&network=ann&optimizer=sgd&rate=0.1&batch=nonsense&dropout=0.5")
    form = page.get_by_role("form", name="Settings of the training")
    expect(form.get_by_role("radio", name="ANN")).to_be_checked()
    expect(form.get_by_role("combobox", name="Optimizer")).to_have_value("sgd")
    expect(form.get_by_role("combobox", name="Learning rate")).to_have_value("0.1")
    expect(form.get_by_role("combobox", name="Batch size")).to_have_value("32")
    studio(page, "context.route.open('training-lab', {part: 'slider', moment: 3})")
    slider = page.get_by_role("slider", name="Moment of the training")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^After 10 steps"))
    studio(page, "context.route.open('training-lab', {part: 'activations', x: -3})")
    expect(page.get_by_role("slider", name="x =")).to_have_value("-3")
    studio(page, "context.route.open('training-lab', {part: 'step', network: 'ann', moment: 5, rate: 1})")
    expect(page.get_by_role("form", name="Settings of the step").get_by_role("radio", name="ANN")).to_be_checked()
    expect(page.get_by_role("combobox", name="As it was")).to_have_value("5")


def test_a_phone_shows_how_far_a_training_is(open_page, address):
    phone = open_page(url=f"{address}#training-lab?part=live", **PHONE)
    choose(phone, Digits="100")
    press(phone, "Train")
    expect(words(phone)).to_have_text(re.compile("^Epoch|^Done"))
    expect(phone.get_by_role("progressbar")).to_be_in_viewport()


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(open_page, samples, width):
    phone = open_page(viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True)
    touch(phone, samples[7])
    phone.get_by_role("tab", name=TAB).click()
    expect(phone.locator(".tl-reading .ui-verdict.cnn")).to_have_text(re.compile(r"CNN\s+7"))
    for part in ("Through time", "Train live", "One step", "Activations"):
        go(phone, part)
        for stage in range(5 if part == "One step" else 1):
            if stage:
                phone.get_by_role("button", name="Next").click()
            assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (part, stage)
        small = phone.evaluate(
            "() => [...document.querySelectorAll('.tl button, .tl select, .tl input[type=range]')]"
            ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44)"
            ".map((one) => one.outerHTML)"
        )
        assert not small
