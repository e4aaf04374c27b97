"""Waiting for a Space: what it is doing is told, and every way in which it never answers ends in words."""

from types import SimpleNamespace

import pytest

from hub import space_build
from hub.client import HubProblem
from hub.space_build import wait_until_it_answers

SPACE = "someone/page"


@pytest.fixture
def space(hub, monkeypatch):
    """A Space with a page that answers, once it is built."""
    monkeypatch.setattr(space_build, "POLL", 0.01)
    hub.pages[SPACE] = {"named_endpoints": {"/recognize_strokes": {}}}
    return hub.create("space", SPACE)


def wait(space, patience=60):
    """Return the address, and what was said meanwhile."""
    told = []
    return wait_until_it_answers(SPACE, space.head.oid, patience, told.append), told


def test_each_stage_is_told_once(hub, space):
    space.stages = ["RUNNING_BUILDING", "BUILDING", "BUILDING", "APP_STARTING", "RUNNING"]
    address, told = wait(space)
    assert address == f"{hub.address}/page/{SPACE}"
    assert [line.split("s  ")[1] for line in told] == ["running building", "building", "app starting", "running"]


def test_a_build_that_fails(space):
    space.stages = ["BUILDING", "BUILD_ERROR"]
    with pytest.raises(HubProblem, match="stage BUILD_ERROR: Exit code: 1.*--rollback brings back"):
        wait(space)


def test_a_build_that_never_ends(space, monkeypatch):
    space.stages = ["BUILDING"]
    waited = []
    clock = SimpleNamespace(monotonic=lambda: sum(waited), sleep=lambda _: waited.append(100.0))
    monkeypatch.setattr(space_build, "time", clock)  # a busy machine's own may be up before the Hub was asked
    with pytest.raises(HubProblem, match="still in stage BUILDING, and time is up"):
        wait(space, 600)


def test_a_build_that_is_asked_about_in_vain_for_a_while(hub, space):
    hub.faults.add("500", "/runtime", times=3)
    assert wait(space)[0]


def test_a_hub_that_never_says_how_the_build_goes(hub, space):
    hub.faults.add("403", "/runtime")
    with pytest.raises(HubProblem, match="was built is unknown: the token may not do this"):
        wait(space)


def test_a_page_that_does_not_answer(hub, space):
    del hub.pages[SPACE]
    with pytest.raises(HubProblem, match="its page does not offer /recognize_strokes: it answered with status 503"):
        wait(space)


def test_a_page_that_is_another(hub, space):
    hub.pages[SPACE] = {"named_endpoints": {"/predict": {}}}
    with pytest.raises(HubProblem, match="does not offer /recognize_strokes"):
        wait(space)
