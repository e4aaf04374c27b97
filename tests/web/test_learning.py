"""What the browser learns, and by which gradients and optimizers, against Keras."""

import json
import subprocess
from pathlib import Path

import keras
import numpy as np
import pytest

from model.image.samples import load_samples
from model.networks.small_networks import ACTIVATIONS, BUILDERS, NETWORKS, initial_weights
from tests.support.lesson_page import row
from tests.support.node import node_path

SETS = load_samples("train"), load_samples("test")
SCRIPT = Path(__file__).resolve().parent / "net" / "learn_all.js"
RATE, TIMES = 0.01, 3

OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(RATE),
    "momentum": lambda: keras.optimizers.SGD(RATE, momentum=0.9),
    "rmsprop": lambda: keras.optimizers.RMSprop(RATE),
    "adam": lambda: keras.optimizers.Adam(RATE),
}

FITS = [
    ("cnn", "relu", "adam"),
    ("cnn", "tanh", "momentum"),
    ("ann", "relu", "rmsprop"),
    ("ann", "sigmoid", "sgd"),
]


@pytest.fixture
def in_browser(tmp_path):
    """Does what `learn_all.js` can, in one go: [(what, about), ...] → what it found of each."""

    def ask(asked):
        (tmp_path / "asked.json").write_text(json.dumps(asked), "utf-8")
        done = subprocess.run([node_path(), str(SCRIPT), str(tmp_path)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads((tmp_path / "learned.json").read_text("utf-8"))

    return ask


def flat(arrays):
    return np.concatenate([np.ravel(array) for array in arrays]).tolist()


def drawn(name, activation="relu"):
    random = np.random.default_rng(3)
    weights = initial_weights(name, activation, random)
    return [w + 0.01 * random.normal(size=w.shape).astype(np.float32) for w in weights]


def test_layers_and_gradients_are_those_of_keras(in_browser):
    import tensorflow as tf

    images, labels = load_samples("test")
    pixels, digit = images[5].astype(np.float32) / 255, int(labels[5])
    kinds = [(name, activation) for name in NETWORKS for activation in ACTIVATIONS]
    about = [
        {"name": n, "activation": a, "weights": flat(drawn(n, a)), "pixels": flat(pixels), "digit": digit}
        for n, a in kinds
    ]
    for (name, activation), found in zip(kinds, in_browser([("gradients", one) for one in about]), strict=True):
        model = BUILDERS[name](activation)
        model.set_weights(drawn(name, activation))
        layers = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
        assert list(found["outputs"]) == [layer.name for layer in layers]
        with tf.GradientTape() as tape:
            outputs = keras.Model(model.inputs[0], [layer.output for layer in layers])(pixels[None, ..., None])
            loss = -tf.math.log(outputs[-1][0, digit])
        theirs = tape.gradient(loss, [variable.value for variable in model.trainable_variables])
        np.testing.assert_allclose(found["gradients"], flat(theirs), rtol=1e-3, atol=1e-5)
        for layer, output in zip(layers, outputs, strict=True):
            np.testing.assert_allclose(found["outputs"][layer.name], flat([output]), atol=1e-5)


def test_optimizers_are_those_of_keras(in_browser):
    random = np.random.default_rng(1)
    start = random.normal(size=12).astype(np.float32)
    gradients = random.normal(size=(20, 12)).astype(np.float32)
    about = {"weights": start.tolist(), "gradients": gradients.tolist(), "rate": RATE}
    found = in_browser([("optimize", {**about, "optimizer": name}) for name in OPTIMIZERS])
    for name, weights in zip(OPTIMIZERS, found, strict=True):
        variable, optimizer = keras.Variable(start), OPTIMIZERS[name]()
        optimizer.build([variable])
        for gradient in gradients:
            optimizer.apply([keras.ops.convert_to_tensor(gradient)])
        expected = keras.ops.convert_to_numpy(variable)
        np.testing.assert_allclose(weights, expected, rtol=1e-4, atol=1e-5, err_msg=name)


def test_a_batch_teaches_what_keras_fit_would(in_browser):
    images, labels = (array[:24] for array in load_samples("train"))
    asked = [
        {
            "settings": {"network": name, "activation": activation, "optimizer": optimizer, "moved": "off"},
            "weights": flat(drawn(name, activation)),
            "images": images.ravel().tolist(),
            "labels": labels.tolist(),
            "rate": RATE,
            "times": TIMES,
        }
        for name, activation, optimizer in FITS
    ]
    found = in_browser([("fit", one) for one in asked])
    for (name, activation, optimizer), learned in zip(FITS, found, strict=True):
        model = BUILDERS[name](activation)
        model.set_weights(drawn(name, activation))
        model.compile(OPTIMIZERS[optimizer](), "sparse_categorical_crossentropy", metrics=["accuracy"])
        batch = images[..., None].astype(np.float32) / 255
        for score in learned["scores"]:
            expected = model.train_on_batch(batch, labels, return_dict=True)
            model.reset_metrics()
            assert score == pytest.approx(expected, rel=1e-3)
        np.testing.assert_allclose(learned["weights"], flat(model.get_weights()), rtol=1e-2, atol=2e-4)
        expected = model.evaluate(batch, labels, verbose=0, return_dict=True)
        assert learned["last"] == pytest.approx(expected, rel=1e-3)


def test_the_overfitting_that_the_lesson_promises_happens(in_browser):
    """With the settings of its link: the digits are learned by heart, and held-out ones get no better, or worse."""
    (link,) = [tab for tab in row("L37").tries if tab[0] == "training-lab"]
    settings = {key: int(value) if value.isdigit() else value for key, value in link[1].items() if key != "part"}
    assert settings == {"network": "ann", "digits": 100, "moved": "off", "epochs": 30}
    training, held = ((images[:n], labels[:n]) for n, (images, labels) in zip((100, 1000), SETS, strict=True))
    data = [{"images": images.ravel().tolist(), "labels": labels.tolist()} for images, labels in (training, held)]
    about = [{"settings": settings, "training": data[0], "held": data[1], "seed": seed} for seed in (1, 2, 3)]
    for points in in_browser([("train", one) for one in about]):
        last = points[-1]
        losses = [point["heldLoss"] for point in points if point["heldLoss"] is not None]
        assert last["loss"] < 0.05 and last["accuracy"] == 1
        assert last["heldAccuracy"] < 0.85 and last["heldLoss"] > 20 * last["loss"]
        assert losses.index(min(losses)) <= len(losses) / 2 and min(losses) < losses[-1]  # it stops falling early


def test_activations_and_their_slopes_are_those_of_keras(in_browser):
    import tensorflow as tf

    x = np.linspace(-6, 6, 122)  # 0 is not among them: there ReLU has no one slope
    [found] = in_browser([("functions", {"x": x.tolist()})])
    for name, (values, slopes) in found.items():
        options = {"negative_slope": 0.1} if name == "leaky_relu" else {}
        variable = tf.constant(x, tf.float64)
        with tf.GradientTape() as tape:
            tape.watch(variable)
            expected = getattr(keras.activations, name)(variable, **options)
        np.testing.assert_allclose(values, expected.numpy(), atol=1e-6, err_msg=name)
        np.testing.assert_allclose(slopes, tape.gradient(expected, variable).numpy(), atol=1e-6, err_msg=name)
