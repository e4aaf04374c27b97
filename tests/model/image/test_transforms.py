"""Changing images on purpose: against NumPy's own shifts and turns, and against plain geometry."""

import time

import numpy as np
import pytest

from model.image import transforms
from model.image.geometry import CENTRE, centre_of_mass


@pytest.fixture
def images() -> np.ndarray:
    """Five pictures with soft random ink, all of it at least six pixels from the border."""
    rng = np.random.default_rng(0)
    blobs = np.zeros((5, 28, 28), np.float32)
    blobs[:, 7:21, 6:20] = rng.random((5, 14, 14), np.float32)
    return blobs


CALLS = {
    "shift": lambda x: transforms.shift(x, 1.5, -2.25),
    "rotate": lambda x: transforms.rotate(x, 33),
    "enlarge": lambda x: transforms.scale(x, 1.4),
    "shrink": lambda x: transforms.scale(x, 0.4),
    "thicken": lambda x: transforms.thicken(x, 1.5),
    "thin": lambda x: transforms.thicken(x, -0.7),
    "noise": lambda x: transforms.add_noise(x, 0.3, seed=1),
    "all": transforms.Transform(1, -2, 10, 0.9, 0.5, 0.1),
}


@pytest.mark.parametrize("change", CALLS.values(), ids=CALLS)
def test_gives_what_it_takes(images, change):
    before = images.copy()
    changed = change(images)
    assert changed.shape == images.shape and changed.dtype == np.float32
    assert changed.min() >= 0 and changed.max() <= 1
    assert np.array_equal(images, before), "the argument was changed"
    assert not np.array_equal(changed, images)


@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"noise", "all"}))
def test_one_image_is_changed_like_one_of_many(images, name):
    change = CALLS[name]  # without noise, which is each image's own
    assert np.allclose(change(images[2]), change(images)[2], atol=1e-6)


@pytest.mark.parametrize("change", CALLS.values(), ids=CALLS)
def test_ten_thousand_images_are_quick(change):
    many = np.random.default_rng(0).random((10_000, 28, 28), np.float32)
    start = time.process_time()
    change(many)
    assert time.process_time() - start < 8, "about a second is meant; eight allow for a busy machine"


@pytest.mark.parametrize("dx, dy", [(0, 0), (3, 0), (0, -4), (-6, 5)])
def test_whole_shifts_are_exact(images, dx, dy):
    assert np.array_equal(transforms.shift(images, dx, dy), np.roll(images, (dy, dx), axis=(1, 2)))


def test_what_leaves_the_frame_is_lost():
    full = np.ones((1, 28, 28), np.float32)
    moved = transforms.shift(full, 5, 0)[0]
    assert np.all(moved[:, :5] == 0) and np.all(moved[:, 5:] == 1)
    assert not transforms.shift(full, 40, 0).any()


def test_half_a_pixel_is_the_mean_of_two():
    image = np.random.default_rng(1).random((28, 28), np.float32)
    moved = transforms.shift(image, 0.5, 0)
    assert np.allclose(moved[:, 1:], (image[:, 1:] + image[:, :-1]) / 2, atol=1e-6)
    assert np.allclose(moved[:, 0], image[:, 0] / 2, atol=1e-6)


def test_quarter_turns_are_exact(images):
    # Index 14 is the middle of indices 1 to 27.
    turned = transforms.rotate(images, 90)[:, 1:, 1:]
    assert np.allclose(turned, np.rot90(images[:, 1:, 1:], axes=(1, 2)), atol=1e-5)


def test_positive_angles_turn_counter_clockwise():
    right_of_centre = np.zeros((28, 28), np.float32)
    right_of_centre[14, 20:24] = 1
    x, y = centre_of_mass(transforms.rotate(right_of_centre, 45))
    assert x > CENTRE and y < CENTRE, "y points down: the ink should have gone up"


def test_turning_back_and_forth_keeps_the_picture():
    y, x = np.mgrid[:28, :28]
    smooth = np.exp(-((x - 12) ** 2 + (y - 16) ** 2) / 30).astype(np.float32)
    there_and_back = transforms.rotate(transforms.rotate(smooth, 25), -25)
    assert np.abs(there_and_back - smooth)[4:24, 4:24].max() < 0.03


