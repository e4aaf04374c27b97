"""Strengths and limits as the lesson tells them, from what was measured."""

import re

import numpy as np

from tests.support.lesson_page import WEIGHTS, metrics, network, percent, row
from training.settings import Settings


def accuracy_at(name, kind, strength):
    measured = metrics()["networks"][name]["robustness"][kind]
    axis = {"shift": "dx", "rotation": "degrees", "scale": "factor", "noise": "sigma"}[kind]
    curve = measured["accuracy"]
    if kind == "shift":
        curve = curve[measured["dy"].index(0)]
    return curve[measured[axis].index(strength)]


def test_L27_strengths():
    words = row("L27").words
    for shift in (4, 8):
        cnn, ann = (accuracy_at(name, "shift", shift) for name in ("cnn", "ann"))
        assert cnn > ann
        assert percent(cnn, 1) in words and percent(ann, 1) in words
    size, step, seen = 1, 1, {}
    for layer in network("cnn").layers:
        if hasattr(layer, "strides"):
            window = layer.pool_size[0] if hasattr(layer, "pool_size") else layer.kernel_size[0]
            size, step = size + step * (window - 1), step * layer.strides[0]
            seen[layer.name] = size
    for name in ("conv1", "conv2", "conv4", "conv6"):
        assert f"{name}: {seen[name]} × {seen[name]}" in row("L27").figure("fields").words
    assert seen["conv6"] >= 28 and "at last the whole digit" in row("L27").figure("fields").words
    assert "3-D convolution" in words and "Sound" in words


def test_L27_the_map_follows_the_shift():
    digit, first, moved, second = row("L27").figure("shift-follows").pictures()

    assert (np.roll(digit, 4, axis=1) == moved).all() and (digit != moved).any()
    assert (np.roll(first, 4, axis=1) == second).all() and (first != second).any()


def test_L28_limits():
    words = row("L28").words
    at = lambda name, kind, strength: accuracy_at(name, kind, strength)  # noqa: E731

    assert f"by 30 degrees to the left, the CNN reads {percent(at('cnn', 'rotation', 30), 1)}" in words
    assert f"At 60 degrees only {percent(at('cnn', 'rotation', 60), 1)}" in words
    assert f"At half the size it reads {percent(at('cnn', 'scale', 0.5), 1)}" in words
    # what the sentences claim
    assert at("cnn", "rotation", 60) < 0.6 < 0.99 < at("cnn", "rotation", 0)
    for kind, strength in (("rotation", 60), ("rotation", 30), ("scale", 0.5)):
        assert at("cnn", kind, strength) > at("ann", kind, strength)
    settings = Settings()
    assert settings.noise == 0.4 and settings.noisy == 0.3  # "three in ten", "up to 0.4"
    for name in ("cnn", "ann"):
        assert at(name, "noise", 0.6) < at(name, "noise", 0.3) > 0.97
    limits = [cells[0] for cells in row("L28").cells()]
    table = re.search(r"<tbody>.*?</tbody>", row("L28").html, re.DOTALL)[0]
    assert all('<a href="#' in line for line in re.findall(r"<tr>.*?</tr>", table, re.DOTALL))
    assert limits[:5] == [
        "Needs data",
        "Needs computing",
        "Can overfit",
        "Hard to interpret",
        "Many settings",
    ]


def test_L28_curves_are_the_measured_ones():
    figure = row("L28").figure("robustness")
    for kind in ("rotation", "scale", "noise"):
        measured = metrics()["networks"]["cnn"]["robustness"][kind]["accuracy"]
        heights = [f"{round(6 + 92 * (1 - share), 2):g}" for share in measured]
        drawn = [re.findall(r" ([\d.]+)(?=L|$)", path) for path in re.findall(r'd="M([^"]+)"', figure.html)]
        assert heights in drawn


def test_L29_the_two_side_by_side():
    table = {cells[0]: cells[1:] for cells in row("L29").cells()}
    for column, name in enumerate(("ann", "cnn")):
        measured = metrics()["networks"][name]
        expected = {
            "Parameters": f"{network(name).count_params():,}",
            "Test digits read correctly": percent(measured["mnist"]["accuracy"]),
            "Wrong, of 10,000": str(measured["mnist"]["errors"]),
            "Drawings read correctly": percent(measured["drawings"]["accuracy"]),
            "Shifted 4 to the right": percent(accuracy_at(name, "shift", 4), 1),
            "Turned left by 30 degrees": percent(accuracy_at(name, "rotation", 30), 1),
            "Turned right by 30 degrees": percent(accuracy_at(name, "rotation", -30), 1),
            "At half the size": percent(accuracy_at(name, "scale", 0.5), 1),
            "Noise of 0.3": percent(accuracy_at(name, "noise", 0.3), 1),
            "Pixels shuffled, trained anew on fewer digits": percent(metrics()["shuffled"][name]["accuracy"]),
        }
        assert {key: table[key][column] for key in expected} == expected
    for aspect in ("Idea", "Input", "Connections", "Sharing", "Features", "After a shift", "Layers", "Uses"):
        assert all(table[aspect])


def said_of_test_digits():
    """By network, certainty and whether it was correct, float (10000, 2), straight from the file."""
    with np.load(WEIGHTS / "tested.npz") as file:
        return {
            name: np.stack([file[f"{name}_certainty"], file[f"{name}_answers"] == file["labels"]], axis=1).astype(float)
            for name in ("cnn", "ann")
        }


def test_L37_fair_testing():
    from model.image.samples import load_samples

    measured, section = metrics()["networks"], row("L37")
    pictures, labels = (array[::5] for array in load_samples("test"))
    inverted = 1 - pictures.astype("float32")[..., None] / 255
    assert f"We inverted {len(labels)} test digits" in section.words
    told = []
    for name, figure in zip(("cnn", "ann"), section.figures("confusion"), strict=True):
        table = np.array(measured[name]["mnist"]["confusion"])
        shown = [[int(cell.replace("·", "0")) for cell in cells[1:]] for cells in figure.cells()]
        assert (np.array(shown) == table).all() and table.sum() - np.trace(table) == measured[name]["mnist"]["errors"]
        assert percent(measured[name]["mnist"]["calibration_error"], 1) in section.words
        shares = network(name).predict(inverted, verbose=0)
        told.append((percent((shares.argmax(1) == labels).mean(), 0), percent(shares.max(1).mean(), 1)))
    curve = section.figure("calibration")
    for name, title in (("cnn", "CNN"), ("ann", "ANN")):
        shares = said_of_test_digits()[name]
        bins = [shares[(shares[:, 0] * 15).astype(int).clip(max=14) == each] for each in range(15)]
        expected = [
            f"{percent(one[:, 0].mean(), 0)} sure, {percent(one[:, 1].mean(), 0)} correct"
            for one in bins
            if len(one) >= 10
        ]
        assert f"{title}: {', '.join(expected)}" in curve.alternatives
        assert f"{title} {percent(len(bins[-1]) / len(shares), 0)}" in curve.words
    (cnn, cnn_sure), (ann, ann_sure) = told
    assert f"the CNN reads only {cnn} correctly, and the ANN {ann}" in section.words
    assert f"the CNN is {cnn_sure} sure on average, and the ANN {ann_sure}" in section.words
    assert "changed" in section.widgets
