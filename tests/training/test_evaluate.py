"""Measurements, against cases whose answers are known."""

import numpy as np
import pytest

from training import evaluate


def test_score_counts_per_class_and_confusion():
    predicted = np.eye(10)[[0, 0, 1, 2]]
    measured = evaluate.score(predicted, np.array([0, 1, 1, 2]))
    assert measured["accuracy"] == 0.75 and measured["errors"] == 1 and measured["n"] == 4
    assert measured["per_class"][:4] == [1.0, 0.5, 1.0, None]
    assert measured["confusion"][1][0] == 1 and np.sum(measured["confusion"]) == 4


def test_calibration_error_of_a_boaster_and_of_an_honest_one():
    random = np.random.default_rng(0)
    labels = random.integers(0, 10, 20_000)
    sure = np.eye(10)[random.integers(0, 10, 20_000)]
    assert evaluate.calibration_error(sure, labels) == pytest.approx(0.9, abs=0.01)
    honest = np.full((20_000, 10), 0.3 / 9)
    answers = np.where(random.random(20_000) < 0.7, labels, (labels + 1) % 10)
    honest[np.arange(20_000), answers] = 0.7
    assert evaluate.calibration_error(honest, labels) == pytest.approx(0, abs=0.01)


class Whereabouts:
    """Stands for a network: right as long as the ink lies in the left half."""

    def predict(self, images, **_options):
        left = images[:, :, :14].sum(axis=(1, 2, 3)) >= images[:, :, 14:].sum(axis=(1, 2, 3))
        return np.eye(10)[np.where(left, 3, 4)]


def test_robustness_maps_shifts_to_rows_and_columns():
    images = np.zeros((5, 28, 28), np.float32)
    images[:, 12:16, 10:12] = 1
    measured = evaluate.robustness({"it": Whereabouts()}, images, np.full(5, 3))["it"]
    shift = measured["shift"]
    accuracy = np.array(shift["accuracy"])
    assert accuracy.shape == (17, 17)
    assert (accuracy[:, shift["dx"].index(0)] == 1).all() and (accuracy[:, shift["dx"].index(8)] == 0).all()
    for name, axis in (("rotation", "degrees"), ("scale", "factor"), ("noise", "sigma")):
        assert len(measured[name][axis]) == len(measured[name]["accuracy"])
    assert measured["rotation"]["accuracy"][evaluate.DEGREES.index(0)] == 1
