"""The table of famous networks is what their graphs say."""

import json

from model.networks import famous
from training import famous_table


def test_the_file_is_what_the_graphs_say():
    fresh = famous_table.make_table()
    assert famous_table.as_json(fresh) == famous.TABLE.read_text("utf-8"), "run python -m training.famous_table"


def test_the_command_writes_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(famous_table, "make_table", lambda: json.loads(famous.TABLE.read_text("utf-8")))
    assert famous_table.main(["--into", str(tmp_path / "table.json")]) == 0
    assert (tmp_path / "table.json").read_bytes() == famous.TABLE.read_bytes()
    assert "60,965,224 parameters" in capsys.readouterr().out
