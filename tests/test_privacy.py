"""What the server keeps, tells and asks for: nothing of a visitor, no secret, nobody else.

The page is served with its network cut: whatever reaches for another machine is refused and printed.
"""

import ast
import json
import os
import re
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from serving.headers import HEADERS
from tests.support import attack
from tests.support.asking import SEVEN
from tests.support.fuzz_files import encoded, seven
from tests.support.fuzz_requests import API, GOOD, JSON, OURS, PICTURE, asked, multipart
from tests.support.served import ROOT, served

CUT = """
import ipaddress, socket

def at_home(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "", None)

def cut(name, host_of):
    real = getattr(socket.socket, name)
    def checked(self, *arguments):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not at_home(host_of(arguments)):
            print("REACHED OUT", name, arguments[-1], flush=True)
            raise OSError("the network is cut")
        return real(self, *arguments)
    setattr(socket.socket, name, checked)

for name in ("connect", "connect_ex", "sendto"):
    cut(name, lambda arguments: arguments[-1][0])

look_up = socket.getaddrinfo
def checked(host, *arguments, **options):
    if not at_home(host if isinstance(host, str) or host is None else host.decode()):
        print("REACHED OUT", "getaddrinfo", host, flush=True)
        raise socket.gaierror("the network is cut")
    return look_up(host, *arguments, **options)
socket.getaddrinfo = checked
"""

