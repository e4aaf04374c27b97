"""hub/tables.py: made-up numbers in, Markdown out."""

import pytest

from hub import tables


@pytest.fixture
def metrics():
    shift = {"dx": [-1, 0, 1], "dy": [-1, 0, 1], "accuracy": [[0.1] * 3, [0.5, 0.9, 0.6], [0.2] * 3]}
    turned = {"degrees": list(range(-60, 61, 5)), "accuracy": [0.5] * 25}
    cnn = {
        "parameters": 109370,
        "mnist": {"accuracy": 0.9971, "per_class": [0.99] * 10, "calibration_error": 0.0012, "errors": 29},
        "drawings": {"accuracy": 0.9903, "per_class": [0.98] * 10},
        "robustness": {"shift": shift, "rotation": turned},
        "marked_drawings": {"sevens, barred": {"n": 40, "accuracy": 0.975}},
        "seeds": {"seed": [1, 2], "mnist_accuracy": [0.997, 0.998], "mean": 0.9975, "std": 0.0005},
    }
    ann = {
        "parameters": 235146,
        "mnist": {"accuracy": 0.99, "per_class": [0.9] * 10, "calibration_error": 0.01, "errors": 100},
    }
    refusal = {"refused": {"letters": 0.85, "two_digits": 0.9}, "drawings_lost": 0.015}
    return {"networks": {"ann": ann, "cnn": cnn}, "not_a_digit": refusal}


def test_results_lead_with_the_cnn_and_dash_what_was_not_measured(metrics):
    rows = tables.results(metrics).splitlines()

    assert rows[2] == "| CNN | 109,370 | 99.71 % | 29 | 99.03 % | – |"
    assert rows[3] == "| ANN | 235,146 | 99.00 % | 100 | – | – |"


def test_seeds_names_each_run_of_the_networks_that_have_several(metrics):
    assert tables.seeds(metrics).splitlines()[2:] == ["| CNN | 1, 2 | 99.70 % · 99.80 % | 99.75 % | 0.050 % |"]


def test_robustness_shifts_sideways_only_and_thins_long_rows(metrics):
    shifted, turned = tables.robustness(metrics).split("\n\n")

    assert shifted.splitlines()[0] == "| Shifted sideways, pixels | -1 | 0 | 1 |"
    assert shifted.splitlines()[2] == "| CNN | 50.0 % | 90.0 % | 60.0 % |"
    assert turned.splitlines()[0] == "| Turned, degrees | -60 | -45 | -30 | -15 | 0 | 15 | 30 | 45 | 60 |"


def test_marked_drawings_say_how_many_there_are_and_leave_out_what_was_not_measured(metrics):
    assert tables.marked_drawings(metrics).splitlines() == [
        "|  | sevens, barred, of 40 |",
        "| --- | --: |",
        "| CNN | 97.5 % |",
    ]


def test_a_training_without_pen_strokes_says_that_no_marks_were_measured(metrics):
    del metrics["networks"]["cnn"]["marked_drawings"]
    assert tables.marked_drawings(metrics) == "Not measured: the training had no pen strokes.\n"


def test_refusal_counts_the_digits_lost(metrics):
    table = tables.not_a_digit(metrics)

    assert "| two digits | 90.0 % |" in table
    assert "wrongly refused) | 1.5 % |" in table
