"""The Feature maps tab without a browser: what it sends is what the networks say, whatever it is asked."""

import base64
import json
import re
from types import SimpleNamespace

import numpy as np
import pytest

from model.image import samples
from model.image.digit_image import from_strokes
from model.networks.recognizer import Recognizer
from tabs.feature_maps import operations
from tabs.feature_maps.inside import Inside, maps_for_display
from tabs.feature_maps.packing import as_json, pack_floats, pack_levels
from tabs.feature_maps.tour import tour
from tabs.kit.replies import respond
from tabs.kit.service import Loaded, NotReady
from tests.support.asking import SEVEN, assert_refused
from tests.support.example_networks import keras_model, network, pictures, seven

NETWORKS = ("cnn", "ann", "lenet5")
EMPTY = {**SEVEN, "strokes": []}
PIXELS = from_strokes(SEVEN).pixels


@pytest.fixture(scope="module")
def service():
    """Networks with random weights: what is answered is tested here, not what was learned."""
    models = {name: keras_model(name) for name in NETWORKS}
    loaded = Loaded(SimpleNamespace(networks=models), Recognizer(models, threshold=0.6))
    return SimpleNamespace(loaded=lambda: loaded, is_loading=False)


@pytest.fixture(scope="module")
def inside(service):
    return Inside(service)


@pytest.fixture(scope="module")
def outputs(service):
    """Every layer's output for the seven, of all networks."""
    return service.loaded().recognizer.look(PIXELS)


def floats(packed):
    """The same as maps.js does."""
    numbers = np.frombuffer(base64.b64decode(packed["floats"]), "<f4")
    return numbers.reshape(packed["shape"])


def unpacked(packed, shapes):
    """The same as maps.js does: arrays from a low, a high and levels of 256."""
    levels = np.frombuffer(base64.b64decode(packed["levels"]), np.uint8)
    stops = np.cumsum([np.prod(shape, dtype=int) for shape in shapes])
    assert stops[-1] == levels.size
    parts = np.split(levels, stops[:-1])
    return [
        low + part.reshape(shape) / 255 * (high - low)
        for part, shape, low, high in zip(parts, shapes, packed["low"], packed["high"], strict=True)
    ]


# ---- packing ----


@pytest.mark.parametrize(
    "array",
    [
        np.random.default_rng(0).normal(0, 3, (26, 26, 16)),
        np.full((4, 4), 2.5),
        np.zeros(10),
        np.array([-1e-30, 1e-30]),
        np.array([7.0]),
    ],
    ids=["maps", "even", "zero", "tiny", "one"],
)
def test_packed_levels_are_off_by_at_most_half_a_level(array):
    array, other = array.astype(np.float32), np.float32([-3, 9])
    packed = json.loads(json.dumps(pack_levels([array, other])))
    for original, back in zip([array, other], unpacked(packed, [array.shape, (2,)]), strict=True):
        span = float(original.max()) - float(original.min())
        assert np.abs(back - original).max() <= span / 510 * 1.001 + 1e-12


def test_packing_leaves_the_networks_numbers_alone(outputs):
    before = outputs["cnn"]["conv1"].copy()
    maps_for_display(PIXELS, outputs["cnn"])
    assert np.array_equal(outputs["cnn"]["conv1"], before)


def test_packed_floats_are_exact_and_may_be_nan():
    numbers = np.float32([[1.1, np.nan], [-0.0, 3e38]])
    assert np.array_equal(floats(json.loads(json.dumps(pack_floats(numbers)))), numbers, equal_nan=True)


def test_as_json_makes_plain_json():
    value = (np.float32(1), [np.int64(2), None], SimpleNamespace)[:2]
    assert json.dumps(as_json(value)) == "[1.0, [2, null]]"


# ---- the items of the tab ----


