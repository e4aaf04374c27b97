"""Rows 18 to 30 of the lesson: on the page, and right. See test_rows.py for those before."""

import importlib
import math
import re
import shlex

import keras
import numpy as np
import pytest
import yaml

from tabs.lesson.directives import FACT
from tests.support.lesson_page import WEIGHTS, metrics, network, percent, row, source
from tests.test_readme import ROOT, header, pinned


def test_L18_tensors():
    words = row("L18").words

    for name, tensor in {
        "scalar": np.array(5),
        "vector": np.array([1, 2, 3]),
        "matrix": np.zeros((2, 3)),
        "RGB picture": np.zeros((2, 2, 3)),
        "batch": np.zeros((4, 2, 2, 3)),
    }.items():
        assert f"{tensor.ndim}-D: {name}" in row("L18").figure("tensors").words
    for shape in ("(3,)", "(H, W)", "(H, W, 3)", "(N, H, W, C)"):
        assert shape in words
    assert network("cnn").input_shape[1:] == (28, 28, 1) and "the shape (1, 28, 28, 1)" in words


def test_L19_why_gpus():
    words = row("L19").words

    for pixels in (224 * 224, 224 * 224 * 3, 32 * 224 * 224 * 3):
        assert f"{pixels:,}" in words
    products = sum(
        layer.kernel.shape.num_elements() * math.prod(layer.output.shape[1:-1])
        for layer in network("cnn").layers
        if layer.count_params()
    )
    assert f"takes {products:,} multiplications to read one digit" in words
    assert row("L19").widgets == ["cores"]


def test_L20_the_cycle():
    words = row("L20").words
    full, rest = divmod(60_000, 128)

    assert metrics()["data"]["mnist"]["training_images"] == 60_000 and "MNIST has 60,000" in words
    assert f"an epoch has {full + 1} iterations" in words and full + 1 == 469
    assert f"The last batch has only {rest} pictures" in words
    assert [words.find(step) for step in ("1 forward", "2 loss", "3 backward", "4 update")] != [-1] * 4
    assert ("training-lab", {"part": "step", "network": "cnn"}) in row("L20").tries


def test_L20_one_weight_by_the_chain_rule():
    """The figure's numbers, by Keras' own optimizer and a slope measured without the chain rule."""
    loss = lambda w: (w * 2 - 3) ** 2  # noqa: E731
    slope = (loss(0.5 + 1e-6) - loss(0.5 - 1e-6)) / 2e-6
    w = keras.Variable(0.5)
    keras.optimizers.SGD(0.1).apply([keras.ops.convert_to_tensor(slope, "float32")], [w])
    after = float(w.numpy())
    told = row("L20").figure("chain-rule").words

    assert f"= −{-slope:.0f} " in told
    assert f"= {after:.1f}" in told and f"new loss {loss(after):.2f}" in told


def test_L21_cnn_and_rnn():
    table = {cells[0]: cells[1:] for cells in row("L21").cells()}

    assert "grids" in table["Data"][0] and "sequences" in table["Data"][1]
    assert table["Learns by"] == ["backpropagation", "backpropagation through time"]
    assert "parallel" in table["Work"][0] and "sequence" in table["Work"][1]
    assert "CNN" in row("L21").figure("grids-and-sequences").words


def convolution(size, channels, filters, groups=1):
    """Weights and biases."""
    return size * size * channels // groups * filters + filters


def dense(inputs, units):
    return inputs * units + units


def test_L22_lenet5():
    counts = [
        convolution(5, 1, 6),
        convolution(5, 6, 16),
        convolution(5, 16, 120),
        dense(120, 84),
        dense(84, 10),
    ]
    words, table = row("L22").words, row("L22").figure("layers").cells()

    assert sum(counts) == 61_706 == network("lenet5").count_params()
    assert f"{sum(counts):,} parameters" in words
    assert [cells[3] for cells in table if cells[3]] == [f"{n:,}" for n in (*counts, sum(counts))]
    assert "32 × 32" in words and "1998" in words
    assert f"reads {percent(metrics()['networks']['lenet5']['mnist']['accuracy'])} of the test set" in words
    assert ("architectures", {"card": "lenet5", "part": "duel"}) in row("L22").tries


def test_L23_alexnet():
    """In two halves on two GPUs: the second, fourth and fifth convolution see half the maps."""
    maps = [(11, 3, 96, 1), (5, 96, 256, 2), (3, 256, 384, 1), (3, 384, 384, 2), (3, 384, 256, 2)]
    tops = [dense(6 * 6 * 256, 4096), dense(4096, 4096), dense(4096, 1000)]
    total = sum(convolution(*layer) for layer in maps) + sum(tops)
    words = row("L23").words

    assert round(total / 1e6) == 61 and "61 million" in words
    assert f"{total:,} parameters" in words
    assert f"The first dense layer alone has {tops[0]:,}" in words
    side = (227 - 11) // 4 + 1
    assert f"{side} × {side} × 96" in row("L23").figure("layers").words
    for known in ("2012", "227 × 227", "ReLU", "Dropout", "two GPUs", "ImageNet"):
        assert known in words


