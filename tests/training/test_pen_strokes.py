"""Pen strokes from a server: verified, read, and refused in words."""

import hashlib
import io
import shutil
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from training import pen_strokes
from training.mnist import load_pen_digits

pytestmark = pytest.mark.skipif(shutil.which("gzip") is None, reason="no gzip on this machine")

TEXT = """.VERSION 1.0
.SEGMENT DIGIT 0 ? "8"
.COMMENT 8 12 0
.DT 100
.PEN_DOWN
.DT 100
 267 333
 267 336
.PEN_UP
.DT 100

.SEGMENT DIGIT 1-2 ? "7"
.COMMENT 7 26 1
.PEN_DOWN
  10  400
.PEN_UP
 11 399
.PEN_DOWN
  20  300
  25  290
.PEN_UP
"""


def compressed(text: bytes) -> bytes:
    """What `compress` could have made: every byte as a code of 9 bits, the table cleared before it needs 10."""
    clear, group = 256, 8  # codes come in groups of eight; `clear` is followed by the next group
    codes = []
    for start in range(0, len(text), 200):
        codes += [*text[start : start + 200], clear]
        codes += [0] * (-len(codes) % group)
    bits = sum(code << 9 * place for place, code in enumerate(codes))
    return b"\x1f\x9d\x90" + bits.to_bytes(9 * len(codes) // 8, "little")


def zipped(text=TEXT, name=pen_strokes.MEMBER):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, compressed(text.encode()))
    return file.getvalue()


@pytest.fixture
def server(monkeypatch):
    """A server with one archive, which is the known one; `content` may be changed afterwards."""

    class Handler(BaseHTTPRequestHandler):
        content = zipped()

        def do_GET(self):
            self.send_response(200 if self.path == "/pen.zip" else 404)
            self.send_header("Content-Length", str(len(self.content)))
            self.end_headers()
            self.wfile.write(self.content)

        def log_message(self, *_words):
            """Say nothing."""

    def offer(content, known=True):
        Handler.content = content
        if known:
            monkeypatch.setattr(pen_strokes, "SHA256", hashlib.sha256(content).hexdigest())

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        offer(zipped())
        offer.url = f"http://127.0.0.1:{running.server_port}/pen.zip"
        yield offer
        running.shutdown()


def run(server, out, url=None):
    return pen_strokes.main(["--url", url or server.url, "--out", str(out)])


def test_what_is_written_is_what_training_reads(server, tmp_path, capsys):
    assert run(server, tmp_path / "pen.npz") == 0
    assert "2 digits of 2 writers" in capsys.readouterr().out
    read = load_pen_digits(tmp_path / "pen.npz")
    assert [drawing["strokes"] for drawing in read.drawings] == [
        [[[267, 167], [267, 164]]],
        [[[10, 100]], [[20, 200], [25, 210]]],
    ]
    assert read.labels.tolist() == [8, 7] and read.writers.tolist() == [12, 26]


def test_types_are_those_of_the_file_that_training_knows():
    kinds = {key: array.dtype.name for key, array in pen_strokes.parse(TEXT).items()}
    offsets = {"stroke_offsets": "int32", "sample_offsets": "int32"}
    assert kinds == {"points": "int16", "label": "uint8", "writer": "int16"} | offsets


def test_another_archive_is_refused(server, tmp_path, capsys):
    server(zipped(TEXT + "\n"), known=False)
    assert run(server, tmp_path / "pen.npz") == 2
    assert "is not the archive with the SHA-256" in capsys.readouterr().err
    assert not (tmp_path / "pen.npz").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no zip", "cannot be unpacked"),
        (zipped(name="else"), "cannot be unpacked"),
        (zipped("1,2,3\n"), "unknown format: 0 digits"),
        (zipped(".SEGMENT DIGIT\n.COMMENT eight 1\n"), "unknown format: .COMMENT eight 1"),
    ],
)
def test_what_is_inside_may_be_strange(server, tmp_path, capsys, content, words):
    server(content)
    assert run(server, tmp_path / "pen.npz") == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/pen.zip", "no address", None])
def test_a_server_that_has_nothing(server, tmp_path, capsys, url):
    assert run(server, tmp_path / "pen.npz", url or server.url + "x") == 2
    assert "could not be downloaded" in capsys.readouterr().err


def test_a_folder_that_is_not_there(server, tmp_path, capsys):
    assert run(server, tmp_path / "nowhere" / "pen.npz") == 2
    assert "nowhere/pen.npz: No such file" in capsys.readouterr().err


def test_without_gzip(server, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert run(server, tmp_path / "pen.npz") == 2
    assert "gzip is needed" in capsys.readouterr().err
