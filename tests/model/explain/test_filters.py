"""Filters with a known answer must be named right, whatever their size, sign and angle."""

import numpy as np
import pytest

from model.explain.filters import describe_filter, orientation

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
LINE = np.array([[-1, 2, -1]] * 3)
DIAGONAL = np.array([[2, -1, -1], [-1, 2, -1], [-1, -1, 2]])
SPOT = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])


@pytest.mark.parametrize(
    "kernel, phrase",
    [
        (SOBEL, "vertical edges with ink on the right"),
        (-SOBEL, "vertical edges with ink on the left"),
        (SOBEL.T, "horizontal edges with ink below"),
        (-SOBEL.T, "horizontal edges with ink above"),
        (
            np.array([[0, 1, 2], [-1, 0, 1], [-2, -1, 0]]),
            "falling diagonal edges with ink at the upper right",
        ),
        (LINE, "vertical strokes"),
        (-LINE, "vertical gaps between strokes"),
        (LINE.T, "horizontal strokes"),
        (DIAGONAL, "falling diagonal strokes"),
        (DIAGONAL[::-1], "rising diagonal strokes"),
        (SPOT, "spots and ends of strokes"),
        (-SPOT, "small holes with ink around them"),
        (np.ones((3, 3)), "ink of any shape"),
        (np.full((5, 5), -0.2), "empty paper"),
        (np.array([[0.7]]), "ink of any shape"),
        (np.array([[1, -1, 1], [0, 0, 0], [-1, 1, -1]]), "a fine pattern that no single word fits"),
        (np.zeros((3, 3)), "nothing: all its weights are zero"),
    ],
)
@pytest.mark.parametrize("size", [1e-3, 1.0, 50.0])
def test_names_textbook_kernels(kernel, phrase, size):
    assert describe_filter(size * kernel).phrase == phrase


@pytest.mark.parametrize("size", [3, 5, 7])
@pytest.mark.parametrize("degrees", range(-165, 181, 15))
def test_finds_any_edge(size, degrees):
    """A soft step edge, some noise and some level added: the angle within eight degrees."""
    y, x = np.meshgrid(np.arange(size // 2, -(size // 2) - 1, -1.0), np.arange(size) - size // 2, indexing="ij")
    angle = np.radians(degrees)
    noise = np.random.default_rng(degrees % 360).normal(0, 0.05, (size, size))
    kernel = np.clip(np.cos(angle) * x + np.sin(angle) * y, -0.6, 0.6) + noise + 0.1
    kind = describe_filter(kernel)
    assert kind.kind == "edge" and kind.share > 0.8
    assert abs((kind.angle - degrees + 180) % 360 - 180) <= 8


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("degrees", range(0, 180, 15))
def test_finds_any_line(degrees, sign):
    y, x = np.meshgrid(np.arange(2, -3, -1.0), np.arange(5) - 2.0, indexing="ij")
    across = np.cos(np.radians(degrees)) * y - np.sin(np.radians(degrees)) * x
    kind = describe_filter(sign * (np.exp(-(across**2)) - 0.3))
    assert (kind.kind, kind.sign) == ("line", sign)
    assert abs((kind.angle - degrees + 90) % 180 - 90) <= 5


def test_most_noise_is_no_pattern_for_sure():
    """Noise resembles something by chance, but never closely: names come with their share."""
    rng = np.random.default_rng(0)
    shares = [describe_filter(rng.normal(size=(5, 5))) for _ in range(200)]
    assert sum(kind.kind == "pattern" for kind in shares) > 100


@pytest.mark.parametrize(
    "angle, words",
    [
        (0, "horizontal"),
        (175, "horizontal"),
        (-185, "horizontal"),
        (15, "near-horizontal"),
        (160, "near-horizontal"),
        (90, "vertical"),
        (75, "near-vertical"),
        (270 + 20, "near-vertical"),
        (45, "rising diagonal"),
        (135, "falling diagonal"),
    ],
)
def test_orientation_in_words(angle, words):
    assert orientation(angle) == words
