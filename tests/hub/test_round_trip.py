"""The maintainer's whole round trip, each step the command that a person types, in a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hub import publish
from model.image.samples import load_samples
from tests.support.hub_server import TOKEN
from tests.support.served import served
from training import evaluate, train

ROOT = Path(__file__).resolve().parents[2]
REPO = "someone/digits"

SERVE = """
import sys
from pathlib import Path
from model.networks import pretrained
pretrained.WEIGHTS = Path({folder!r})
import app
app.main()
"""


@pytest.fixture
def settings(hub, tmp_path):
    """The environment of a person whose Hub is the stand-in."""
    return {
        "HF_ENDPOINT": hub.address,
        "HF_HOME": str(tmp_path / "home"),
        "HF_TOKEN": TOKEN,
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "PYTHONPATH": str(ROOT),
    }


def start(settings, *words, cwd=ROOT):
    return subprocess.Popen(
        [sys.executable, *map(str, words)],
        cwd=cwd,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process, status=0):
    out, _ = process.communicate(timeout=240)
    assert process.returncode == status, out
    assert TOKEN not in out and "Traceback" not in out
    return out


@pytest.mark.slow
def test_killed_between_upload_and_commit(hub, bundle, settings):
    """Nothing is published; the next attempt sends only what did not arrive."""
    hub.faults.add("hang", "/commit/")
    process = start(settings, "-m", "hub.publish", "--repo", REPO, "--folder", bundle)
    end = time.monotonic() + 120
    while not any("/commit/" in asked for asked in hub.requests):
        assert process.poll() is None and time.monotonic() < end, process.communicate()
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert [commit.title for commit in hub.model(REPO).commits] == ["initial commit"]

    hub.faults.clear()
    hub.requests.clear()
    out = finish(start(settings, "-m", "hub.publish", "--repo", REPO, "--folder", bundle))
    assert f"MODEL_REVISION={hub.model(REPO).head.oid}" in out
    assert not [asked for asked in hub.requests if asked.startswith("PUT /lfs/")]


@pytest.fixture
def published(hub, bundle, settings, tmp_path):
    """A publication in the stand-in, and a folder of somebody who has nothing else of the product."""
    from hub.publish import prepare

    publication = prepare(bundle, REPO)
    revision = hub.create("model", REPO).add("Publish", dict(publication.files)).oid
    folder = tmp_path / "fresh"
    folder.mkdir()
    (folder / "inference.py").write_bytes(publication.files["inference.py"])
    del settings["PYTHONPATH"]
    settings["HF_HUB_DISABLE_XET"] = "1"  # a stranger's client would use it, and the stand-in has none
    return folder, revision


def vertical_stroke(bundle):
    """What the bundle's CNN says of an upright 1."""
    from model.networks import pretrained

    image = np.zeros((28, 28), np.float32)
    image[4:24, 13:15] = 1
    return np.asarray(pretrained.load(bundle).networks["cnn"](image[None, ..., None]))[0]


@pytest.mark.slow
def test_the_example_of_inference_runs_by_itself(bundle, settings, published):
    folder, revision = published
    picture = Image.new("L", (60, 90), 255)
    picture.paste(0, (28, 10, 34, 80))
    picture.save(folder / "one.png")
    out = finish(start(settings, "inference.py", "one.png", "--revision", revision, cwd=folder))
    lines = out.splitlines()
    shown = [float(line.split(":")[1].split()[0]) for line in lines[-10:]]

    expected = vertical_stroke(bundle) * 100
    assert shown == pytest.approx(expected.tolist(), abs=0.5)
    assert lines[-11] in ("not a digit", str(expected.argmax()))


@pytest.mark.slow
def test_the_cards_own_code_and_the_hubs_suggestion_run_as_printed(hub, bundle, settings, published):
    folder, _ = published
    card = hub.model(REPO).head.files["README.md"].decode()
    code = re.findall(r"```python\n(.*?)```", card, re.DOTALL)[0]
    code += f"print(np.asarray(keras.saving.load_model('hf://{REPO}')(images))[0].tolist())"
    settings["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    *_, digit, probabilities = finish(start(settings, "-c", code, cwd=folder)).splitlines()

    expected = vertical_stroke(bundle)
    assert int(digit) == expected.argmax()
    assert json.loads(probabilities) == pytest.approx(expected.tolist(), abs=1e-4)


@pytest.mark.slow
def test_the_page_is_served_while_the_hub_hangs(hub, bundle, settings, tmp_path):
    from gradio_client import Client

    hub.create("model", REPO)
    hub.faults.add("hang", "HEAD ")
    choice = {"MODEL_REPO": REPO, "MODEL_REVISION": "1" * 40}
    del settings["PYTHONPATH"]
    with served(SERVE.format(folder=str(bundle)), **settings, **choice) as page:
        client = Client(page.address, verbose=False, download_files=str(tmp_path))
        seven = {"strokes": [[[60, 60], [220, 60], [120, 240]]], "width": 280, "height": 280}
        assert len(client.predict(seven, api_name="/recognize_strokes")["cnn"]) == 10
        client.close()
        assert "the bundled networks serve: the Hub did" in page.printed()
        assert "Traceback" not in page.printed() and TOKEN not in page.printed()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
def test_train_publish_and_load(hub, settings, tmp_path, monkeypatch, capsys):
    """From data to the same answers out of a pinned repository, in a fresh process."""
    for axis in ("SHIFTS", "DEGREES", "SIGMAS", "THICKNESS"):  # the whole of each takes a minute
        monkeypatch.setattr(evaluate, axis, [0])
    arrays = {}
    for part in ("train", "test"):
        arrays[f"x_{part}"], arrays[f"y_{part}"] = load_samples(part)
    np.savez(tmp_path / "mnist.npz", **arrays)
    words = ["--smoke", "--epochs", "1", "--data", tmp_path / "mnist.npz", "--out", tmp_path / "run"]
    assert train.main(list(map(str, words))) == 0
    assert publish.main(["--repo", REPO, "--folder", str(tmp_path / "run"), "--force"]) == 0
    revision = re.search(r"MODEL_REVISION=([0-9a-f]{40})", capsys.readouterr().out)[1]
    assert revision == hub.model(REPO).head.oid

    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    show = (
        "import numpy as np; from hub.fetch import load\n"
        "loaded = load(); known = loaded.manifest['known_answer']\n"
        "image = np.array(known['pixels'], np.float32)[None, ..., None] / 255\n"
        "print(loaded.source, *np.asarray(loaded.networks['cnn'](image))[0], sep=';')"
    )
    choice = {"MODEL_REPO": REPO, "MODEL_REVISION": revision}
    source, *answer = finish(start(settings | choice, "-c", show)).splitlines()[-1].split(";")
    assert source == f"{REPO} at {revision[:7]}"
    expected = manifest["known_answer"]["probabilities"]["cnn"]
    assert [float(value) for value in answer] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--networks", "cnn"], "only a whole training"),
        (["--fit-only"], "only a whole training"),
        (["--smoke"], "only a whole training"),
        (["--push-to-hub", "digits"], "not of the form user/name"),
    ],
)
def test_what_cannot_be_published_is_said_before_the_training(hub, words, complaint, capsys):
    assert train.main(["--push-to-hub", REPO, *words]) == 2
    assert complaint in capsys.readouterr().out
    assert hub.requests == []
