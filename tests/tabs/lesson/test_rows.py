"""Every row of the lesson is on the page, and its numbers are what Keras, NumPy or the measurements say.

Rows 1 to 17; the others are in test_later_rows.py. Nothing here asks the code that made the page.
"""

import re

import keras
import numpy as np
import pytest

from model.explain import graph
from model.explain.captions import caption
from model.image.samples import load_samples
from tabs.lesson import chapters
from tests.support.lesson_page import Section, metrics, network, percent, row

FIVE = np.arange(1, 26, dtype="float32").reshape(5, 5)
KERNEL = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]], "float32")
ROWS = [name for chapter in chapters.load() for name in chapter.rows]


def keras_convolve(picture, kernel, **settings):
    """A picture under one filter of a Keras layer."""
    layer = keras.layers.Conv2D(1, len(kernel), use_bias=False, **settings)
    layer.build((None, None, None, 1))
    layer.set_weights([kernel[:, :, None, None]])
    return as_array(layer(picture[None, :, :, None]))[0, :, :, 0]


def as_array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def listed(values):
    """Numbers as a sentence lists them: "35, 40, 45"."""
    return ", ".join(f"{value:g}" for value in values)


def first_seven():
    images, labels = load_samples("test")
    return images[np.flatnonzero(labels == 7)[0]]


@pytest.mark.parametrize("name", ROWS)
def test_every_row_lets_the_visitor_do_something(name):
    assert row(name).tries or row(name).widgets


@pytest.mark.parametrize("number", range(1, len(chapters.load()) + 1))
def test_every_chapter_ends_in_something_to_try(number):
    body = next(chapter.body for chapter in chapters.load() if chapter.number == number)

    assert body.rstrip().splitlines()[-1].startswith("::try ")


@pytest.mark.parametrize("name", ROWS)
def test_every_picture_is_told_in_words(name):
    """An SVG has its own label, or stands in a group that has one and tells the whole."""
    for drawn in re.findall(r'<div class="le-drawn">(.*?)</figure>', row(name).html, re.DOTALL):
        for opening in re.findall(r"<svg [^>]*>", drawn):
            assert "aria-label=" in opening or "aria-hidden=" in opening
        if "<svg" in drawn and "lf-icons" not in drawn:
            assert re.search(r'aria-label="[^"]{20,}"', drawn)


def test_L01_parameters_of_a_small_network():
    model = keras.Sequential([keras.Input((4,)), *(keras.layers.Dense(n) for n in (4, 4, 3))])
    counts = [layer.count_params() for layer in model.layers]
    words, figure = row("L1").words, row("L1").figure("network")

    assert model.count_params() == 55
    assert f"That makes {model.count_params()} parameters" in words
    assert f"{counts[0]} + {counts[1]} + {counts[2]} = {sum(counts)}" in figure.words
    assert figure.html.count("lf-link") == 4 * 4 + 4 * 4 + 4 * 3
    assert f"{network('ann').count_params():,}" in words
    softmax = as_array(keras.ops.softmax(np.array([2.0, 1.0, -1.0])))
    sigmoid = as_array(keras.ops.sigmoid(np.array([2.0, 1.0, -1.0])))
    for share in (*softmax, *sigmoid):
        assert f"{share:.2f}" in row("L1").figure("softmax-or-sigmoid").words
    assert "Softmax" in words and "binary cross-entropy" in words and "categorical cross-entropy" in words


def test_L02_activations_with_their_derivatives():
    from tabs.lesson.figures.activations import slope, value

    x = np.linspace(-3.95, 3.95, 80)  # ReLU has no slope at 0
    first_of_three = np.stack([x, 0 * x, 0 * x], axis=-1)
    known = {
        "relu": keras.ops.relu(x),
        "sigmoid": keras.ops.sigmoid(x),
        "tanh": keras.ops.tanh(x),
        "softmax": keras.ops.softmax(first_of_three)[..., 0],
    }
    words = row("L2").words
    for name, curve in known.items():
        step = 1e-5
        assert np.allclose(value(name, x), as_array(curve), atol=1e-6)
        numeric = (value(name, x + step) - value(name, x - step)) / (2 * step)
        assert np.allclose(slope(name, x), numeric, atol=1e-5)
    for card in ("ReLU", "Sigmoid", "Tanh", "Softmax"):
        assert f"<b>{card}</b>" in row("L2").html
    assert words.count("Derivative") == words.count("Strength") == words.count("Weakness") == 4
    at_minus_2 = [float(as_array(known_at(-2.0))) for known_at in (keras.ops.relu, keras.ops.sigmoid, keras.ops.tanh)]
    relu, sigmoid, tanh = (f"{v:.2f}".rstrip("0").rstrip(".").replace("-", "−") for v in at_minus_2)
    assert f"ReLU gives {relu} , sigmoid {sigmoid} and tanh {tanh}" in words
    assert "activation" in row("L2").widgets