def vgg(*blocks):
    total, channels = dense(7 * 7 * 512, 4096) + dense(4096, 4096) + dense(4096, 1000), 3
    for count, filters in blocks:
        for _ in range(count):
            total, channels = total + convolution(3, channels, filters), filters
    return total


def test_L24_vgg():
    vgg16 = vgg((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))
    vgg19 = vgg((2, 64), (2, 128), (4, 256), (4, 512), (4, 512))
    words = row("L24").words

    assert (vgg16, vgg19) == (138_357_544, 143_667_240)
    assert f"{vgg16:,} and {vgg19:,} parameters" in words
    assert f"{dense(7 * 7 * 512, 4096):,}" in words
    assert "13 convolutions and 3 dense layers" in words and "five max-pools" in words
    for sees, one, _, many, saved in row("L24").figure("stacked").cells():
        side = int(sees[0])
        layers = (side - 1) // 2  # each 3×3 adds one pixel on each side
        assert one == f"{side**2 * 64 * 64:,}" and many == f"{layers * 9 * 64 * 64:,}"
        assert saved == percent(1 - layers * 9 / side**2, 0)


# Maps of each Inception module (Szegedy et al., table 1): in, 1×1, 1×1 and 3×3, 1×1 and 5×5, after pooling.
MODULES = [
    (192, 64, 96, 128, 16, 32, 32),
    (256, 128, 128, 192, 32, 96, 64),
    (480, 192, 96, 208, 16, 48, 64),
    (512, 160, 112, 224, 24, 64, 64),
    (512, 128, 128, 256, 24, 64, 64),
    (512, 112, 144, 288, 32, 64, 64),
    (528, 256, 160, 320, 32, 128, 128),
    (832, 256, 160, 320, 32, 128, 128),
    (832, 384, 192, 384, 48, 128, 128),
]


def test_L25_googlenet():
    total = convolution(7, 3, 64) + convolution(1, 64, 64) + convolution(3, 64, 192) + dense(1024, 1000)
    for maps, one, three_before, three, five_before, five, pooled in MODULES:
        total += convolution(1, maps, one) + convolution(1, maps, three_before) + convolution(3, three_before, three)
        total += convolution(1, maps, five_before) + convolution(5, five_before, five) + convolution(1, maps, pooled)
    words = row("L25").words

    assert f"needs only {total:,} parameters, about 7 million" in words
    drawn = row("L25").figure("inception").words
    assert all(part in drawn for part in ("1 × 1", "3 × 3", "5 × 5", "pool", "stacked"))
    assert "global average pooling" in words


def resnet(*stages):
    """Bottleneck blocks with batch normalisation, whose four numbers for each map Keras counts."""

    def normalised(size, channels, filters):
        return convolution(size, channels, filters) + 4 * filters

    total, channels, on_main_path = normalised(7, 3, 64), 64, 1
    for width, blocks in zip((64, 128, 256, 512), stages, strict=True):
        total += normalised(1, channels, 4 * width)  # fits sizes on the skip
        for _ in range(blocks):
            total += normalised(1, channels, width) + normalised(3, width, width) + normalised(1, width, 4 * width)
            channels, on_main_path = 4 * width, on_main_path + 3
    return total + dense(channels, 1000), on_main_path


def test_L26_resnet():
    words = row("L26").words
    for name, stages in {"ResNet-50": (3, 4, 6, 3), "ResNet-101": (3, 4, 23, 3)}.items():
        total, on_main_path = resnet(*stages)
        assert on_main_path + 1 == int(name.split("-")[1])
        assert f"{name} has {on_main_path} " in words
        assert f"{total / 1e6:.1f} million parameters" in words
    assert resnet(3, 4, 6, 3)[1] == 49 and f"{resnet(3, 4, 6, 3)[0] / 1e6:.1f}" == "25.6"
    assert "training data went up" in words
    assert "y = F(x) + x" in row("L26").figure("skip").words


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
    assert at("cnn", "noise", 0.3) < at("ann", "noise", 0.3)
    assert min(at("cnn", "noise", 0.1), at("ann", "noise", 0.1)) > 0.97
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


# ---- row 30: commands, headers, and what they are made of ----


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", source(9), re.DOTALL | re.MULTILINE)


