"""Loading from the Hub: pinned, cached, checked; whatever fails, the bundled networks serve and say why."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hub.errors import reason
from hub.fetch import BadPin, PendingDownload, Pin, chosen, fetch, load, start_download
from model.networks import pretrained
from tabs.kit.service import Service
from tests.support.hub_server import TOKEN

ROOT = Path(__file__).resolve().parents[2]
REPO = "someone/digits"
NOWHERE = "0" * 40

SHOW_ANSWERS = """
import sys, numpy as np
from hub.fetch import load
for revision in sys.argv[2:]:
    loaded = load({"MODEL_REPO": sys.argv[1], "MODEL_REVISION": revision})
    answer = loaded.networks["cnn"](np.full((1, 28, 28, 1), 0.5, np.float32))
    print(loaded.source, *np.asarray(answer)[0], sep=";")
"""


@pytest.fixture(scope="session")
def loaded_bundle(bundle):
    return pretrained.load(bundle)


@pytest.fixture(autouse=True)
def bundled(monkeypatch, bundle, loaded_bundle):
    """The bundled networks, as long as a test lasts; loaded from disk once for all tests."""
    real = pretrained.load

    def once(folder=None, source=loaded_bundle.source):
        is_bundled = folder is None and bundle == pretrained.WEIGHTS
        return replace(loaded_bundle, source=source) if is_bundled else real(folder, source)

    monkeypatch.setattr(pretrained, "WEIGHTS", bundle)
    monkeypatch.setattr(pretrained, "load", once)


@pytest.fixture(autouse=True)
def no_token_in_any_output(capfd, caplog):
    yield
    out, err = capfd.readouterr()
    assert TOKEN not in out + err + caplog.text


def put(hub, folder, **changed):
    """Put a bundle on the stand-in, with some files as given; return its commit."""
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    files |= {name.replace("_", "."): content for name, content in changed.items()}
    repository = hub.model(REPO) or hub.create("model", REPO)
    return repository.add("Publish", {name: content for name, content in files.items() if content}).oid


def environment(revision):
    return {"MODEL_REPO": REPO, "MODEL_REVISION": revision}


def edited(folder, name, change):
    content = json.loads((folder / name).read_text())
    change(content)
    return json.dumps(content).encode()


def answer(networks):
    return np.asarray(networks["cnn"](np.full((1, 28, 28, 1), 0.5, np.float32)))[0]


def test_without_a_choice_the_hub_is_not_asked(hub):
    assert str(load({}).source) == "bundled"
    assert start_download({"MODEL_REVISION": NOWHERE}) is None
    assert hub.requests == []


def test_a_pinned_repository_serves(hub, better_bundle):
    revision = put(hub, better_bundle)
    loaded = load(environment(revision))
    assert str(loaded.source) == f"{REPO} at {revision[:7]}"
    assert loaded.metrics["networks"]["cnn"]["mnist"]["accuracy"] == 0.95


def test_what_is_cached_costs_no_request_and_needs_no_hub(hub, better_bundle):
    revision = put(hub, better_bundle)
    folder = fetch(Pin(REPO, revision))
    hub.requests.clear()
    assert fetch(Pin(REPO, revision)) == folder
    assert hub.requests == []
    hub.stop()
    assert load(environment(revision)).source.repo == REPO


@pytest.mark.slow
def test_a_fresh_process_gives_the_same_answers_for_the_new_and_the_old_commit(hub, bundle, better_bundle, tmp_path):
    old, new = put(hub, bundle), put(hub, better_bundle)
    home = {"HF_ENDPOINT": hub.address, "HF_HOME": str(tmp_path), "TF_CPP_MIN_LOG_LEVEL": "2"}
    command = [sys.executable, "-c", SHOW_ANSWERS, REPO, old, new]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | home, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for line, folder, revision in zip(done.stdout.splitlines(), (bundle, better_bundle), (old, new), strict=True):
        source, *numbers = line.split(";")
        assert source == f"{REPO} at {revision[:7]}"
        expected = answer(pretrained.load(folder).networks)
        assert np.array(numbers, np.float32) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("repo", "revision", "words"),
    [
        ("digits", NOWHERE, "MODEL_REPO is not of the form user/name"),
        ("a/../b", NOWHERE, "MODEL_REPO is not of the form user/name"),
        ("<b>/x", NOWHERE, "MODEL_REPO is not of the form user/name"),
        (REPO, "", "MODEL_REVISION is not a full commit"),
        (REPO, "main", "MODEL_REVISION is not a full commit"),
        (REPO, "0" * 7, "MODEL_REVISION is not a full commit"),
    ],
)
def test_a_pin_must_be_whole(hub, repo, revision, words):
    choice = {"MODEL_REPO": repo, "MODEL_REVISION": revision}
    with pytest.raises(BadPin, match=words):
        chosen(choice)
    assert words in str(load(choice).source)
    assert hub.requests == []


# Faults: each is a row of docs/reliability.md.


def serves_the_bundled(revision, patience=2.0):
    """Load with a short patience; return why the Hub's networks do not serve."""
    loaded = load(environment(revision), patience)
    assert not loaded.source.repo
    assert loaded.metrics["networks"]["cnn"]["mnist"]["accuracy"] == 0.9
    return loaded.source.why_bundled


