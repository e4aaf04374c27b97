"""The Feature maps tab's questions: what it answers is what the networks say, whatever it is asked."""

import base64
import json
import subprocess
from types import SimpleNamespace

import numpy as np
import pytest

from model.explain.captions import describe_layer
from model.explain.graph import read
from model.image import samples
from model.image.digit_image import from_strokes
from model.networks.browser_weights import pack
from model.networks.recognizer import Recognizer
from serving.page import WEB
from tabs import feature_maps
from tabs.feature_maps import operations
from tabs.feature_maps.inside import Inside
from tabs.feature_maps.tour import tour
from tabs.kit.floats import encode_floats
from tabs.kit.replies import as_text, respond
from tabs.kit.service import Loaded, NotReady
from tests.support.asking import SEVEN, assert_refused
from tests.support.example_networks import NAMES, keras_model, network, pictures, seven
from tests.support.node import node_path

NETWORKS = ("cnn", "ann", "lenet5")
QUESTIONS = ("caption", "explain", "guide", "operate")
PIXELS = from_strokes(SEVEN).pixels
IMAGE = encode_floats(PIXELS)


@pytest.fixture(scope="module")
def service():
    """Networks with random weights: what is answered is tested here, not what was learned."""
    models = {name: keras_model(name) for name in NETWORKS}
    layers = {name: read(model) for name, model in models.items()}
    loaded = Loaded(SimpleNamespace(networks=models), Recognizer(models, threshold=0.6), layers)
    return SimpleNamespace(loaded=lambda: loaded, is_loading=False)


@pytest.fixture(scope="module")
def inside(service):
    return Inside(service)


@pytest.fixture(scope="module")
def outputs(service):
    """Every layer's output for the seven, of all networks."""
    return service.loaded().recognizer.look(PIXELS)


def floats(text):
    """A picture's numbers, as the browser unpacks them."""
    return np.frombuffer(base64.b64decode(text), "<f4").reshape(28, 28)


def sent(answer):
    """An answer as the browser gets it."""
    return json.loads(as_text(answer).body)


def test_the_tab_asks_what_the_browser_cannot_know(service):
    assert set(feature_maps.build(service).questions) == set(QUESTIONS)


@pytest.mark.parametrize("name", NETWORKS)
def test_an_opened_map_has_a_measured_caption(inside, name):
    for layer in (layer for layer in network(name).layers if layer.is_spatial):
        asked = {"network": name, "image": IMAGE, "layer": layer.name, "channel": 0}
        text = sent(inside.caption(asked))["text"]
        assert text["key"].endswith(".") and text["key"].count("{}") == len(text["values"])


@pytest.mark.parametrize("digit", [0, 7])
def test_item_4_what_counts_for_any_class(inside, outputs, digit):
    answer = inside.explain({"network": "cnn", "image": IMAGE, "layer": "relu6", "digit": digit})
    cam, cnn_occlusion, evidence, ann_occlusion = answer["pictures"]
    assert [picture["network"] for picture in answer["pictures"]] == ["cnn", "cnn", "ann", "ann"]
    for picture in answer["pictures"]:
        values = floats(picture["values"])
        assert values.shape == (28, 28) and np.isfinite(values).all()
        assert np.abs(values).max() <= picture["most"] + 1e-6
        assert picture["text"].endswith(".")
    assert not cam["signed"] and floats(cam["values"]).min() >= 0
    assert cnn_occlusion["most"] >= 0.01 and ann_occlusion["most"] >= 0.01
    logit = float(outputs["ann"]["logits"][digit])
    assert evidence["text"].values[2] == pytest.approx(logit, rel=1e-2, abs=1e-3)
    sent(answer)


def test_item_4_a_silent_layer_is_safe(inside, monkeypatch):
    recognizer = inside._service.loaded().recognizer
    look = recognizer.look

    def without_relu6(pixels):
        seen = look(pixels)
        seen["cnn"]["relu6"] = np.zeros_like(seen["cnn"]["relu6"])
        return seen

    monkeypatch.setattr(recognizer, "look", without_relu6)
    answer = inside.explain({"network": "cnn", "image": IMAGE, "layer": "relu6", "digit": 3})
    assert "all of it is 0" in answer["pictures"][0]["text"]
    assert not floats(answer["pictures"][0]["values"]).any()


def test_item_5_muted_filters_change_the_accuracy(inside, monkeypatch):
    labels = np.arange(40, dtype=np.uint8) % 10
    sample = ((pictures(40) * 255).astype(np.uint8), labels)
    monkeypatch.setattr(operations, "load_samples", lambda part: sample)
    directly = keras_model("cnn")(sample[0][..., None] / np.float32(255)).numpy().argmax(axis=1)
    answer = inside.operate({"network": "cnn", "muted": {}})
    assert (answer["count"], answer["hurt"]) == (40, [])
    assert answer["whole"] == answer["accuracy"] == pytest.approx(np.mean(directly == labels))
    everything = {"logits": list(range(10))}
    assert inside.operate({"network": "cnn", "muted": everything})["accuracy"] == pytest.approx(0.1)


