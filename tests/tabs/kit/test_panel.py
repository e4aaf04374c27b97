"""A tab's place on the page."""

from contextlib import nullcontext

import pytest

from tabs.kit import panel
from tabs.kit.panel import Panel, Tab, lay_out


def test_it_opens_the_tab_with_its_files(monkeypatch):
    made = []
    monkeypatch.setattr(panel, "Panel", lambda **settings: made.append(settings))
    monkeypatch.setattr(panel.gr, "Tab", lambda title, id: nullcontext())
    lay_out(Tab("Draw", "draw"), "page/start.js", {"digits": "files/1234"})
    assert made[0]["elem_id"] == "draw-panel"
    assert "import(new URL('page/start.js', document.baseURI))" in made[0]["js_on_load"]
    assert """m.openTab('draw', element, {"digits": "files/1234"})""" in made[0]["js_on_load"]


def test_a_panel_has_no_events_of_its_own():
    with pytest.raises(AttributeError, match="no attribute 'clicked'"):
        Panel.__new__(Panel).clicked  # noqa: B018