def test_L03_loss_and_learning_rate():
    words = row("L3").words
    for share in (0.9, 0.1):
        truth, guess = np.array([[0.0, 1.0]]), np.array([[1 - share, share]])
        loss = float(as_array(keras.losses.categorical_crossentropy(truth, guess))[0])
        assert f"A share of {share} costs {loss:.2f}" in words
    assert row("L3").widgets == ["cross-entropy"]
    alt = row("L3").figure("learning-rates").alternatives
    for rate in (0.05, 0.4, 1.05):
        w = -1.6 * (1 - 2 * rate) ** 8  # each step multiplies w by 1 − 2 · rate
        loss = f"{w * w:.2f}".rstrip("0").rstrip(".")
        assert f"rate {rate:g} ends at loss {loss}" in alt


def test_L04_applications():
    words = row("L4").words.lower()

    for use in ("classification", "segmentation", "detection", "face recognition", "medical imaging"):
        assert use in words
    for use in ("autonomous vehicles", "satellite imagery", "video analysis"):
        assert use in words
    assert row("L4").figure("applications").html.count("<svg") == 8


def test_L05_ann_and_cnn_by_task():
    words, measured = row("L5").words, metrics()
    plain, shuffled = measured["shuffled"]["unshuffled"], measured["shuffled"]

    assert f"The ANN reads {percent(plain['ann']['accuracy'])} before" in words
    assert f"and {percent(shuffled['ann']['accuracy'])} after" in words
    assert f"falls from {percent(plain['cnn']['accuracy'])} to {percent(shuffled['cnn']['accuracy'])}" in words
    # what the sentences claim
    assert shuffled["ann"]["accuracy"] > shuffled["cnn"]["accuracy"]
    assert abs(shuffled["ann"]["accuracy"] - plain["ann"]["accuracy"]) < 0.01
    assert plain["cnn"]["accuracy"] - shuffled["cnn"]["accuracy"] > 0.02
    assert 2 * network("cnn").count_params() < network("ann").count_params()
    tasks = [cells[0].split(",")[0] for cells in row("L5").cells()]
    assert tasks == ["Classification of pictures", "Segmentation", "Detection", "Tables", "Video"]
    before, after = row("L5").figure("shuffled-digit").pictures()
    assert (np.sort(before, axis=None) == np.sort(after, axis=None)).all() and (before != after).any()


def test_L06_three_problems_and_their_models():
    words = row("L6").words

    for model, idea in {
        "AlexNet": "dropout",
        "VGG": "3×3",
        "ResNet": "skip connections",
        "EfficientNet": "three things together",
        "U-Net": "biology",
        "Mask R-CNN": "mask for each",
        "YOLO": "One pass",
        "SSD": "several scales",
        "Faster R-CNN": "proposes regions",
    }.items():
        assert model in words and idea in words
    drawn = row("L6").figure("three-tasks").words
    assert all(task in drawn for task in ("what goes in", "classification", "segmentation", "detection"))


def test_L07_grey_pictures():
    (look,) = row("L7").figure("grey-example").pictures()
    numbers = row("L7").figure("grey-example").words

    assert look.shape == (3, 3) and look[0, 0] == 0 and look[2, 2] == 255
    assert all(f" {level} " in numbers for level in look.ravel())
    part = first_seven()[10:18, 10:18]
    shown = re.findall(r"(?<=frame )[\d ]+", row("L7").figure("digit-numbers").words)[0].split()
    assert shown == [str(level) for level in part.ravel()]
    paper, stored = row("L7").figure("inverted").pictures()
    assert (paper == 255 - stored).all() and (stored == first_seven()).all() and stored[0, 0] == 0
    assert f"it is {28 * 28} numbers" in row("L7").words
    assert row("L7").widgets == ["changed", "pixels"]


def test_L08_colour_pictures():
    look = row("L8").figure("colour-example").pictures()[0]
    alt = row("L8").figure("colour-example").alternatives

    assert look.tolist() == [[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 0]]]
    for channel, name in enumerate(("red", "green", "blue")):
        assert f"{name} {look[:, :, channel].tolist()}" in alt
    assert f"{3000 * 4000 * 3:,} numbers" in row("L8").words
    assert "H × W × 3" in row("L8").words
    assert ("convolution-lab", {"input": "picture"}) in row("L8").tries