@pytest.mark.parametrize("name", NETWORKS)
def test_item_1_all_maps_of_all_layers_in_one_answer(inside, outputs, name):
    described = inside.describe({"network": name})
    shapes = [tuple(layer["shape"]) for layer in described["layers"]]
    assert [layer["name"] for layer in described["layers"]] == ["input", *outputs[name]]
    assert sum(layer["parameters"] for layer in described["layers"]) == keras_model(name).count_params()
    assert all(layer["kind"] and layer["text"] for layer in described["layers"])
    answer = json.loads(json.dumps(inside.look({"network": name, "drawing": SEVEN})))
    originals = [PIXELS[..., None], *outputs[name].values()]
    for original, shown in zip(originals, unpacked(answer["maps"], shapes), strict=True):
        bound = float(np.ptp(original)) / 510 * 1.001 + 1e-12
        assert np.abs(shown - original).max() <= bound
    for layer, numbers in answer["rows"].items():
        assert numbers == outputs[name][layer].tolist()
    assert {"logits", "probabilities"} <= set(answer["rows"])


@pytest.mark.parametrize("name", NETWORKS)
def test_item_2_an_opened_map_with_its_filter_and_caption(inside, outputs, name):
    for layer in network(name).layers:
        asked = {"network": name, "drawing": SEVEN, "maps": False, "layer": layer.name, "channel": 0}
        unit = inside.look(asked)["unit"]
        values = outputs[name][layer.name]
        values = values[..., 0] if values.ndim == 3 else values
        assert np.array_equal(floats(unit["values"]), values)
        assert unit["caption"].endswith(".")
        peak = tuple(unit["position"][: values.ndim])
        assert values[peak] == values.max()
        if layer.kind == "convolution":
            assert np.array_equal(floats(unit["filter"]["weights"]), layer.kernel[..., 0])
        if layer.kind == "dense":
            weights = floats(unit["filter"]["weights"])
            assert np.array_equal(weights.ravel(), layer.kernel[:, unit["position"][0]])
    assert inside.look({**asked, "layer": "flatten"})["unit"]["filter"] is None


def test_item_2_weights_of_the_ann_lie_like_the_drawing(inside):
    asked = {"network": "ann", "drawing": SEVEN, "maps": False, "layer": "relu1", "position": [7]}
    assert floats(inside.look(asked)["unit"]["filter"]["weights"]).shape == (28, 28, 1)


@pytest.mark.parametrize("name", NETWORKS)
def test_item_3_pixel_arithmetic_is_exact(inside, outputs, name):
    rng = np.random.default_rng(3)
    for layer in network(name).layers:
        for _ in range(3):
            position = [int(rng.integers(size)) for size in layer.output_shape]
            asked = {"network": name, "drawing": SEVEN, "maps": False}
            unit = inside.look({**asked, "layer": layer.name, "position": position})["unit"]
            value = float(outputs[name][layer.name][tuple(position)])
            assert unit["value"] == pytest.approx(value, abs=1e-5)
            assert unit["steps"] and unit["field"][0]["layer"] == "input"
            check_parts(unit["unit"], value)
            json.dumps(unit, allow_nan=False)


def check_parts(unit, value):
    """What the page's tables show adds up to the layer's own output."""
    if unit["kind"] == "convolution":
        patch, kernel, products = (floats(unit[key]) for key in ("patch", "kernel", "products"))
        assert products == pytest.approx(patch * kernel, abs=1e-6)
        assert products.sum(dtype=float) + unit["bias"] == pytest.approx(value, abs=1e-5)
    elif unit["kind"] == "dense":
        total = floats(unit["products"]).sum(dtype=float) + unit["rest_sum"] + unit["bias"]
        assert total == pytest.approx(value, abs=1e-5)
    elif unit["kind"] == "pooling":
        values = floats(unit["values"])
        pooled = np.nanmean(values) if unit["winner"] is None else np.nanmax(values)
        assert pooled == pytest.approx(value, abs=1e-5)
    elif unit["kind"] == "softmax":
        powers = floats(unit["powers"])
        assert powers[unit["position"][0]] / powers.sum() == pytest.approx(value, abs=1e-5)
    else:
        assert unit["kind"] in ("flatten", "activation")


