"""What tests with the stand-in for the Hub share: the stand-in, a clean cache, a token, two bundles."""

import pytest

HEADER = """---
title: Digits
sdk: gradio
sdk_version: 6.31.0
python_version: "3.11"
app_file: app.py
license: mit
short_description: Draw a digit
datasets:
  - ylecun/mnist
---

# Digits
"""
"""The README of a small product that a Space takes."""


@pytest.fixture
def hub(monkeypatch, tmp_path):
    """The stand-in, as the Hub that this process' client talks to, with a cache of its own."""
    import huggingface_hub.constants as constants
    from huggingface_hub import close_session

    from tests.support.hub_server import TOKEN, Hub

    with Hub() as server:
        # The client reads its environment once, when it is imported, perhaps long ago.
        monkeypatch.setattr(constants, "ENDPOINT", server.address)
        template = server.address + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", False)  # each command and the page see to it themselves
        monkeypatch.setattr(constants, "HF_HUB_DOWNLOAD_TIMEOUT", 2)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        close_session()
        yield server
    close_session()


@pytest.fixture(scope="session")
def bundle(tmp_path_factory):
    """A folder as a training leaves it."""
    from tests.support.small_bundle import write_small_bundle

    return write_small_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="session")
def better_bundle(tmp_path_factory):
    """Another, with other weights, said to be better."""
    from tests.support.small_bundle import write_small_bundle

    return write_small_bundle(tmp_path_factory.mktemp("better"), seed=2, accuracy=0.95, drawings=0.9)


@pytest.fixture
def said(capfd, caplog):
    """Ask it what was printed so far; nothing of it, ever, is the token."""
    from tests.support.hub_server import TOKEN

    def printed():
        out, err = capfd.readouterr()
        assert TOKEN not in out + err + caplog.text
        return out + err

    yield printed
    printed()