SECRET = "hf_" + "secret" * 6
SOON = "import app; app.UPLOADS_KEPT = (1, 1); app.main()"
"""The page, with uploads deleted after seconds, not minutes."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("gradio")


@pytest.fixture(scope="module")
def page(folder):
    secrets = {"HF_TOKEN": SECRET, "HUGGING_FACE_HUB_TOKEN": SECRET, "MY_PASSWORD": SECRET}
    with served(CUT + SOON, GRADIO_TEMP_DIR=str(folder), TMPDIR=str(folder), **secrets) as page:
        yield page


@pytest.fixture(scope="module")
def target(page):
    return attack.look_at(page.address)


def get(page, path, method="GET", body=None, headers=None):
    """Return status, body and headers of an answer, whatever the status."""
    request = urllib.request.Request(page.address + path, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, reply.read(), reply.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), error.headers


def files_in(*folders):
    """Files and when they were changed; what Python and TensorFlow compile for themselves aside."""
    found = {}
    for folder in folders:
        for path in Path(folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and ".git" not in path.parts:
                found[path] = path.stat().st_mtime
    return found


@pytest.mark.slow
def test_the_whole_page_works_with_the_network_cut(page, target):
    """Every question is asked every good request; the server reached for nobody meanwhile."""
    for name, goods in GOOD.items():
        for good in goods:
            assert attack.answer(page.address, name, good)["state"] == "answer"
    assert "REACHED OUT" not in page.printed()


def test_the_server_fetches_nothing_for_anybody(page, target):
    address = "http://example.com/seven.png"
    file = {"path": address, "meta": {"_type": "gradio.FileData"}}
    event = json.dumps({"data": [file]}).encode()
    assert get(page, f"{API}/call/recognize_picture", "POST", event, JSON)[0] == 400
    photo = asked("canvas/read_picture", {"picture": address})
    assert json.loads(get(page, photo.path, "POST", photo.body, JSON)[1])["state"] == "refused"
    assert get(page, f"{API}/file={address}")[0] == 404
    assert get(page, f"{API}/proxy=https://a.hf.space/x")[0] == 404
    assert "REACHED OUT" not in page.printed()


def test_drawings_and_photos_are_stored_nowhere(page, target, folder):
    before = files_in(folder)
    kept = files_in(ROOT / "model", ROOT / "lesson")
    for _ in range(10):
        assert attack.answer(page.address, "canvas/read_picture", {"picture": PICTURE})["pixels"]
    assert attack.read_seven(page.address)["digit"] == 7
    assert get(page, f"{API}/deep_link?session_hash=me")[0] == 404  # would write the visitor's values down
    assert files_in(folder) == before
    assert files_in(ROOT / "model", ROOT / "lesson") == kept
    printed = page.printed()
    assert json.dumps(SEVEN["strokes"])[:9] not in printed and PICTURE[30:60] not in printed


def test_an_upload_is_nobodys_to_read_and_is_deleted(page, folder):
    body, headers = multipart("my secret.png", encoded(seven()))
    status, told, _ = get(page, f"{API}/upload", "POST", body, headers)
    [path] = json.loads(told)
    assert status == 200 and Path(path).is_relative_to(folder)
    for door in (f"{API}/file={quote(path)}", f"{API}/file/{quote(path)}", f"/file={quote(path)}"):
        assert get(page, door)[0] == 404
    end = time.monotonic() + 30
    while Path(path).exists():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_uploads_are_kept_for_a_quarter_of_an_hour_at_most():
    source = (ROOT / "app.py").read_text("utf-8")
    looks, age = ast.literal_eval(re.search(r"^UPLOADS_KEPT = (.+)$", source, re.MULTILINE)[1])
    assert looks + age <= 900 and "delete_cache=UPLOADS_KEPT" in source


@pytest.mark.parametrize(
    "path",
    [
        "app.py",
        "requirements.txt",
        "model/networks/weights/cnn.keras",
        "model/networks/weights/manifest.json",
        "/etc/passwd",
        "/proc/self/environ",
        str(ROOT / "app.py"),
        "../app.py",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "....//....//etc/passwd",
        ".git/config",
    ],
)
@pytest.mark.parametrize(
    "door",
    [
        "/",
        "/file=",
        f"{API}/file=",
        f"{API}/file/",
        "/static/",
        "/assets/",
        "/svelte/",
        f"{OURS}/",
        f"{OURS}/weights/",
        f"{OURS}/files/",
        "VERSIONED",
    ],
)
def test_only_what_is_meant_to_be_public_can_be_read(page, target, door, path):
    entry = next(path for path in target.files if path.endswith("/start.js"))
    status, body, _ = get(page, door.replace("VERSIONED", entry.removesuffix("start.js")) + path)
    assert status in (403, 404), body[:200]


@pytest.mark.parametrize(
    "door",
    [
        "/monitoring",
        "/monitoring/summary",
        "/monitoring/x",
        f"{API}/dev/reload",
        f"{API}/vibe-code",
        f"{API}/runs",
        f"{API}/component_server",
    ],
)
def test_doors_of_gradios_that_look_inside_are_closed(page, door):
    assert get(page, door)[0] == 404


def test_no_secret_is_told(page, target):
    told = [get(page, path)[1] for path in ("/", "/config", f"{API}/info", f"{API}/openapi.json", "/theme.css")]
    told += [get(page, f"{API}/token")[1], page.printed().encode(), str(get(page, "/")[2]).encode()]
    assert not any(SECRET.encode() in one or b"secretsecret" in one for one in told)
    assert os.environ.get("HF_TOKEN") != SECRET


def test_nobody_counts_visitors(page, target):
    config = json.loads(get(page, "/config")[1])
    assert config["analytics_enabled"] is False and config["run_history"] is False
    assert config["space_id"] is None and "api.gradio.app" not in page.printed()


@pytest.mark.parametrize(
    "path",
    ["/", "/config", "/theme.css", f"{API}/info", "/nothing/here", f"{API}/file=x", f"{OURS}/networks"],
)
def test_every_answer_carries_the_headers(page, path):
    headers = get(page, path)[2]
    assert {name.decode(): headers[name.decode()] for name, _ in HEADERS} == {
        name.decode(): value.decode() for name, value in HEADERS
    }
    assert "X-Frame-Options" not in headers  # a Space shows the page in a frame


def test_no_other_page_may_read_what_is_served_at_home(page):
    headers = get(page, "/config", headers={"Origin": "https://evil.example"})[2]
    assert headers["Access-Control-Allow-Origin"] is None
