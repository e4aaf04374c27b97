"""Augmentation varies digits as much as it was told, and no more."""

from dataclasses import replace

import numpy as np
import pytest

from model.image.geometry import centre_of_mass, draw_lines
from training.augment import augment
from training.settings import Settings

STILL = Settings(
    shift=0, rotation=0, slant=0, scale=0, elastic=0, thickness=0, untouched=0, non_digits=0, network="cnn"
)


@pytest.fixture(scope="module")
def bars():
    bar = draw_lines(np.array([[[14.0, 5.0], [14.0, 22.0]]]), side=28, width=2.5, edge=1.3)
    return np.repeat(bar[None], 200, axis=0)


def varied(images, **changes):
    return augment(images, replace(STILL, **changes), np.random.default_rng(0))


def test_told_to_do_nothing_it_does_nothing(bars):
    assert varied(bars) == pytest.approx(bars, abs=1e-6)


def test_the_same_seed_gives_the_same_images(bars):
    settings = Settings()
    first = augment(bars, settings, np.random.default_rng(5))
    assert np.array_equal(first, augment(bars, settings, np.random.default_rng(5)))
    assert not np.array_equal(first, augment(bars, settings, np.random.default_rng(6)))


def test_values_stay_in_range(bars):
    images = augment(bars, Settings(), np.random.default_rng(1))
    assert images.shape == bars.shape and images.dtype == np.float32
    assert images.min() >= 0 and images.max() <= 1


def test_shift_moves_by_up_to_what_was_asked(bars):
    places = np.array([centre_of_mass(image) for image in varied(bars, shift=2)])
    moved = places - centre_of_mass(bars[0])
    assert 1.7 < np.abs(moved).max() <= 2.05
    assert np.abs(moved.mean(axis=0)).max() < 0.3


def test_rotation_turns_by_up_to_what_was_asked(bars):
    tilted = varied(bars, rotation=15)
    y, x = np.mgrid[:28, :28] - 13.5
    angles = [np.degrees(np.polyfit(y.ravel(), x.ravel(), 1, w=image.ravel())[0]) for image in tilted]
    assert 12 < np.abs(angles).max() < 16.5


def test_slant_shears_rows_sideways(bars):
    slanted = varied(bars, slant=0.3)
    tops = [centre_of_mass(image[:9])[0] - centre_of_mass(image[19:])[0] for image in slanted]
    assert 3 < np.abs(tops).max() < 5  # 0.3 px for each of about 14 rows
    assert all(abs(centre_of_mass(image)[1] - centre_of_mass(bars[0])[1]) < 0.2 for image in slanted)


def test_scale_stretches_each_axis(bars):
    heights = (varied(bars, scale=0.2).max(axis=2) > 0.5).sum(axis=1)
    assert heights.min() <= 17 and heights.max() >= 23


def test_thickness_goes_both_ways(bars):
    ink = varied(bars, thickness=0.6).sum(axis=(1, 2)) / bars[0].sum()
    assert ink.min() < 0.9 and ink.max() > 1.3


def test_bending_moves_pixels_by_about_what_was_asked(bars):
    bent = varied(bars, elastic=1.5)
    middles = (bent * np.arange(28)).sum(axis=2) / np.maximum(bent.sum(axis=2), 1e-6)
    rows = middles[:, 7:21]
    assert 0.3 < rows.std(axis=1).mean() < 1.5


def test_some_images_are_left_as_they_are(bars):
    kept = [np.array_equal(image, bars[0]) for image in varied(bars, shift=2, untouched=0.25)]
    assert 30 < sum(kept) < 70
