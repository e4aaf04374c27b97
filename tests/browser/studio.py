"""What a test asks the page's own modules: the drawing, the address, the networks."""

from playwright.sync_api import Page

CONTEXT = """async ([body, value]) => {
  const entry = document.querySelector('script[type="module"][src*="/page/"]').src;
  const { context } = await import(entry);
  return await (await new Function('context', 'value', `return (async () => { ${body} })()`))(context, value);
}"""


def studio(page: Page, body: str, value: object = None) -> object:
    """Run the body of a JavaScript function with `context`, what every tab is given, and `value`."""
    return page.evaluate(CONTEXT, [body, value])


def load(page: Page, strokes: list) -> None:
    """Put a drawing on the canvas at once, and wait until the networks have read it."""
    page.locator(".dc.ready").wait_for()
    drawing = {"strokes": strokes, "width": 280, "height": 280}
    studio(page, "context.studio.load(value)", drawing)
    wait_for_reading(page, "reading.answer.ann && reading.answer.final")


def wait_for_reading(page: Page, condition: str) -> None:
    """Wait until the newest reading fulfils a condition in JavaScript."""
    studio(
        page,
        "return new Promise(resolve => context.studio.watch('reading', null, reading => { "
        f"if ({condition}) resolve(true); }}))",
    )


def go(page: Page, tab: str, **settings: str) -> None:
    """Open a tab as a link would."""
    studio(page, "context.route.open(value.tab, value.settings)", {"tab": tab, "settings": settings})


def wait_for_rest(page: Page) -> None:
    """Wait for Feature maps' files, which come once page and pen rest, and for the last look at other networks."""
    for file in ("feature_maps.html", "feature_maps.css", "glance.css"):
        page.wait_for_function(
            "file => performance.getEntriesByType('resource').some(({ name }) => name.endsWith(file))", arg=f"/{file}"
        )
    while studio(page, "return context.reader.served()?.isLoading ?? true"):
        page.wait_for_timeout(200)
    page.wait_for_load_state("networkidle")


def requests_of(page: Page) -> list[str]:
    """Wait until the page is at rest; return the requests that leave from then on."""
    wait_for_rest(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked
