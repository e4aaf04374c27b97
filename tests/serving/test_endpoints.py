"""The three public endpoints, as a program meets them, and that nothing else is public."""

import json
import urllib.error
import urllib.request

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image, ImageDraw

from model.explain import grad_cam
from model.explain.passes import forward
from model.image.digit_image import from_strokes
from model.networks.keras_file import read_keras_file
from model.networks.pretrained import WEIGHTS
from serving.endpoints import AT_ONCE, MOST_WAITING
from serving.page import WEB
from tests.support import attack
from tests.support.asking import SEVEN
from tests.support.fuzz_requests import API, JSON
from tests.support.served import served

SAMPLES = json.loads((WEB / "canvas" / "samples.json").read_text(encoding="utf-8"))
KEYS = ["verdict", "digit", "cnn", "ann"]


@pytest.fixture(scope="module")
def page():
    with served() as page:
        yield page


@pytest.fixture(scope="module")
def client(page):
    client = Client(page.address, verbose=False)
    yield client
    client.close()


@pytest.fixture(autouse=True)
def no_traceback(page):
    """Whatever was asked, the server printed no traceback."""
    before = len(page.printed())
    yield
    assert "Traceback" not in page.printed()[before:]


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    """A photo-like picture of a 7: dark pen on grey, noisy paper, off-centre, a JPEG."""
    paper = np.random.default_rng(1).normal(190, 6, (300, 420))
    photo = Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(photo)
    pen.line([(90, 60), (200, 62), (130, 240)], fill=40, width=11, joint="curve")
    path = tmp_path_factory.mktemp("pictures") / "seven.jpg"
    photo.save(path)
    return path


def check_shape(answer):
    assert list(answer) == KEYS
    for name in ("cnn", "ann"):
        assert len(answer[name]) == 10 and all(isinstance(p, float) for p in answer[name])


def test_exactly_three_endpoints_are_public(client):
    info = client.view_api(return_format="dict")
    assert set(info["named_endpoints"]) == {"/recognize_strokes", "/recognize_picture", "/explain"}
    assert not info["unnamed_endpoints"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample["digit"]))
def test_strokes_are_read(client, sample):
    drawing = {key: sample[key] for key in ("strokes", "width", "height")}
    answer = client.predict(drawing, api_name="/recognize_strokes")
    check_shape(answer)
    assert (answer["verdict"], answer["digit"]) == ("digit", sample["digit"])
    assert int(np.argmax(answer["cnn"])) == sample["digit"]
    assert sum(answer["cnn"]) == pytest.approx(1, abs=1e-4) and sum(answer["ann"]) == pytest.approx(1, abs=1e-4)


def test_a_picture_is_read(client, picture):
    answer = client.predict(handle_file(str(picture)), api_name="/recognize_picture")
    check_shape(answer)
    assert (answer["verdict"], answer["digit"]) == ("digit", 7)


@pytest.mark.parametrize("layer", [None, "conv1"])
def test_a_drawing_is_explained(client, layer):
    """As the explaining modules do from the files alone, without the page."""
    answer = client.predict(SEVEN, layer, 2, api_name="/explain")
    network, pixels = read_keras_file(WEIGHTS / "cnn.keras"), from_strokes(SEVEN).pixels
    outputs = {name: values[0] for name, values in forward(network, pixels[None]).items()}
    chosen = layer or [one.name for one in network.layers if one.is_spatial][-1]
    cam = grad_cam(network, outputs, pixels, chosen, 2)
    assert (answer["verdict"], answer["answer"], answer["layer"], answer["digit"]) == ("digit", 7, chosen, 2)
    assert answer["layers"] == [one.name for one in network.layers if one.is_spatial]
    assert np.allclose(answer["maps"], outputs[chosen].transpose(2, 0, 1), atol=1e-4)
    assert np.allclose(answer["weights"], cam.weights, atol=1e-4) and np.allclose(answer["heat"], cam.heat, atol=1e-3)
    assert np.allclose(answer["on_drawing"], cam.on_drawing, atol=1e-3)
    assert answer["logit"] == pytest.approx(cam.logit, abs=1e-3)


def test_the_likeliest_digit_is_explained_where_none_is_named(client):
    assert client.predict(SEVEN, api_name="/explain")["digit"] == 7


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ((None, None, None), "A drawing is"),
        ((SEVEN, None, "7"), "from 0 to 9"),
    ],
    ids=str,
)
def test_what_cannot_be_explained_is_told_why(client, sent, told):
    with pytest.raises(AppError, match=told):
        client.predict(*sent, api_name="/explain")


@pytest.mark.parametrize("strokes", [[], [[]], [[], []]])
def test_nothing_drawn_is_blank_and_no_network_is_asked(client, strokes):
    answer = client.predict({"strokes": strokes, "width": 280, "height": 280}, api_name="/recognize_strokes")
    assert answer == {"verdict": "blank", "digit": None, "cnn": [0.0] * 10, "ann": [0.0] * 10}


