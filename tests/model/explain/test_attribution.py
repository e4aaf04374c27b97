"""Grad-CAM against finite differences, occlusion against doing it by hand, evidence against its sum."""

import numpy as np
import pytest

from model.explain import passes
from model.explain.attribution import evidence, grad_cam, occlusion
from model.explain.graph import INPUT
from tests.support.example_networks import NAMES, keras_model, network, pictures, seven

BLANK = np.zeros((28, 28), np.float32)


def _look(name, pixels):
    return {layer: output[0] for layer, output in passes.forward(network(name), pixels[None]).items()}


def _logits_after(net, layer, value):
    """The logits that follow from one layer's output, in double precision."""
    for following in net.layers[net.index(layer) + 1 : net.logits + 1]:
        value = following.output(value)
    return value[0]


@pytest.mark.parametrize("name", ["cnn", "lenet5", "odd"])
def test_grad_cam_agrees_with_finite_differences(name):
    """Raise one whole map by a little: its weight is how the logit changes, per unit of the map."""
    net, pixels = network(name), pictures(1, seed=2)[0]
    outputs = _look(name, pixels)
    for layer in [layer for layer in net.layers if layer.kind == "convolution"]:
        for digit in (0, 7):
            cam = grad_cam(net, outputs, pixels, layer.name, digit)
            maps = outputs[layer.name][None].astype(np.float64)
            area = maps[0, ..., 0].size
            slopes = []
            for channel in range(min(8, maps.shape[-1])):
                nudge = np.zeros(maps.shape[-1])
                nudge[channel] = 1e-7
                # Only where the map is not at a ReLU's corner: zeros of a layer's own ReLU stay.
                moved = [maps + sign * nudge * (maps != 0) for sign in (1, -1)]
                above, below = (_logits_after(net, layer.name, m)[digit] for m in moved)
                slopes.append((above - below) / 2e-7 / area)
            gradient = passes.logit_gradients(net, passes.with_batch(net, outputs, pixels), digit)[layer.name]
            expected = (gradient * (maps != 0)).mean(axis=(0, 1, 2))
            assert np.allclose(slopes, expected[: len(slopes)], rtol=1e-2, atol=1e-5)
            assert np.allclose(cam.weights, gradient.mean(axis=(0, 1, 2)))
            heat = np.maximum((outputs[layer.name] * cam.weights).sum(axis=-1), 0)
            assert np.allclose(cam.heat, heat, atol=1e-5)


@pytest.mark.parametrize("name", ["cnn", "lenet5", "odd"])
@pytest.mark.parametrize("digit", [0, 9])
def test_grad_cam_fits_the_drawing(name, digit):
    net, pixels = network(name), seven()
    for layer in (layer for layer in net.layers if layer.is_spatial):
        cam = grad_cam(net, _look(name, pixels), pixels, layer.name, digit)
        assert cam.on_drawing.shape == (28, 28) and cam.on_drawing.dtype == np.float32
        assert np.isfinite(cam.on_drawing).all() and cam.on_drawing.min() >= 0
        assert cam.on_drawing.max() == pytest.approx(0 if cam.is_empty else 1)


@pytest.mark.parametrize("value", [0.0, 1e-42])
def test_grad_cam_is_safe_where_maps_are_zero(value):
    net = network("cnn")
    outputs = {name: np.full_like(output, value) for name, output in _look("cnn", BLANK).items()}
    cam = grad_cam(net, outputs, BLANK, "relu6", 3)
    assert np.isfinite(cam.on_drawing).all() and cam.on_drawing.max() <= 1
    assert cam.is_empty == (not cam.on_drawing.any())


def test_grad_cam_needs_maps_and_a_known_class():
    with pytest.raises(ValueError, match="row of numbers"):
        grad_cam(network("cnn"), _look("cnn", BLANK), BLANK, "dense1", 3)
    with pytest.raises(ValueError, match="no class"):
        grad_cam(network("cnn"), _look("cnn", BLANK), BLANK, "conv6", 10)


def _predict(images):
    """A made-up network: the probability of 7 is the share of ink in the top left quarter."""
    answers = np.zeros((len(images), 10), np.float32)
    answers[:, 7] = images[:, :14, :14].sum(axis=(1, 2)) / 196
    return answers


def test_occlusion_is_the_drop_by_hand():
    image = np.ones((28, 28), np.float32)
    result = occlusion(image, 7, _predict, size=4, step=4)
    assert result.probability == 1
    assert result.lowest == pytest.approx(1 - 16 / 196)
    assert result.drop[5, 5] == pytest.approx(16 / 196), "each pixel is covered once, by a patch of 16"
    assert not result.drop[20:, 20:].any()
    patch = result.patch
    assert (patch.height, patch.width) == (4, 4) and patch.bottom <= 14


