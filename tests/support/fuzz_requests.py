"""Hostile requests to every entry of a served page: questions, files, events, uploads, paths and headers."""

import base64
import json
import random
import re
import string
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.support import fuzz, fuzz_files
from tests.support.asking import SEVEN

API = "/gradio_api"
OURS = f"{API}/page"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Request:
    """What is sent: `entry` names what it is aimed at in reports."""

    entry: str
    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """What a served page has besides its questions: Gradio's events, and its own files by their paths.

    `room` is a class room that the attacker is teacher and member of, `other` one of somebody else's; both are
    {"code", "secret", "member"}, and empty where the page has no rooms.
    """

    events: list[dict]
    files: list[str]
    room: dict[str, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)


def target_of(config: dict, html: str) -> Target:
    """Read what can be asked from the page's own description and its first HTML."""
    modules = {f"{API}{path}" for path in re.findall(rf"{API}(/page/[\w./-]+)", html)}
    of_tabs = {f"{OURS}/{path}" for path in re.findall(r"files/[0-9a-f]{9,}", json.dumps(config["components"]))}
    return Target(config["dependencies"], sorted(modules | of_tabs))


def _image() -> str:
    """A 28×28 image as the tabs send it: base64 of float32."""
    rng = random.Random(5)
    rows = [[0.9 if 8 < x < 12 and 4 < y < 24 else 0.0 for x in range(28)] for y in range(28)]
    pixels = [value or rng.random() * 0.02 for row in rows for value in row]
    return base64.b64encode(struct.pack("<784f", *pixels)).decode()


IMAGE = _image()
PICTURE = "data:image/png;base64," + base64.b64encode(fuzz_files.encoded(fuzz_files.seven((60, 60)))).decode()

GOOD: dict[str, tuple[Any, ...]] = {
    "canvas/read_picture": ({"picture": PICTURE},),
    "feature-maps/caption": ({"network": "cnn", "image": IMAGE, "layer": "conv1", "channel": 0},),
    "feature-maps/explain": ({"network": "cnn", "image": IMAGE, "layer": "conv2", "digit": 1},),
    "feature-maps/operate": ({"network": "ann", "muted": {"dense1": [0, 1]}},),
    "feature-maps/guide": ({"network": "cnn", "image": IMAGE},),
    "ann-vs-cnn/facts": ({},),
    "ann-vs-cnn/every_shift": ({"image": IMAGE, "change": {"factor": 1.1}, "digit": 1},),
    "ann-vs-cnn/time_both": ({"image": IMAGE},),
    "ann-vs-cnn/find_quarrel": ({"turn": 0}, {"image": IMAGE}),
    "ann-vs-cnn/fool": ({"image": IMAGE, "network": "ann"},),
    "architectures/cards": ({},),
    "architectures/layers": ({"card": "lenet5"},),
    "architectures/measured": ({},),
    "lesson/contents": ({},),
    "lesson/chapter": ({"number": 1},),
    "lesson/notebook": ({"number": 4},),
}
"""Good requests to every question of the page, to be spoilt; a test compares the two."""


OTHERS = {"strokes": [[[12345, 4321], [140, 200]]], "width": 280, "height": 280}
"""What hangs in the room of somebody else."""

OTHERS_INK = b"12345.0,4321.0"
"""How it reads in an answer."""


def of_rooms(room: dict[str, str]) -> dict[str, dict]:
    """Return a good request to each question about class rooms, from who is teacher and member of one."""
    teacher, member = ({"code": room["code"], name: room[name]} for name in ("secret", "member"))
    return {
        "rooms/open": {"link": "https://example.com/#draw?room="},
        "rooms/join": {"code": room["code"]},
        "rooms/look": member,
        "rooms/send": {**member, "digit": 7, "drawing": SEVEN},
        "rooms/wall": {**teacher, "since": 0},
        "rooms/ask": {**teacher, "digit": 3},
        "rooms/remove": {**teacher, "name": "1-7"},
        "rooms/close": teacher,
    }


def session(rng: random.Random) -> str:
    """One of many sessions, so that the limit of one visitor is not what is tested."""
    return f"fuzz{rng.randrange(400)}"


def asked(name: str, request: Any) -> Request:
    """Return one of the page's questions, as its modules ask it."""
    return Request(name, "POST", f"{OURS}/ask/{name}", fuzz.as_body(request), JSON)


def questions(name: str, rng: random.Random) -> Iterator[Request]:
    """Yield spoilt requests of one question, without end."""
    makers = [(good, fuzz.variants(rng, good)) for good in GOOD[name]]
    while True:
        good, spoilt = rng.choice(makers)
        question = asked(name, next(spoilt))
        if rng.random() < 0.03:
            question = Request(name, "POST", question.path, fuzz.raw_body(rng, good), JSON)
        yield question


def unknown_questions(target: Target, rng: random.Random) -> Iterator[Request]:
    """Yield questions that nobody answers, by names and methods that are no one's."""
    names = (*GOOD, *fuzz.PATHS, *fuzz.INJECTIONS, *fuzz.UNICODE, "canvas", "canvas/", "/".join([".."] * 9))
    endings = ("", "/", "/__class__", "?a=b", "%00", "/../../../config")
    while True:
        path = f"{OURS}/ask/{_escaped(rng, rng.choice(names))}{rng.choice(endings)}"
        headers = rng.choice((JSON, JSON, {}, {"Content-Type": "text/html"}, {"Content-Type": "multipart/x"}))
        body = fuzz.as_body(fuzz.anything(rng)) if rng.random() < 0.9 else None
        yield Request("unknown questions", rng.choice(("POST",) * 6 + METHODS), path, body, headers)


def rooms(target: Target, rng: random.Random) -> Iterator[Request]:
    """Yield spoilt questions about class rooms; half of them with one of two keys taken from another room."""
    good = of_rooms(target.room)
    while True:
        name = rng.choice(list(good))
        request = good[name]
        if len(request) > 1 and "code" in request and rng.random() < 0.5:
            key = rng.choice([key for key in ("code", "secret", "member") if key in request])
            request = {**request, key: target.other[key]}
        elif name == "rooms/close":
            continue  # with both of its keys nothing would be left to attack
        spoilt = request if request is not good[name] else fuzz.mutated(rng, request)
        yield Request(name, "POST", asked(name, {}).path, fuzz.as_body(spoilt), JSON)


def page_files(target: Target, rng: random.Random) -> Iterator[Request]:
    """Yield requests for the page's own files, and for what lies beside, above or below them."""
    texts = (*fuzz.PATHS, *fuzz.INJECTIONS, *fuzz.UNICODE, "package.json", "node_modules/x.js", "page.html")
    versioned = next(path for path in target.files if path.endswith(".js")).rpartition("/")[0]
    folders = (versioned, f"{OURS}/weights", f"{OURS}/files", f"{OURS}/networks", f"{OURS}/alive", OURS)
    while True:
        good = rng.choice(target.files)
        wrong = f"{rng.choice(folders)}/{_escaped(rng, rng.choice(texts))}"
        path = rng.choice((wrong, wrong, good, good[:-1], good.upper(), f"{good}/{_escaped(rng, '../..')}"))
        encodings = ("gzip", "gzip;q=0", "identity", "br", "*", "x" * 4000, rng.choice(fuzz.INJECTIONS))
        sent = {"Accept-Encoding": rng.choice(encodings).translate(_NO_LINES)}
        if rng.random() < 0.3:
            sent |= {"Range": rng.choice(("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-1,2-3"))}
        yield Request("page files", rng.choice(METHODS), path, None, sent)


def events(target: Target, rng: random.Random) -> Iterator[Request]:
    """Yield events, public and private, by every way in, well and badly formed."""
    good_file = {"path": "/tmp/gradio/x/seven.png", "meta": {"_type": "gradio.FileData"}}
    while True:
        event = rng.choice(target.events)
        value = good_file if event["api_name"] == "recognize_picture" else SEVEN
        good = [value] * len(event["inputs"])
        spoilt = (fuzz.mutated(rng, good), [fuzz.nasty(rng)], [_file(rng)], fuzz.anything(rng))
        data = rng.choice((good, *spoilt))
        # A session of its own: whoever listens to a session hears the end of all its events.
        body = {"data": data, "session_hash": f"fuzz{rng.getrandbits(60)}"}
        way, name = rng.choice(("join", "join", "call", "call", "run", "api", "v2")), event["api_name"]
        if way == "join":
            body |= {"fn_index": event["id"], "trigger_id": rng.choice((None, 4, 7, 999))}
        if way == "v2":
            body = {"drawing": data, "picture": data} if rng.random() < 0.7 else body
        if rng.random() < 0.3:
            body = fuzz.mutated(rng, body)
        path = {"join": "/queue/join", "v2": f"/call/v2/{name}"}.get(way, f"/{way}/{name}")
        sent = fuzz.as_body(body) if rng.random() < 0.93 else fuzz.raw_body(rng, body)
        yield Request(f"event {name} by {way}", "POST", API + path, sent, JSON)


def _file(rng: random.Random) -> Any:
    """What Gradio may take for a file."""
    path = rng.choice((*fuzz.PATHS, "http://example.com/seven.png", "/tmp/gradio", "/tmp/gradio/../x"))
    file = {"path": path, "meta": {"_type": "gradio.FileData"}}
    kind = rng.randrange(4)
    if kind == 0:
        return file | {rng.choice(("url", "size", "orig_name", "mime_type", "is_stream")): fuzz.nasty(rng)}
    if kind == 1:
        return {"picture": [file], "strokes": [file]}
    return file if kind == 2 else fuzz.mutated(rng, file)


def others(target: Target, rng: random.Random) -> Iterator[Request]:
    """Yield requests to Gradio's other doors that take JSON."""
    doors = (
        "/cancel",
        "/reset",
        "/component_server",
        "/stream/x",
        "/stream/x/close",
        "/vibe-code",
        "/deep_link",
    )
    good = {"session_hash": "fuzz1", "fn_index": 2, "event_id": "x" * 32}
    while True:
        body = fuzz.mutated(rng, good) if rng.random() < 0.8 else fuzz.anything(rng)
        yield Request("other doors", "POST", API + rng.choice(doors), fuzz.as_body(body), JSON)


def uploads(target: Target, rng: random.Random) -> Iterator[Request]:
    """Yield uploads: hostile names, broken envelopes, hostile files."""
    files = list(fuzz_files.FILES.values())
    names = (*fuzz.PATHS, *fuzz.INJECTIONS, *fuzz.UNICODE, "x" * 5000, "a.svg", "a.html", ".", "..", "a/../b")
    kinds = (
        "multipart/form-data",
        "text/plain",
        "multipart/form-data; boundary=",
        "",
        "multipart/" + "x" * 9000,
    )
    while True:
        content = rng.choice(files)() if rng.random() < 0.2 else rng.randbytes(rng.randrange(300))
        body, headers = multipart(rng.choice(names), content)
        kind = rng.randrange(8)
        if kind == 0:
            body = body[: rng.randrange(len(body))]
        elif kind == 1:
            headers = {"Content-Type": rng.choice(kinds)}
        elif kind == 2:
            body = body.replace(b'name="files"', rng.choice((b'name="x"', b"name=files; filename*=%ff", b"")))
        elif kind == 3:
            body = body.replace(b'; filename="', b'; x="')  # a field, not a file
        elif kind == 4:
            body = fuzz_files.damaged(rng, body)
        query = rng.choice(("", "", "?upload_id=" + quote(rng.choice(fuzz.INJECTIONS))))
        yield Request("upload", "POST", f"{API}/upload{query}", body, headers)