@pytest.mark.parametrize("digit", [None, 0, 7])
def test_item_4_what_counts_for_any_class(inside, outputs, digit):
    answer = inside.explain({"network": "cnn", "drawing": SEVEN, "layer": "relu6", "digit": digit})
    expected = int(outputs["cnn"]["probabilities"].argmax()) if digit is None else digit
    assert answer["digit"] == expected
    cam, cnn_occlusion, evidence, ann_occlusion = answer["pictures"]
    assert [picture["network"] for picture in answer["pictures"]] == ["cnn", "cnn", "ann", "ann"]
    for picture in answer["pictures"]:
        values = floats(picture["values"])
        assert values.shape == (28, 28) and np.isfinite(values).all()
        assert np.abs(values).max() <= picture["most"] + 1e-6
        assert picture["text"].endswith(".")
    assert not cam["signed"] and floats(cam["values"]).min() >= 0
    logit = float(outputs["ann"]["logits"][expected])
    said = re.search(r"= (−?[\d.e-]+), the score", evidence["text"]).group(1)
    assert float(said.replace("−", "-")) == pytest.approx(logit, rel=1e-2, abs=1e-3)
    json.dumps(answer, allow_nan=False)


def test_item_4_a_silent_layer_is_safe(inside, monkeypatch):
    recognizer = inside._now().recognizer
    look = recognizer.look

    def without_relu6(pixels):
        seen = look(pixels)
        seen["cnn"]["relu6"] = np.zeros_like(seen["cnn"]["relu6"])
        return seen

    monkeypatch.setattr(recognizer, "look", without_relu6)
    answer = inside.explain({"network": "cnn", "drawing": SEVEN, "layer": "relu6", "digit": 3})
    assert "all of it is 0" in answer["pictures"][0]["text"]
    assert not floats(answer["pictures"][0]["values"]).any()


def test_item_5_muted_filters_change_answer_and_accuracy(inside, monkeypatch):
    labels = np.arange(40, dtype=np.uint8) % 10
    sample = ((pictures(40) * 255).astype(np.uint8), labels)
    monkeypatch.setattr(operations, "load_samples", lambda part: sample)
    asked = {"network": "cnn", "drawing": SEVEN, "maps": False}
    muted = {"conv1": [0, 1, 2, 3], "dense1": [5]}
    assert "without" not in inside.look(asked)
    without = inside.look({**asked, "muted": muted})["without"]
    assert sum(without) == pytest.approx(1, abs=1e-5)
    whole = inside.look({"network": "cnn", "drawing": SEVEN})["rows"]["probabilities"]
    assert without != pytest.approx(whole, abs=1e-4)
    directly = keras_model("cnn")(sample[0][..., None] / np.float32(255)).numpy().argmax(axis=1)
    answer = inside.operate({"network": "cnn", "muted": {}})
    assert (answer["count"], answer["hurt"]) == (40, [])
    assert answer["whole"] == answer["accuracy"] == pytest.approx(np.mean(directly == labels))
    everything = {"logits": list(range(10))}
    assert inside.operate({"network": "cnn", "muted": everything})["accuracy"] == pytest.approx(0.1)


def test_item_5_who_waits_too_long_is_told(inside, service, monkeypatch):
    monkeypatch.setattr(operations, "PATIENCE", 0.01)
    with inside._now().operations._lock:
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
        assert step.title and step.text.endswith(".")
        for picture in filter(None, (step.before, step.after)):
            shape = (28, 28, 1) if picture.layer == "input" else net[picture.layer].output_shape
            assert (picture.channel is None) == (len(shape) == 1)
            assert picture.channel is None or picture.channel < shape[2]
            if picture.mark:
                rows, columns = shape[:2] if len(shape) == 3 else (1, shape[0])
                assert 0 <= picture.mark.top < picture.mark.bottom <= rows
                assert 0 <= picture.mark.left < picture.mark.right <= columns
    inked = next(step for step in steps if step.layer == "input")
    assert f"{int((pixels > 0).sum())} of them hold some ink" in inked.text