def test_xet_is_never_asked(hub, bundle):
    """The stand-in offers its large files in Xet storage, as the Hub does, and has none."""
    revision = put(hub, bundle)
    assert str(load(environment(revision)).source) == f"{REPO} at {revision[:7]}"
    assert not [asked for asked in hub.requests if "xet" in asked]


@pytest.mark.parametrize("address", ["huggingface.co", "ftp://example.org"])
def test_an_endpoint_that_is_no_address(monkeypatch, tmp_path, address):
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", address)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/{filename}")
    assert load(environment(NOWHERE)).source.why_bundled == "HF_ENDPOINT is not a web address"


def test_no_network(hub, better_bundle):
    revision = put(hub, better_bundle)
    hub.stop()
    assert serves_the_bundled(revision) == "the Hub could not be reached"


@pytest.mark.parametrize(
    ("kind", "where", "why"),
    [
        ("refuse", "HEAD ", "the Hub could not be reached"),
        ("500", "HEAD ", "the Hub answered with error 500"),
        ("429", "HEAD ", "the Hub takes no more requests for now"),
        ("403", "HEAD ", "the token may not do this"),
        ("hang", "HEAD ", "the Hub did not deliver in time"),
        ("hang", "GET .*/cnn.keras", "the Hub did not deliver in time"),
        ("cut", "GET .*/cnn.keras", "the Hub did not deliver in time"),
        ("500", "GET .*/ann.keras", "the Hub answered with error 500"),
        ("corrupt", "GET .*/lenet5.keras", "lenet5.keras is not the file that the manifest describes"),
        ("corrupt", "GET .*/manifest.json", "cannot be used"),
    ],
)
def test_a_hub_that_misbehaves(hub, better_bundle, kind, where, why):
    revision = put(hub, better_bundle)
    hub.faults.add(kind, where)
    assert why in serves_the_bundled(revision)


def test_a_transfer_that_is_cut_once_is_completed(hub, better_bundle):
    revision = put(hub, better_bundle)
    hub.faults.add("cut", "GET .*/ann.keras", times=1)
    assert load(environment(revision)).source.repo == REPO


def test_no_such_repository(hub):
    assert serves_the_bundled(NOWHERE) == f"{REPO} does not exist, or is private"


def test_no_such_revision(hub, better_bundle):
    put(hub, better_bundle)
    assert serves_the_bundled(NOWHERE) == f"{REPO} has no revision 0000000"


@pytest.mark.parametrize(("fact", "why"), [("gated", "was not granted"), ("private", "or is private")])
def test_a_repository_behind_a_door(hub, better_bundle, monkeypatch, fact, why):
    revision = put(hub, better_bundle)
    setattr(hub.model(REPO), fact, True)
    monkeypatch.setenv("HF_TOKEN", "hf_SomebodyElsesToken")
    assert why in serves_the_bundled(revision)


def test_a_private_repository_serves_with_a_token(hub, better_bundle):
    revision = put(hub, better_bundle)
    hub.model(REPO).private = True
    assert load(environment(revision)).source.repo == REPO


def test_offline(hub, better_bundle, monkeypatch):
    revision = put(hub, better_bundle)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert serves_the_bundled(revision) == f"offline, and {REPO} is not in the cache"
    assert hub.requests == []


def test_a_newer_format(hub, better_bundle):
    newer = edited(better_bundle, "manifest.json", lambda manifest: manifest.update(format=2))
    assert "manifest format 2 is not 1" in serves_the_bundled(put(hub, better_bundle, manifest_json=newer))


@pytest.mark.parametrize("name", ["manifest_json", "metrics_json", "cnn_keras"])
def test_a_repository_that_lacks_a_file(hub, better_bundle, name):
    assert "lacks a file" in serves_the_bundled(put(hub, better_bundle, **{name: b""}))


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("manifest.json", lambda m: m.pop("not_a_digit"), "no threshold"),
        ("manifest.json", lambda m: m.pop("files"), "names no files"),
        ("manifest.json", lambda m: m["files"].update({"cnn.keras": 7}), "not the file"),
        ("manifest.json", lambda m: m["known_answer"].update(pixels="?"), "known answer for cnn is damaged"),
        ("manifest.json", lambda m: m["known_answer"]["probabilities"].update(cnn=[1] + [0] * 9), "promises"),
        ("metrics.json", lambda m: m["networks"].pop("ann"), "does not say the parameters of ann"),
    ],
)
def test_a_description_that_does_not_fit(hub, better_bundle, name, change, why):
    revision = put(hub, better_bundle, **{name.replace(".", "_"): edited(better_bundle, name, change)})
    assert why in serves_the_bundled(revision)


