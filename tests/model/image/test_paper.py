"""Ink is told from paper whatever light lies on it."""

import numpy as np
import pytest

from model.image.paper import fallen, otsu


def page(light):
    """A dark stroke that reflects a fifth of what paper does, under some light, float32 (90, 120)."""
    reflects = np.ones((90, 120), np.float32)
    reflects[20:70, 55:62] = 0.2
    return (reflects * light).astype(np.float32)


@pytest.mark.parametrize("light", [1.0, 0.6, np.linspace(0.7, 1, 120)], ids=["bright", "dim", "shadow"])
def test_the_ratio_is_the_inks_own_in_any_light(light):
    difference, ratio = fallen(page(light))
    assert ratio[25:65, 57:60] == pytest.approx(0.8, abs=0.04)
    assert ratio[:, :40].max() < 0.1 and ratio[:, 80:].max() < 0.1
    assert (difference <= ratio + 1e-6).all()


def test_noise_is_not_amplified_in_the_dark():
    dark = page(0.1)
    assert fallen(dark)[1].max() == pytest.approx(0.08 / 0.25, abs=0.02)


def test_paper_alone_has_no_ink():
    assert fallen(np.full((50, 60), 0.7, np.float32))[0].max() < 0.01


def test_otsus_threshold_parts_two_groups():
    values = np.concatenate([np.full(900, 0.1), np.full(100, 0.8)])
    assert 0.1 < otsu(values) < 0.8
    random = np.random.default_rng(0)
    noisy = np.clip(values + random.normal(0, 0.05, values.shape), 0, 1)
    assert 0.25 < otsu(noisy) < 0.7