def multipart(name: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the body and the header of an upload of one file."""
    safe = name.encode("utf-8", "surrogatepass").replace(b'"', b"%22")
    head = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="' + safe + b'"\r\n'
    body = head + b"Content-Type: image/png\r\n\r\n" + content + b"\r\n--edge--\r\n"
    return body, {"Content-Type": "multipart/form-data; boundary=edge"}


DOORS = (
    "/",
    "/config",
    "/info",
    "/theme.css",
    "/robots.txt",
    "/manifest.json",
    "/pwa_icon",
    "/logout",
    "/monitoring",
    "/monitoring/summary",
    "/monitoring/x",
    "/static/img/logo.svg",
    "/assets/index.js",
    "/svelte/x",
    "/favicon.ico",
    *(
        API + door
        for door in (
            "/info",
            "/openapi.json",
            "/startup-events",
            "/queue/status",
            "/app_id",
            "/token",
            "/user",
            "/deep_link",
            "/runs",
            "/run-history/buckets",
            "/profiling/traces",
            "/vibe-code",
            "/dev/reload",
            "/upload_progress",
            "/stream/a/b/1/playlist.m3u8",
            "/stream/a/b/1/c.ts",
            "/stream/a/b/1/playlist-file",
        )
    ),
)

PREFIXES = (
    f"{API}/file=",
    f"{API}/file/",
    "/file=",
    f"{API}/proxy=",
    "/static/",
    "/assets/",
    "/svelte/",
    f"{API}/custom_component/x/client/component/",
    "/",
    f"{API}/call/recognize_strokes/nobody",
    f"{API}/queue/data?session_hash=nobody",
    f"{API}/deep_link?session_hash=",
    "/config?deep_link=",
    "/?deep_link=",
    "/?__theme=",
    "/?view=",
    "/?page=",
    "/config?page=",
    f"{API}/info?page=",
)

METHODS = ("GET",) * 8 + ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


def paths(target: Target, rng: random.Random) -> Iterator[Request]:
    """Yield paths, query strings and methods that lead out of the page, or nowhere."""
    texts = fuzz.PATHS + fuzz.INJECTIONS + fuzz.UNICODE
    while True:
        text = rng.choice((*texts, "/".join([".."] * 9) + "/etc/passwd", "x" * 3000))
        escaped = _escaped(rng, text)
        door = rng.choice(DOORS)
        ways = (rng.choice(PREFIXES) + escaped, f"{door}?{rng.choice('abq')}={escaped}", f"{door}/{escaped}")
        yield Request("paths", rng.choice(METHODS), rng.choice(ways))


def _escaped(rng: random.Random, text: str) -> str:
    raw = text.encode("utf-8", "surrogatepass")
    once = quote(raw, safe=rng.choice(("", "/.", string.punctuation.replace("#", "").replace("?", ""))))
    return rng.choice((once, once, quote(once), once.replace(".", "%2e"), "%ff%fe%c0%af" + once))


NAMES = (
    "Accept",
    "Accept-Language",
    "Authorization",
    "Cookie",
    "If-None-Match",
    "Origin",
    "Range",
    "Referer",
    "X-Direct-Url",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Gradio-Server",
)
"""Headers that a proxy or an attacker may send."""


def headers(target: Target, rng: random.Random) -> Iterator[Request]:
    """Yield requests for the page with hostile headers."""
    long = ("bytes=0-99999999999999999999", "evil.example, x", "é" * 50, "x" * 4000)
    texts = (*fuzz.INJECTIONS, *fuzz.PATHS, *long)
    doors = ("/theme.css", "/config", "/", f"{API}/info")
    while True:
        names = rng.sample(NAMES, rng.choice((1, 2, 3)))
        sent = {name: rng.choice(texts).translate(_NO_LINES) for name in names}
        yield Request("headers", "GET", rng.choice(doors), None, sent)


_NO_LINES = {ord(c): None for c in "\r\n\0"}

KINDS: dict[str, Callable[[Target, random.Random], Iterator[Request]]] = {
    "unknown questions": unknown_questions,
    "rooms": rooms,
    "page files": page_files,
    "events": events,
    "others": others,
    "uploads": uploads,
    "paths": paths,
    "headers": headers,
}
"""What is attacked besides the questions."""
