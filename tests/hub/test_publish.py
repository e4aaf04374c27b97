"""Publishing: one commit or none, nothing worse unseen, nothing asked in a dry run, no token anywhere."""

import functools
import io
import json
import re
import shutil
import threading

import pytest
from huggingface_hub import ModelCard
from PIL import Image

from hub import client, model_card, publish
from tests.support.hub_server import TOKEN

REPO = "someone/digits"

# The Hub's client uploads in a way that its HTTP library will drop one day; nothing printed is the token.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning"),
    pytest.mark.usefixtures("said"),
]


def run(*words):
    return publish.main(["--repo", REPO, *map(str, words)])


@pytest.fixture
def published(hub, bundle):
    """The stand-in, with one publication in it."""
    assert run("--folder", bundle) == 0
    hub.requests.clear()
    return hub


def test_one_commit_holds_everything(hub, bundle, said):
    assert run("--folder", bundle) == 0

    repository = hub.model(REPO)
    assert [commit.title for commit in repository.commits[1:]] == ["Publish ann.keras, cnn.keras, lenet5.keras"]
    files = repository.head.files
    pictures = {"curves.png", "confusion-cnn.png", "confusion-ann.png", "confusion-lenet5.png"}
    of_the_cnn = {"config.json", "metadata.json", "model.weights.h5"}
    texts = {".gitattributes", "README.md", "inference.py", "metrics.json", "manifest.json"}
    networks = set(json.loads(files["manifest.json"])["files"])
    assert set(files) == texts | networks | pictures | of_the_cnn
    assert all(files[name] == (bundle / name).read_bytes() for name in networks)
    assert f"MODEL_REVISION={repository.head.oid}" in said()


