"""Serve the page in a process of its own, as visitors meet it, and read what it prints."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PLAIN = "import app; app.main()"
"""What `python app.py` does."""


@dataclass(frozen=True)
class Served:
    """A page being served: its address, the file that its output goes to, and its process."""

    address: str
    log: Path
    pid: int

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def served(code: str = PLAIN, **environment: str) -> Iterator[Served]:
    """Run `code` in the repository's root with a free port in GRADIO_SERVER_PORT until the block ends."""
    settings = {
        "GRADIO_SERVER_NAME": "127.0.0.1",
        "GRADIO_SERVER_PORT": str(_free_port()),
        "GRADIO_ANALYTICS_ENABLED": "False",
        "GRADIO_SSR_MODE": "False",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        **environment,
    }
    address = f"http://127.0.0.1:{settings['GRADIO_SERVER_PORT']}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.txt"
        with path.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", code], cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log
            )
        page = Served(address, path, process.pid)
        try:
            _wait_for(page, process)
            yield page
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(page: Served, process: subprocess.Popen, seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(page.address, timeout=10):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError(f"the page was not served:\n{page.printed()}")
