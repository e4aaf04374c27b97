"""What the commands share: addresses that are none, errors in one line, no token in any of them."""

import pytest
from huggingface_hub import errors

from hub.client import HubProblem, endpoint_problem, time_limit, why, without_token

SECRET = "hf_" + "a1" * 10


@pytest.mark.parametrize("address", ["", "https://huggingface.co", "http://localhost:8000", "http://[::1]:80/hub"])
def test_an_address(monkeypatch, address):
    monkeypatch.setenv("HF_ENDPOINT", address)
    assert endpoint_problem() == ""


@pytest.mark.parametrize(
    "address", ["huggingface.co", "not a url", "http://", "http://[", "http://x:port", "http://x:99999", "ftp://x.org"]
)
def test_no_address_is_named(monkeypatch, address):
    monkeypatch.setenv("HF_ENDPOINT", address)
    assert repr(address) in endpoint_problem()


def test_nothing_that_looks_like_a_token_is_told(monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "of-no-known-form")
    assert without_token(f"{SECRET} and of-no-known-form") == "*** and ***"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (HubProblem("the Space is asleep"), "the Space is asleep"),
        (TimeoutError(), "the Hub did not answer in time"),
        (ConnectionError("refused by 10.0.0.1"), "the Hub could not be reached"),
        (errors.OfflineModeIsEnabled("x"), "offline, and a/b is not in the cache"),
        (OSError(28, "No space left on device"), "the disk is full"),
        (KeyError(f"of {SECRET}\nand more"), "KeyError: 'of ***\\nand more'"),
    ],
)
def test_an_error_is_one_line(error, words):
    assert why(error, "a/b") == words


def test_the_cause_is_what_is_told():
    outer = RuntimeError("a thread failed")
    outer.__cause__ = PermissionError(13, "Permission denied")
    assert why(outer, "a/b") == "the cache cannot be written"


def test_time_that_is_up_asks_nothing(hub):
    from huggingface_hub import HfApi

    with pytest.raises(TimeoutError, match="within 0 seconds"), time_limit(0):
        HfApi().model_info("a/b")
    assert hub.requests == []