def test_without_a_training_the_bundled_networks_are_offered(hub, tmp_path, said, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("--dry-run", "--preview", tmp_path / "preview") == 0
    sent = {path.name for path in (tmp_path / "preview").iterdir()}
    assert {"cnn.keras", "cnn_shuffled.keras", "confusion-cnn.png", "config.json"} <= sent
    assert "Publishing the bundled networks" in said()
    card = ModelCard.load(tmp_path / "preview" / "README.md").text
    assert "`cnn_shuffled.keras` and `ann_shuffled.keras` belong to an experiment" in card


def test_a_training_of_ones_own_comes_first(hub, bundle, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "latest").symlink_to(bundle)
    assert run() == 0
    assert hub.model(REPO).head.files["cnn.keras"] == (bundle / "cnn.keras").read_bytes()


def test_a_picture_that_is_another_is_refused(hub, bundle, tmp_path, said):
    folder = shutil.copytree(bundle, tmp_path / "training")
    (folder / "curves.png").write_bytes((folder / "confusion-cnn.png").read_bytes())
    assert run("--folder", folder) == 2
    assert "curves.png is not the file that the manifest describes" in said()
    assert hub.requests == []


def test_pictures_are_made_of_what_was_measured(hub, bundle, tmp_path):
    folder = shutil.copytree(bundle, tmp_path / "training")
    (folder / "confusion-cnn.png").write_bytes(b"no picture")
    sent = publish.prepare(folder, REPO).files
    for name in ("confusion-cnn.png", "curves.png"):
        Image.open(io.BytesIO(sent[name])).verify()


def test_publishing_the_same_again_makes_no_commit(published, bundle):
    assert run("--folder", bundle) == 0
    assert len(published.model(REPO).commits) == 2


def test_publishing_a_better_one_makes_a_new_commit_and_keeps_the_old(published, better_bundle):
    old = published.model(REPO).head
    assert run("--folder", better_bundle) == 0
    repository = published.model(REPO)
    assert repository.head.oid != old.oid
    assert repository.at(old.oid).files["cnn.keras"] != repository.head.files["cnn.keras"]


def test_a_network_that_is_gone_is_deleted(published, better_bundle):
    published.model(REPO).head.files["cnn_shuffled.keras"] = b"of an earlier training"
    assert run("--folder", better_bundle) == 0
    assert "cnn_shuffled.keras" not in published.model(REPO).head.files


def test_worse_is_refused_unless_forced(hub, bundle, better_bundle, said):
    assert run("--folder", better_bundle) == 0
    head = hub.model(REPO).head.oid
    assert run("--folder", bundle) == 1
    assert "Worse than what is published: on MNIST's test set 90.00 %" in said()
    assert hub.model(REPO).head.oid == head
    assert run("--folder", bundle, "--force") == 0
    assert hub.model(REPO).head.oid != head


def test_a_smoke_run_is_not_published_unseen(hub, bundle, tmp_path, said):
    folder = shutil.copytree(bundle, tmp_path / "smoke")
    metrics = json.loads((folder / "metrics.json").read_text())
    metrics["made_by"]["command"] += " --smoke"
    (folder / "metrics.json").write_text(json.dumps(metrics))
    assert run("--folder", folder) == 2
    assert "This is a smoke run, which learns next to nothing" in said()
    assert hub.requests == []
    assert run("--folder", folder, "--dry-run", "--preview", tmp_path / "preview") == 0
    assert run("--folder", folder, "--force") == 0


def test_a_published_model_without_numbers_is_not_overwritten_unseen(published, better_bundle, said):
    published.model(REPO).head.files["metrics.json"] = b"{}"
    assert run("--folder", better_bundle) == 1
    assert "no metrics.json that can be compared" in said()


@pytest.mark.parametrize(
    ("new", "complaints"),
    [
        ({"mnist": {"accuracy": 0.99}, "drawings": {"accuracy": 0.9}}, 0),
        ({"mnist": {"accuracy": 0.9899}, "drawings": {"accuracy": 0.95}}, 1),
        ({"mnist": {"accuracy": 0.98}, "drawings": {"accuracy": 0.8}}, 2),
        ({"mnist": {"accuracy": 0.999}}, 1),
        ({"mnist": {"accuracy": 1.0, "n": 50}, "drawings": {"accuracy": 0.9}}, 1),
    ],
)
def test_what_is_worse(new, complaints):
    old = {"mnist": {"accuracy": 0.99, "n": 100}, "drawings": {"accuracy": 0.9}}
    new["mnist"].setdefault("n", 100)
    assert len(publish.worse({"networks": {"cnn": new}}, {"networks": {"cnn": old}})) == complaints


def test_a_dry_run_asks_nobody(hub, bundle, tmp_path, said, monkeypatch):
    monkeypatch.delenv("HF_TOKEN")
    assert run("--folder", bundle, "--dry-run", "--preview", tmp_path / "preview") == 0
    assert hub.requests == []
    assert (tmp_path / "preview" / "cnn.keras").read_bytes() == (bundle / "cnn.keras").read_bytes()
    assert "cnn.keras" in said()


def test_a_preview_names_what_it_did_not_write(bundle, tmp_path, said):
    (tmp_path / "preview").mkdir()
    (tmp_path / "preview" / "older.keras").write_text("")
    assert run("--folder", bundle, "--dry-run", "--preview", tmp_path / "preview") == 0
    assert "holds other files, too, perhaps of an earlier preview: older.keras" in said()


def test_a_private_repository(hub, bundle, said):
    assert run("--folder", bundle, "--private", "--space", "user/page") == 0
    assert hub.model(REPO).private
    words = said()
    assert "--space user/page" in words and f"{REPO} is private: give the Space a secret HF_TOKEN" in words


def test_the_card_is_validated_before_anything_is_sent(hub, bundle):
    assert run("--folder", bundle) == 0
    assert hub.requests[0] == "POST /api/validate-yaml"


def test_the_hubs_complaint_about_a_card_stops_it(hub, bundle, monkeypatch, said):
    monkeypatch.setattr(model_card, "make_card", lambda *_: "---\nlanguage: en\n---\n# No licence\n")
    assert run("--folder", bundle) == 1
    assert "license" in said()
    assert hub.requests == ["POST /api/validate-yaml"]


def test_what_the_card_says(published, bundle):
    card = ModelCard(published.model(REPO).head.files["README.md"].decode())
    assert card.data.library_name == "keras"
    assert card.data.license == "mit"
    assert card.data.model_name == "digits"
    results = {(r.dataset_type, r.metric_name): r.metric_value for r in card.data.eval_results}
    assert results["ylecun/mnist", "Accuracy (CNN)"] == 0.9
    assert results["uci-pen-digits", "Accuracy (LeNet-5)"] == 0.8
    assert "109,370" in card.text
    assert "python -m training.train --seeds 1" in card.text
    assert "90.00 %" in card.text


def test_the_card_shows_the_pictures_that_are_there(published):
    files = published.model(REPO).head.files
    shown = re.findall(r"!\[(.+)\]\((.+)\)", files["README.md"].decode())
    assert {name for _, name in shown} == {name for name in files if name.endswith(".png")}
    assert ("Confusion matrix. CNN: 1,000 of 10,000 test digits misread", "confusion-cnn.png") in shown


def test_the_card_links_code_and_space(hub, bundle, monkeypatch):
    monkeypatch.setattr(publish.checkout, "web_address", lambda _: "https://github.com/someone/digits")
    assert run("--folder", bundle, "--space", "someone/page") == 0
    card = hub.model(REPO).head.files["README.md"].decode()
    assert "](https://github.com/someone/digits)" in card
    assert "](https://huggingface.co/spaces/someone/page)" in card
    assert "author = {someone}" in card


@pytest.mark.parametrize("name", ["digits", "a/b/c", "some one/digits", "../digits"])
def test_a_bad_name_is_refused_before_anything_is_loaded(hub, bundle, name, said):
    assert publish.main(["--repo", name, "--folder", str(bundle)]) == 2
    assert hub.requests == []
    assert "is not of the form user/name" in (words := said()) or "is no repository's name" in words


@pytest.mark.parametrize("address", ["huggingface.co", "http://", "http://[", "http://localhost:port", "ftp://x.org"])
def test_an_endpoint_that_is_no_address_is_named(bundle, monkeypatch, said, address):
    monkeypatch.setenv("HF_ENDPOINT", address)
    assert run("--folder", bundle) == 2
    assert "HF_ENDPOINT is not a web address such as https://huggingface.co" in said()


def test_a_folder_without_a_training(hub, tmp_path, said):
    assert run("--folder", tmp_path) == 2
    assert "manifest.json is missing" in said()
    assert hub.requests == []


def test_without_a_token(hub, bundle, monkeypatch, tmp_path, said):
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "none"))
    assert run("--folder", bundle) == 1
    assert "there is no token" in said()
    assert hub.requests == []


