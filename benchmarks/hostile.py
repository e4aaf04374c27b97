"""What the page makes of hostile requests: `python -m benchmarks.hostile [--cases 20000] [--write]`.

Serves the page and sends seeded hostile requests to every entry: questions, class rooms, files, events, uploads,
paths, headers. The aims: no status 5xx, no traceback, no answer after more than a second, right answers after
it, and no growth of memory from the second half of the requests.
"""

import argparse
import itertools
import json
import random
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator

from benchmarks.blocks import publish, stamped
from tests.support import attack, fuzz_files
from tests.support.attack import Outcome
from tests.support.fuzz_requests import API, GOOD, JSON, KINDS, Request, Target, multipart, questions
from tests.support.served import Served, served

SHARE_OF_QUESTIONS = 0.6
"""Of all requests; the rest goes to the other entries."""


def main() -> None:
    """Attack, print, and end with status 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with served(CLASS_ROOMS="True") as page:
        target = attack.look_at(page.address)
        requests = cases(target, options.cases, random.Random(options.seed))
        half = len(requests) // 2
        begun, memory = time.perf_counter(), [attack.megabytes(page.pid)]
        outcomes: dict[str, Outcome] = {}
        for part in (hostile_files(page), requests[:half], requests[half:]):
            merge(outcomes, attack.attack(page.address, part, options.at_once))
            memory.append(attack.megabytes(page.pid))
        seconds = time.perf_counter() - begun
        whole = len(attack.wall(page.address, target.other)) == 1
        right = attack.read_seven(page.address)["digit"] == 7
        tracebacks = page.printed().count("Traceback")
    publish("hostile", stamped(report(outcomes, memory, seconds, right, tracebacks, whole)))
    missed = complaints(outcomes)
    print(*missed, sep="\n", file=sys.stderr)
    sys.exit(1 if missed or tracebacks or not (right and whole) else 0)


def cases(target: Target, count: int, rng: random.Random) -> list[Request]:
    """Return so many requests to all entries, in random order."""
    each = int(count * SHARE_OF_QUESTIONS) // len(GOOD)
    streams = [itertools.islice(questions(name, rng), each) for name in GOOD]
    rest = count - each * len(GOOD)
    for number, make in enumerate(KINDS.values()):
        share = rest // len(KINDS) + (number < rest % len(KINDS))
        streams.append(itertools.islice(make(target, rng), share))
    requests = list(itertools.chain(*streams))
    rng.shuffle(requests)
    return requests


def hostile_files(page: Served) -> Iterator[Request]:
    """Upload every hostile file, and yield the events that ask about them."""
    for make in fuzz_files.FILES.values():
        body, headers = multipart("seven.png", make())
        upload = urllib.request.Request(f"{page.address}{API}/upload", body, headers)
        with urllib.request.urlopen(upload, timeout=60) as reply:
            [path] = json.load(reply)
        event = json.dumps({"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}]})
        yield Request("event picture file", "POST", f"{API}/call/recognize_picture", event.encode(), JSON)


def merge(into: dict[str, Outcome], found: dict[str, Outcome]) -> None:
    """Add outcomes to those of the same entries."""
    for entry, outcome in found.items():
        whole = into.setdefault(entry, Outcome())
        whole.statuses += outcome.statuses
        whole.slowest = max(whole.slowest, outcome.slowest)
        whole.slow += outcome.slow
        whole.wrong += outcome.wrong


def report(
    outcomes: dict[str, Outcome], memory: list[float], seconds: float, right: bool, tracebacks: int, whole: bool
) -> str:
    """Return the table, a line for each entry, and what holds for all."""
    rows = ["| entry | cases | answered | refused | wrong | slowest, s |", "| --- " + "| --: " * 5 + "|"]
    for entry, found in sorted(outcomes.items()):
        answered = found.statuses[200]
        counts = f"{found.cases:,} | {answered:,} | {found.cases - answered:,} | {len(found.wrong)}"
        rows.append(f"| {entry} | {counts} | {found.slowest:.2f} |")
    total = sum(found.cases for found in outcomes.values())
    slow = sum(len(found.slow) for found in outcomes.values())
    statuses: Counter = sum((found.statuses for found in outcomes.values()), Counter())
    counted = ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items(), key=str))
    rows += [
        "",
        f"{total:,} requests in {seconds:.0f} s; statuses {counted}. Tracebacks in the log: {tracebacks}.",
        f"Answers after more than a second: {slow}. The answer afterwards: {'right' if right else 'wrong'}. "
        f"Somebody else's class room: {'as it was' if whole else 'changed'}; none of its drawings was in any answer.",
        "Memory at first, after the files, after half of the others, at the end: "
        + ", ".join(f"{value:.0f}" for value in memory)
        + " MB. A refusal in words by a question counts as answered.",
    ]
    return "\n".join(rows)


def complaints(outcomes: dict[str, Outcome]) -> Iterable[str]:
    """Return what was wrong, and what was slow, with the requests that led to it."""
    found = []
    for entry, outcome in sorted(outcomes.items()):
        found += [f"{entry}: {why}: {sent[:200]!r}" for why, sent in outcome.wrong[:3]]
        found += [f"{entry}: {seconds:.1f} s: {sent[:200]!r}" for seconds, sent in outcome.slow[:3]]
    return found


if __name__ == "__main__":
    main()
