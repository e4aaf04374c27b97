"""What the lesson's script is told: the contents, a chapter, its notebook, and what the networks see."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from model.image.digit_image import from_strokes
from model.networks.recognizer import Recognizer
from tabs.kit.service import NotReady
from tabs.lesson import answers, chapters
from tabs.lesson.tab import server_functions
from tests.support.asking import SEVEN, by_name
from tests.support.example_networks import keras_model
from tests.support.lesson_page import CHAPTERS, each_chapter


@pytest.fixture(scope="module")
def ask():
    """What the browser calls: {name: function of a request}; the networks have random weights."""
    models = {name: keras_model(name) for name in ("cnn", "ann")}
    recognizer = Recognizer(models, threshold=0.6)
    service = SimpleNamespace(recognizer=lambda: recognizer, is_loading=False)
    return by_name(server_functions(service))


def test_the_contents_list_tells_what_is_in_each_chapter():
    for told, chapter in zip(answers.contents(), CHAPTERS, strict=True):
        assert (told["number"], told["title"], told["minutes"]) == (
            chapter.number,
            chapter.title,
            chapter.minutes,
        )
        assert [row["id"] for row in told["rows"]] == list(chapter.rows)
        assert told["questions"] and "{{" not in json.dumps(told) and "`" not in json.dumps(told)


@each_chapter
def test_a_chapter_and_its_notebook_are_told_as_json(ask, chapter):
    told = ask["chapter"]({"number": chapter.number})
    saved = ask["notebook"]({"number": chapter.number})

    assert told["state"] == saved["state"] == "answer"
    assert told["html"] == chapters.render(chapter)
    assert told["code"] == ("```python" in chapter.body)
    assert saved["name"] == f"{chapter.number}-{chapter.name}.ipynb"
    assert json.loads(saved["text"])["nbformat"] == 4
    json.dumps(told, allow_nan=False)


@pytest.mark.parametrize(
    "request_", [{}, {"number": None}, {"number": "1"}, {"number": 99}, {"number": True}, {"number": [1]}]
)
@pytest.mark.parametrize("name", ["chapter", "notebook"])
def test_a_chapter_that_does_not_exist_is_refused(ask, name, request_):
    told = ask[name](request_)

    assert told["state"] == "refused" and told["message"].startswith("There is no such chapter")


@pytest.mark.parametrize("request_", [None, [], "4"])
@pytest.mark.parametrize("name", ["chapter", "notebook", "pixels"])
def test_what_is_no_object_is_refused(ask, name, request_):
    assert ask[name](request_) == {"state": "refused", "message": "A request is a JSON object."}


def test_pixels_are_what_the_networks_see(ask):
    told = ask["pixels"]({"drawing": SEVEN})
    pixels = from_strokes(SEVEN).pixels
    powers = np.exp(told["logits"])

    assert (told["state"], told["blank"]) == ("answer", False)
    np.testing.assert_array_equal(np.reshape(told["pixels"], (28, 28)), np.round(pixels * 255))
    np.testing.assert_allclose(powers / powers.sum(), told["probabilities"], atol=1e-6)
    expected = np.asarray(keras_model("cnn")(pixels[None, ..., None]))[0]
    np.testing.assert_allclose(told["probabilities"], expected, atol=1e-6)
    json.dumps(told, allow_nan=False)


def test_nothing_drawn_has_no_pixels(ask):
    assert ask["pixels"]({"drawing": {**SEVEN, "strokes": []}}) == {"state": "answer", "blank": True}


@pytest.mark.parametrize("request_", [None, 3, {}, {"drawing": []}, {"drawing": {"picture": "data:x"}}])
def test_what_is_no_drawing_is_refused(ask, request_):
    told = ask["pixels"](request_)

    assert told["state"] == "refused" and told["message"].endswith(".")


@pytest.mark.parametrize(("is_loading", "state"), [(True, "loading"), (False, "failed")])
def test_networks_that_are_not_there_are_told(is_loading, state):
    def recognizer():
        raise NotReady("Later.")

    service = SimpleNamespace(recognizer=recognizer, is_loading=is_loading)
    ask = by_name(server_functions(service))

    assert ask["pixels"]({"drawing": SEVEN}) == {"state": state, "message": "Later."}
