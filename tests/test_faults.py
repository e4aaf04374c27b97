"""Faults of the whole process: a full disk, files that vanish, a clock that is set, an order to end."""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from serving.rate_limiter import RateLimiter
from tests.support import attack
from tests.support.fuzz_files import encoded, seven
from tests.support.fuzz_requests import API, GOOD, JSON, multipart
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

ENDLESS = """
import time
import app
real = app.questions_of
app.questions_of = lambda tabs: {**real(tabs), "test/endless": lambda request: time.sleep(3600)}
app.main()
"""
"""The page with a question that is worked on for an hour."""


@pytest.mark.slow
@pytest.mark.parametrize("address", ["http://[", "http://localhost:port", "not a url"])
def test_an_endpoint_that_is_no_address_is_said_and_the_page_goes_on(address):
    """Gradio imports the Hub's client, which would end with a traceback."""
    pin = {"HF_ENDPOINT": address, "MODEL_REPO": "user/name", "MODEL_REVISION": "1" * 40}
    code = """
import app
download = app.fetch.start_download()
try:
    download.load()
except Exception as error:
    print(download.why_not(error))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | pin, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    assert "HF_ENDPOINT is not a web address such as https://huggingface.co" in done.stderr
    assert "offline, and user/name is not in the cache" in done.stdout


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
    return attack.look_at(page.address)


def send(page, path, body=None, headers=JSON):
    request = urllib.request.Request(page.address + path, body, headers)
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


@pytest.mark.slow
def test_below_a_path_that_a_proxy_takes_away(page, target):
    """As a proxy serves a page at example.org/digits: its addresses begin with that, its doors do not."""
    assert send(page, "/config")["root"].endswith(PREFIX)
    with urllib.request.urlopen(page.address, timeout=30) as reply:
        assert f'{PREFIX}"'.encode() in reply.read()
    assert attack.read_seven(page.address)["digit"] == 7
    with pytest.raises(urllib.error.HTTPError, match="404"):
        send(page, f"{API}/file=/etc/passwd")


def test_a_full_disk(page, target):
    """Uploads are refused in words; drawings and photos on the canvas are read as before."""
    body, headers = multipart("seven.bmp", encoded(seven((400, 400)), "BMP"))
    with pytest.raises(urllib.error.HTTPError, match="507") as caught:
        send(page, f"{API}/upload", body, headers)
    with caught.value:
        assert json.load(caught.value)["detail"] == "The server's disk is full. Try again later."
    for photo in GOOD["canvas/read_picture"]:
        assert attack.answer(page.address, "canvas/read_picture", photo)["state"] == "answer"
    assert attack.read_seven(page.address)["digit"] == 7
    body, headers = multipart("seven.png", encoded(seven()))
    [path] = send(page, f"{API}/upload", body, headers)  # what fits is still taken
    assert Path(path).stat().st_size == len(encoded(seven()))
    assert "Traceback" not in page.printed()


MEASURES = "ann-vs-cnn/time_both"
"""The question whose answer is another one each time."""


def test_model_files_that_are_replaced_or_removed_change_nothing(page, target, weights):
    """What was read once is in memory; what is read for the first time afterwards fails in words."""
    steady = [(name, good) for name in GOOD for good in GOOD[name] if name != MEASURES]
    asked_before = steady[::2]
    before = [attack.answer(page.address, *question) for question in asked_before]
    for number, path in enumerate(sorted(weights.iterdir())):
        path.unlink()
        if number % 2:
            path.write_bytes(b"something else")
    for question in steady[1::2]:
        try:
            assert attack.answer(page.address, *question)["state"] in ("answer", "failed")
        except urllib.error.HTTPError as error:
            with error:
                assert (error.code, json.load(error)["detail"][-1]) == (400, ".")
    assert [attack.answer(page.address, *question) for question in asked_before] == before
    assert attack.read_seven(page.address)["digit"] == 7


def is_running(pid):
    """False once the process has ended, though nobody has asked for its status yet."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


@pytest.mark.slow
def test_told_to_end_while_it_works(uploads):
    """It ends though a question is worked on for an hour, and leaves nothing behind."""
    bundled = {path: path.read_bytes() for path in WEIGHTS.iterdir()}
    with served(ENDLESS, GRADIO_TEMP_DIR=str(uploads)) as page, ThreadPoolExecutor(1) as visitor:
        body, headers = multipart("seven.png", encoded(seven((50, 50))))
        [left] = send(page, f"{API}/upload", body, headers)
        asking = visitor.submit(attack.answer, page.address, "test/endless", {})
        assert attack.read_seven(page.address)["digit"] == 7  # answered beside it
        os.kill(page.pid, signal.SIGTERM)
        wait_until(lambda: not is_running(page.pid))
        assert isinstance(asking.exception(), OSError)
        assert "Traceback" not in page.printed()
        assert not Path(left).exists()
    assert {path: path.read_bytes() for path in WEIGHTS.iterdir()} == bundled


def wait_until(true, seconds=120.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.slow
def test_a_machine_too_busy_to_answer_itself_serves_the_page():
    with served(BUSY) as page:
        assert attack.read_seven(page.address)["digit"] == 7


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
    now = time.time()
    for jump in (-3600 * 24 * 365, 3600 * 24 * 365):
        monkeypatch.setattr(time, "time", lambda jump=jump: now + jump)
        limiter = RateLimiter(rate=1000, burst=2)
        assert limiter.take("me") and limiter.take("me")
        time.sleep(0.01)
        assert limiter.take("me")