def test_item_5_who_waits_too_long_is_told(inside, service, monkeypatch):
    monkeypatch.setattr(operations, "PATIENCE", 0.01)
    inside.operate({"network": "cnn"})
    with inside._operations[1]._lock:
        answer = respond(service, inside.operate, {"network": "cnn"})
    assert answer["state"] == "busy" and "moment" in answer["message"]


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("pixels", [PIXELS, seven(), pictures(1)[0]], ids=["strokes", "seven", "noise"])
def test_item_6_the_tour_tells_true_numbers(service, name, pixels):
    seen = service.loaded().recognizer.look(pixels)[name]
    net = network(name)
    steps = tour(net, seen, pixels)
    assert steps[0].layer == "input" and steps[-1].title.endswith(str(seen["probabilities"].argmax()))
    told = [step.layer for step in steps]
    for layer in net.layers:
        if layer.kind != "activation" or layer.activation == "softmax":
            assert layer.name in told
    for step in steps:
        assert step.title and all(sentence.endswith(".") for sentence in step.sentences)
        for picture in filter(None, (step.before, step.after)):
            shape = (28, 28, 1) if picture.layer == "input" else net[picture.layer].output_shape
            assert (picture.channel is None) == (len(shape) == 1)
            assert picture.channel is None or picture.channel < shape[2]
            if picture.mark:
                rows, columns = shape[:2] if len(shape) == 3 else (1, shape[0])
                assert 0 <= picture.mark.top < picture.mark.bottom <= rows
                assert 0 <= picture.mark.left < picture.mark.right <= columns
    assert f"{int((pixels > 0).sum())} of them hold some ink." in steps[0].sentences


def test_item_6_the_guide_brings_steps_with_their_values(inside):
    steps = sent(inside.guide({"network": "cnn", "image": IMAGE}))["steps"]
    assert 12 <= len(steps) <= 18
    assert steps[0]["before"] is None and steps[1]["after"]["mark"]["layer"] == steps[1]["after"]["layer"]
    for message in (message for step in steps for message in [step["title"], *step["sentences"]]):
        assert message["key"].count("{}") == len(message["values"])


# ---- nothing drawn, nothing loaded, nonsense ----


def test_networks_that_are_not_there_yet_are_waited_for():
    def loaded():
        raise NotReady("The networks are still loading.")

    waiting = SimpleNamespace(loaded=loaded, is_loading=True)
    for name in QUESTIONS:
        asked = {"network": "cnn", "image": IMAGE}
        assert respond(waiting, getattr(Inside(waiting), name), asked)["state"] == "loading"


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(
    "asked",
    [
        None,
        [],
        "look",
        {},
        {"network": None},
        {"network": ["cnn"]},
        {"network": "resnet"},
    ],
)
def test_nonsense_is_refused_in_a_sentence(service, inside, name, asked):
    assert_refused(respond(service, getattr(inside, name), asked))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("guide", {"image": None}),
        ("guide", {"image": "é"}),
        ("guide", {"image": "AAAA"}),
        ("guide", {"image": encode_floats(np.full(784, 2))}),
        ("guide", {"image": encode_floats(np.full(784, np.nan))}),
        ("guide", {"image": encode_floats(np.zeros(784))}),
        ("caption", {"layer": "conv9", "channel": 0}),
        ("caption", {"layer": ["conv1"], "channel": 0}),
        ("caption", {"layer": "dense1", "channel": 0}),
        ("caption", {"layer": "conv1"}),
        ("caption", {"layer": "conv1", "channel": 16}),
        ("caption", {"layer": "conv1", "channel": True}),
        ("operate", {"muted": [1]}),
        ("operate", {"muted": {"conv1": 3}}),
        ("operate", {"muted": {"conv1": ["3"]}}),
        ("operate", {"muted": {"conv1": [16]}}),
        ("operate", {"muted": {"relu1": [1]}}),
        ("operate", {"muted": {"conv9": [1]}}),
        ("operate", {"muted": {"conv1": [1] * 5000}}),
        ("operate", {"muted": {"conv1": [[1]]}}),
        ("explain", {"layer": "dense1", "digit": 1}),
        ("explain", {"layer": "relu6", "digit": None}),
        ("explain", {"layer": "relu6", "digit": 10}),
        ("explain", {"layer": "relu6", "digit": "7"}),
    ],
)
def test_bad_requests_are_refused_in_a_sentence(service, inside, name, asked):
    assert_refused(respond(service, getattr(inside, name), {"network": "cnn", "image": IMAGE, **asked}))


def test_the_sample_is_a_real_one():
    if not samples.PATH.is_file():
        pytest.skip("no bundled sample")
    images, labels = samples.load_samples("test")
    assert len(images) >= operations.SAMPLE and set(labels[: operations.SAMPLE]) == set(range(10))


DESCRIBE = """
import { readFileSync } from 'node:fs';
import { describeLayer } from '%s';
const layers = JSON.parse(readFileSync(0, 'utf-8'));
console.log(JSON.stringify(layers.map(describeLayer)));
"""


@pytest.mark.parametrize("name", NAMES)
def test_the_browser_describes_layers_in_the_same_words(name):
    description, _ = pack(network(name), name)
    script = DESCRIBE % (WEB / "net" / "describe.js").as_uri()
    command = [node_path(), "--input-type=module", "-e", script]
    done = subprocess.run(command, input=json.dumps(description["layers"]), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [describe_layer(layer).as_json() for layer in network(name).layers]
