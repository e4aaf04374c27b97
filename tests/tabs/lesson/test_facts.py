"""Claims that a strict reader doubted, and the numbers they rest on, computed apart from the page."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import keras
import numpy as np
import pytest

from model.image.samples import load_samples
from model.networks.famous import load_table
from model.networks.pretrained import WEIGHTS
from model.networks.records import DISTURBED_EVERY
from tabs.lesson import chapters, quiz
from tabs.lesson.figures.filters import captions
from tests.support.lesson_page import CHAPTERS, Section, metrics, network, percent, row, source
from training.settings import DEFAULTS, DISTILLED
from training.shuffle_experiment import EPOCHS

ROOT = Path(__file__).resolve().parents[3]


def said(number):
    """Everything that a chapter's page says, on one line."""
    return Section(chapters.render(next(one for one in CHAPTERS if one.number == number))).words


def layers_of(name):
    return [layer for block in load_table()[name]["blocks"] for layer in block["layers"]]


def test_a_hidden_layer_is_one_that_the_data_say_nothing_about():
    assert "because the data say nothing about what they should hold" in said(1)
    assert "never look at" not in said(1)


def test_a_dead_relu_wakes_when_the_layer_before_it_changes():
    first = keras.layers.Dense(2, use_bias=False, name="first")
    second = keras.layers.Dense(1, activation="relu", use_bias=False)
    model = keras.Sequential([keras.Input((2,)), first, second])
    second.set_weights([np.array([[-1.0], [-1.0]])])
    inputs = np.random.default_rng(1).random((50, 2)) + 0.1
    first.set_weights([np.eye(2)])
    assert not model.predict(inputs, verbose=0).any()  # dead: 0 for every input
    first.set_weights([-np.eye(2)])
    assert model.predict(inputs, verbose=0).all()
    assert "Only a change in the layers before it can wake it up again" in said(1)


def test_all_networks_of_the_shuffle_were_trained_equally_long():
    shuffled, networks = metrics()["shuffled"], metrics()["networks"]
    text = row("L5").words
    assert f"learned from {shuffled['digits']:,} digits, which is less than half of the data" in text
    assert 2 * shuffled["digits"] < metrics()["data"]["mnist"]["training_images"]
    assert all(
        shuffled["unshuffled"][name]["accuracy"] < networks[name]["mnist"]["accuracy"] for name in ("cnn", "ann")
    )
    assert set(shuffled["epochs"].values()) == {EPOCHS}
    assert f"Each of them was trained for {EPOCHS} epochs, in just the same way before and after" in text


def test_a_unets_answer_is_smaller_than_its_picture():
    (height, width, _), last = load_table()["unet"]["input"], layers_of("unet")[-1]["shape"]
    assert last[0] < height
    assert f"{last[0]} × {last[1]} pixels for a picture of {height} × {width}" in row("L6").words


def test_every_network_named_in_chapter_2_has_the_card_that_is_promised():
    named = re.findall(r"^- \*\*([\w -]+)\*\*", source(2).split("## L6 ")[1], re.MULTILINE)
    cards = " ".join(card["name"] for card in json.loads((ROOT / "tabs/architectures/cards.json").read_text("utf-8")))
    assert [name for name in named if name not in cards] == ["MobileNet"] and len(named) >= 10
    assert "All networks named here but MobileNet have a card" in row("L6").words


def test_the_history_counts_its_networks():
    figure = Section(chapters.render(CHAPTERS[6])).figure("timeline")
    drawn = re.findall(r"([\w-]+), (\d{4}): [\d,]+", figure.alternatives)
    families = {re.sub(r"-\d+$", "", name) for name, year in drawn if int(year) <= 2015}
    assert len(CHAPTERS[6].rows) == len(families) == 5 and "Five families" in source(7)
    assert len([name for name, year in drawn if int(year) <= 2015]) == 7 and "the five families are seven" in said(7)
    assert drawn[7:] == [("EfficientNet-B0", "2019")] and "The figure shows an eighth, EfficientNet, from 2019" in said(
        7
    )


def test_an_input_of_227_is_the_one_that_comes_out_even():
    text = row("L23").words
    assert (227 - 11) % 4 == 0 and (227 - 11) // 4 + 1 == 55 and "(227 − 11) / 4 + 1 = 55" in text
    assert (224 - 11) // 4 + 1 == 54 and "would give 54 cells each way, while its first maps have 55" in text


