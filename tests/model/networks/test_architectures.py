"""The networks are what the lesson says they are."""

import keras
import numpy as np
import pytest

from model.networks.architectures import BUILDERS, build_ann, build_cnn, build_lenet5

LEARNER_FRIENDLY = {"InputLayer", "Conv2D", "ReLU", "MaxPooling2D", "Flatten", "Dense", "Softmax"}


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS.keys())
def test_ten_probabilities_come_from_an_image(build):
    network = build()
    assert network.input_shape == (None, 28, 28, 1)
    answers = np.asarray(network(np.random.default_rng(0).random((3, 28, 28, 1), np.float32)))
    assert answers.shape == (3, 10)
    assert answers.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_sizes():
    assert build_lenet5().count_params() == 61_706
    assert build_cnn().count_params() <= 150_000
    assert build_ann().count_params() >= build_cnn().count_params()


def test_every_step_can_be_followed_by_hand():
    kinds = {type(layer).__name__ for network in (build_cnn(), build_ann()) for layer in network.layers}
    assert kinds <= LEARNER_FRIENDLY
    for layer in build_cnn().layers:
        if isinstance(layer, keras.layers.Conv2D | keras.layers.Dense):
            assert layer.activation is keras.activations.linear  # a ReLU is a layer of its own


def test_the_shapes_in_the_comments_are_right():
    shapes = {layer.name: layer.output.shape[1:] for layer in build_cnn().layers}
    assert shapes["relu1"] == (26, 26, 16) and shapes["pool1"] == (12, 12, 16)
    assert shapes["pool2"] == (6, 6, 32) and shapes["pool3"] == (3, 3, 64) and shapes["flatten"] == (576,)
    lenet = {layer.name: layer.output.shape[1:] for layer in build_lenet5().layers}
    assert lenet["conv1"] == (28, 28, 6) and lenet["conv2"] == (10, 10, 16) and lenet["conv3"] == (1, 1, 120)
