"""The guard before the page: what it lets through, what it turns away, and in which words."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from serving.guard import CLOSED, LARGEST, LARGEST_UPLOAD, Guard
from serving.rate_limiter import RateLimiter

CALL = {"session_hash": "abc", "data": {"strokes": [[[1, 2]]]}}
ASK = "/gradio_api/page/ask/feature-maps/explain"


def request(app, body, path=ASK, method="POST", headers=(), root_path=""):
    """Send one request; returns the status and the body, as text."""
    parts = [body[i : i + 1_000_000] for i in range(0, len(body), 1_000_000)] or [b""]
    waiting = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    waiting[-1]["more_body"] = False
    sent = []

    async def receive():
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": headers, "root_path": root_path}
    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already: the browser tests leave theirs
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    assert dict(sent[0]["headers"])[b"x-content-type-options"] == b"nosniff"
    assert not sent[-1].get("more_body")
    return sent[0]["status"], b"".join(m.get("body", b"") for m in sent[1:]).decode()


async def echo(scope, receive, send):
    """An application that answers with what it receives."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


async def broken(scope, receive, send):
    raise KeyError("no such component")


async def broken_stream(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"some", "more_body": True})
    raise RuntimeError("no such session")


async def failing(scope, receive, send):
    """Answers as Gradio does when an event failed in words."""
    await send({"type": "http.response.start", "status": 500, "headers": [(b"x-mine", b"1")]})
    await send({"type": "http.response.body", "body": b'{"error": "Draw a digit."}'})


def test_a_good_request_arrives_as_it_was_sent():
    body = json.dumps(CALL).encode()
    status, arrived = request(Guard(echo), body)
    assert (status, arrived) == (200, body.decode())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[1, 2]", 400),
        (b'"text"', 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, 400),
        (json.dumps(CALL | {"session_hash": "x" * 65}).encode(), 400),
        (json.dumps(CALL | {"session_hash": ["x"]}).encode(), 400),
        (json.dumps(CALL | {"data": [0] * 50_000}).encode(), 400),
        (json.dumps(CALL | {"data": [[]] * 50_000}).encode(), 400),
        (json.dumps(CALL).encode("utf-16"), 400),
        (b'{"data": "' + b"x" * LARGEST + b'"}', 413),
    ],
    ids=range(12),
)
def test_a_bad_request_is_told_what_is_wrong(body, status):
    answered, told = request(Guard(echo), body)
    assert answered == status
    assert json.loads(told)["detail"].endswith(".")


def test_other_content_than_json_is_not_for_questions():
    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    assert request(Guard(echo), b"--x--", headers=headers)[0] == 415
    assert request(Guard(echo), b"--x--", "/gradio_api/upload", headers=headers)[0] == 200


def test_an_upload_is_cut_off_at_the_limit():
    assert request(Guard(echo), b"x" * (LARGEST_UPLOAD + 1), "/gradio_api/upload")[0] == 413


def test_whatever_fails_inside_is_answered_in_words(caplog):
    status, told = request(Guard(broken), json.dumps(CALL).encode())
    assert (status, json.loads(told)["detail"]) == (400, "This request could not be understood.")
    assert "KeyError" in caplog.text and "Traceback" not in caplog.text


def test_a_stream_in_which_something_fails_is_ended(caplog):
    told = request(Guard(broken_stream), b"", "/gradio_api/queue/data", "GET")
    assert told == (200, "some") and "RuntimeError" in caplog.text


def test_an_event_that_fails_in_words_is_no_fault_of_the_server():
    assert request(Guard(failing), json.dumps({"data": []}).encode(), "/gradio_api/run/x")[0] == 400


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
@pytest.mark.parametrize("door", CLOSED)
def test_doors_that_the_page_does_not_use_are_closed(door, method):
    status, told = request(Guard(broken), b"", f"/gradio_api{door}", method)
    assert status == 404 and bool(told) == (method != "HEAD")


def test_a_path_cannot_write_lines_into_the_log(caplog):
    request(Guard(broken), b"", path="/a\nERROR forged", method="GET")
    assert "\nERROR" not in caplog.text.rstrip()


def test_under_a_prefix_the_same_rules_hold():
    assert request(Guard(echo), b"[]", f"/digits{ASK}", root_path="/digits")[0] == 400


def test_a_visitor_who_sends_too_much_waits_and_others_do_not():
    now = [0.0]
    guard = Guard(echo, RateLimiter(rate=10, burst=5, clock=lambda: now[0]))
    mine, other = (json.dumps(CALL | {"session_hash": name}).encode() for name in ("mine", "other"))
    assert [request(guard, mine)[0] for _ in range(7)] == [200] * 5 + [429] * 2
    assert request(guard, other)[0] == 200
    now[0] += 0.25
    assert [request(guard, mine)[0] for _ in range(3)] == [200, 200, 429]