def commands():
    whole = [block.replace("\\\n", " ") for block in blocks("bash")]
    return [line for block in whole for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("command", [c for c in commands() if "python -m " in c])
def test_L30_a_command_is_understood(command):
    module, *words = shlex.split(command)[2:]

    importlib.import_module(module)._parser().parse_args(words)  # leaves with an error if it is not


def test_L30_every_command_is_known():
    programs = {command.split()[0] for command in commands() if "python -m " not in command}

    assert programs == {"hf", "python", "MODEL_REPO=user/name"}
    assert (ROOT / "app.py").is_file()
    assert {"training.train", "hub.publish", "hub.deploy"} == {
        command.split()[2] for command in commands() if "python -m " in command
    }


def test_L30_the_variables_choose_the_model():
    text = (ROOT / "hub" / "fetch.py").read_text("utf-8")
    for variable in ("MODEL_REPO", "MODEL_REVISION"):
        assert variable in text and f"{variable}=" in source(9)


def test_L30_the_login_exists():
    from huggingface_hub.cli import hf

    assert callable(hf.main) and "hf auth login" in source(9)


def test_L30_headers_are_those_of_this_product():
    card, space = (yaml.safe_load(FACT.sub("0", block)) for block in blocks("yaml")[:2])

    assert card["license"] == header()["license"] and card["datasets"] == header()["datasets"]
    for key in ("title", "sdk", "python_version", "app_file", "license"):
        assert space[key] == header()[key]
    words = row("L30").words.replace(" ", "")  # colours cut code into pieces
    assert f"sdk_version:{pinned('gradio')}" in words
    for package in ("gradio", "keras", "numpy"):
        assert f"{package}=={pinned(package)}" in words


def test_L30_names_every_part():
    words = row("L30").words.lower()

    for part in (
        "account",
        "token",
        "model repository",
        "model file",
        "configuration",
        "model card",
        "licence",
        "metrics",
        "space",
        "requirements.txt",
        "large files",
        "paid plan, or zerogpu",
    ):
        assert part in words


def test_L32_backpropagation():
    """The slopes of the 2-2-1 network and of a shared kernel, by TensorFlow's own differentiation."""
    tensorflow = importlib.import_module("tensorflow")
    words = row("L32").words
    x = tensorflow.constant([[1.0, 2.0]])
    w = tensorflow.Variable([[0.5, -0.4], [0.3, 0.8]])
    v = tensorflow.Variable([[0.6], [-0.5]])
    with tensorflow.GradientTape() as tape:
        score = tensorflow.nn.relu(x @ w) @ v
        p = tensorflow.sigmoid(score)
        loss = -tensorflow.math.log(p)
    at_score, at_w = tape.gradient(loss, [score, w])
    assert float(at_score[0, 0]) == pytest.approx(float(p[0, 0]) - 1, abs=1e-6)
    assert at_w.numpy()[0] == pytest.approx(float(at_score[0, 0]) * v.numpy()[:, 0], abs=1e-6)
    assert "with respect to the score is p − 1" in words
    steepest = float(keras.ops.sigmoid(0.0) * (1 - keras.ops.sigmoid(0.0)))
    for layers in (1, 10):
        assert f"{steepest**layers:.7f}".rstrip("0") in words
    assert "backward" in row("L32").widgets
    assert all(name in words for name in ("Vanishing gradients", "stochastic gradient descent", "converged"))


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
        told.append((percent((shares.argmax(1) == labels).mean(), 0), percent(shares.max(1).mean(), 0)))
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


def test_L33_to_L36_train_it_yourself(monkeypatch, tmp_path):
    """In its small setting: every check refuses the unfinished exercise and accepts the solution."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMOKE", "1")
    space = {"__name__": "__main__"}
    for kind, code in re.findall(r"^```python ?(\w*)\n(.*?)^```$", source(10), re.MULTILINE | re.DOTALL):
        if kind == "solution":
            unfinished = dict(space)
        if kind == "check":
            check, solution = code, space
            with pytest.raises((AssertionError, AttributeError, TypeError)):
                exec(check, {**unfinished})
            exec(check, solution)
        else:
            exec(code, space)
    assert len(space["x_train"]) + len(space["x_val"]) == 400 and len(space["x_test"]) == 100
    assert "training set" in row("L33").words and "batches" in row("L33").widgets
    kinds = {type(layer).__name__ for layer in space["model"].layers}
    assert {"BatchNormalization", "Dropout"} <= kinds and "Dropout" in row("L34").words
    assert space["table"].sum() == space["confusion"]([1, 2], [1, 3]).sum() - 2 + len(space["x_val"])
    assert "confusion matrix" in row("L35").words
    assert space["again"].count_params() == space["model"].count_params() and "REPO" in row("L36").words
