"""One visitor of the page, as its scripts speak with the server: draws at a pen's speed, looks at tabs."""

import asyncio
import json
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from benchmarks.connection import Connection, Failed
from benchmarks.load import Met
from benchmarks.pages import SERVER_FUNCTION, components, drawings, question

PEN = 60
"""Positions a second that a screen reports of a pen."""

IDENTITY = [[[1 if row == column == 1 else 0 for column in range(3)] for row in range(3)]]
ASSETS = re.compile(rb"""(?:src|href)=["']?\.?(/[\w./-]+\.(?:js|css))["']""")
FOLLOW_EVERY = 0.3


@dataclass
class Classroom:
    """The page that all visit, and what they met with, by the kind of question."""

    address: str
    end: float  # on the clock of time.perf_counter
    met: dict[str, Met] = field(default_factory=lambda: defaultdict(Met))

    def __post_init__(self):
        self.components = components(self.address)
        self.drawings = drawings()

    @property
    def is_over(self) -> bool:
        return time.perf_counter() > self.end


class Visitor:
    """Somebody with a browser: two connections, one for the pen and one for the open tab.

    Args:
        room: the page and its clock.
        number: tells visitors apart, and what they do.
    """

    def __init__(self, room: Classroom, number: int):
        self.room, self.name = room, f"classroom-{number:04d}"
        self.random = Random(number)
        self.tab = "draw"

    async def stay(self, arrive_after: float) -> None:
        """Open the page, then draw and look around until the lesson is over."""
        await asyncio.sleep(arrive_after)
        self.pen, self.hand = (Connection(self.room.address) for _ in range(2))
        await self.open_page()
        while not self.room.is_over:
            if self.random.random() < 0.4:
                self.tab = self.random.choice(["draw", *TABS])
            await self.draw(self.random.choice(self.room.drawings))
            await asyncio.sleep(self.random.uniform(1, 4))
        for connection in (self.pen, self.hand):
            await connection.close()

    async def train(self, arrive_after: float) -> None:
        """Open the page, then train one network after the other until the lesson is over."""
        await asyncio.sleep(arrive_after)
        self.hand = Connection(self.room.address)
        await self.open_page()
        about = await self.ask("lab", "training-lab-panel/describe", {})
        last = len(about["steps"]) - 1
        await self.ask("lab", "training-lab-panel/weights", {"moments": [last]})
        await self.ask("lab", "training-lab-panel/weights", {"moments": list(range(last))})
        while not self.room.is_over:
            await self.run()
            await asyncio.sleep(self.random.uniform(2, 6))
        await self.hand.close()

    async def open_page(self) -> None:
        """Load the page and what it names; a browser then keeps that."""
        page = await self.timed("page", self.hand.get("/"))
        for path in sorted(set(ASSETS.findall(page))):
            await self.timed("page", self.hand.get(path.decode()))

    async def draw(self, drawing: dict) -> None:
        """Draw, while the canvas and an open Feature maps tab follow the pen; then let the tab look."""
        following = [self.follow("live", self.pen, "canvas/recognize", drawing, self.as_canvas)]
        if self.tab == "feature-maps":
            await self.ask("lab", "feature-maps-panel/describe", {"network": "cnn"})
            following.append(self.follow("maps", self.hand, "feature-maps-panel/look", drawing, as_look))
        await asyncio.gather(*following)
        if look := TABS.get(self.tab):
            await look(self, drawing)

    async def follow(self, kind: str, connection: Connection, function: str, drawing: dict, asked) -> None:
        """Ask about what is drawn so far: one question under way, the newest drawing next."""
        strokes, began, known = drawing["strokes"], time.perf_counter(), 0
        total = sum(map(len, strokes))
        while known < total:
            drawn = min(total, 1 + int(PEN * (time.perf_counter() - began)))
            if drawn > known:
                known = drawn
                await self.ask(
                    kind, function, asked({**drawing, "strokes": first(strokes, known)}), connection
                )
            else:
                await asyncio.sleep(0.25 / PEN)

    def as_canvas(self, drawing: dict) -> dict:
        return {**drawing, "stages": self.tab == "draw"}

    async def run(self) -> None:
        """One live training from the first batch to the last, asked for as the tab does."""
        settings = {"network": "cnn", "activation": "relu", "optimizer": "adam"}
        settings |= {"rate": 0.005, "batch": 32, "epochs": 10}
        told = await self.ask("training", BEGIN, {"visitor": self.name, "settings": settings})
        seen = version = 0
        while "ticket" in told and not self.room.is_over:
            asked = {"ticket": told["ticket"], "seen": seen, "version": version}
            news = await self.ask("training", "training-lab-panel/follow", asked)
            if news.get("phase") not in ("waiting", "running"):
                break
            seen, version = seen + len(news["points"]), news["version"]
            await asyncio.sleep(FOLLOW_EVERY)

    async def ask(
        self, kind: str, function: str, argument: dict, connection: Connection | None = None
    ) -> dict:
        """Ask a server function; what is no answer counts as a failure and comes back as {}."""
        body = question(self.room.components[function], function, self.name, argument)
        answer = json.loads(
            await self.timed(kind, (connection or self.hand).post(SERVER_FUNCTION, body)) or "{}"
        )
        if answer and answer["state"] != "answer":
            self.room.met[kind].failures.append(f"{function}: {answer}")
            return {}
        return answer

    async def timed(self, kind: str, answering) -> bytes:
        """Wait for an answer and note how long it took, or what went wrong."""
        met, began = self.room.met[kind], time.perf_counter()
        try:
            answer = await answering
        except (Failed, OSError, asyncio.IncompleteReadError) as error:
            met.failures.append(f"{kind}: {error}")
            return b""
        met.seconds.append(time.perf_counter() - began)
        return answer