def test_only_networks_of_chapter_7_are_announced_for_it():
    announced = source(2).split("come back in chapter 7")[0].split("\n\n")[-1]
    history = source(7)
    names = [
        name
        for name in ("AlexNet", "VGG", "ResNet", "U-Net", "Mask R-CNN", "YOLO", "SSD", "Faster R-CNN")
        if name in announced
    ]
    assert names and all(name in history for name in names)


def test_biases_and_depth_are_counted():
    first, second = network("cnn").get_layer("conv1"), network("cnn").get_layer("conv2")
    text = row("L13").words
    assert f"16 · (9 + 1) = {first.count_params():,}" in text and first.count_params() == 16 * (9 + 1)
    assert f"16 · (3 · 3 · 16 + 1) = {second.count_params():,}" in text
    assert second.count_params() == 16 * (3 * 3 * 16 + 1)
    assert second.get_weights()[0].shape[:3] == (3, 3, 16)
    assert f"All {3 * 3 * 16} products go into a single sum" in text


def test_what_the_filters_answer_to_is_counted():
    phrases = [str(one.filter.phrase) for one in captions(7)]
    words = {
        "edges": " edges ",
        "holes": "(?:spots|small holes)",
        "gaps": "(?:gaps between|(?:vertical|horizontal|diagonal) strokes$)",
        "shape": "ink of",
    }
    told = re.search(r"Of all 16 filters, (.*?)\.", row("L13").words)[1]

    assert sum(map(int, re.findall(r"\d+", told))) == len(phrases) == 16
    for name, pattern in words.items():
        number = re.search(rf"(\d+) (?:answer )?to [a-z ]*{name}", told)
        assert int(number[1] if number else 0) == sum(bool(re.search(pattern, phrase)) for phrase in phrases), name


def test_paper_glows_only_through_the_bias():
    kernel, bias = network("cnn").get_layer("conv1").get_weights()
    model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Conv2D(16, 3, activation="relu")])
    model.layers[0].set_weights([kernel, bias])
    empty = keras.ops.convert_to_numpy(model(np.zeros((1, 28, 28, 1), "float32")))[0, 5, 5]
    np.testing.assert_allclose(empty, np.maximum(bias, 0), atol=1e-6)
    assert "all that is left is the bias" in row("L13").words


def test_how_many_windows_keep_their_number_after_a_shift_by_one_pixel():
    images = load_samples("test")[0].astype("float32")[..., None]
    moved = np.zeros_like(images)
    moved[:, :, 1:] = images[:, :, :-1]
    layer = keras.layers.MaxPooling2D(2)
    before, after = (keras.ops.convert_to_numpy(layer(one)) for one in (images, moved))
    kept = (before == after)[before > 0].mean()
    assert kept < 0.5
    assert f"{percent(kept, 0)} of the windows with ink kept their number" in row("L15").words


def test_what_is_refused_is_told_for_kinds_that_were_seen_and_for_others():
    refused = metrics()["not_a_digit"]["refused"]
    text = row("L17").words
    seen = [percent(refused[kind], 0) for kind in ("letters", "scribbles")]
    unseen = [percent(refused[f"{kind} of unseen shapes"], 0) for kind in ("letters", "scribbles")]
    assert f"{seen[0]} of letters and {seen[1]} of scribbles of the kinds that it saw in training" in text
    assert f"Of other kinds it refuses {unseen[0]} and {unseen[1]}" in text


def test_the_relus_are_counted():
    relus = [one for one in network("cnn").layers if isinstance(one, keras.layers.ReLU)]
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    assert f"leaves out the {names[len(relus)]} ReLUs" in row("L17").words


def test_the_steps_of_the_whole_way_are_counted():
    kinds = [type(one).__name__ for one in network("cnn").layers]
    names = ("Conv2D", "MaxPooling2D", "Flatten", "Dense", "Softmax")
    assert [kinds.count(name) for name in names] == [6, 3, 1, 2, 1]
    assert "six convolutions, three poolings, one flatten, two dense layers, one softmax" in row("L17").words


def test_the_keras_example_takes_as_many_steps_as_is_said():
    assert "range(20)" in source(6) and "twenty steps, each on the same small batch" in said(6)


