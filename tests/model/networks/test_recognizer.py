"""The recogniser against the networks themselves, called one at a time, and its verdicts."""

from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import pytest
from keras import layers

from model.image.digit_image import DigitImage, from_strokes
from model.networks.recognizer import CHUNK, Recognizer
from tests.support.asking import SEVEN


@pytest.fixture(scope="module")
def networks():
    """A small untrained network of each kind: what is computed is tested here, not what is learned."""
    keras.utils.set_random_seed(7)
    cnn = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(4, 3, name="conv1"),
            layers.ReLU(name="relu1"),
            layers.MaxPooling2D(2, name="pool1"),
            layers.Flatten(name="flatten"),
            layers.Dense(10, name="logits"),
            layers.Softmax(name="probabilities"),
        ]
    )
    image = keras.Input((28, 28, 1))
    hidden = layers.Dense(12, activation="relu", name="dense1")(layers.Flatten(name="flatten")(image))
    ann = keras.Model(image, layers.Dense(10, activation="softmax", name="probabilities")(hidden))
    return {"cnn": cnn, "ann": ann}


@pytest.fixture(scope="module")
def recognizer(networks):
    return Recognizer(networks, threshold=0.5)


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(3).random((CHUNK + 3, 28, 28), np.float32)


def directly(network, images):
    return keras.ops.convert_to_numpy(network(images[..., None]))


@pytest.mark.parametrize("name", ["cnn", "ann"])
def test_recognition_gives_what_the_networks_say(recognizer, networks, name):
    image = from_strokes(SEVEN)
    expected = directly(networks[name], image.pixels[None])[0]
    np.testing.assert_allclose(getattr(recognizer.recognize(image), name), expected, atol=1e-6)


@pytest.mark.parametrize("name", ["cnn", "ann"])
def test_every_layer_is_shown_as_it_is(recognizer, networks, images, name):
    outputs = recognizer.look(images[0])[name]
    value = images[0][None, ..., None]
    assert list(outputs) == [layer.name for layer in networks[name].layers if layer.name in outputs]
    for layer in networks[name].layers:
        value = layer(value) if layer.name in outputs else value
        if layer.name in outputs:
            np.testing.assert_allclose(
                outputs[layer.name], keras.ops.convert_to_numpy(value)[0], atol=1e-5, err_msg=layer.name
            )
    assert outputs["probabilities"].shape == (10,)
    assert all(output.dtype == np.float32 for output in outputs.values())


@pytest.mark.parametrize("count", [0, 1, 5, CHUNK + 3])
def test_any_number_of_images(recognizer, networks, images, count):
    answers = recognizer.probabilities(images[:count])
    for name, network in networks.items():
        assert answers[name].shape == (count, 10)
        if count:
            np.testing.assert_allclose(answers[name], directly(network, images[:count]), atol=1e-6)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_images_read_together_are_read_as_if_alone(recognizer, images, count):
    asked = [DigitImage(pixels, (), is_blank=False) for pixels in images[:count]]
    asked[1:1] = [from_strokes({**SEVEN, "strokes": []})] * (count > 1)
    for image, together in zip(asked, recognizer.recognize_all(asked), strict=True):
        alone = recognizer.recognize(image)
        assert (together.verdict, together.digit) == (alone.verdict, alone.digit)
        np.testing.assert_allclose(together.cnn, alone.cnn, atol=1e-6)
        np.testing.assert_allclose(together.ann, alone.ann, atol=1e-6)


def test_many_threads_get_their_own_answers(recognizer, images):
    alone = [recognizer.look(image)["cnn"]["probabilities"] for image in images[:40]]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda image: recognizer.look(image)["cnn"]["probabilities"], images[:40]))
    np.testing.assert_array_equal(alone, together)


def test_blank_is_a_rule_and_asks_no_network(recognizer):
    recognition = recognizer.recognize(from_strokes({"strokes": [], "width": 280, "height": 280}))
    assert (recognition.verdict, recognition.digit, recognition.score) == ("blank", None, 0.0)
    assert not recognition.cnn.any() and not recognition.ann.any()


def test_the_threshold_decides_what_is_a_digit(networks):
    image = from_strokes(SEVEN)
    accepted = Recognizer(networks, threshold=0.0).recognize(image)
    refused = Recognizer(networks, threshold=1.0).recognize(image)
    assert (accepted.verdict, accepted.digit) == ("digit", int(accepted.cnn.argmax()))
    assert (refused.verdict, refused.digit) == ("not a digit", None)
    np.testing.assert_array_equal(accepted.cnn, refused.cnn)  # the numbers stay what the network says
    assert accepted.score == refused.score == pytest.approx(float(accepted.cnn.max()))


def test_a_score_at_the_threshold_is_a_digit(networks):
    image = from_strokes(SEVEN)
    score = Recognizer(networks, threshold=0.0).recognize(image).score
    assert Recognizer(networks, threshold=score).recognize(image).verdict == "digit"
    above = float(np.nextafter(score, 1))
    assert Recognizer(networks, threshold=above).recognize(image).verdict == "not a digit"


def test_what_it_cannot_work_with(networks, recognizer):
    with pytest.raises(ValueError, match="lack cnn"):
        Recognizer({"ann": networks["ann"]}, threshold=0.5)
    with pytest.raises(ValueError, match="threshold"):
        Recognizer(networks, threshold=1.5)
    with pytest.raises(ValueError, match="expected an image"):
        recognizer.look(np.zeros((28, 27), np.float32))
    with pytest.raises(ValueError, match="expected images"):
        recognizer.probabilities(np.zeros((28, 28), np.float32))
    with pytest.raises(ValueError, match="expected an image"):
        recognizer.recognize(DigitImage(np.zeros((14, 14), np.float32), (), is_blank=False))
