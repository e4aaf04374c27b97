"""Headers that every answer gets: strict, and none that an answer set itself is overruled."""

import re

import pytest

from serving.headers import AROUND, HEAD, HEADERS, POLICY, with_headers

VALUES = {name.decode(): value.decode() for name, value in HEADERS}


def test_an_answer_keeps_what_it_set_itself():
    own = [(b"Referrer-Policy", b"no-referrer"), (b"content-type", b"text/html")]
    names = [name.lower() for name, _ in with_headers(own)]
    assert with_headers(own)[:2] == own and names.count(b"referrer-policy") == 1
    assert set(names) == {b"content-type", *(name for name, _ in HEADERS)}


@pytest.mark.parametrize("kind", ["default-src", "script-src", "style-src", "img-src", "font-src", "worker-src"])
def test_nothing_comes_from_another_host(kind):
    assert not re.search(r"https?:|\*", " ".join(POLICY[kind]))


def test_only_the_hub_may_frame_the_page_and_the_page_itself_cannot_say_so():
    assert f"frame-ancestors {' '.join(AROUND)}" in VALUES["content-security-policy"]
    assert all(
        place == "'self'" or re.fullmatch(r"https://(\*\.)?(huggingface\.co|hf\.space)", place) for place in AROUND
    )
    assert "default-src 'self'" in HEAD and "frame-ancestors" not in HEAD
