"""Convolution and pooling: the lesson's examples, Keras on random settings, and every error."""

import doctest
import time

import keras
import numpy as np
import pytest

from model.explain import convolution, windows
from model.explain.convolution import (
    KERNELS,
    convolve,
    flatten_index,
    output_size,
    pad,
    place,
    pool,
    pool_steps,
    steps,
    unflatten_index,
)

FIVE = np.arange(1, 26).reshape(5, 5)
CONVOLUTIONS, POOLINGS, BOTH_WIDE = 1000, 500, 100
PADDINGS = ("valid", "same", 0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize("module", [convolution, windows])
def test_the_examples_in_the_docstrings_are_true(module):
    result = doctest.testmod(module)
    assert result.attempted > 0 and result.failed == 0


# ---- the lesson's examples ----


def test_l9_the_kernel_slides_multiplies_and_adds():
    expected = [[35, 40, 45], [60, 65, 70], [85, 90, 95]]
    assert convolve(FIVE, KERNELS["lesson"]).tolist() == expected
    first = next(steps(FIVE, KERNELS["lesson"]))
    assert first.products.sum() == 1 + 3 + 7 + 11 + 13 == first.result


def test_l10_stride_2_and_the_floor():
    assert convolve(FIVE, KERNELS["lesson"], stride=2).tolist() == [[35, 45], [85, 95]]
    assert output_size(5, 3, 2) == 2 and place(5, 3, 2).left_over == 0
    assert output_size(6, 3, 2) == 2 and place(6, 3, 2).left_over == 1


def test_l11_padding_keeps_the_size_and_dilation_widens_the_window():
    for padding in ("same", 1):
        same = convolve(FIVE, KERNELS["lesson"], padding=padding)
        assert same.shape == (5, 5)
        assert same[1:-1, 1:-1].tolist() == convolve(FIVE, KERNELS["lesson"]).tolist()
        assert same[0, 0] == 1 + 7  # the border is zero
    wide = convolve(FIVE, KERNELS["lesson"], dilation=2)
    assert wide.tolist() == [[1 + 5 + 13 + 21 + 25]]


def test_l15_pooling_drops_the_last_row_and_column():
    assert pool(FIVE, 2).tolist() == [[7, 9], [17, 19]]
    assert pool(FIVE, 2, kind="average").tolist() == [[4, 6], [14, 16]]
    assert place(5, 2, 2).left_over == 1


def test_l16_every_cell_has_one_index_and_every_index_one_cell():
    maps = np.arange(4 * 4 * 8).reshape(4, 4, 8)
    flat = maps.reshape(-1)
    for row, column, channel in np.ndindex(maps.shape):
        index = flatten_index(maps.shape, row, column, channel)
        assert flat[index] == maps[row, column, channel]
        assert unflatten_index(maps.shape, index) == (row, column, channel)


# ---- against Keras ----


def test_equal_to_keras_for_random_convolutions():
    rng = np.random.default_rng(5)
    done, began = 0, time.perf_counter()
    while done < CONVOLUTIONS:
        wanted = _random_window(rng)
        if rng.random() < 0.5:
            wanted["dilation"] = 1
        elif wanted["dilation"] > 1:
            wanted["stride"] = 1  # TensorFlow has no convolution with both
        picture, kernel = _random_arrays(rng)
        if not _fits(picture, kernel.shape[:2], **wanted):
            continue
        bias = rng.normal(size=kernel.shape[3])
        ours = convolve(picture, kernel, bias=bias, **wanted)
        np.testing.assert_allclose(
            ours, _keras_conv(picture, kernel, bias, **wanted), rtol=1e-9, atol=1e-9, err_msg=str(wanted)
        )
        done += 1
    assert time.perf_counter() - began < 30


def test_equal_to_keras_for_random_poolings():
    rng = np.random.default_rng(6)
    done, began = 0, time.perf_counter()
    while done < POOLINGS:
        size, stride, padding = int(rng.integers(1, 8)), int(rng.integers(1, 6)), rng.choice([0, 1, 2, 3])
        padding = str(rng.choice(["valid", "same"])) if rng.random() < 0.6 else int(padding)
        picture = rng.normal(size=(*rng.integers(1, 24, size=2), rng.integers(1, 4)))
        if padding not in ("valid", "same") and padding >= size:
            continue
        if not _fits(picture, (size, size), stride, padding):
            continue
        for kind in ("max", "average"):
            ours = pool(picture, size, stride, kind, padding)
            theirs = _keras_pool(picture, size, stride, kind, padding)
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9, err_msg=f"{kind} {size} {stride} {padding}")
        done += 1
    assert time.perf_counter() - began < 30


