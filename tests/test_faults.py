"""Faults of the whole process: a full disk, files that vanish, a clock that is set, an order to end."""

import ast
import json
import os
import random
import shutil
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.support import attack
from tests.support.fuzz_files import encoded, seven
from tests.support.fuzz_requests import API, GOOD, JSON, function_call, multipart, target_of
from tests.support.node import node_path
from tests.support.served import PLAIN, ROOT, served

WEIGHTS = ROOT / "model" / "networks" / "weights"

ELSEWHERE = """
import resource
from pathlib import Path
from model.image import samples
from model.learn import moments
from model.networks import pretrained
pretrained.WEIGHTS = Path({0!r})
moments.PATH, samples.PATH = pretrained.WEIGHTS / "moments.npz", pretrained.WEIGHTS / "samples.npz"
resource.setrlimit(resource.RLIMIT_FSIZE, ({1}, {1}))
"""
"""The page with its networks in a folder of the test's, and a disk on which no file may grow large."""

BUSY = "from gradio import networking; networking.url_ok = lambda url: False;" + PLAIN
"""The page on a machine too busy to answer Gradio, which asks for the page once, in time."""

ROOM = 60_000
"""Bytes that a file may have there."""

PREFIX = "/digits"

TRAINED = {"network": "cnn", "activation": "relu", "optimizer": "adam", "rate": 0.005}
TRAINED |= {"batch": 32, "epochs": 15}


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model") / "weights"
    shutil.copytree(WEIGHTS, folder)
    return folder


@pytest.fixture(scope="module")
def uploads(tmp_path_factory):
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def page(weights, uploads):
    code = ELSEWHERE.format(str(weights), ROOM) + PLAIN
    with served(code, GRADIO_TEMP_DIR=str(uploads), GRADIO_ROOT_PATH=PREFIX) as page:
        yield page


@pytest.fixture(scope="module")
def target(page):
    return ready(page)


def ready(page):
    """What can be called, once the networks answer."""
    target = target_of(send(page, "/config"))
    attack.wait_until_ready(page.address, target.functions["canvas", "recognize"])
    return target


def send(page, path, body=None, headers=JSON):
    request = urllib.request.Request(page.address + path, body, headers)
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def ask(page, target, key, data):
    call = function_call(target, key, data, random.Random(1))
    return send(page, call.path, call.body)


def test_below_a_path_that_a_proxy_takes_away(page, target):
    """As a proxy serves a page at example.org/digits: its addresses begin with that, its doors do not."""
    assert send(page, "/config")["root"].endswith(PREFIX)
    with urllib.request.urlopen(page.address, timeout=30) as reply:
        assert f'{PREFIX}"'.encode() in reply.read()
    assert attack.live_answer(page.address, target.functions["canvas", "recognize"])["digit"] == 7
    with pytest.raises(urllib.error.HTTPError, match="404"):
        send(page, f"{API}/file=/etc/passwd")


def test_a_full_disk(page, target):
    """Uploads are refused in words; drawing goes on, a picture inside a drawing too."""
    body, headers = multipart("seven.bmp", encoded(seven((400, 400)), "BMP"))
    with pytest.raises(urllib.error.HTTPError, match="507") as caught:
        send(page, f"{API}/upload", body, headers)
    with caught.value:
        assert json.load(caught.value)["detail"] == "The server's disk is full. Try again later."
    for data in GOOD["canvas", "recognize"]:
        assert ask(page, target, ("canvas", "recognize"), data)["state"] == "answer"
    body, headers = multipart("seven.png", encoded(seven()))
    [path] = send(page, f"{API}/upload", body, headers)  # what fits is still taken
    assert Path(path).stat().st_size == len(encoded(seven()))
    assert "Traceback" not in page.printed()


IN_MEMORY = ("recognize", "look", "disturb", "read")
"""Functions that need nothing but the networks."""


