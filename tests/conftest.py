"""What all tests share: settings made before anything is imported, no network, where data sets may lie."""

import ipaddress
import os
import socket
from pathlib import Path

import pytest

from tests.support.hub_fixtures import better_bundle, bundle, hub, said  # noqa: F401  (fixtures)

# Set here, as the libraries read them once, when they are imported.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

ROOT = Path(__file__).resolve().parent.parent
DATA_FOLDERS = (ROOT / "data", ROOT.parent / "shared" / "data", Path.home() / ".keras" / "datasets")

_connect = socket.socket.connect


def _connect_at_home(self, address):
    """Refuse every address but this machine's: the page and its tests work offline, or they fail here."""
    if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
        raise ConnectionRefusedError(f"a test reached for {address[0]}; tests run offline")
    return _connect(self, address)


def _is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


def pytest_collection_modifyitems(items):
    """Begin with the files that take long: files run side by side, and a long one at the end runs alone."""
    long = {item.path for item in items if item.get_closest_marker("slow") or "browser" in item.path.parts}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session", autouse=True)
def offline():
    """No test talks to another machine."""
    socket.socket.connect = _connect_at_home
    yield
    socket.socket.connect = _connect


@pytest.fixture(scope="session")
def mnist_file():
    """Path of a whole mnist.npz; skips the test where there is none: the repository carries only a sample."""
    return _find("mnist.npz")


@pytest.fixture(scope="session")
def pen_digits_file():
    """Path of pen_digits.npz, 7,494 digits as pen strokes; the test is skipped where there is none."""
    return _find("pen_digits.npz")


def _find(name):
    for folder in DATA_FOLDERS:
        if (folder / name).is_file():
            return folder / name
    pytest.skip(f"no {name} in any of {', '.join(map(str, DATA_FOLDERS))}")