def test_a_blank_picture_is_blank(client, tmp_path):
    Image.new("L", (50, 40), 255).save(tmp_path / "blank.png")
    answer = client.predict(handle_file(str(tmp_path / "blank.png")), api_name="/recognize_picture")
    assert answer["verdict"] == "blank"


@pytest.mark.parametrize(
    ("drawing", "told"),
    [
        (None, "a drawing is"),
        ("seven", "a drawing is"),
        (7, "a drawing is"),
        ([], "a drawing is"),
        ({}, "width"),
        ({**SEVEN, "width": "wide"}, "width"),
        ({**SEVEN, "width": True}, "width"),
        ({**SEVEN, "height": -280}, "height"),
        ({**SEVEN, "height": 1e12}, "height"),
        ({**SEVEN, "strokes": "abc"}, "strokes"),
        ({**SEVEN, "strokes": {"0": 1}}, "strokes"),
        ({**SEVEN, "strokes": [7]}, "stroke"),
        ({**SEVEN, "strokes": [[7]]}, "point"),
        ({**SEVEN, "strokes": [[[1, 2, 3]]]}, "point"),
        ({**SEVEN, "strokes": [[["1", "2"]]]}, "point"),
        ({**SEVEN, "strokes": [[[None, 2]]]}, "point"),
        ({**SEVEN, "strokes": [[[1e300, 2]]]}, "point"),
        ({**SEVEN, "strokes": [[[1, 2]]] * 65}, "64 strokes"),
        ({**SEVEN, "strokes": [[[1, 2]] * 4001]}, "4,000 points"),
        ({"picture": "data:image/png;base64,AAAA", "width": 280, "height": 280}, "strokes"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_bad_drawing_is_told_what_is_wrong(client, drawing, told):
    with pytest.raises(AppError) as caught:
        client.predict(drawing, api_name="/recognize_strokes")
    assert told.lower() in str(caught.value).lower()


BAD_FILES = {
    "empty": b"",
    "text": b"no picture",
    "broken png": b"\x89PNG\r\n\x1a\n broken",
    "broken jpeg": b"\xff\xd8\xff\xe0 broken",
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_picture_is_told_what_is_wrong(client, tmp_path, content):
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    with pytest.raises(AppError, match="(?i)picture"):
        client.predict(handle_file(str(path)), api_name="/recognize_picture")


@pytest.mark.parametrize("sent", [None, 7, "seven", "/etc/passwd", {}, [], {"path": "/etc/passwd"}], ids=str)
def test_what_is_no_file(client, sent):
    with pytest.raises(AppError, match="(?i)send one picture"):
        client.predict(sent, api_name="/recognize_picture")


@pytest.mark.parametrize("path", [served.__code__.co_filename, "http://127.0.0.1/seven.png"])
def test_no_file_but_what_was_uploaded_can_be_read(page, path):
    stolen = {"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}]}
    with pytest.raises(urllib.error.HTTPError, match="400") as caught:
        http(f"{page.address}{API}/call/recognize_picture", stolen)
    assert "Upload a file first" in caught.value.read().decode()


def http(url, body=None):
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(url, data, JSON)
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def test_nobody_passes_the_queue(page):
    """Gradio's doors that answer at once are closed: four at a time is the whole process's limit."""
    for door in ("run", "api"):
        with pytest.raises(urllib.error.HTTPError, match="404") as caught:
            http(f"{page.address}{API}/{door}/recognize_strokes", {"data": [SEVEN]})
        assert "join the queue" in caught.value.read().decode()


HELD = """
import threading
import app
from serving import endpoints

gate = threading.Event()

def from_strokes(drawing, real=endpoints.from_strokes):
    gate.wait(600)
    return real(drawing)

endpoints.from_strokes = from_strokes
real = app.questions_of
app.questions_of = lambda tabs: {**real(tabs), "test/open": lambda request: {"was": gate.set()}}
app.main()
"""
"""The page whose endpoint answers nobody until it is told to."""


@pytest.mark.slow
def test_only_so_many_wait_for_the_endpoints():
    """Whoever asks, each in a session of their own; those who were let in are all answered."""
    call = "/call/recognize_strokes"
    with served(HELD) as page:
        events, told = [], ""
        while not told and len(events) < 2 * (AT_ONCE + MOST_WAITING):
            try:
                events.append(http(f"{page.address}{API}{call}", {"data": [SEVEN]})["event_id"])
            except urllib.error.HTTPError as error:
                with error:
                    told = f"{error.code} {error.read().decode()}"
        assert "503" in told and "Queue is full" in told
        assert MOST_WAITING <= len(events) <= AT_ONCE + MOST_WAITING
        assert attack.answer(page.address, "test/open", {})["state"] == "answer"  # questions have their own
        for event in events:
            with urllib.request.urlopen(f"{page.address}{API}{call}/{event}", timeout=120) as reply:
                assert b"event: complete" in reply.read()


def test_a_large_picture_is_told_so(client, tmp_path):
    Image.new("1", (7000, 7000)).save(tmp_path / "large.png")
    with pytest.raises(AppError, match="pixels"):
        client.predict(handle_file(str(tmp_path / "large.png")), api_name="/recognize_picture")
