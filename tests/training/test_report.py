"""training/report.py puts the tables of measured numbers into documents, and nothing else."""

import json

import pytest

from training import report


@pytest.fixture
def metrics():
    return json.loads(report.METRICS.read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(report.BLOCKS))
def test_rewriting_fills_a_block_leaves_the_rest_and_is_stable(metrics, name):
    text = f"before 97 %\n<!-- begin metrics {name} -->\nold\n<!-- end -->\nafter\n"

    once = report.rewrite(text, metrics)

    assert once.startswith("before 97 %\n") and once.endswith("<!-- end -->\nafter\n")
    assert "old" not in once and "| CNN" in once or name == "not-a-digit"
    assert report.rewrite(once, metrics) == once


@pytest.mark.parametrize("name", sorted(report.BLOCKS))
def test_a_training_of_mnist_alone_fills_every_block(metrics, name):
    """Without pen strokes no drawing is measured, as a picture, with marks, or otherwise."""
    for network in metrics["networks"].values():
        for measured in ("drawings", "drawings_as_pictures", "marked_drawings"):
            network.pop(measured, None)
    metrics["not_a_digit"]["drawings_lost"] = None
    assert report.rewrite(f"<!-- begin metrics {name} -->\n<!-- end -->\n", metrics)


def test_one_block_that_fails_leaves_every_document_as_it_is(tmp_path, monkeypatch, metrics):
    good, bad = tmp_path / "README.md", tmp_path / "more.md"
    good.write_text("<!-- begin metrics results -->\n<!-- end -->\n", "utf-8")
    bad.write_text("<!-- begin metrics speed -->\n<!-- end -->\n", "utf-8")
    (tmp_path / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    monkeypatch.setattr(report, "ROOT", tmp_path)
    monkeypatch.setattr(report, "METRICS", tmp_path / "metrics.json")
    monkeypatch.setattr(report, "DOCUMENTS", (good, bad))
    with pytest.raises(KeyError):
        report.main([])
    assert "CNN" not in good.read_text("utf-8")


def test_an_unknown_block_is_an_error(metrics):
    with pytest.raises(KeyError, match="speed"):
        report.rewrite("<!-- begin metrics speed -->\n<!-- end -->", metrics)


def test_the_command_says_what_is_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(report, "ROOT", tmp_path)
    monkeypatch.setattr(report, "METRICS", tmp_path / "metrics.json")

    assert report.main([]) == 1
    assert "python -m training.bundle" in capsys.readouterr().err


def test_the_command_checks_then_rewrites(tmp_path, monkeypatch, capsys, metrics):
    document = tmp_path / "README.md"
    document.write_text("<!-- begin metrics results -->\n<!-- end -->\n", "utf-8")
    (tmp_path / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    monkeypatch.setattr(report, "ROOT", tmp_path)
    monkeypatch.setattr(report, "METRICS", tmp_path / "metrics.json")
    monkeypatch.setattr(report, "DOCUMENTS", (document,))

    assert [report.main(["--check"]), report.main([]), report.main(["--check"])] == [1, 0, 0]
    assert capsys.readouterr().out.split("\n")[:3] == [
        "README.md: out of date",
        "README.md: rewritten",
        "README.md: up to date",
    ]