def test_item_6_the_guide_brings_steps_and_pictures(inside):
    answer = json.loads(json.dumps(inside.guide({"network": "cnn", "drawing": SEVEN}), allow_nan=False))
    assert 12 <= len(answer["steps"]) <= 18 and answer["maps"]["levels"]


# ---- nothing drawn, nothing loaded, nonsense ----


def test_a_blank_drawing_gets_no_numbers(inside):
    assert inside.look({"network": "cnn", "drawing": EMPTY}) == {"network": "cnn", "blank": True}
    assert inside.explain({"network": "cnn", "drawing": EMPTY, "layer": "relu6"}) == {"blank": True}
    assert inside.guide({"network": "ann", "drawing": EMPTY}) == {"network": "ann", "blank": True}


def test_pixels_stand_for_the_drawing_they_came_from(inside):
    first = inside.look({"network": "cnn", "drawing": SEVEN})
    again = inside.look({"network": "cnn", "drawing": {"pixels": first["pixels"]}})
    assert again == first
    blank = base64.b64encode(np.zeros(784, "<f4").tobytes()).decode()
    assert inside.look({"network": "cnn", "drawing": {"pixels": blank}})["blank"]


def test_networks_that_are_not_there_yet_are_waited_for():
    def loaded():
        raise NotReady("The networks are still loading.")

    waiting = SimpleNamespace(loaded=loaded, is_loading=True)
    inside = Inside(waiting)
    for work in (inside.describe, inside.look, inside.explain, inside.operate, inside.guide):
        assert respond(waiting, work, {"network": "cnn", "drawing": SEVEN})["state"] == "loading"


@pytest.mark.parametrize("name", ["describe", "look", "explain", "operate", "guide"])
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
        ("look", {"drawing": None}),
        ("look", {"drawing": {"strokes": "x", "width": 1, "height": 1}}),
        ("look", {"drawing": {"pixels": None}}),
        ("look", {"drawing": {"pixels": "é"}}),
        ("look", {"drawing": {"pixels": "AAAA"}}),
        ("look", {"drawing": {"pixels": base64.b64encode(np.full(784, 2, "<f4").tobytes()).decode()}}),
        ("look", {"drawing": {"pixels": base64.b64encode(np.full(784, np.nan, "<f4").tobytes()).decode()}}),
        ("look", {"layer": "conv9"}),
        ("look", {"layer": ["conv1"]}),
        ("look", {"layer": "conv1", "position": "0,0,0"}),
        ("look", {"layer": "conv1", "position": [0, 0]}),
        ("look", {"layer": "conv1", "position": [0, 0, 16]}),
        ("look", {"layer": "conv1", "position": [0, -1, 0]}),
        ("look", {"layer": "conv1", "position": [0, 0.5, 0]}),
        ("look", {"layer": "conv1", "position": [0, True, 0]}),
        ("look", {"layer": "conv1", "channel": None}),
        ("look", {"layer": "conv1", "channel": 16}),
        ("look", {"muted": [1]}),
        ("look", {"muted": {"conv1": 3}}),
        ("look", {"muted": {"conv1": ["3"]}}),
        ("look", {"muted": {"conv1": [16]}}),
        ("look", {"muted": {"relu1": [1]}}),
        ("look", {"muted": {"conv9": [1]}}),
        ("look", {"muted": {"conv1": [1] * 5000}}),
        ("operate", {"muted": {"conv1": [[1]]}}),
        ("explain", {"layer": "dense1"}),
        ("explain", {"layer": "relu6", "digit": 10}),
        ("explain", {"layer": "relu6", "digit": "7"}),
    ],
)
def test_bad_requests_are_refused_in_a_sentence(service, inside, name, asked):
    assert_refused(respond(service, getattr(inside, name), {"network": "cnn", "drawing": SEVEN, **asked}))


def test_the_sample_is_a_real_one():
    if not samples.PATH.is_file():
        pytest.skip("no bundled sample")
    images, labels = samples.load_samples("test")
    assert len(images) >= operations.SAMPLE and set(labels[: operations.SAMPLE]) == set(range(10))
