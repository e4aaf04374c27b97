"""The training lab, used as visitors use it; and its JavaScript arithmetic against Keras."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from tabs.training_lab.lab import NAMES
from tests.browser.drawing import draw, touch

pytestmark = pytest.mark.usefixtures("patience")

TAB = "Training lab"
CODE = Path(__file__).parents[2] / "tabs" / "training_lab"
ARITHMETIC = "\n".join((CODE / name).read_text("utf-8") for name in ("network.js", "activations.js"))


# ---- arithmetic ----


@pytest.fixture(scope="module")
def javascript(chromium):
    """Evaluates a function's text with what network.js and activations.js declare."""
    page = chromium.new_page()
    yield lambda body, argument: page.evaluate(f"(asked) => {{ {ARITHMETIC}\n {body} }}", argument)
    page.close()


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("name", ["cnn", "ann"])
def test_the_browser_computes_what_keras_computes(javascript, name, activation):
    import keras

    from model.networks.small_networks import BUILDERS, as_network, initial_weights
    from tabs.training_lab.lab import described
    from tests.support.example_networks import pictures, seven

    random = np.random.default_rng(2)
    weights = [
        array + 0.05 * random.normal(size=array.shape) for array in initial_weights(name, "relu", random)
    ]
    weights = [array.astype(np.float32) for array in weights]
    model = BUILDERS[name](activation)
    model.set_weights(weights)
    layers = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    every = keras.Model(model.inputs[0], [layer.output for layer in layers])
    for image in (seven(), pictures(1)[0]):
        asked = {
            "layers": described(as_network(name, weights, activation))["layers"],
            "weights": np.concatenate([array.ravel() for array in weights]).tolist(),
            "pixels": image.ravel().tolist(),
        }
        found = javascript(
            "const floats = (values) => Float32Array.from(values);"
            "return runNetwork(asked.layers, floats(asked.weights), floats(asked.pixels))"
            ".map(({ name, shape, values }) => ({ name, shape, values: Array.from(values) }));",
            asked,
        )
        expected = every(image[None, ..., None])
        assert [layer["name"] for layer in found[1:]] == [layer.name for layer in layers]
        for ours, theirs in zip(found[1:], expected, strict=True):
            values = keras.ops.convert_to_numpy(theirs)[0]
            assert ours["shape"] == list(values.shape)
            np.testing.assert_allclose(ours["values"], values.ravel(), atol=1e-4, err_msg=ours["name"])


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "sigmoid", "tanh"])
def test_activations_and_their_slopes_are_those_of_keras(javascript, name):
    import tensorflow as tf
    from keras import activations

    x = np.linspace(-6, 6, 122)  # 0 is not among them: there ReLU has no one slope
    values, slopes = javascript(
        "const { value, slope } = ACTIVATIONS[asked.name]; return [asked.x.map(value), asked.x.map(slope)];",
        {"name": name, "x": x.tolist()},
    )
    function = getattr(activations, name)
    options = {"negative_slope": 0.1} if name == "leaky_relu" else {}
    variable = tf.constant(x, tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(variable)
        expected = function(variable, **options)
    np.testing.assert_allclose(values, expected.numpy(), atol=1e-6)
    np.testing.assert_allclose(slopes, tape.gradient(expected, variable).numpy(), atol=1e-6)


def test_softmax_is_that_of_keras_and_stays_finite(javascript):
    from keras import activations

    for values in ([2.0, 1.0, -1.0], [0.0] * 10, [-4.0, 4.0, 0.1]):
        expected = activations.softmax(np.array([values])).numpy()[0]
        np.testing.assert_allclose(javascript("return softmax(asked);", values), expected, atol=1e-6)
    assert javascript("return softmax(asked);", [1000.0, 0.0, -1000.0]) == [1, 0, 0]


# ---- the tab ----


@pytest.fixture
def tab(page, samples):
    """The page with a 7 on its canvas and the lab open."""
    draw(page, samples[7])
    page.get_by_role("tab", name=TAB).click()
    expect(page.get_by_role("heading", name="A network learns in front of you")).to_be_visible()
    return page


def go(page, name):
    page.get_by_role("group", name="Parts of this tab").get_by_role("button", name=name).click()


def asked_of_python(page):
    """Names of the lab's own questions from now on; the canvas may still be asking its own."""
    names = []

    def note(request):
        found = re.search(r'"fn_name":"(\w+)"', request.post_data or "")
        if found and found[1] in NAMES:
            names.append(found[1])

    page.on("request", note)
    return names


def bars(page, name):
    return page.get_by_role("list", name=name).locator(".tl-value").all_inner_texts()


def test_time_goes_back_to_random_weights_and_asks_nobody(tab):
    slider = tab.get_by_role("slider", name="Moment of the training")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^After 6,435 steps: .* 15 epochs"))
    verdict = tab.locator(".tl-reading .tl-verdict.cnn")
    expect(verdict).to_have_text(re.compile(r"CNN\s+7"))
    expect(tab.get_by_role("img", name=re.compile("^CNN: 8 filters of 3 × 3 weights"))).to_be_visible()
    expect(tab.get_by_role("img", name=re.compile("^ANN: 32 units of 28 × 28 weights"))).to_be_visible()
    expect(tab.get_by_role("img", name=re.compile("^CNN: 24 maps of convolution 2"))).to_be_visible()
    slider.focus()
    for key in ("Home", "End"):  # until all weights have come
        tab.keyboard.press(key)
        expect(verdict).to_be_visible()
    names, last = asked_of_python(tab), bars(tab, "Probability of each digit at this moment")
    tab.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "Before the first step: the weights are random")
    first = bars(tab, "Probability of each digit at this moment")
    assert first != last and max(float(text.split()[0]) for text in first[::2]) < 70
    chart = tab.get_by_role("img", name=re.compile("^Share of test digits read rightly"))
    expect(chart).to_have_accessible_name(re.compile(r"Here: CNN \d\d\.\d\d %, ANN"))
    assert not names
    tab.get_by_role("button", name="Play").click()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^After 3 steps"))
    tab.get_by_role("button", name="Pause").click()
    assert not names