def test_model_files_that_are_replaced_or_removed_change_nothing(page, target, weights):
    """The networks are in memory; what is read for the first time afterwards fails in words."""
    asked = [(key, good) for key, goods in GOOD.items() for good in goods]
    of_networks = [(key, good) for key, good in asked if key[1] in IN_MEMORY]
    before = [ask(page, target, key, good) for key, good in of_networks]
    for number, path in enumerate(sorted(weights.iterdir())):
        path.unlink()
        if number % 2:
            path.write_bytes(b"something else")
    for key, good in asked:
        try:
            assert ask(page, target, key, good)["state"] in ("answer", "failed", "gone")
        except urllib.error.HTTPError as error:
            with error:
                assert (error.code, json.load(error)["detail"][-1]) == (400, ".")
    assert [ask(page, target, key, good) for key, good in of_networks] == before


def is_running(pid):
    """False once the process has ended, though nobody has asked for its status yet."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


@pytest.mark.slow
@pytest.mark.parametrize("rendered", ["browser", "server"])
def test_told_to_end_during_a_live_training(rendered, uploads):
    """It ends within 5 seconds, leaves nothing behind, and the next process answers as before."""
    mode = {"GRADIO_SSR_MODE": "True", "GRADIO_NODE_PATH": node_path()} if rendered == "server" else {}
    bundled = {path: path.read_bytes() for path in (WEIGHTS).iterdir()}
    with served(GRADIO_TEMP_DIR=str(uploads), **mode) as page:
        target = ready(page)
        with urllib.request.urlopen(page.address, timeout=30) as reply:
            assert ("x-sveltekit-page" in reply.headers) == (rendered == "server")
        body, headers = multipart("seven.png", encoded(seven((50, 50))))
        [left] = send(page, f"{API}/upload", body, headers)
        lab = "training-lab-panel"
        begun = ask(page, target, (lab, "begin"), {"visitor": "somebody", "settings": TRAINED})
        following = {"ticket": begun["ticket"], "seen": 0, "version": 0}
        while ask(page, target, (lab, "follow"), following)["step"] < 3:
            time.sleep(0.1)
        told = time.monotonic()
        os.kill(page.pid, signal.SIGTERM)
        while is_running(page.pid) and time.monotonic() < told + 10:
            time.sleep(0.02)
        assert time.monotonic() - told < 5
        assert "Traceback" not in page.printed()
        with pytest.raises(urllib.error.URLError):  # nor does Node go on
            urllib.request.urlopen(page.address, timeout=5)
    assert not Path(left).exists()
    assert {path: path.read_bytes() for path in (WEIGHTS).iterdir()} == bundled


def test_a_machine_too_busy_to_answer_itself_serves_the_page():
    with served(BUSY) as page:
        assert attack.live_answer(page.address, ready(page).functions["canvas", "recognize"])["digit"] == 7


def test_no_wait_of_the_page_reads_the_clock_on_the_wall():
    """That clock is set now and then: by summer time, by a server of times, by hand."""
    wall = {("time", "time"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today")}
    used = []
    folders = ("serving", "tabs", "hub", "model")
    for path in [ROOT / "app.py", *(path for name in folders for path in (ROOT / name).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                used += [(path.name, owner, node.attr)] if (owner, node.attr) in wall else []
    assert used == []


def test_a_clock_that_is_set_stops_nobody(monkeypatch):
    from serving.rate_limiter import RateLimiter
    from tabs.training_lab.runs import Runs

    now = time.time()
    for jump in (-3600 * 24 * 365, 3600 * 24 * 365):
        monkeypatch.setattr(time, "time", lambda jump=jump: now + jump)
        limiter = RateLimiter(rate=1000, burst=2)
        assert limiter.take("me") and limiter.take("me")
        time.sleep(0.01)
        assert limiter.take("me")
        assert Runs(train=lambda settings, seed: iter(()))._clock is time.monotonic