def test_L09_the_nine_numbers():
    out = keras_convolve(FIVE, KERNEL)
    words = row("L9").words

    assert out.tolist() == [[35, 40, 45], [60, 65, 70], [85, 90, 95]]
    for name, line in zip(("first", "second", "third"), out, strict=True):
        assert f"{name} row: {listed(line)}" in words
    assert "1 + 3 + 7 + 11 + 13 = 35" in words
    table = row("L9").figure("nine-sums").cells()
    for (at, products, total), value in zip(table, out.ravel(), strict=True):
        assert sum(map(int, products.split(" + "))) == int(total) == value
        top, left = (int(part) - 1 for part in at.split(", "))
        under = FIVE[top : top + 3, left : left + 3][KERNEL == 1]
        assert products == " + ".join(f"{v:g}" for v in under)


def test_L10_stride_and_floor():
    out = keras_convolve(FIVE, KERNEL, strides=2)
    words, alt = row("L10").words, row("L10").figure("convolution").alternatives

    assert out.tolist() == [[35, 45], [85, 95]]
    assert f"{listed(out[0])} and {listed(out[1])}" in words
    assert f"{listed(out[0])}; {listed(out[1])}" in alt
    for n, floor_bites in ((5, False), (6, True), (7, False)):
        size = len(keras_convolve(np.ones((n, n), "float32"), KERNEL, strides=2))
        line = next(t for t in re.findall(r"\d cells: [^→]+→ \d", words) if t.startswith(f"{n} cells"))
        assert line.endswith(f"→ {size}") and (".5" in line) == floor_bites
    assert "floor((5 + 2 · 0 − 3) / 1) + 1 = 3" in words and "floor((5 + 2 · 0 − 3) / 2) + 1 = 2" in words
    assert "The size is 2 , and the last cell" in words


def test_L11_padding_and_dilation():
    same, wide = keras_convolve(FIVE, KERNEL, padding="same"), keras_convolve(FIVE, KERNEL, dilation_rate=2)
    padded, dilated = (figure.alternatives for figure in row("L11").figures("convolution"))

    assert same.shape == (5, 5)
    assert "; ".join(map(listed, same)) in padded
    assert wide.shape == (1, 1) and f"1 by 1: {wide[0, 0]:g}" in dilated
    assert "floor((5 + 2 · 1 − 3) / 1) + 1 = 5" in row("L11").words


def test_L12_what_kernels_see():
    pictures = row("L12").figure("kernels-on-digit").pictures()
    digit = first_seven().astype("float32") / 255
    sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "float32")
    learned = network("cnn").get_layer("conv1").get_weights()[0][:, :, 0, 0]

    assert (pictures[0] == first_seven()).all()
    assert_shows(pictures[2], keras_convolve(digit, sobel))
    assert_shows(pictures[4], keras_convolve(digit, sobel.T))
    assert_shows(pictures[6], keras_convolve(digit, np.full((3, 3), 1 / 9, "float32")))
    assert_shows(pictures[10], keras_convolve(digit, learned))
    lopsided = np.arange(1, 10, dtype="float32").reshape(3, 3)
    as_is, flipped = keras_convolve(FIVE, lopsided)[0, 0], keras_convolve(FIVE, lopsided[::-1, ::-1])[0, 0]
    drawn = row("L12").figure("flipped").words
    assert as_is != flipped and f"first sum {as_is:g}" in drawn and f"first sum {flipped:g}" in drawn
    assert "cross-correlation" in row("L12").words and "found by training" in row("L12").words


def assert_shows(picture, values):
    """Grey is 0; black and white are as far from it as the largest number."""
    levels = 255 * (values / np.abs(values).max() + 1) / 2
    assert np.abs(picture - levels).max() <= 1


def test_L13_captions_are_computed():
    cnn, digit = network("cnn"), first_seven().astype("float32") / 255
    until = keras.Model(cnn.inputs[0], [layer.output for layer in cnn.layers[1:3]])
    outputs = dict(zip(("conv1", "relu1"), (as_array(t)[0] for t in until(digit[None, :, :, None])), strict=True))
    read = graph.read(cnn)
    figure = row("L13").figure("feature-maps")
    shown = re.findall(r"<b>Map (\d+)</b> (.*?)</p>", figure.html)

    assert len(shown) == 8
    for channel, words in shown:
        assert Section(words).words == caption(read, outputs, digit, "relu1", int(channel)).text
    told = figure.words
    # what the text promises of them
    for kind in ("vertical", "horizontal", "small holes", "answers faintly on empty paper"):
        assert kind in told
    assert f"maps of {' × '.join(map(str, outputs['conv1'].shape))}" in row("L13").words


