"""The page's own files and questions, asked as a browser asks."""

import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from model.errors import NotADrawing
from model.messages import Message
from model.networks.pretrained import FILES, WEIGHTS
from serving import page
from tabs.kit import service as kit_service
from tabs.kit.panel import Tab
from tabs.kit.service import Service


@pytest.fixture(scope="module")
def service():
    """Networks for browsers, none for Python: they never finish loading."""
    return Service(threading.Event().wait).start()


@pytest.fixture(scope="module")
def files():
    return page.Files()


@pytest.fixture(scope="module")
def ask(service, files):
    def refuse(request):
        raise NotADrawing(Message("a drawing has at most {} strokes", 64))

    questions = {
        "tab/echo": lambda request: {"got": request},
        "tab/refuse": refuse,
        "tab/wait": lambda _: service.loaded(),
    }
    return TestClient(Starlette(routes=page.routes(files, service, questions)))


def test_modules_are_kept_for_ever_under_a_version_of_their_content(ask, files, tmp_path):
    reply = ask.get(f"{page.PREFIX}/{files.version}/start.js")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert "immutable" in reply.headers["cache-control"]
    assert reply.headers["content-encoding"] == "gzip" and "openTab" in reply.text
    (tmp_path / "page.html").write_text("")
    (tmp_path / "start.js").write_text("1")
    before = page.Files(tmp_path).version
    (tmp_path / "start.js").write_text("2")
    assert page.Files(tmp_path).version != before


@pytest.mark.parametrize(
    "path", ["package.json", "node_modules/x.js", "../app.py", "nothing.js", "tsconfig.json", "%2e%2e/app.py"]
)
def test_what_is_no_part_of_the_page_is_not_served(ask, files, path):
    assert ask.get(f"{page.PREFIX}/{files.version}/{path}").status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_the_networks_own_files_can_be_taken(ask, name):
    assert ask.get(f"{page.PREFIX}/keras/{name}").content == (WEIGHTS / name).read_bytes()


@pytest.mark.parametrize("name", ["manifest.json", "..%2f__init__.py", "x.keras", "cnn.keras%00"])
def test_nothing_else_lies_beside_them(ask, name):
    assert ask.get(f"{page.PREFIX}/keras/{name}").status_code == 404


def test_a_networks_file_that_was_removed_is_told(ask, service, monkeypatch):
    monkeypatch.setattr(kit_service, "WEIGHTS", WEIGHTS / "gone")
    reply = ask.get(f"{page.PREFIX}/keras/cnn.keras")
    assert (reply.status_code, reply.text) == (404, "This file is no longer there.")


def test_weights_lie_under_their_hash(ask, service):
    served = ask.get(f"{page.PREFIX}/networks").json()
    assert served["isLoading"] and served["source"] == "bundled" and 0 < served["threshold"] < 1
    cnn = served["networks"]["cnn"]
    plain = ask.get(f"{page.PREFIX}/weights/{cnn['file']}", headers={"accept-encoding": "identity"})
    assert "immutable" in plain.headers["cache-control"]
    assert plain.content == service.in_browsers().files[cnn["file"]]
    packed = ask.get(f"{page.PREFIX}/weights/{cnn['file']}")
    assert packed.headers["content-encoding"] == "gzip" and packed.content == plain.content
    assert ask.get(f"{page.PREFIX}/weights/nothing.bin").status_code == 404


def test_a_question_is_answered_or_refused_in_words(ask):
    assert ask.post(f"{page.PREFIX}/ask/tab/echo", json={"a": 1}).json() == {
        "state": "answer",
        "got": {"a": 1},
    }
    refused = ask.post(f"{page.PREFIX}/ask/tab/refuse", json={}).json()
    assert refused == {
        "state": "refused",
        "message": {"key": "A drawing has at most {} strokes.", "values": [64]},
    }
    assert ask.post(f"{page.PREFIX}/ask/tab/echo", json=[1]).json()["state"] == "refused"
    assert ask.post(f"{page.PREFIX}/ask/tab/wait", json={}).json()["state"] == "loading"
    assert ask.post(f"{page.PREFIX}/ask/tab/nothing", json={}).status_code == 404


def test_only_so_many_wait_for_what_is_slow(service, files):
    """Whoever asks, whatever session they claim: the process has one limit."""
    gate, running = threading.Event(), threading.Semaphore(0)

    def slow(request):
        running.release()
        gate.wait(60)
        return {}

    desk = page.Desk(service, {"tab/slow": slow}, at_once=2, most_waiting=1)
    states = []

    async def one(request):
        reply = await desk.answer(request)
        states.append(json.loads(reply.body)["state"])

    class Request:
        path_params = {"name": "tab/slow"}

        async def json(self):
            return {}

    async def all_of_them():
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(one, Request())
            await anyio.to_thread.run_sync(running.acquire)
            await anyio.to_thread.run_sync(running.acquire)
            await one(Request())
            assert states == ["busy"]
            gate.set()

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already: the browser tests leave theirs
        thread.submit(anyio.run, all_of_them).result()
    assert states == ["busy", "answer", "answer", "answer"]


def test_alive_is_never_kept(ask):
    reply = ask.get(f"{page.PREFIX}/alive")
    assert reply.status_code == 204 and reply.headers["cache-control"] == "no-store"


def test_what_is_sent_compressed_is_the_same():
    sent = page.sent(b"numbers" * 99, "application/octet-stream", True)
    assert gzip.decompress(sent.body) == b"numbers" * 99


def test_a_tabs_files_lie_under_the_hash_of_their_content(service, files, caplog):
    def missing():
        raise OSError("moments.npz is missing")

    tab = Tab("Tab", "tab", files={"digits": lambda: b"digits" * 99, "moments": missing})
    tab_files = page.TabFiles([tab, Tab("Other", "other")])
    assert set(tab_files.addresses(tab)) == {"digits"} and "moments.npz is missing" in caplog.text
    ask = TestClient(Starlette(routes=page.routes(files, service, {}, tab_files)))
    reply = ask.get(f"{page.PREFIX}/{tab_files.addresses(tab)['digits']}")
    assert reply.content == b"digits" * 99 and "immutable" in reply.headers["cache-control"]
    assert ask.get(f"{page.PREFIX}/files/{'0' * 20}").status_code == 404
    changed = Tab("Tab", "tab", files={"digits": lambda: b"others"})
    assert page.TabFiles([changed]).addresses(changed) != tab_files.addresses(tab)
