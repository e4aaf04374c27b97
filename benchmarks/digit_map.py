"""What the map of digits costs a frame: `python -m benchmarks.digit_map [--write]`.

Zooms the map of 1,000 pictures in and out, and lets the drawing change with the map in sight, in a headless Chromium
without a graphics card. Counted is the time that the page's own thread computes, so that a busy machine changes little;
a screen shows 60 frames a second, 16.7 ms each.
"""

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.blocks import publish, stamped
from tests.browser.studio import go, load, studio
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.served import served

FRAMES = 60
STROKE = [[80, 60], [200, 60], [120, 230]]

FRAME = "await new Promise(requestAnimationFrame);"
ZOOM = f"""
const map = document.querySelector('.la-map');
for (let n = 0; n < {FRAMES}; n += 1) {{
  {FRAME}
  const wheel = {{ ctrlKey: true, deltaY: n < {FRAMES / 2} ? -8 : 8, bubbles: true, cancelable: true }};
  map.dispatchEvent(new WheelEvent('wheel', wheel));
}}
"""
PEN = f"""
for (let n = 0; n < {FRAMES}; n += 1) {{
  const strokes = [value.map(([x, y], i) => [x + (i ? 0 : n), y + (i ? n / 2 : 0)])];
  const drawing = {{ strokes, width: 280, height: 280 }};
  const read = new Promise(done => context.studio.watch('reading', null, ({{ of }}) => of === drawing && done()));
  context.studio.draw(drawing, false);
  await read;
  {FRAME}
}}
"""


def main() -> None:
    """Measure and print."""
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(server.address)
        load(page, [STROKE])
        go(page, "ann-vs-cnn", part="landing")
        page.locator(".la-near").first.wait_for(timeout=60_000)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        rows = [("map zoomed", ZOOM, "#avc-landing"), ("drawing changed, map in sight", PEN, "#avc-landing")]
        rows.append(("drawing changed, map out of sight", PEN, "#avc-table"))
        costs = [(name, cost(page, session, body, part)) for name, body, part in rows]
        browser.close()
    lines = [f"| {name} | {milliseconds:.1f} ms |" for name, milliseconds in costs]
    publish("digit-map", stamped("\n".join(["| | a frame |", "| --- | --: |", *lines])))


def cost(page: Page, session: CDPSession, body: str, part: str) -> float:
    """Milliseconds that the page's thread computes for each of `FRAMES` frames, with a part of the tab in sight."""
    page.locator(part).evaluate("part => part.scrollIntoView()")
    for _ in range(2):  # the first time compiles
        page.wait_for_timeout(500)
        before = computed(session)
        studio(page, body, STROKE)
        after = computed(session)
    return 1000 * (after - before) / FRAMES


def computed(session: CDPSession) -> float:
    """Seconds that the page's thread has computed so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