def test_a_token_in_a_message_is_blotted_out(hub):
    assert client.without_token(f"Bearer {TOKEN}, hf_AnotherOne123") == "Bearer ***, ***"


# Faults: each is a row of docs/reliability.md.

prepared_once = functools.cache(publish.prepare)


@pytest.fixture
def quick(monkeypatch):
    """Load and check each bundle once for all of these tests."""
    monkeypatch.setattr(publish, "prepare", prepared_once)


def nothing_was_published(hub, said, words):
    repository = hub.model(REPO)
    error = said()
    assert repository is None or len(repository.commits) == 1
    assert words in error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("kind", "where", "words"),
    [
        ("refuse", "/validate-yaml", "the Hub could not be reached. Nothing was published"),
        ("500", "/api/repos/create", "the Hub answered with error 500. Nothing was published"),
        ("403", "/api/repos/create", "the token may not do this. Nothing was published"),
        ("403", "/commit/", "the token may not do this. Nothing was published"),
        ("500", "/commit/", "the Hub answered with error 500. Nothing was published"),
        ("cut upload", "/commit/", "the Hub could not be reached. Nothing was published"),
        ("hang", "/validate-yaml", "Nothing was published"),
        ("hang", "/commit/", "Nothing was published"),
    ],
)
def test_a_fault_leaves_nothing_published(quick, hub, bundle, said, monkeypatch, kind, where, words):
    monkeypatch.setattr(client, "ONE_REQUEST", 1.0)
    hub.faults.add(kind, where)
    assert run("--folder", bundle) == 1
    nothing_was_published(hub, said, words)


@pytest.mark.parametrize(
    ("kind", "where"), [("500", "PUT /lfs/"), ("cut upload", "PUT /lfs/"), ("refuse", "PUT /lfs/")]
)
def test_uploads_that_keep_failing_end(quick, hub, bundle, said, kind, where):
    hub.faults.add(kind, where)
    assert run("--folder", bundle, "--patience", 0.8) == 1
    nothing_was_published(hub, said, "Nothing was published")


@pytest.mark.parametrize("kind", ["500", "cut upload", "refuse"])
def test_an_upload_that_fails_once_is_tried_again(quick, hub, bundle, kind):
    hub.faults.add(kind, "PUT /lfs/", times=1)
    assert run("--folder", bundle) == 0
    assert len(hub.model(REPO).commits) == 2


def test_a_hub_that_wants_to_be_asked_much_later_is_not_waited_for(quick, hub, bundle, said):
    hub.faults.add("429", "/preupload/", Retry_After="3600")
    assert run("--folder", bundle) == 1
    nothing_was_published(hub, said, "the Hub wants to be asked again in 3600 seconds")


def test_an_answer_that_is_lost_is_told(quick, hub, bundle, said):
    """The commit is there, and nobody said so."""
    hub.faults.add("lose the answer", "/commit/", times=1)
    assert run("--folder", bundle) == 1
    assert f"is at {hub.model(REPO).head.oid} now" in said()
    assert run("--folder", bundle) == 0
    assert len(hub.model(REPO).commits) == 2


def test_a_connection_that_nobody_answers(quick, hub, bundle, said):
    hub.stop()
    assert run("--folder", bundle, "--patience", 0.5) == 1
    assert "the Hub could not be reached. Nothing was published" in said()


def test_two_publishers_at_once(quick, published, bundle, better_bundle, monkeypatch, said):
    """The one that looked first and commits last is told so, and changes nothing."""
    other = []
    original = publish.commit

    def late(*arguments):
        if not other:
            other.append(threading.current_thread())
            assert run("--folder", better_bundle) == 0
        return original(*arguments)

    monkeypatch.setattr(publish, "commit", late)
    assert run("--folder", bundle, "--force") == 1
    assert "somebody else published at the same time" in said()
    repository = published.model(REPO)
    assert repository.head.files["cnn.keras"] == (better_bundle / "cnn.keras").read_bytes()
    assert len(repository.commits) == 3


def test_a_disk_too_full_for_a_preview(quick, hub, bundle, tmp_path, said, monkeypatch):
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        assert run("--folder", bundle, "--dry-run", "--preview", tmp_path / "preview") == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "Traceback" not in said()


def test_a_damaged_training_is_not_published(hub, better_bundle, tmp_path, said):
    for path in better_bundle.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "cnn.keras").write_bytes(b"PK damaged")
    assert run("--folder", tmp_path) == 2
    assert "not the file that the manifest describes" in said()
    assert hub.requests == []
