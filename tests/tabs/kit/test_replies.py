"""What a question's answer becomes: plain JSON, or words for whatever went wrong."""

import json
from types import SimpleNamespace

import pytest

from model.errors import NotADrawing
from model.messages import Message
from tabs.kit.checks import BadRequest
from tabs.kit.replies import Busy, as_text, respond
from tabs.kit.service import NotReady


def answered(work, asked, is_loading=False):
    return respond(SimpleNamespace(is_loading=is_loading), work, asked)


def raising(error):
    def work(request):
        raise error

    return work


def test_an_answer_says_that_it_is_one():
    assert answered(lambda request: {"twice": 2 * request["n"]}, {"n": 4}) == {"state": "answer", "twice": 8}


@pytest.mark.parametrize("asked", [None, 7, "text", [], [{}]], ids=str)
def test_only_objects_are_requests(asked):
    assert answered(raising(AssertionError), asked)["state"] == "refused"


@pytest.mark.parametrize(
    ("error", "is_loading", "state"),
    [
        (NotADrawing("no ink"), False, "refused"),
        (BadRequest("no number"), False, "refused"),
        (Busy("later"), False, "busy"),
        (NotReady("not yet"), True, "loading"),
        (NotReady("not ever"), False, "failed"),
    ],
    ids=str,
)
def test_what_goes_wrong_is_a_state_and_a_sentence(error, is_loading, state):
    answer = answered(raising(error), {}, is_loading)
    message = str(answer["message"])
    assert answer["state"] == state and message[0].isupper() and message.endswith(".")


def test_a_fault_of_the_servers_own_is_not_dressed_up():
    with pytest.raises(KeyError):
        answered(lambda request: request["missing"], {})


def test_messages_are_sent_as_their_key_and_values_however_deep_they_lie():
    sent = as_text({"rows": [(Message("{} of {}", 1, Message("two")),)], "n": 1})
    assert json.loads(sent.body) == {
        "rows": [[{"key": "{} of {}", "values": [1, {"key": "two", "values": []}]}]],
        "n": 1,
    }


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_json_has_no_word_for_it(value):
    with pytest.raises(ValueError):
        as_text({"number": value})