def test_L14_sharing_and_receptive_field():
    words = row("L14").words
    convolution = keras.layers.Conv2D(16, 3)
    convolution.build((None, 28, 28, 1))
    assert f"needs {convolution.count_params()} numbers for 16 maps" in words
    assert f"{26 * 26 * 16:,} , would need {784 * 26 * 26 * 16 + 26 * 26 * 16:,}" in words
    assert "24 weights" in row("L14").figure("sharing").words

    assert field("conv2") == 5 and "a cell of the second layer sees 5 × 5" in words
    assert f"In the fourth it is {field('conv4')} × {field('conv4')}" in words
    assert "depends on all 25 pixels" in row("L14").figure("receptive-field").alternatives


def field(layer):
    """Rows of the picture that one middle cell of a layer reacts to, tried pixel by pixel."""
    cnn = keras.models.clone_model(network("cnn"))
    cnn.set_weights([np.ones(w.shape) if w.ndim == 4 else np.zeros(w.shape) for w in cnn.get_weights()])
    until = keras.Model(cnn.inputs[0], cnn.get_layer(layer).output)
    pokes = np.eye(784, dtype="float32").reshape(784, 28, 28, 1)
    out = as_array(until(pokes))
    middle = out.shape[1] // 2
    reacts = out[:, middle, middle, 0].reshape(28, 28) > 0
    return int(reacts.any(axis=1).sum())


@pytest.mark.parametrize(("kind", "layer"), [("max", "MaxPooling2D"), ("average", "AveragePooling2D")])
def test_L15_pooling(kind, layer):
    out = as_array(getattr(keras.layers, layer)(2)(FIVE[None, :, :, None]))[0, :, :, 0]
    figure = next(f for f in row("L15").figures("pooling") if f"{kind} pooling" in f.words)

    assert out.tolist() == ([[7, 9], [17, 19]] if kind == "max" else [[4, 6], [14, 16]])
    assert f"{listed(out[0])} above {listed(out[1])}" in row("L15").words
    assert f"{listed(out[0])}; {listed(out[1])}" in figure.alternatives


def test_L16_flatten():
    maps = np.arange(4 * 4 * 8, dtype="float32").reshape(1, 4, 4, 8)
    flat = as_array(keras.layers.Flatten()(maps))[0]
    words = row("L16").words

    assert f"become a row of {flat.size}" in words
    index = int(np.flatnonzero(flat == maps[0, 1, 2, 5])[0])
    assert f"gets the index {index}" in words and f"= {index}" in row("L16").figure("flatten").words
    assert "very first has index 0 and the last has 127" in words
    cnn = network("cnn")
    assert " × ".join(map(str, cnn.get_layer("pool3").output.shape[1:])) in words
    assert f"Flat, that is {cnn.get_layer('flatten').output.shape[1]} numbers" in words


def test_L17_scores_become_probabilities():
    cnn, digit = network("cnn"), load_samples("test")[0][445].astype("float32") / 255
    until = keras.Model(cnn.inputs[0], cnn.get_layer("logits").output)
    scores = as_array(until(digit[None, :, :, None]))[0].astype(float)
    shares = np.exp(scores) / np.exp(scores).sum()
    table = row("L17").figure("scores").cells()

    for label, (cells, score, share) in enumerate(zip(table, scores, shares, strict=False)):
        assert cells[0] == str(label)
        assert float(cells[1].replace("−", "-")) == pytest.approx(score, abs=0.006)
        assert float(cells[3].rstrip(" %")) == pytest.approx(100 * share, abs=0.01)
    assert table[-1][0] == "sum" and table[-1][3] == "100 %"
    assert shares.max() < 0.9  # hard to read, as the text says
    journey = {cells[0]: cells[1:] for cells in row("L17").figure("journey").cells()}
    for layer in cnn.layers:
        if layer.name in journey:
            shape = " × ".join(map(str, layer.output.shape[1:]))
            assert journey[layer.name] == [shape, f"{layer.count_params():,}" if layer.count_params() else ""]
    assert journey["all"][1] == f"{cnn.count_params():,}"
    refused = metrics()["not_a_digit"]["refused"]
    assert f"{percent(refused['letters'], 0)} of letters" in row("L17").words
    assert row("L17").widgets == ["softmax"]


def test_L31_the_last_maps_depend_on_a_pixel_in_the_middle():
    model = network("cnn")
    maps = keras.Model(model.input, model.get_layer("pool3").output)
    pokes = np.random.default_rng(1).random((64, 28, 28, 1)).astype("float32")
    poked = pokes.copy()
    poked[:, 14, 14] += 50
    touched = (as_array(maps(pokes)) != as_array(maps(poked))).any(axis=(0, 3))

    assert f"it holds {percent(touched.mean(), 0)} of the cells if the pixel lies in the middle" in row("L31").words
    assert row("L31").widgets == ["follow"]