async def look_at_maps(visitor: Visitor, drawing: dict) -> None:
    """The pen has lifted: what the answer rests on."""
    asked = {"network": "cnn", "drawing": drawing, "layer": "conv5", "digit": None}
    await visitor.ask("lab", "feature-maps-panel/explain", asked)


async def compare(visitor: Visitor, drawing: dict) -> None:
    """Both networks on the drawing, a slider moved, curves, shifts, and shuffled pixels."""
    panel = "ann-vs-cnn-panel"
    image = (await visitor.ask("lab", f"{panel}/disturb", {"drawing": drawing, "change": {}})).get("image")
    if not image:
        return
    for degrees in range(3, 31, 3):
        await visitor.ask("lab", f"{panel}/disturb", {"image": image, "change": {"degrees": degrees}})
    about = {"image": image, "change": {}, "digit": visitor.random.randrange(10)}
    await visitor.ask("lab", f"{panel}/sweep", {**about, "slider": "degrees"})
    await visitor.ask("lab", f"{panel}/every_shift", about)
    await visitor.ask("lab", f"{panel}/shuffle", {"image": image})


async def convolve(visitor: Visitor, drawing: dict) -> None:
    """One kernel over the drawing, another stride, and over the lesson's numbers."""
    window = {"operation": "convolution", "size": 3, "dilation": 1, "padding": "valid", "kernels": IDENTITY}
    function = "convolution-lab-panel/slide"
    await visitor.ask("lab", "convolution-lab-panel/kernels", {})
    for stride in (1, 2):
        asked = {**window, "input": "digit", "drawing": drawing, "stride": stride, "bias": 0}
        await visitor.ask("lab", function, asked)
    await visitor.ask("lab", function, {**window, "input": "grid", "stride": 1, "bias": 0})


TABS = {"feature-maps": look_at_maps, "ann-vs-cnn": compare, "convolution-lab": convolve}
"""What an open tab asks when a drawing is finished."""

BEGIN = "training-lab-panel/begin"


def as_look(drawing: dict) -> dict:
    """What the Feature maps tab asks while the pen moves."""
    return {"network": "cnn", "drawing": drawing, "maps": True, "muted": {}}


def first(strokes: list, count: int) -> list:
    """The strokes as they were when so many points were drawn."""
    kept = []
    for stroke in strokes:
        if count <= 0:
            break
        kept.append(stroke[:count])
        count -= len(stroke)
    return kept
