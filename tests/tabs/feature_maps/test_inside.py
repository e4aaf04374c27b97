"""The Feature maps tab's questions: what it answers is what the networks say, whatever it is asked."""

import base64
import json
import subprocess
from types import SimpleNamespace

import numpy as np
import pytest

from model.explain.captions import describe_layer
from model.explain.graph import read
from model.image.digit_image import from_strokes
from model.networks.browser_weights import pack
from model.networks.recognizer import Recognizer
from serving.page import WEB
from tabs import feature_maps
from tabs.feature_maps.inside import Inside
from tabs.kit.floats import encode_floats
from tabs.kit.replies import as_text, respond
from tabs.kit.service import Loaded, NotReady
from tests.support.asking import SEVEN, assert_refused
from tests.support.example_networks import NAMES, keras_model, network
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


def test_an_answer_is_explained_in_four_pictures(service, inside):
    answer = inside.explain({"network": "cnn", "image": IMAGE, "layer": "relu6", "digit": 7})
    assert [picture["network"] for picture in answer["pictures"]] == ["cnn", "cnn", "ann", "ann"]
    sent(answer)


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
        ("guide", {"image": "AAAA"}),
        ("guide", {"image": encode_floats(np.zeros(784))}),
        ("caption", {"layer": "dense1", "channel": 0}),
        ("caption", {"layer": "conv1"}),
        ("caption", {"layer": "conv1", "channel": 16}),
        ("caption", {"layer": "conv1", "channel": True}),
        ("operate", {"muted": {"conv1": [16]}}),
        ("explain", {"layer": "dense1", "digit": 1}),
        ("explain", {"layer": "relu6", "digit": None}),
        ("explain", {"layer": "relu6", "digit": 10}),
        ("explain", {"layer": "relu6", "digit": "7"}),
    ],
)
def test_bad_requests_are_refused_in_a_sentence(service, inside, name, asked):
    assert_refused(respond(service, getattr(inside, name), {"network": "cnn", "image": IMAGE, **asked}))


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
