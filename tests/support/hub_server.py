"""A stand-in for the Hugging Face Hub: a loopback server that the unmodified `huggingface_hub` talks to.

It knows what publishing, loading and deploying need: creating, validating a card, preupload, LFS,
commits with their parents, revisions, downloads, and a Space's variables, stages and page. It
misbehaves when told to; see `hub_faults.py`. Everything is in memory; it leaves out Xet's storage, pull
requests, branches and users' rights beyond one token.
"""

import base64
import hashlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

from tests.support.hub_faults import Faults
from tests.support.hub_store import Answer, Commit, Refused, Repository, Request

TOKEN = "hf_StandInTokenThatNobodyMaySee"
LARGE = (".keras", ".h5", ".png", ".npz")
"""What is stored as a large file, as the Hub decides by its .gitattributes."""

PREFIXES = {"model": "", "dataset": "datasets/", "space": "spaces/"}


class Hub:
    """The stand-in. Use as a context manager; `address` is what HF_ENDPOINT must say."""

    def __init__(self):
        self.repositories: dict[tuple[str, str], Repository] = {}
        self.large: dict[str, bytes] = {}
        self.faults = Faults()
        self.requests: list[str] = []
        self.pages: dict[str, dict] = {}
        """What each Space's page says at /gradio_api/info; a Space that is not here answers 503."""
        self.lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None
        self.address = ""

    def __enter__(self) -> "Hub":
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error) -> None:
        self.stop()

    def stop(self) -> None:
        """Refuse every connection from now on."""
        self.faults.release()
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def model(self, name: str) -> Repository | None:
        return self.repositories.get(("model", name))

    def space(self, name: str) -> Repository | None:
        return self.repositories.get(("space", name))

    def create(self, kind: str, name: str, **facts) -> Repository:
        repository = Repository(kind, name, **facts)
        repository.add("initial commit", {".gitattributes": b"*.keras filter=lfs\n"})
        self.repositories[kind, name] = repository
        return repository

    def answer(self, request: Request) -> Answer:
        for method, pattern, handle in ROUTES:
            found = re.fullmatch(pattern, request.path)
            if found and request.method in method.split():
                with self.lock:
                    return handle(self, request, **found.groupdict())
        raise Refused(404, f"the stand-in does not know {request.method} {request.path}")

    def find(self, request: Request, kind: str, name: str) -> Repository:
        repository = self.repositories.get((kind, name))
        if repository is None or (repository.private and not request.authorized):
            raise Refused(401, "Repository not found", "RepoNotFound")
        if repository.gated:
            raise Refused(403, "Access to this model is restricted", "GatedRepo")
        return repository

    def revision(self, request: Request, kind: str, name: str, revision: str) -> Commit:
        commit = self.find(request, kind, name).at(unquote(revision))
        if commit is None:
            raise Refused(404, "Invalid rev id", "RevisionNotFound")
        return commit


def reply(value, status: int = 200) -> Answer:
    return Answer(json.dumps(value).encode(), status)


def must_be_authorized(request: Request) -> None:
    if not request.authorized:
        raise Refused(401, "Invalid credentials in Authorization header")