def test_stride_and_dilation_together_equal_plain_loops():
    rng = np.random.default_rng(7)
    done = 0
    while done < BOTH_WIDE:
        wanted = _random_window(rng)
        wanted["stride"], wanted["dilation"] = int(rng.integers(2, 5)), int(rng.integers(2, 4))
        picture, kernel = _random_arrays(rng)
        if not _fits(picture, kernel.shape[:2], **wanted):
            continue
        ours = convolve(picture, kernel[..., 0], **wanted)
        np.testing.assert_allclose(ours, _loops(picture, kernel[..., 0], **wanted), atol=1e-9)
        done += 1


def _random_window(rng) -> dict:
    padding = PADDINGS[rng.integers(len(PADDINGS))]
    return {"stride": int(rng.integers(1, 6)), "padding": padding, "dilation": int(rng.integers(1, 5))}


def _random_arrays(rng) -> tuple[np.ndarray, np.ndarray]:
    channels, filters = rng.integers(1, 4, size=2)
    picture = rng.normal(size=(*rng.integers(1, 32, size=2), channels))
    return picture, rng.normal(size=(*rng.integers(1, 8, size=2), channels, filters))


def _fits(picture, kernel, stride=1, padding="valid", dilation=1) -> bool:
    border = padding if isinstance(padding, int) else 0
    reaches = [dilation * (k - 1) + 1 for k in kernel]
    return padding == "same" or all(n + 2 * border >= r for n, r in zip(picture.shape, reaches, strict=False))


def _by_hand(picture, border, fill):
    return np.pad(picture, ((border, border), (border, border), (0, 0)), constant_values=fill)


def _keras_conv(picture, kernel, bias, stride, padding, dilation):
    if isinstance(padding, int):
        picture, padding = _by_hand(picture, padding, 0), "valid"
    batch = keras.ops.convert_to_tensor(picture[None], dtype="float64")
    found = keras.ops.conv(
        batch,
        keras.ops.convert_to_tensor(kernel, dtype="float64"),
        strides=stride,
        padding=padding,
        dilation_rate=dilation,
        data_format="channels_last",
    )
    return keras.ops.convert_to_numpy(found)[0] + bias


def _keras_pool(picture, size, stride, kind, padding):
    if isinstance(padding, int) and kind == "max":
        picture, padding = _by_hand(picture, padding, -np.inf), "valid"
    if isinstance(padding, int):  # a mean over the picture's cells alone
        ones = _by_hand(np.ones_like(picture), padding, 0)
        padded = _by_hand(picture, padding, 0)
        return _keras_pool(padded, size, stride, kind, "valid") / _keras_pool(ones, size, stride, kind, "valid")
    function = keras.ops.max_pool if kind == "max" else keras.ops.average_pool
    batch = keras.ops.convert_to_tensor(picture[None], dtype="float64")
    found = function(batch, size, strides=stride, padding=padding, data_format="channels_last")
    return keras.ops.convert_to_numpy(found)[0]


def _loops(picture, kernel, stride, padding, dilation):
    """A convolution as its definition says, cell by cell; what is off the picture is 0."""
    height, width, channels = picture.shape
    rows, columns = (
        place(n, k, stride, padding, dilation) for n, k in zip((height, width), kernel.shape, strict=False)
    )
    output = np.zeros((rows.places, columns.places))
    for r, c in np.ndindex(output.shape):
        for i, j, channel in np.ndindex(kernel.shape):
            y = r * stride + i * dilation - rows.before
            x = c * stride + j * dilation - columns.before
            if 0 <= y < height and 0 <= x < width:
                output[r, c] += picture[y, x, channel] * kernel[i, j, channel]
    return output


# ---- steps, kernels, borders ----


def test_the_steps_are_the_convolution():
    rng = np.random.default_rng(8)
    for channels in (None, 3):
        picture = rng.normal(size=(7, 6) if channels is None else (7, 6, channels))
        kernel = rng.normal(size=(2, 3))
        wanted = {"stride": 2, "padding": "same", "dilation": 2, "bias": 0.5}
        output = convolve(picture, kernel, **wanted)
        told = list(steps(picture, kernel, **wanted))
        assert [(s.row, s.column) for s in told] == list(np.ndindex(output.shape))
        np.testing.assert_allclose([s.result for s in told], output.ravel())
        assert told[0].values.shape == (2, 3) + ((channels,) if channels else ())
        border = pad(picture, (2, 3), 2, "same", 2)
        before = (border.shape[0] - 7) // 2
        assert told[0].top == -before


