"""Augmentation varies digits as much as it was told, and no more."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from model.image.geometry import centre_of_mass, draw_lines
from training.augment import DRAWS, draw, vary
from training.settings import Settings

STILL = Settings(shift=0, rotation=0, slant=0, scale=0, elastic=0, thickness=0, untouched=0, noisy=0, non_digits=0)


@pytest.fixture(scope="module")
def bars():
    bar = draw_lines(np.array([[[14.0, 5.0], [14.0, 22.0]]]), side=28, width=2.5, edge=1.3)
    return np.repeat(bar[None], 200, axis=0)


def augment(images, settings, random):
    draws = draw(len(images), settings, random)
    assert draws.shape == (len(images), DRAWS) and draws.dtype == np.float32
    return keras.ops.convert_to_numpy(vary(images[..., None], draws))[..., 0]


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


def test_some_images_get_grain_of_up_to_what_was_asked():
    images = varied(np.full((400, 28, 28), 0.5, np.float32), noise=0.2, noisy=0.25, untouched=1)
    spread = images.std(axis=(1, 2))
    assert 70 < (spread > 0.001).sum() < 130 and 0.15 < spread.max() < 0.22


ROOT = Path(__file__).resolve().parents[2]
IMAGES = np.random.default_rng(2).random((24, 28, 28, 1), np.float32)


def reference(image, draws):
    """One image, pixel by pixel, by the definition: bilinear look-up, then dilation or erosion."""
    shift_x, shift_y, rotation, slant, scale_x, scale_y, thickness, untouched, noise, grain = draws[:10].tolist()
    noise *= np.random.default_rng(0).standard_normal(2**16, np.float32)[int(grain) :][: 28 * 28].reshape(28, 28)
    if untouched:
        return np.clip(image + noise, 0, 1)
    nodes = np.arange(5)
    weights = np.exp(-((np.linspace(0, 4, 28)[:, None] - nodes) ** 2) / 0.7)
    weights /= weights.sum(axis=1, keepdims=True)
    bend_x, bend_y = (weights @ coarse @ weights.T for coarse in draws[10:].reshape(2, 5, 5).astype(float))
    padded = np.pad(image.astype(float), 40)
    looked_up = np.zeros((28, 28))
    for row, column in np.ndindex(28, 28):
        u, v = column - 13.5, row - 13.5
        x = (np.cos(rotation) * u + np.sin(rotation) * v) / (1 + scale_x)
        y = (np.cos(rotation) * v - np.sin(rotation) * u) / (1 + scale_y)
        x, y = x + slant * y + shift_x + bend_x[row, column] + 53.5, y + shift_y + bend_y[row, column] + 53.5
        left, top = int(x), int(y)
        square = padded[top : top + 2, left : left + 2]
        looked_up[row, column] = [top + 1 - y, y - top] @ square @ [left + 1 - x, x - left]
    around = np.pad(looked_up, 1)
    cross = [looked_up, around[:-2, 1:-1], around[2:, 1:-1], around[1:-1, :-2], around[1:-1, 2:]]
    extreme = np.max(cross, axis=0) if thickness > 0 else (looked_up + np.min(cross, axis=0)) / 2
    return np.clip(looked_up + abs(thickness) * (extreme - looked_up) + noise, 0, 1)


def test_each_image_is_what_the_definition_says():
    draws = draw(len(IMAGES), Settings(), np.random.default_rng(3))
    found = keras.ops.convert_to_numpy(vary(IMAGES, draws))
    expected = [reference(image[..., 0], drawn) for image, drawn in zip(IMAGES, draws, strict=True)]
    np.testing.assert_allclose(found[..., 0], expected, atol=1e-4)


def test_both_backends_make_the_same_images(tmp_path):
    """Here on the backend of this process, and on the other in a process of its own."""
    backend = "jax" if keras.backend.backend() == "tensorflow" else "tensorflow"
    pytest.importorskip(backend)
    draws = draw(len(IMAGES), Settings(), np.random.default_rng(4))
    np.savez(tmp_path / "given.npz", images=IMAGES, draws=draws)
    code = (
        "import keras, numpy as np; from training.augment import vary; given = np.load('given.npz');"
        "np.save('found.npy', keras.ops.convert_to_numpy(vary(given['images'], given['draws'])))"
    )
    settings = {"KERAS_BACKEND": backend, "JAX_PLATFORMS": "cpu", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=os.environ | settings, check=True, timeout=200)
    here = keras.ops.convert_to_numpy(vary(IMAGES, draws))
    np.testing.assert_allclose(np.load(tmp_path / "found.npy"), here, atol=1e-5)
