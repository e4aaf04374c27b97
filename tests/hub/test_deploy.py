"""Deploying: a Space with exactly the files and variables it needs, and a way back, whatever fails."""

from types import SimpleNamespace

import pytest
from huggingface_hub import SpaceCard

from hub import client, deploy, publish, space, space_build
from hub.fetch import Pin
from hub.space import Model
from tests.support.git import commit, git
from tests.support.hub_fixtures import HEADER

SPACE, REPO = "someone/page", "someone/digits"
PAGE = {"named_endpoints": {"/recognize_strokes": {}}}

# The Hub's client uploads in a way that its HTTP library will drop one day; nothing printed is the token.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning"),
    pytest.mark.usefixtures("said"),
]


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small product to deploy, committed."""
    root = tmp_path / "house"
    for name, content in {
        ".gitignore": "*.pyi\nnode_modules/\n",
        "README.md": HEADER,
        "app.py": "print('one')",
        "requirements.txt": "gradio==6.31.0\n",
        "docs/how.md": "how",
        "model/networks/weights/cnn.keras": "weights",
        "web/start.js": "",
        "tabs/canvas.pyi": "ignored",
        "web/node_modules/tool/index.js": "ignored",
        "training/train.py": "stays at home",
        "tests/test_x.py": "stays at home",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    git(root, "init", "-q")
    commit(root)
    monkeypatch.setattr(space, "ROOT", root)
    monkeypatch.setattr(space_build, "POLL", 0.01)
    return root


@pytest.fixture
def hub(hub, house):
    hub.pages[SPACE] = PAGE
    return hub


@pytest.fixture(scope="session")
def publication(bundle):
    return publish.prepare(bundle, REPO)


@pytest.fixture
def model(hub, publication):
    """A published model, pinned."""
    return Pin(REPO, hub.create("model", REPO).add("Publish", dict(publication.files)).oid)


def run(*words):
    return deploy.main(["--space", SPACE, *map(str, words)])


def deployed(pin, *words):
    return run("--model-repo", pin.repo, "--revision", pin.revision, "--patience", 3, *words)


def variables(pin):
    return {"MODEL_REPO": pin.repo, "MODEL_REVISION": pin.revision}


def test_a_new_space(hub, model, said):
    assert deployed(model) == 0
    made = hub.space(SPACE)
    assert set(made.head.files) == {
        ".gitattributes",
        "README.md",
        "app.py",
        "requirements.txt",
        "docs/how.md",
        "model/networks/weights/cnn.keras",
        "web/start.js",
    }
    assert made.variables == variables(model)
    facts = SpaceCard(made.head.files["README.md"].decode()).data
    assert facts.models == [REPO] and facts.datasets == ["ylecun/mnist"]
    files = "manifest.json,metrics.json,cnn.keras,ann.keras,lenet5.keras"
    assert facts.preload_from_hub == [f"{REPO} {files} {model.revision}"]
    assert facts.python_version == "3.11"
    assert f"answers at {hub.address}/page/{SPACE}, at commit {made.head.oid}" in said()


def test_what_is_not_committed_is_refused(hub, model, house, said):
    (house / "app.py").write_text("print('two')")
    (house / "tabs" / "token").write_text("secret")
    assert deployed(model) == 2
    assert "not committed: app.py, tabs/token. Commit, or deploy with --allow-dirty" in said()
    assert hub.requests == []


def test_only_tracked_files_go_out_even_if_dirty(hub, model, house):
    (house / "app.py").write_text("print('two')")
    (house / "tabs" / "token").write_text("secret")
    (house / "web" / "start.js").unlink()
    assert deployed(model, "--allow-dirty") == 0
    made = hub.space(SPACE)
    assert made.head.files["app.py"] == b"print('two')"
    assert not {"tabs/token", "web/start.js"} & set(made.head.files)
    assert f"{git(house, 'rev-parse', 'HEAD')} with uncommitted changes" in made.head.title


def test_changes_that_are_not_sent_do_not_matter(hub, model, house):
    (house / "tests" / "test_y.py").write_text("")
    assert deployed(model) == 0


def test_the_commit_names_its_source(hub, model, house):
    assert deployed(model) == 0
    title = hub.space(SPACE).head.title
    assert title == f"Deploy {git(house, 'rev-parse', 'HEAD')}, {REPO} at {model.revision[:7]}"


def test_without_git_nothing_is_sent(hub, model, house, said, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert deployed(model) == 2
    assert "exactly the files that git tracks" in said()
    assert hub.requests == []


def test_a_space_that_exists(hub, model, house):
    hub.create("space", SPACE).add("By hand", {"old.py": b"", "app.py": b"old", ".gitattributes": b""})
    hub.space(SPACE).variables = {"MODEL_REPO": "someone/else", "OTHER": "stays"}
    assert deployed(model) == 0
    made = hub.space(SPACE)
    assert "old.py" not in made.head.files and made.head.files["app.py"] == b"print('one')"
    assert made.variables == {"OTHER": "stays", **variables(model)}
    assert len(made.commits) == 3


def test_what_is_as_it_should_be_is_left_alone(hub, model):
    assert deployed(model) == 0
    hub.requests.clear()
    assert deployed(model) == 0
    assert len(hub.space(SPACE).commits) == 2
    assert not [asked for asked in hub.requests if asked.startswith("POST") and "variables" in asked]


def test_a_dry_run_asks_nobody(hub, house, tmp_path, said, monkeypatch):
    monkeypatch.delenv("HF_TOKEN")
    pin = Pin(REPO, "1" * 40)
    assert deployed(pin, "--dry-run", "--preview", tmp_path / "preview") == 0
    assert hub.requests == []
    assert (tmp_path / "preview" / "model" / "networks" / "weights" / "cnn.keras").read_text() == "weights"
    words = said()
    assert f"MODEL_REVISION={pin.revision}" in words and "Nothing was sent" in words


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("code_changes", [False, True])
def test_rolling_back_brings_back_files_and_model(
    hub, model, house, publication, better_bundle, said, private, code_changes
):
    hub.model(REPO).private = private
    assert deployed(model) == 0
    first = hub.space(SPACE).head
    second = publish.prepare(better_bundle, REPO)
    newer = Pin(REPO, hub.model(REPO).add("Publish", dict(second.files)).oid)
    if code_changes:
        (house / "app.py").write_text("print('two')")
        (house / "tabs" / "new.py").write_text("")
        commit(house)
    assert deployed(newer) == 0
    assert hub.space(SPACE).variables == variables(newer)

    assert run("--rollback") == 0
    assert f"Bringing back {REPO} at {model.revision[:7]} …" in said()
    made = hub.space(SPACE)
    assert made.head.title == f"Roll back to {first.oid}"
    assert made.head.files == first.files
    assert made.variables == variables(model)

    assert run("--rollback") == 1
    assert "no earlier revision" in said()


@pytest.mark.parametrize("more", [("--dry-run",), ("--model-repo", REPO), ("--revision", "1" * 40)])
def test_a_rollback_takes_nothing_else_and_asks_nobody_then(hub, said, more):
    assert run("--rollback", *more) == 2
    assert "without --dry-run" in said() and hub.requests == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--model-repo", REPO, "--revision", "main"), "--revision is not a full commit"),
        (("--model-repo", REPO), "--revision is not a full commit"),
        (("--model-repo", "name", "--revision", "1" * 40), "--model-repo is not of the form user/name"),
        ((), "--model-repo and --revision say which"),
        (("--space", "page", "--dry-run"), "'page' is not of the form user/name"),
    ],
)
def test_what_is_wrong_is_named_as_it_was_typed(hub, said, words, problem):
    assert run(*words) == 2
    assert problem in said() and hub.requests == []


def test_nothing_to_roll_back_to(hub, said):
    assert run("--rollback") == 1
    assert f"{SPACE} does not exist" in said()


@pytest.mark.parametrize(
    ("titles", "target"),
    [
        (["three", "two", "one", "initial commit"], 1),
        (["Roll back to {1}", "two", "one", "zero", "initial commit"], 2),
        (["Roll back to {2}", "Roll back to {3}", "b", "a", "initial commit"], 3),
        (["one", "initial commit"], None),
    ],
)
def test_where_back_leads(titles, target):
    names = [f"{place:040x}" for place in range(len(titles))]
    commits = [
        SimpleNamespace(commit_id=name, title=title.format(*names)) for name, title in zip(names, titles, strict=True)
    ]
    assert deploy.previous_deployment(commits) == (None if target is None else names[target])


def test_a_header_that_the_hub_would_refuse(hub, model, house, said):
    (house / "README.md").write_text(HEADER.replace("6.31.0", "5.0.0"))
    commit(house)
    assert deployed(model) == 2
    assert "sdk_version: 6.31.0" in said()
    assert hub.space(SPACE) is None


def test_a_pin_must_be_whole(hub, said):
    assert run("--model-repo", REPO, "--revision", "main") == 2
    assert "full commit" in said()
    assert run() == 2


def test_a_private_model_is_not_preloaded(hub, model, said):
    hub.model(REPO).private = True
    assert deployed(model) == 0
    assert "preload_from_hub" not in hub.space(SPACE).head.files["README.md"].decode()
    assert "secret HF_TOKEN" in said()


# Faults: each is a row of docs/reliability.md.


def test_a_model_that_is_not_there(hub, said):
    assert deployed(Pin(REPO, "3" * 40)) == 1
    assert f"{REPO} does not exist, or is private. The Space is as it was" in said()
    assert hub.space(SPACE) is None


def test_an_endpoint_that_is_no_address_is_named(hub, model, said, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://localhost:port")
    assert deployed(model) == 2
    assert "HF_ENDPOINT is not a web address" in said()
    assert hub.space(SPACE) is None


def test_a_model_that_is_damaged(hub, model, said):
    hub.model(REPO).head.files["ann.keras"] = b"damaged"
    assert deployed(model) == 1
    assert "ann.keras is not the file that the manifest describes" in said()
    assert hub.space(SPACE) is None


@pytest.mark.parametrize(
    ("kind", "where", "words"),
    [
        ("403", "/api/repos/create", "the token may not do this"),
        ("500", "GET /api/spaces/someone/page/variables", "error 500. No file was changed"),
        ("refuse", "/commit/", "Nothing was published: the repository is as it was"),
        ("403", "/commit/", "the token may not do this. Nothing was published"),
        ("hang", "/commit/", "Nothing was published: the repository is as it was"),
    ],
)
def test_a_fault_leaves_the_space_as_it_was(hub, model, said, monkeypatch, kind, where, words):
    monkeypatch.setattr(client, "ONE_REQUEST", 1.0)
    existing = hub.create("space", SPACE) if "create" not in where else None
    if existing:
        existing.variables = {"MODEL_REPO": "someone/else"}
    hub.faults.add(kind, where)
    assert deployed(model) == 1
    assert words in said()
    if existing:
        assert len(existing.commits) == 1
        assert existing.variables == {"MODEL_REPO": "someone/else"}


def test_no_paid_plan(hub, model, said):
    hub.faults.add("402", "/api/repos/create")
    assert deployed(model) == 1
    assert "the Hub asks for a paid plan" in said()


def test_a_build_that_fails(hub, model, said):
    hub.create("space", SPACE).stages = ["BUILDING", "BUILD_ERROR"]
    assert deployed(model) == 1
    words = said()
    assert "stage BUILD_ERROR: Exit code: 1" in words and "--rollback brings back" in words


def test_two_at_once(hub, model, said, monkeypatch):
    """The one that looked first and commits last changes nothing, and leaves files and model that fit."""
    original, late, theirs = deploy.commit, [], Pin("somebody/else", "4" * 40)

    def after_another(api, name, *rest):
        if not late:
            late.append(True)
            readme = space.pinned(HEADER, Model(theirs)).encode()
            hub.space(SPACE).add("Somebody else", {"README.md": readme, "app.py": b"theirs"})
            hub.space(SPACE).variables = variables(theirs)
        return original(api, name, *rest)

    monkeypatch.setattr(deploy, "commit", after_another)
    assert deployed(model) == 1
    assert "somebody else published at the same time" in said()
    assert hub.space(SPACE).head.files["app.py"] == b"theirs"
    assert hub.space(SPACE).variables == variables(theirs)


def test_an_answer_that_is_lost(hub, model, said):
    """The commit is there, and the variables stay with it."""
    hub.create("space", SPACE).variables = {"MODEL_REPO": "someone/else"}
    hub.faults.add("lose the answer", "/commit/", times=1)
    assert deployed(model) == 1
    assert f"is at {hub.space(SPACE).head.oid} now" in said()
    assert hub.space(SPACE).variables == variables(model)
