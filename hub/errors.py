"""What went wrong with the Hub, in one sentence that may be shown to anybody.

Nothing of the error's own text is passed on: it may name folders of this machine.
"""

import errno

from model.networks.pretrained import BadModel

DISK_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
NOT_WRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR)


def reason(error: BaseException, repo: str, revision: str = "") -> str:
    """Return why something with a repository of the Hub failed, as the end of a sentence.

    Args:
        error: whatever was raised.
        repo: "user/name".
        revision: the commit asked for, if one was.
    """
    links = chain(error)
    for link in links:
        if isinstance(link, BadModel):
            return f"{repo} cannot be used, {link}"
    for link in links:
        if words := _of_the_hub(link, repo, revision):
            return words
    for link in links:
        if words := _of_this_machine(link):
            return words
    return f"{repo} could not be used"


def chain(error: BaseException | None) -> list[BaseException]:
    """The error, and what it was raised from; the client wraps what it meets."""
    found = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _of_the_hub(error: BaseException, repo: str, revision: str) -> str:
    from huggingface_hub import errors

    known = (
        (errors.OfflineModeIsEnabled, f"offline, and {repo} is not in the cache"),
        (errors.GatedRepoError, f"access to {repo} was not granted"),
        (errors.RepositoryNotFoundError, f"{repo} does not exist, or is private"),
        (errors.RevisionNotFoundError, f"{repo} has no revision {revision[:7] or 'of that name'}"),
        (errors.RemoteEntryNotFoundError, f"{repo} lacks a file that is needed"),
        (errors.LocalTokenNotFoundError, "there is no token: log in, or set HF_TOKEN"),
        (errors.HFValidationError, f"{repo!r} is no repository's name"),
    )
    for kind, words in known:
        if isinstance(error, kind):
            return words
    if isinstance(error, errors.HfHubHTTPError):
        return _of_a_status(error.response.status_code)
    return ""


def _of_a_status(status: int) -> str:
    known = {
        401: "the token was not accepted",
        402: "the Hub asks for a paid plan",
        403: "the token may not do this",
        412: "somebody else published at the same time",
        429: "the Hub takes no more requests for now",
    }
    return known.get(status, f"the Hub answered with error {status}")


def _of_this_machine(error: BaseException) -> str:
    number = getattr(error, "errno", None)
    if number in DISK_FULL:
        return "the disk is full"
    if number in NOT_WRITABLE:
        return "the cache cannot be written"
    if isinstance(error, TimeoutError):
        return str(error) or "the Hub did not answer in time"
    # The client's HTTP library names its errors so; it is not imported for that.
    of_http = type(error).__module__.startswith("httpx")
    if of_http and type(error).__name__ in ("UnsupportedProtocol", "InvalidURL"):
        return "HF_ENDPOINT is not a web address"
    if of_http and type(error).__name__.endswith("Timeout"):
        return "the Hub did not answer in time"
    if of_http or isinstance(error, ConnectionError):
        return "the Hub could not be reached"
    return ""