def git_oid(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def is_large(path: str) -> bool:
    return path.endswith(LARGE)


def file_oid(path: str, content: bytes) -> str:
    return hashlib.sha256(content).hexdigest() if is_large(path) else git_oid(content)


def create(hub: Hub, request: Request) -> Answer:
    must_be_authorized(request)
    asked = request.json()
    kind, name = asked.get("type", "model"), f"{asked['organization']}/{asked['name']}"
    address = f"{hub.address}/{PREFIXES[kind]}{name}"
    if (kind, name) in hub.repositories:
        return Answer(json.dumps({"url": address}).encode(), 409)
    repository = hub.create(kind, name, private=asked.get("visibility") == "private")
    repository.variables = {item["key"]: item["value"] for item in asked.get("variables", [])}
    return reply({"url": address})


def validate(hub: Hub, request: Request) -> Answer:
    content = request.json()["content"]
    try:
        facts = yaml.safe_load(content.split("---")[1])
    except (yaml.YAMLError, IndexError) as error:
        return reply({"errors": [{"message": str(error)}], "warnings": []}, 400)
    wrong = [f'"{key}" is required' for key in ("license",) if key not in (facts or {})]
    if len((facts or {}).get("short_description", "")) > 60:
        wrong.append('"short_description" length must be less than or equal to 60 characters long')
    return reply({"errors": [{"message": text} for text in wrong], "warnings": []}, 400 if wrong else 200)


def info(hub: Hub, request: Request, kind: str, name: str, revision: str | None = None) -> Answer:
    commit = hub.revision(request, kind, name, revision or "main")
    repository = hub.find(request, kind, name)
    facts = {"id": name, "sha": commit.oid, "private": repository.private}
    facts["siblings"] = [{"rfilename": path} for path in commit.files]
    if kind == "space":
        facts |= {"host": f"{hub.address}/page/{name}", "subdomain": name.replace("/", "-")}
    return reply(facts)


def preupload(hub: Hub, request: Request, kind: str, name: str, revision: str) -> Answer:
    must_be_authorized(request)
    files = hub.revision(request, kind, name, revision).files
    answer = []
    for asked in request.json()["files"]:
        path = asked["path"]
        oid = file_oid(path, files[path]) if path in files else None
        mode = "lfs" if is_large(path) else "regular"
        answer.append({"path": path, "uploadMode": mode, "shouldIgnore": False, "oid": oid})
    return reply({"files": answer})


def lfs_batch(hub: Hub, request: Request, name: str) -> Answer:
    must_be_authorized(request)
    objects = []
    for asked in request.json()["objects"]:
        answer = {"oid": asked["oid"], "size": asked["size"]}
        if asked["oid"] not in hub.large:
            answer["actions"] = {
                "upload": {"href": f"{hub.address}/lfs/{asked['oid']}"},
                "verify": {"href": f"{hub.address}/verify"},
            }
        objects.append(answer)
    return reply({"transfer": "basic", "objects": objects})


def lfs_put(hub: Hub, request: Request, oid: str) -> Answer:
    if hashlib.sha256(request.body).hexdigest() != oid:
        raise Refused(400, "The content is not what its name says")
    hub.large[oid] = request.body
    return Answer(b"")


def lfs_verify(hub: Hub, request: Request) -> Answer:
    asked = request.json()
    if len(hub.large.get(asked["oid"], b"")) != asked["size"]:
        raise Refused(404, "The upload is not complete")
    return reply({})


def commit(hub: Hub, request: Request, kind: str, name: str, revision: str) -> Answer:
    must_be_authorized(request)
    repository = hub.find(request, kind, name)
    lines = [json.loads(line) for line in request.body.splitlines()]
    header = lines[0]["value"]
    if header.get("parentCommit", repository.head.oid) != repository.head.oid:
        raise Refused(412, "The branch has moved on since the parent commit")
    files = dict(repository.head.files)
    for line in lines[1:]:
        value = line["value"]
        if line["key"] == "file":
            files[value["path"]] = base64.b64decode(value["content"])
        elif line["key"] == "lfsFile":
            if value["oid"] not in hub.large:
                raise Refused(400, f"{value['path']} was never uploaded")
            files[value["path"]] = hub.large[value["oid"]]
        elif line["key"] == "deletedFile" and files.pop(value["path"], None) is None:
            raise Refused(404, "A file with this name doesn't exist", "EntryNotFound")
    made = repository.add(header["summary"], files)
    return reply({"commitUrl": f"{hub.address}/{name}/commit/{made.oid}", "commitOid": made.oid})


def tree(hub: Hub, request: Request, kind: str, name: str, revision: str) -> Answer:
    files = hub.revision(request, kind, name, revision).files
    return reply([_entry(path, content) for path, content in files.items()])


def _entry(path: str, content: bytes) -> dict:
    entry = {"type": "file", "path": path, "size": len(content), "oid": git_oid(content)}
    if is_large(path):
        entry["lfs"] = {"oid": file_oid(path, content), "size": len(content), "pointerSize": 134}
    return entry


def history(hub: Hub, request: Request, kind: str, name: str, revision: str) -> Answer:
    facts = {"authors": [{"user": "someone"}], "date": "2026-01-01T00:00:00.000Z", "message": ""}
    commits = hub.find(request, kind, name).commits
    return reply([{"id": made.oid, "title": made.title, **facts} for made in reversed(commits)])


def resolve(hub: Hub, request: Request, name: str, revision: str, path: str, prefix: str = "") -> Answer:
    kind = {value: key for key, value in PREFIXES.items()}[prefix or ""]
    made = hub.revision(request, kind, name, revision)
    headers = {"X-Repo-Commit": made.oid}
    path = unquote(path)
    if path not in made.files:
        raise Refused(404, "Entry not found", "EntryNotFound", **headers)
    headers["ETag"] = f'"{file_oid(path, made.files[path])}"'
    if is_large(path):  # where the Hub offers it in Xet storage, of which the stand-in has none
        headers |= {"X-Xet-Hash": "0" * 64, "X-Xet-Refresh-Route": f"{hub.address}/xet"}
    return Answer(made.files[path], headers=headers)


def variables(hub: Hub, request: Request, name: str) -> Answer:
    must_be_authorized(request)
    space = hub.find(request, "space", name)
    if request.method == "POST":
        asked = request.json()
        space.variables[asked["key"]] = asked["value"]
    if request.method == "DELETE":
        space.variables.pop(request.json()["key"], None)
    return reply({key: {"key": key, "value": value} for key, value in space.variables.items()})


def runtime(hub: Hub, request: Request, name: str) -> Answer:
    space = hub.find(request, "space", name)
    stage = space.stages.pop(0) if len(space.stages) > 1 else space.stages[0]
    hardware = {"current": "cpu-basic", "requested": "cpu-basic"}
    facts = {"stage": stage, "hardware": hardware, "sha": space.head.oid}
    if stage.endswith("_ERROR"):
        facts["errorMessage"] = "Exit code: 1. Reason: pip install failed"
    return reply(facts)


def page(hub: Hub, request: Request, name: str) -> Answer:
    if name not in hub.pages:
        raise Refused(503, "Your space is in error")
    return reply(hub.pages[name])


NAME = r"(?P<name>[^/]+/[^/]+)"
API = rf"/api/(?P<kind>model|space)s/{NAME}"
ROUTES = (
    ("POST", "/api/repos/create", create),
    ("POST", "/api/validate-yaml", validate),
    ("GET POST DELETE", f"/api/spaces/{NAME}/variables", variables),
    ("GET", f"/api/spaces/{NAME}/runtime", runtime),
    ("GET", rf"{API}(/revision/(?P<revision>[^/]+))?", info),
    ("POST", rf"{API}/preupload/(?P<revision>[^/]+)", preupload),
    ("POST", rf"{API}/commit/(?P<revision>[^/]+)", commit),
    ("GET", rf"{API}/tree/(?P<revision>[^/]+)", tree),
    ("GET", rf"{API}/commits/(?P<revision>[^/]+)", history),
    ("POST", rf"/(?:spaces/)?{NAME}\.git/info/lfs/objects/batch", lfs_batch),
    ("PUT", r"/lfs/(?P<oid>\w+)", lfs_put),
    ("POST", "/verify", lfs_verify),
    ("HEAD GET", rf"/(?P<prefix>spaces/)?{NAME}/resolve/(?P<revision>[^/]+)/(?P<path>.+)", resolve),
    ("GET", rf"/page/{NAME}/gradio_api/info", page),
)


class _Handler(BaseHTTPRequestHandler):
    """Reads a request whole, lets the faults have their way, sends the answer."""

    protocol_version = "HTTP/1.1"
    hub: Hub

    def handle_any(self) -> None:
        if self.hub.faults.stopped.is_set():  # a connection that was kept from before
            self.close_connection = True
            return
        address = urlsplit(self.path)
        self.hub.requests.append(f"{self.command} {address.path}")
        fault = self.hub.faults.take(self.command, address.path)
        authorized = self.headers.get("Authorization") == f"Bearer {TOKEN}"
        body = self._read(half=fault is not None and fault.kind == "cut upload")
        request = Request(self.command, address.path, parse_qs(address.query), body, authorized)
        if fault and (answer := fault.instead(self.hub.faults)) is not None:
            answer = Answer(answer[1], answer[0], answer[2]) if answer else None
        else:
            answer = self._ask(request)
        if fault and answer:
            answer = fault.after(answer)
        if answer is None:
            self.close_connection = True
            return
        self._send(answer, cut=fault is not None and fault.kind == "cut")

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any

    def _ask(self, request: Request) -> Answer:
        try:
            return self.hub.answer(request)
        except Refused as error:
            return Answer(json.dumps({"error": str(error)}).encode(), error.status, error.headers)

    def _read(self, half: bool) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        size = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(size // 2 if half else size)

    def _send(self, answer: Answer, cut: bool) -> None:
        self.send_response(answer.status)
        for key, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
        self.close_connection = self.close_connection or cut

    def log_message(self, *_words) -> None:
        """Say nothing."""
