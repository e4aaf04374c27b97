"""What is computed once for all visitors, and that long searches come one after another."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from model.image import samples
from model.image.transforms import pixel_order
from tabs.ann_vs_cnn import bench as module
from tabs.ann_vs_cnn.bench import BOTH, Bench
from tabs.kit.replies import Busy
from tests.support.example_networks import keras_model, pictures
from tests.support.measurements import metrics


def test_both_networks_are_asked(bench):
    images = pictures(3)
    for name, found in zip(BOTH, bench.predict_both(images), strict=True):
        np.testing.assert_allclose(found, keras_model(name)(images[..., None]), atol=1e-5)


def test_the_order_is_the_one_in_which_the_twins_learned(loaded):
    assert (Bench(loaded).order == pixel_order(metrics()["shuffled"]["seed"])).all()
    alone = {name: loaded.layers[name] for name in BOTH}
    assert Bench(replace(loaded, layers=alone)).order is None
    unmeasured = SimpleNamespace(metrics={"networks": {}}, manifest={})
    assert Bench(replace(loaded, pretrained=unmeasured)).order is None


def test_quarrels_are_where_their_answers_differ(loaded, monkeypatch):
    images = (pictures(30) * 255).astype(np.uint8)
    monkeypatch.setattr(samples, "load_samples", lambda part: (images, np.zeros(30, np.uint8)))
    bench = Bench(loaded)
    cnn, ann = (found.argmax(axis=1) for found in bench.predict_both(bench.test_digits[0]))
    assert sorted(bench.quarrels) == np.flatnonzero(cnn != ann).tolist() and len(bench.quarrels) > 2


def test_what_takes_long_is_made_before_anybody_asks(loaded):
    prepared = Bench(loaded)
    prepared.prepare()
    assert {"stopwatch", "quarrels"} <= vars(prepared).keys()


def test_one_search_at_a_time(loaded, monkeypatch):
    monkeypatch.setattr(module, "WAIT", 0.01)
    bench = Bench(loaded)
    with bench, pytest.raises(Busy), bench:
        raise AssertionError("two at once")
    with bench:
        pass  # free again