def test_a_blank_canvas_says_what_will_appear(tab):
    expect(tab.locator(".tl-reading .tl-verdict.cnn")).to_have_text(re.compile(r"CNN\s+7"))
    tab.get_by_role("button", name="Clear").click()
    expect(tab.locator(".tl-reading")).to_contain_text("Draw a digit: what both networks made of it")
    go(tab, "One step")
    expect(tab.locator(".tl-slow")).to_contain_text("Draw a digit: one training step on it")
    go(tab, "Train live")
    expect(tab.locator(".tl-curves")).to_contain_text("Press Train")


def test_a_network_learns_live_and_reads_the_digit(tab):
    go(tab, "Train live")
    form = tab.get_by_role("form", name="Settings of the training")
    form.get_by_role("radio", name="ANN").check()
    form.get_by_role("combobox", name="Activation").select_option("tanh")
    form.get_by_role("combobox", name="Batch size").select_option("64")
    form.get_by_role("slider", name="Epochs").fill("3")
    assert "network=ann&activation=tanh&batch=64&epochs=3" in tab.evaluate("location.hash")
    form.get_by_role("button", name="Train").click()
    words = tab.locator(".tl-progress-words")
    expect(words).to_have_text(re.compile(r"^Done\. It reads [89]\d\.\d % of 1,000 digits"))
    expect(tab.get_by_role("img", name=re.compile("^Share read rightly over 3 epochs"))).to_be_visible()
    expect(tab.get_by_role("img", name=re.compile("^Loss over 3 epochs"))).to_be_visible()
    expect(tab.get_by_role("img", name=re.compile("^ANN: 32 units"))).to_be_visible()
    expect(tab.locator(".tl-fresh-words")).to_have_text(re.compile(r"^It reads \d"))
    row = tab.locator(".tl-past").get_by_role("row").nth(1)
    expect(row).to_contain_text("tanh")
    expect(tab.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")


def test_stop_keeps_what_was_learned(tab):
    go(tab, "Train live")
    tab.get_by_role("slider", name="Epochs").fill("30")
    tab.get_by_role("button", name="Train", exact=True).click()
    words = tab.locator(".tl-progress-words")
    expect(words).to_have_text(re.compile("^Epoch "))
    tab.get_by_role("button", name="Stop").click()
    expect(words).to_have_text(re.compile("^Stopped"))
    expect(tab.locator(".tl-fresh-words")).to_have_text(re.compile("^It reads"))
    expect(tab.get_by_role("button", name="Train", exact=True)).to_be_enabled()


@pytest.mark.slow
def test_a_third_visitor_waits_and_sees_the_place(open_page):
    visitors = []
    for _ in range(3):
        visitor = open_page(viewport={"width": 1280, "height": 800})
        visitor.get_by_role("tab", name=TAB).click()
        go(visitor, "Train live")
        visitor.get_by_role("slider", name="Epochs").fill("30")
        visitor.get_by_role("button", name="Train", exact=True).click()
        visitors.append(visitor)
        if len(visitors) < 3:
            expect(visitor.locator(".tl-progress-words")).to_have_text(re.compile("^Epoch "))
    _, second, third = (visitor.locator(".tl-progress-words") for visitor in visitors)
    expect(third).to_have_text(re.compile("You are number 1 in the queue"))
    visitors[0].close()  # without a word
    expect(third).to_have_text(re.compile("^Epoch "))
    for visitor in visitors[1:]:
        visitor.get_by_role("button", name="Stop").click()
    for words in (second, third):
        expect(words).to_have_text(re.compile("^Stopped"))


def test_who_predicts_first_is_asked_before_a_run(tab):
    tab.evaluate("digitGuess.set(true)")
    go(tab, "Train live")
    tab.get_by_role("radio", name="ANN").first.check()
    tab.get_by_role("combobox", name="Batch size").select_option("256")
    tab.get_by_role("slider", name="Epochs").fill("1")
    tab.get_by_role("button", name="Train", exact=True).click()
    tab.get_by_role("group", name="Your guess").get_by_role("button", name="below 90 %").click()
    expect(tab.locator(".tl-progress-words")).to_have_text(
        re.compile(r"Done\. .* You guessed below 90 %: right\.")
    )
    assert tab.evaluate("digitGuess.now()")["right"] == 1


def test_one_step_stage_by_stage(tab):
    go(tab, "One step")
    stepper = tab.get_by_role("group", name="One training step")
    expect(stepper.get_by_role("heading", name="Forward: what it reads now")).to_be_visible()
    expect(stepper).to_contain_text("To a 7, which is right, it gives p = 0.")
    assert (
        tab.get_by_role("group", name="Which digit")
        .get_by_role("button", name="7")
        .get_attribute("aria-pressed")
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
    numbers = re.search(
        r"one: (\S+) − (\S+) · \(?([^)\s]+)\)? = (\S+)", stepper.locator(".tl-nine-sum").inner_text()
    )
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
    expect(tab.locator(".tl-soft-sum")).to_have_text(re.compile(r"= 1\.000$"))
    expect(tab.locator(".tl-soft-words").first).to_contain_text("= 0.946")


def test_links_open_any_state(open_page, address):
    page = open_page(f"{address}#training-lab?part=live&network=ann&optimizer=sgd&rate=0.1&batch=nonsense")
    form = page.get_by_role("form", name="Settings of the training")
    expect(form.get_by_role("radio", name="ANN")).to_be_checked()
    expect(form.get_by_role("combobox", name="Optimizer")).to_have_value("sgd")
    expect(form.get_by_role("combobox", name="Learning rate")).to_have_value("0.1")
    expect(form.get_by_role("combobox", name="Batch size")).to_have_value("32")
    page.evaluate("digitRoute.open('training-lab', {part: 'slider', moment: 3})")
    slider = page.get_by_role("slider", name="Moment of the training")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^After 10 steps"))
    page.evaluate("digitRoute.open('training-lab', {part: 'activations', x: -3})")
    expect(page.get_by_role("slider", name="x =")).to_have_value("-3")
    page.evaluate("digitRoute.open('training-lab', {part: 'step', network: 'ann', moment: 5, rate: 1})")
    expect(
        page.get_by_role("form", name="Settings of the step").get_by_role("radio", name="ANN")
    ).to_be_checked()
    expect(page.get_by_role("combobox", name="As it was")).to_have_value("5")


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(open_page, samples, width):
    phone = open_page(viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True)
    touch(phone, samples[7])
    phone.get_by_role("tab", name=TAB).click()
    expect(phone.locator(".tl-reading .tl-verdict.cnn")).to_have_text(re.compile(r"CNN\s+7"))
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
