"""A visitor's hand: mouse, finger and eyes."""

from playwright.sync_api import Page, expect

PAPER = "application"


def on_paper(page: Page, strokes: list) -> list:
    """Strokes of a 280×280 drawing as positions on the page, where the paper shows them."""
    wait_until_seen(page)
    box = page.get_by_role(PAPER).bounding_box()
    scale = min(box["width"], box["height"]) / 280
    left = box["x"] + (box["width"] - 280 * scale) / 2
    top = box["y"] + (box["height"] - 280 * scale) / 2
    return [[(left + x * scale, top + y * scale) for x, y in stroke] for stroke in strokes]


def wait_until_seen(page: Page) -> None:
    """Wait for the first paint: before it nobody sees where to draw, and Chromium drops what a hand does."""
    page.wait_for_function("performance.getEntriesByType('paint').length > 0")


def draw(page: Page, strokes: list, lift: bool = True) -> None:
    """Draw with the mouse; with `lift` False the button stays down at the end."""
    placed = on_paper(page, strokes)
    for stroke in placed:
        page.mouse.move(*stroke[0])
        page.mouse.down()
        for point in stroke[1:]:
            page.mouse.move(*point)
        if lift or stroke is not placed[-1]:
            page.mouse.up()


def touch(page: Page, strokes: list, lift: bool = True) -> None:
    """Draw with a finger."""
    finger = page.context.new_cdp_session(getattr(page, "outer", page))  # a frame has none of its own

    def send(kind, *points):
        touches = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    placed = on_paper(page, strokes)
    for stroke in placed:
        send("touchStart", stroke[0])
        for point in stroke[1:]:
            send("touchMove", point)
        if lift or stroke is not placed[-1]:
            send("touchEnd")


def expect_answer(page: Page, digit: int | str) -> None:
    """Both networks' answers under the canvas; "–" means that there is none."""
    answers = page.get_by_role("list", name="What the networks read").get_by_role("listitem")
    for index, name in enumerate(("CNN", "ANN")):
        expect(answers.nth(index)).to_contain_text(f"{name}{digit}")
