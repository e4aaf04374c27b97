"""What the page is put together from: every tab once, questions by tab, rooms only where they are asked for."""

from types import SimpleNamespace

import pytest

import app
from tabs import canvas
from tabs.kit.panel import Tab
from tabs.kit.service import Service


def test_questions_are_asked_by_tab_and_name():
    first, second = Tab("A", "a", {"x": len, "y": max}), Tab("B", "b", {"x": min})
    asked = app.questions_of([first, second])
    assert {name: asked[name] for name in ("a/x", "a/y", "b/x")} == {"a/x": len, "a/y": max, "b/x": min}
    assert set(asked) - {"a/x", "a/y", "b/x"} == {f"canvas/{name}" for name in canvas.QUESTIONS}


def test_every_tab_has_a_name_and_a_title_of_its_own():
    built = [room.build(Service(lambda: None)) for room in app.TABS]
    assert len({tab.name for tab in built}) == len({tab.title for tab in built}) == len(app.TABS) == 7
    assert [tab.name.replace("-", "_") for tab in built] == [room.__name__.split(".")[-1] for room in app.TABS]


@pytest.mark.parametrize("rooms", [None, SimpleNamespace()])
def test_the_page_is_told_whether_rooms_may_be_opened(monkeypatch, rooms):
    launched = {}
    monkeypatch.setattr(app.page, "routes", lambda *parts: parts)
    monkeypatch.setattr(app.words, "for_gradio", lambda titles: titles)
    blocks = SimpleNamespace(launch=lambda **settings: launched.update(settings))
    app.Page(blocks, None, None, {}, None, ["Draw"], rooms).launch(inbrowser=True)
    guard, first_page = launched["app_kwargs"]["middleware"]
    assert guard.cls is app.Guard and bool(first_page.kwargs["marks"]) == bool(rooms)
    assert launched["app_kwargs"]["routes"][-1] is rooms
    assert launched["inbrowser"] and launched["max_file_size"] == "16mb" and not launched["share"]