def test_most_of_alexnets_work_is_done_by_few_weights():
    layers = layers_of("alexnet")
    convolutions = [layer for layer in layers if layer["kind"] == "convolution"]
    for what, expected in (("parameters", "{} of all"), ("multiplications", "{} of the multiplications")):
        share = sum(one[what] for one in convolutions) / sum(one[what] for one in layers)
        assert expected.format(percent(share, 0)) in row("L23").words
    assert "cheap" not in row("L23").words


def test_the_sizes_rise_and_fall_as_is_said():
    names = ("lenet5", "alexnet", "vgg16", "vgg19", "googlenet", "resnet50", "resnet101", "efficientnet")
    sizes = [load_table()[name]["parameters"] for name in names]
    rises = ["+" if after > before else "-" for before, after in zip(sizes, sizes[1:], strict=False)]
    assert "".join(rises) == "+++-++-"
    text = "up to VGG-19, fall with GoogLeNet, rise again with the ResNets, and fall once more"
    assert text in said(7)


@pytest.mark.parametrize("year", ["2006", "2009", "2010", "2011", "2012"])
def test_the_years_before_alexnet_are_named(year):
    assert f"In {year}" in row("L23").words or f"From {year}" in row("L23").words


def test_chapter_8_says_what_its_numbers_rest_on():
    networks = metrics()["networks"]
    text = said(8)
    assert f"{networks['cnn']['drawings']['n']:,} digits by people whom the networks never saw" in text
    whole = networks["cnn"]["mnist"]["n"]
    part = len(range(0, whole, DISTURBED_EVERY))
    assert DISTURBED_EVERY == 5 and f"every fifth of MNIST’s test digits, which is {part:,} ," in text
    assert f"everywhere else on all {whole:,} of them" in text
    assert f"We shifted, turned and scaled {part:,} test digits".lower() in text.lower()
    assert f"Share of {part:,} test digits read correctly, measured" in row("L28").figure("robustness").words
    for measured in networks["cnn"]["robustness"].values():  # as many as can be, whatever the strength
        counted = np.array(measured["accuracy"]) * part
        np.testing.assert_allclose(counted, counted.round(), atol=1e-6)
    made_by = json.loads((WEIGHTS / "manifest.json").read_text("utf-8"))["made_by"]
    assert made_by["command"].endswith("--seeds 1 2 3 --distil") and "taught by all three for eight more" in text
    assert DISTILLED.epochs == 8
    cnn, ann = (asdict(DEFAULTS[name]) for name in ("cnn", "ann"))
    assert cnn["epochs"] == ann["epochs"] and "for equally many epochs" in text
    assert cnn["dropout"] > 0 and "it had dropout, which the ANN had not" in text
    assert all(cnn[change] > ann[change] for change in ("shift", "rotation", "slant", "scale"))
    assert "24 people" in text and "24 people" in said(3)


def test_a_turn_is_told_in_both_directions():
    rotation = metrics()["networks"]["cnn"]["robustness"]["rotation"]
    accuracy = dict(zip(rotation["degrees"], rotation["accuracy"], strict=True))
    text = row("L28").words
    for degrees in (-60, -30, 30, 60):
        assert percent(accuracy[degrees], 1) in text


def test_index_1_is_where_whole_maps_would_come_first():
    maps = np.arange(4 * 4 * 8).reshape(4, 4, 8)  # each number is its own index, channels last
    wanted = maps[0, 1, 0]
    assert list(np.moveaxis(maps, -1, 0).ravel()).index(wanted) == 1
    assert maps[0, 2, 0] == 16
    questions = quiz.as_json(quiz.load()[5])
    choices = next(one for one in questions if one["id"] == "flatten-index")["choices"]
    why = {Section(one["text"]).words: one["why"] for one in choices}
    assert "if a whole map came first" in why["index 1"]
    assert "row 0, column 2, channel 0" in why["index 16"]
    assert json.dumps(choices).count('"right": true') == 1


def test_four_of_the_nine_products_are_zero():
    corner, kernel = np.arange(1, 26).reshape(5, 5)[:3, :3], np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
    assert (corner * kernel == 0).sum() == 4 and "Four of the nine products are 0" in row("L9").words


def test_free_accounts_are_told_about_zerogpu():
    assert "A free account may host two Spaces with ZeroGPU" in said(9)
