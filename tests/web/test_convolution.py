"""The browser's convolution, pooling, windows and kernels' names against Python's, on random settings."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from model.explain.convolution import (
    KERNELS,
    convolve,
    flatten_index,
    place,
    pool,
    pool_steps,
    steps,
    unflatten_index,
)
from model.explain.filters import describe_filter
from model.messages import sentence
from tests.support.node import node_path

SCRIPT = Path(__file__).parent / "net" / "convolve_all.js"
FIVE = np.arange(1.0, 26).reshape(5, 5, 1)
PADDINGS = ("valid", "same", 0, 1, 2, 3, 4, 5)
CASES = 300


@pytest.fixture
def in_node(tmp_path):
    """Call it with cases; returns what the browser's modules make of them."""

    def work(cases: list[dict]) -> list:
        (tmp_path / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
        command = [node_path(), str(SCRIPT), str(tmp_path / "cases.json")]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return work


def test_kernels_made_by_hand_are_the_same(in_node):
    [found] = in_node([{"what": "kernels"}])
    assert list(found) == list(KERNELS)
    for name, kernel in KERNELS.items():
        np.testing.assert_array_equal(found[name], kernel, err_msg=name)


def test_windows_stand_where_python_puts_them(in_node):
    random = np.random.default_rng(3)
    windows = [
        (int(random.integers(1, 40)), int(random.integers(1, 8)), *_settings(random).values()) for _ in range(CASES)
    ]
    found = in_node([{"what": "place", "window": window} for window in windows])
    for window, axis in zip(windows, found, strict=True):
        try:
            wanted = place(*window)
        except ValueError as error:
            assert axis == {"problem": sentence(error)}
            continue
        names = ("cells", "kernel", "stride", "dilation", "before", "after", "reach", "room", "places")
        assert [axis[name] for name in names] == [getattr(wanted, name) for name in names], window
        assert axis["leftOver"] == wanted.left_over, window
    assert any("problem" in axis for axis in found)


def test_convolutions_and_their_steps(in_node):
    random = np.random.default_rng(5)
    cases = _lesson() + [_convolution(random) for _ in range(CASES)]
    for case, found in zip(cases, in_node(list(map(_sent, cases))), strict=True):
        kernel = np.moveaxis(case["kernels"], 0, -1) if len(case["kernels"]) > 1 else case["kernels"][0]
        try:
            wanted = convolve(case["picture"], kernel, **case["settings"])
        except ValueError as error:
            assert found == {"problem": sentence(error)}
            continue
        np.testing.assert_allclose(found["output"], wanted.ravel(), rtol=1e-9, atol=1e-9)
        told = [(step.top, step.left, step.result) for step in steps(case["picture"], kernel, **case["settings"])]
        np.testing.assert_allclose(found["steps"], told, rtol=1e-9, atol=1e-9)


def test_poolings_and_what_their_windows_show(in_node):
    random = np.random.default_rng(6)
    cases = [_pooling(random) for _ in range(CASES)]
    problems = 0
    for case, found in zip(cases, in_node(list(map(_sent, cases))), strict=True):
        window = (
            case["picture"],
            case["size"],
            *(case["settings"][key] for key in ("stride", "kind", "padding")),
        )
        try:
            wanted = pool(*window)
        except ValueError as error:
            problems += 1
            assert found == {"problem": sentence(error)}
            continue
        np.testing.assert_allclose(found["output"], wanted.ravel(), rtol=1e-9, atol=1e-9)
        values = [np.moveaxis(step.values, -1, 0) for step in pool_steps(*window)]
        np.testing.assert_array_equal(np.array(found["seen"], float), values)
    assert 0 < problems < CASES / 2


def test_every_number_of_maps_has_the_same_index(in_node):
    shapes = [(4, 4, 8), (3, 3, 64), (1, 7, 1), (2, 5, 3)]
    for shape, found in zip(shapes, in_node([{"what": "flatten", "shape": s} for s in shapes]), strict=True):
        cells = [unflatten_index(shape, index) for index in range(np.prod(shape))]
        assert found == [[*cell, flatten_index(shape, *cell)] for cell in cells]


def test_kernels_are_called_by_the_same_names(in_node):
    random = np.random.default_rng(8)
    kernels = list(KERNELS.values()) + [np.zeros((3, 3)), np.ones((2, 2)), -np.ones((5, 5))]
    kernels += [random.normal(size=(size, size)) for size in random.integers(1, 8, 100)]
    kernels += [_drawn(random) for _ in range(200)]
    found = in_node([{"what": "filter", "kernel": kernel.tolist()} for kernel in kernels])
    for kernel, browser in zip(kernels, found, strict=True):
        python = describe_filter(kernel)
        told = {"kind": python.kind, "angle": python.angle, "sign": python.sign, "phrase": python.phrase}
        assert {name: browser[name] for name in told} == told
        assert browser["share"] == pytest.approx(python.share)
    assert len({browser["kind"] for browser in found}) == 7


def _lesson() -> list[dict]:
    """The lesson's rows on stride, padding and dilation."""
    plain = {"stride": 1, "padding": "valid", "dilation": 1, "bias": 0.0}
    every = [{}, {"stride": 2}, {"padding": "same"}, {"padding": 1}, {"dilation": 2}]
    kernels = KERNELS["lesson"][None]
    return [{"picture": FIVE, "kernels": kernels, "settings": plain | some, "what": "convolve"} for some in every]


def _settings(random) -> dict:
    padding = PADDINGS[random.integers(len(PADDINGS))]
    return {"stride": int(random.integers(1, 6)), "padding": padding, "dilation": int(random.integers(1, 5))}


def _picture(random) -> np.ndarray:
    return random.normal(size=(*random.integers(1, 24, size=2), random.choice([1, 3])))


def _convolution(random) -> dict:
    picture = _picture(random)
    count = random.choice([1, picture.shape[2]])
    settings = _settings(random) | {"bias": float(random.normal())}
    kernels = random.normal(size=(count, *random.integers(1, 8, size=2)))
    return {"what": "convolve", "picture": picture, "kernels": kernels, "settings": settings}


def _pooling(random) -> dict:
    settings = _settings(random) | {"kind": str(random.choice(["max", "average"]))}
    del settings["dilation"]
    return {
        "what": "pool",
        "picture": _picture(random),
        "size": int(random.integers(1, 8)),
        "settings": settings,
    }


def _sent(case: dict) -> dict:
    picture = {"shape": case["picture"].shape, "values": case["picture"].ravel().tolist()}
    kernels = {"kernels": case["kernels"].tolist()} if "kernels" in case else {}
    return {**case, "picture": picture, **kernels}


def _drawn(random) -> np.ndarray:
    """A kernel that looks like something: an edge, line or spot somewhere, with a little noise."""
    size = int(random.integers(3, 8))
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    across = np.cos(angle := random.uniform(0, 2 * np.pi)) * x + np.sin(angle) * y
    kinds = (np.tanh(across), np.exp(-(across**2)), np.exp(-(x**2) - y**2))
    return random.choice([-1, 1]) * kinds[random.integers(3)] + 0.1 * random.normal(size=(size, size)) - 0.2
