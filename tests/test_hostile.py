"""A few hundred hostile requests to every entry of a served page; benchmarks/hostile.py sends thousands."""

import itertools
import json
import random
import time
import urllib.request
import warnings

import pytest

from model.errors import NotADrawing
from model.image.digit_image import DigitImage, from_picture
from tests.support import attack, fuzz_files
from tests.support.fuzz_requests import GOOD, KINDS, Request, function_call, functions, multipart, target_of
from tests.support.served import served

HANG = 8.0
"""Seconds that nothing may take here, on a machine that does much else; the benchmark looks for one."""


@pytest.fixture(scope="module")
def page():
    with served() as page:
        yield page


@pytest.fixture(scope="module")
def target(page):
    with urllib.request.urlopen(f"{page.address}/config", timeout=30) as reply:
        target = target_of(json.load(reply))
    attack.wait_until_ready(page.address, target.functions["canvas", "recognize"])
    return target


def survive(page, target, requests):
    """Send the requests; nothing wrong comes, nothing is logged that should not be, and the page answers."""
    before = len(page.printed())
    outcomes = attack.attack(page.address, requests)
    assert {entry: outcome.wrong for entry, outcome in outcomes.items() if outcome.wrong} == {}
    assert {entry: o.slowest for entry, o in outcomes.items() if o.slowest > HANG} == {}
    assert "Traceback" not in page.printed()[before:]
    assert attack.live_answer(page.address, target.functions["canvas", "recognize"])["digit"] == 7
    return outcomes


def test_every_function_of_the_page_is_attacked(target):
    assert set(target.functions) == set(GOOD)


@pytest.mark.parametrize("key", GOOD, ids=".".join)
def test_good_requests_are_good(page, target, key):
    """Else their spoilt copies would be refused at the first look."""
    for good in GOOD[key]:
        call = function_call(target, key, good, random.Random(1))
        request = urllib.request.Request(page.address + call.path, call.body, call.headers)
        with urllib.request.urlopen(request, timeout=60) as reply:
            answer = json.load(reply)
        assert answer["state"] == ("gone" if "ticket" in good else "answer"), answer


def test_functions_survive(page, target):
    rng = random.Random(20)
    calls = [itertools.islice(functions(target, key, rng), 8) for key in target.functions]
    outcomes = survive(page, target, itertools.chain(*calls))
    assert sum(outcome.cases for outcome in outcomes.values()) == 8 * len(target.functions)


@pytest.mark.parametrize("kind", KINDS)
def test_other_entries_survive(page, target, kind):
    survive(page, target, itertools.islice(KINDS[kind](target, random.Random(7)), 40))


def test_hostile_files_are_read_or_refused_as_uploads(page, target):
    """Some are uploaded, and what was uploaded is asked about."""

    def requests():
        for make in itertools.islice(fuzz_files.FILES.values(), 1, None, 4):
            body, headers = multipart("seven.png", make())
            upload = urllib.request.Request(f"{page.address}/gradio_api/upload", body, headers)
            with urllib.request.urlopen(upload, timeout=60) as reply:
                [path] = json.load(reply)
            event = {"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}]}
            sent = json.dumps(event).encode()
            where = "/gradio_api/call/recognize_picture"
            yield Request("event picture", "POST", where, sent, {"Content-Type": "application/json"})

    survive(page, target, requests())


@pytest.mark.parametrize("name", fuzz_files.FILES)
def test_hostile_files_are_read_or_refused(name):
    """Without a warning, in little processor time, and in words."""
    content = fuzz_files.FILES[name]()
    begun = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            assert isinstance(from_picture(content), DigitImage)
        except NotADrawing as error:
            assert str(error)
    assert time.process_time() - begun < 2


def test_damaged_files_are_read_or_refused():
    rng = random.Random(11)
    kinds = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "ICO", "TGA", "PCX")
    goods = [fuzz_files.encoded(fuzz_files.seven((64, 64)), kind) for kind in kinds]
    for number in range(200):
        spoilt = fuzz_files.damaged(rng, goods[number % len(goods)])
        try:
            from_picture(spoilt)
        except NotADrawing as error:
            assert str(error)
