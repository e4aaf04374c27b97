"""A few hundred hostile requests to every entry of a served page; benchmarks/hostile.py sends thousands."""

import itertools
import json
import random
import time
import urllib.request
import warnings

import pytest

import app
from model.errors import NotADrawing
from model.image.digit_image import DigitImage, from_picture
from serving.room_questions import RoomQuestions
from serving.rooms import Rooms
from tabs.kit.service import Service
from tests.support import attack, fuzz_files, fuzz_requests
from tests.support.fuzz_requests import API, GOOD, JSON, KINDS, Request, multipart, questions
from tests.support.served import served


@pytest.fixture(scope="module")
def page():
    with served(CLASS_ROOMS="True") as page:
        yield page


@pytest.fixture(scope="module")
def target(page):
    return attack.look_at(page.address)


def survive(page, requests):
    """Send the requests; nothing wrong comes, nothing is logged that should not be, and the page answers."""
    before = len(page.printed())
    outcomes = attack.attack(page.address, requests)
    assert {entry: outcome.wrong for entry, outcome in outcomes.items() if outcome.wrong} == {}
    assert "Traceback" not in page.printed()[before:]
    assert attack.read_seven(page.address)["digit"] == 7
    return outcomes


def test_every_question_of_the_page_is_attacked():
    tabs = [room.build(Service(lambda: None)) for room in app.TABS]
    assert set(app.questions_of(tabs)) == set(GOOD)
    of_rooms = fuzz_requests.of_rooms(dict.fromkeys(("code", "secret", "member"), ""))
    assert {f"rooms/{name}" for name in RoomQuestions(Rooms(), Service(lambda: None)).names} == set(of_rooms)


@pytest.mark.parametrize("name", GOOD)
def test_good_requests_are_good(page, target, name):
    """Else their spoilt copies would be refused at the first look."""
    for good in GOOD[name]:
        answer = attack.answer(page.address, name, good)
        assert answer["state"] == "answer", answer


def test_questions_survive(page, target):
    rng = random.Random(20)
    spoilt = [itertools.islice(questions(name, rng), 16) for name in GOOD]
    outcomes = survive(page, itertools.chain(*spoilt))
    assert {name: outcomes[name].cases for name in GOOD} == dict.fromkeys(GOOD, 16)


def test_every_file_of_the_page_is_there(page, target):
    """Those that are spoilt next: modules of the start, weights, and what tabs fetch."""
    kinds = {path.split("/")[3] for path in target.files}
    assert {"weights", "files"} < kinds and len(target.files) > 20
    for path in target.files:
        with urllib.request.urlopen(page.address + path, timeout=60) as reply:
            assert "immutable" in reply.headers["cache-control"]


@pytest.mark.parametrize("kind", KINDS)
def test_other_entries_survive(page, target, kind):
    survive(page, itertools.islice(KINDS[kind](target, random.Random(7)), 40))


def test_nothing_leaks_from_another_room(page, target):
    """Each key is tried alone, spoilt, and beside those of another room; that room is as it was."""
    before = attack.wall(page.address, target.other)
    survive(page, itertools.islice(fuzz_requests.rooms(target, random.Random(29)), 300))
    assert attack.wall(page.address, target.other) == before
    assert [one["drawing"].encode().count(fuzz_requests.OTHERS_INK) for one in before] == [1]


def test_hostile_files_are_read_or_refused_as_uploads(page, target):
    """Some are uploaded, and what was uploaded is asked about."""

    def requests():
        for make in itertools.islice(fuzz_files.FILES.values(), 1, None, 4):
            body, headers = multipart("seven.png", make())
            upload = urllib.request.Request(f"{page.address}{API}/upload", body, headers)
            with urllib.request.urlopen(upload, timeout=60) as reply:
                [path] = json.load(reply)
            event = {"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}]}
            sent = json.dumps(event).encode()
            yield Request("event picture", "POST", f"{API}/call/recognize_picture", sent, JSON)

    survive(page, requests())


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