@pytest.mark.parametrize("factor", [0.4, 0.5, 0.75, 1.0, 1.3])
def test_scale_changes_area_and_keeps_the_centre(factor):
    image = np.zeros((28, 28), np.float32)
    image[8:21, 10:19] = 1
    scaled = transforms.scale(image, factor)
    assert scaled.sum() == pytest.approx(image.sum() * factor**2, rel=0.03)
    assert centre_of_mass(scaled) == pytest.approx(centre_of_mass(image), abs=0.05)


def test_shrinking_misses_no_thin_line():
    for column in range(10, 18):
        line = np.zeros((28, 28), np.float32)
        line[4:25, column] = 1
        assert transforms.scale(line, 0.4).sum() == pytest.approx(21 * 0.16, rel=0.1)


def test_thickening_moves_edges_by_whole_pixels():
    line = np.zeros((28, 28), np.float32)
    line[6:22, 14] = 1
    for pixels in (1, 2, 3):
        row = transforms.thicken(line, pixels)[14]
        assert row.sum() == 1 + 2 * pixels and np.all(row[14 - pixels : 15 + pixels] == 1)
        assert np.array_equal(transforms.thicken(transforms.thicken(line, pixels), -pixels), line)


def test_thickening_is_gradual():
    line = np.zeros((28, 28), np.float32)
    line[6:22, 13:16] = 1
    ink = [transforms.thicken(line, p).sum() for p in np.arange(-1.5, 2.6, 0.25)]
    assert all(a < b for a, b in zip(ink, ink[1:], strict=False))
    assert transforms.thicken(line, 0.5)[14].sum() == pytest.approx(4)


def test_two_steps_make_an_octagon():
    dot = np.zeros((28, 28), np.float32)
    dot[14, 14] = 1
    assert transforms.thicken(dot, 1).sum() == 5
    assert transforms.thicken(dot, 2).sum() == 21


def test_thinning_sees_paper_outside():
    full = np.ones((28, 28), np.float32)
    assert transforms.thicken(full, -1).sum() == 26 * 26
    assert transforms.thicken(full, -2).sum() == 24 * 24


def test_noise_is_as_strong_as_asked_and_repeatable():
    grey = np.full((50, 28, 28), 0.5, np.float32)
    noisy = transforms.add_noise(grey, 0.1, seed=3)
    assert (noisy - grey).std() == pytest.approx(0.1, rel=0.03)
    assert np.array_equal(noisy, transforms.add_noise(grey, 0.1, seed=3))
    assert not np.array_equal(noisy, transforms.add_noise(grey, 0.1, seed=4))


def test_nothing_asked_is_nothing_done(images):
    assert np.array_equal(transforms.Transform()(images), images)


def test_transform_is_its_parts(images):
    both = transforms.Transform(dx=2, dy=-3, pixels=1)(images)
    assert np.allclose(both, transforms.shift(transforms.thicken(images, 1), 2, -3), atol=1e-6)
    turned = transforms.Transform(degrees=90, dx=2)(images)
    assert np.allclose(turned, transforms.shift(transforms.rotate(images, 90), 2, 0), atol=1e-5)


def test_shuffling_can_be_undone(images):
    order = transforms.pixel_order(7)
    shuffled = transforms.shuffle_pixels(images, order)
    assert np.array_equal(shuffled[1].ravel(), images[1].ravel()[order])
    assert np.array_equal(transforms.shuffle_pixels(shuffled, np.argsort(order)), images)


@pytest.mark.parametrize(
    "call",
    [
        lambda: transforms.shift(np.zeros((3, 27, 28)), 1, 1),
        lambda: transforms.scale(np.zeros((28, 28)), 0),
        lambda: transforms.scale(np.zeros((28, 28)), float("nan")),
        lambda: transforms.add_noise(np.zeros((28, 28)), -0.1),
    ],
)
def test_refuses_what_makes_no_sense(call):
    with pytest.raises(ValueError):
        call()
