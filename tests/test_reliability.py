"""docs/reliability.md tells the truth."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "reliability.md").read_text("utf-8")


def rows():
    """The fault, what happens, and the test, of every row of every table."""
    lines = [line for line in DOCUMENT.splitlines() if line.startswith("| ") and "::test_" in line]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def names_in(file):
    return {node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


def test_there_are_faults_of_every_moment():
    assert len(rows()) >= 15
    assert {"hub", "serving", "browser"} <= {row[2].strip("`").split("/")[0] for row in rows()}


def test_every_row_is_a_test():
    for _, _, cell in rows():
        file, name = cell.strip("`").split("::")
        assert name in names_in(ROOT / "tests" / file), cell


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (r"browsers' questions (\d+) are worked on", "serving.page.AT_ONCE"),
        (r"at the same time and (\d+) wait", "serving.page.MOST_WAITING"),
        (r"requests, another (\d+) and", "serving.endpoints.AT_ONCE"),
        (r"another \d+ and (\d+)", "serving.endpoints.MOST_WAITING"),
        (r"(\d+) events a second", "serving.rate_limiter.RATE"),
        (r"a second, (\d+) at once", "serving.rate_limiter.BURST"),
        (r"At most (\d+) rooms are open", "serving.rooms.MOST_ROOMS"),
        (r"at once, (\d+) members are in each", "serving.rooms.MOST_MEMBERS"),
        (r"the Hub (\d+) seconds for a first word", "hub.fetch.FIRST_ANSWER"),
        (r"first word and (\d+) for everything", "hub.fetch.PATIENCE"),
        (r"no request after (\d+) seconds", "hub.publish.PATIENCE"),
        (r"for a Space none after (\d+)", "hub.deploy.BUILDING"),
    ],
)
def test_the_stated_numbers_are_those_of_the_code(words, number):
    import importlib

    module, name = number.rsplit(".", 1)
    said = re.search(words, DOCUMENT.replace("\n", " "))
    assert float(said[1]) == getattr(importlib.import_module(module), name)


def measured(name):
    """The rows of a benchmark's table as lists of numbers, and the text below it."""
    benchmarks = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
    block = benchmarks.split(f"<!-- begin benchmark {name} -->")[1].split("<!-- end -->")[0]
    rows = [line.strip("|").split("|", 1)[1] for line in block.splitlines() if line.startswith("|")][2:]
    table = [[float(number.replace(",", "")) for number in re.findall(r"\d[\d,.]*", row)] for row in rows]
    return table, block


def test_promises_under_load_are_kept_where_it_says_so():
    said = dict(re.findall(r"`python -m benchmarks\.(\w+)` \| (\w+)", DOCUMENT))
    endpoint, _ = measured("endpoint")
    start, _ = measured("start")
    memory, _ = measured("memory")
    classroom, told = measured("classroom")
    _, hostile = measured("hostile")
    room, sent = measured("room")
    settled, at_the_end = memory[2][-1], memory[3][-1]
    idle, drawing = classroom[0], classroom[1]
    kept = {
        "classroom": drawing[0] <= idle[0] and "; 0 failed" in told,
        "endpoint": endpoint[2][1] <= 1.3,
        "start": start[1][1] <= 1.1,
        "memory": at_the_end <= 1.02 * settled,
        "room": "; 0 lost" in sent and room[0][2] <= 1,
        "hostile": "Tracebacks in the log: 0." in hostile and "a second: 0." in hostile,
    }
    assert {name: word == "yes" for name, word in said.items()} == kept


def test_what_a_commit_that_fails_may_add():
    from hub.client import LONGEST_PAUSE, ONE_REQUEST

    added = re.search(r"may add (\d+) seconds", DOCUMENT)
    assert float(added[1]) >= 2 * (ONE_REQUEST + LONGEST_PAUSE) + LONGEST_PAUSE