def test_occlusion_averages_over_patches_that_cover_a_pixel():
    image, size = np.ones((28, 28), np.float32), 5
    result = occlusion(image, 7, _predict, size=size, step=1)
    assert result.drop.shape == (28, 28)
    assert result.drop[8, 8] == pytest.approx(25 / 196)
    assert 0 < result.drop[14, 8] < 25 / 196, "patches that reach over the quarter's edge cost less"


def test_occlusion_asks_once_and_only_what_differs():
    asked = []
    occlusion(seven(), 7, lambda images: (asked.append(len(images)), _predict(images))[1])
    occlusion(BLANK, 7, lambda images: (asked.append(len(images)), _predict(images))[1])
    assert len(asked) == 2 and 1 < asked[0] < 225 and asked[1] == 1


@pytest.mark.parametrize("step", [1, 2, 9])
@pytest.mark.parametrize("pixels", [BLANK, seven()], ids=["blank", "seven"])
def test_occlusion_of_a_real_network(pixels, step):
    result = occlusion(pixels, 7, lambda images: passes.answers(network("cnn"), images), step=step)
    assert np.isfinite(result.drop).all() and result.lowest <= result.probability
    assert result.drop.any() == pixels.any()


@pytest.mark.parametrize("size, step", [(0, 1), (3, 0)])
def test_occlusion_refuses_no_patch(size, step):
    with pytest.raises(ValueError, match="at least 1"):
        occlusion(BLANK, 7, _predict, size, step)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pixels", [BLANK, seven(), pictures(1)[0]], ids=["blank", "seven", "noise"])
def test_evidence_adds_up_to_the_logit(name, pixels):
    net = network(name)
    outputs = _look(name, pixels)
    for digit, rival in [(0, None), (7, None), (3, 8)]:
        parts = evidence(net, outputs, pixels, digit, rival)
        logits = np.asarray(outputs[net.layers[net.logits].name], np.float64)
        assert parts.logit == pytest.approx(logits[digit] - (logits[rival] if rival is not None else 0), abs=1e-5)
        assert parts.pixels.sum() + parts.bias + parts.remainder == pytest.approx(parts.logit, abs=1e-4)
        assert parts.is_exact == (name in ("cnn", "ann"))
        if parts.is_exact:
            assert parts.remainder == pytest.approx(0, abs=1e-4)


def test_evidence_of_the_ann_is_its_own_matrix_product():
    """Strike out the sleeping neurons and multiply the matrices: the effective weights."""
    net, pixels = network("ann"), seven()
    outputs = _look("ann", pixels)
    first, second, last = (net[name].kernel for name in ("dense1", "dense2", "logits"))
    awake1, awake2 = outputs["relu1"] > 0, outputs["relu2"] > 0
    effective = (first * awake1) @ (second * awake2) @ last
    parts = evidence(net, outputs, pixels, 4)
    assert np.allclose(parts.weights.ravel(), effective[:, 4], atol=1e-5)
    bias = ((net["dense1"].bias * awake1) @ (second * awake2) + net["dense2"].bias * awake2) @ last
    assert parts.bias == pytest.approx((bias + net["logits"].bias)[4], abs=1e-5)


def test_evidence_weights_agree_with_finite_differences():
    net, pixels = network("ann"), pictures(1)[0]
    parts = evidence(net, _look("ann", pixels), pixels, 2)
    for row, column in [(3, 4), (14, 14), (20, 9)]:
        nudge = np.zeros((1, 28, 28, 1))
        nudge[0, row, column, 0] = 1e-6
        above, below = (_from_input(net, pixels[None, ..., None] + sign * nudge)[2] for sign in (1, -1))
        assert parts.weights[row, column] == pytest.approx((above - below) / 2e-6, rel=1e-3, abs=1e-6)


def _from_input(net, value):
    for layer in net.layers[: net.logits + 1]:
        value = layer.output(value)
    return value[0]


def test_reads_what_keras_puts_out():
    """The same from the compiled network's outputs as from the NumPy passes."""
    import keras

    model, pixels = keras_model("cnn"), seven()
    layers = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    values = keras.Model(model.inputs[0], [layer.output for layer in layers])(pixels[None, ..., None])
    outputs = {layer.name: np.asarray(value)[0] for layer, value in zip(layers, values, strict=True)}
    ours = grad_cam(network("cnn"), _look("cnn", pixels), pixels, "conv6", 7)
    assert np.allclose(grad_cam(network("cnn"), outputs, pixels, "conv6", 7).heat, ours.heat, atol=1e-4)
    assert INPUT not in outputs
