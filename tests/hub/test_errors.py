"""What went wrong with the Hub, in words for anybody; nothing of the error's own text is passed on."""

import errno

import httpx
import pytest
from huggingface_hub import errors

from hub.errors import chain, reason
from model.networks.pretrained import BadModel

SECRET = "/home/somebody/cache"


def answered(status, kind=errors.HfHubHTTPError):
    request = httpx.Request("GET", f"https://huggingface.co{SECRET}")
    return kind(SECRET, response=httpx.Response(status, request=request))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.OfflineModeIsEnabled(SECRET), "offline, and a/b is not in the cache"),
        (answered(403, errors.GatedRepoError), "access to a/b was not granted"),
        (answered(404, errors.RepositoryNotFoundError), "a/b does not exist, or is private"),
        (answered(404, errors.RevisionNotFoundError), "a/b has no revision 1234567"),
        (answered(404, errors.RemoteEntryNotFoundError), "a/b lacks a file that is needed"),
        (errors.LocalTokenNotFoundError(SECRET), "there is no token: log in, or set HF_TOKEN"),
        (errors.HFValidationError(SECRET), "'a/b' is no repository's name"),
        (answered(401), "the token was not accepted"),
        (answered(412), "somebody else published at the same time"),
        (answered(502), "the Hub answered with error 502"),
        (OSError(errno.ENOSPC, SECRET), "the disk is full"),
        (OSError(errno.EROFS, SECRET), "the cache cannot be written"),
        (httpx.ReadTimeout(SECRET), "the Hub did not answer in time"),
        (httpx.UnsupportedProtocol(SECRET), "HF_ENDPOINT is not a web address"),
        (httpx.ConnectError(SECRET), "the Hub could not be reached"),
        (ConnectionResetError(SECRET), "the Hub could not be reached"),
        (TimeoutError(), "the Hub did not answer in time"),
        (BadModel("cnn.keras is missing"), "a/b cannot be used, cnn.keras is missing"),
        (RuntimeError(SECRET), "a/b could not be used"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_error_has_words(error, words):
    assert reason(error, "a/b", "1234567890") == words


def test_what_it_was_raised_from_says_more():
    try:
        try:
            raise OSError(errno.ENOSPC, SECRET)
        except OSError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        assert [type(link) for link in chain(error)] == [RuntimeError, OSError]
        assert reason(error, "a/b") == "the disk is full"


def test_errors_that_go_round_in_a_circle_end():
    one, other = RuntimeError(), RuntimeError()
    one.__cause__, other.__cause__ = other, one
    assert chain(one) == [one, other]