def test_the_steps_are_the_pooling():
    rng = np.random.default_rng(9)
    for shape, kind in [((7, 6), "max"), ((7, 6, 3), "average")]:
        picture = rng.normal(size=shape)
        output = pool(picture, 3, 2, kind, 1)
        told = list(pool_steps(picture, 3, 2, kind, 1))
        assert (told[0].top, told[0].left) == (-1, -1) and np.isnan(told[0].values[0]).all()
        np.testing.assert_allclose(np.array([s.result for s in told]), output.reshape(len(told), *shape[2:]))


def test_channels_are_added_up_with_one_kernel_or_one_for_each():
    picture = np.stack([FIVE, 10 * FIVE, 100 * FIVE], axis=-1)
    alone = convolve(FIVE, KERNELS["lesson"])
    np.testing.assert_array_equal(convolve(picture, KERNELS["lesson"]), 111 * alone)
    each = np.stack([KERNELS["lesson"], 0 * KERNELS["lesson"], -KERNELS["lesson"]], axis=-1)
    np.testing.assert_array_equal(convolve(picture, each), -99 * alone)
    many = convolve(picture, np.stack([each, 2 * each], axis=-1), bias=np.array([0, 1]))
    np.testing.assert_array_equal(many, np.stack([-99 * alone, -198 * alone + 1], axis=-1))


def test_kernels_do_what_their_names_say():
    flat, ramp = np.ones((5, 5)), np.tile(np.arange(5.0), (5, 1))
    for name in ("identity", "blur", "gaussian", "sharpen", "emboss"):
        np.testing.assert_allclose(convolve(flat, KERNELS[name]), 1, err_msg=name)
    for name in ("sobel-x", "sobel-y", "edges"):
        np.testing.assert_allclose(convolve(flat, KERNELS[name]), 0, atol=1e-12, err_msg=name)
    np.testing.assert_array_equal(convolve(ramp, KERNELS["sobel-x"]), 8)
    np.testing.assert_array_equal(convolve(ramp.T, KERNELS["sobel-y"]), 8)
    np.testing.assert_array_equal(convolve(ramp, KERNELS["sobel-y"]), 0)
    np.testing.assert_array_equal(convolve(FIVE, KERNELS["identity"], padding="same"), FIVE)


def test_a_border_may_be_lopsided():
    assert (place(5, 2, padding="same").before, place(5, 2, padding="same").after) == (0, 1)
    assert (place(28, 3, 2, "same").before, place(28, 3, 2, "same").after) == (0, 1)
    assert (place(5, 3, padding="same").before, place(5, 3, padding="same").after) == (1, 1)
    assert place(6, 1, 2, "same").left_over == 1  # no border at all, and yet a cell is left


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: output_size(5, 7), "reaches over 7 cells does not fit on 5"),
        (lambda: output_size(5, 3, dilation=3), "reaches over 7 cells does not fit on 5"),
        (lambda: output_size(0, 3), "picture must be at least 1"),
        (lambda: output_size(5, 0), "kernel must be at least 1"),
        (lambda: output_size(5, 3, 0), "stride must be at least 1"),
        (lambda: output_size(5, 3, dilation=0), "dilation must be at least 1"),
        (lambda: output_size(5, 3, padding=-1), "padding must be"),
        (lambda: output_size(5, 3, padding="half"), "padding must be"),
        (lambda: convolve(FIVE[0], KERNELS["blur"]), "a picture has two or three axes"),
        (lambda: convolve(FIVE, np.ones(3)), "a kernel two, three or four"),
        (lambda: convolve(FIVE, np.ones((3, 3, 2))), "2 channels does not fit a picture of 1"),
        (lambda: pad(FIVE[0], (3, 3)), "a picture is"),
        (lambda: next(steps(FIVE, np.ones((3, 3, 1, 2)))), "one filter at a time"),
        (lambda: pool(FIVE, 2, kind="min"), 'kind must be "max" or "average"'),
        (lambda: pool(FIVE, 2, padding=2), "would hide whole windows of 2"),
        (lambda: next(pool_steps(FIVE, 2, padding=2)), "would hide whole windows of 2"),
    ],
)
def test_what_cannot_be_done_is_said(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize("cell", [(4, 0, 0), (0, 4, 0), (0, 0, 8), (-1, 0, 0)])
def test_there_is_no_such_cell(cell):
    with pytest.raises(IndexError, match="must be from 0 to"):
        flatten_index((4, 4, 8), *cell)


@pytest.mark.parametrize("index", [-1, 128])
def test_there_is_no_such_index(index):
    with pytest.raises(IndexError, match="from 0 to 127"):
        unflatten_index((4, 4, 8), index)