@pytest.mark.parametrize("fault", ["shape", "layer", "code"])
def test_a_network_of_another_architecture(hub, better_bundle, tmp_path, fault):
    revision = put_strange_network(hub, better_bundle, tmp_path, fault)
    why = {"shape": "takes (None, 14, 14, 1)", "layer": "cannot be explained", "code": "cannot be loaded"}
    assert why[fault] in serves_the_bundled(revision)


def put_strange_network(hub, folder, tmp_path, fault):
    import hashlib

    import keras

    layers = {
        "shape": [keras.Input((14, 14, 1)), keras.layers.Flatten(), keras.layers.Dense(10)],
        "layer": [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.GaussianNoise(1)],
        "code": [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Lambda(lambda x: x)],
    }
    path = tmp_path / "strange.keras"
    keras.Sequential([*layers[fault], keras.layers.Dense(10, activation="softmax")]).save(path)
    digest = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    manifest = edited(folder, "manifest.json", lambda content: content["files"].update({"cnn.keras": digest}))
    return put(hub, folder, manifest_json=manifest, cnn_keras=path.read_bytes())


def test_a_damaged_cache_is_mended(hub, better_bundle):
    revision = put(hub, better_bundle)
    damaged = fetch(Pin(REPO, revision)) / "ann.keras"
    damaged.write_bytes(b"half a file")
    assert load(environment(revision)).source.repo == REPO
    assert damaged.read_bytes() == (better_bundle / "ann.keras").read_bytes()


def test_a_damaged_cache_without_a_network(hub, better_bundle):
    revision = put(hub, better_bundle)
    (fetch(Pin(REPO, revision)) / "ann.keras").write_bytes(b"half a file")
    hub.stop()
    assert serves_the_bundled(revision) == "the Hub could not be reached"


def test_a_full_disk(hub, better_bundle):
    import resource

    revision = put(hub, better_bundle)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        assert serves_the_bundled(revision) == "the disk is full"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def without_privileges(work):
    """Run it in a thread that the folders' permissions hold for, though root may run the tests."""
    import ctypes
    import threading

    def thread():
        header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # Linux' capset, version 3, this thread
        none = (ctypes.c_uint32 * 6)()
        assert ctypes.CDLL(None).capset(header, none) == 0
        results.append(work())

    results = []
    worker = threading.Thread(target=thread)
    worker.start()
    worker.join()
    return results[0]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to obey a folder's permissions")
@pytest.mark.parametrize("filled", [False, True])
def test_a_cache_that_cannot_be_written(hub, better_bundle, monkeypatch, tmp_path, filled):
    """What is in it already is used all the same."""
    pin = Pin(REPO, put(hub, better_bundle))
    cache = tmp_path / "cache"
    cache.mkdir()
    if filled:
        fetch(pin)
    cache.chmod(0o555)
    try:
        found = without_privileges(lambda: outcome(pin))
    finally:
        cache.chmod(0o755)
    assert found == (pin.revision if filled else "the cache cannot be written")


def outcome(pin):
    try:
        return fetch(pin).name
    except Exception as error:
        return reason(error, pin.repo, pin.revision)


# The page


def test_the_bundled_networks_stand_ready_while_the_hub_hangs(hub, better_bundle):
    revision = put(hub, better_bundle)
    hub.faults.add("hang", "HEAD ")
    service = Service(pretrained.load, lambda: PendingDownload(Pin(REPO, revision), 1.0)).start()
    loaded = service.loaded(wait=60)
    assert loaded.pretrained.source.why_bundled.endswith(" in time")
    described = service.in_browsers().described
    assert described["accuracy"] == 0.9 and described["source"] == f"bundled: {loaded.pretrained.source.why_bundled}"


def test_the_page_says_which_model_of_the_hub_runs(hub, better_bundle):
    revision = put(hub, better_bundle)
    service = Service(pretrained.load, lambda: start_download(environment(revision))).start()
    service.loaded(wait=60)
    described = service.in_browsers().described
    assert described["source"] == f"{REPO} at {revision[:7]}" and described["accuracy"] == 0.95


def test_networks_of_the_hub_that_cannot_be_compiled(hub, better_bundle, monkeypatch):
    """What no check foresaw fails only when it is made ready to serve."""
    import tabs.kit.service as service_module

    made, real = [], service_module.Recognizer

    def second_fails(networks, threshold):
        made.append(networks)
        if len(made) == 2:
            raise RuntimeError("strange")
        return real(networks, threshold)

    monkeypatch.setattr(service_module, "Recognizer", second_fails)
    revision = put(hub, better_bundle)
    service = Service(pretrained.load, lambda: start_download(environment(revision))).start()
    source = service.loaded(wait=60).pretrained.source
    assert source.why_bundled == f"{REPO} could not be used"


def test_only_the_hub_has_networks(hub, better_bundle, monkeypatch, tmp_path):
    monkeypatch.setattr(pretrained, "WEIGHTS", tmp_path)
    revision = put(hub, better_bundle)
    service = Service(pretrained.load, lambda: start_download(environment(revision))).start()
    assert service.loaded(wait=60).pretrained.source.repo == REPO
