"""What the browser is told to refuse breaks nothing of the page, and does refuse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawing import draw
from tests.browser.ways import visit

REFUSED = """() => {
    window.refused = [];
    const note = e => window.refused.push(e.violatedDirective + ' ' + e.blockedURI);
    document.addEventListener('securitypolicyviolation', note);
}"""

TABS = ("Feature maps", "ANN vs CNN", "Convolution lab", "Training lab", "Architectures", "Lesson", "Draw")
ASKING = ("Feature maps", "ANN vs CNN", "Architectures", "Lesson")
"""Tabs that ask the server as soon as they are opened with a drawing."""


def test_the_policy_refuses_nothing_of_the_page(page: Page, samples):
    """Every tab is opened with a digit drawn; the page's own fixture finds errors and requests elsewhere."""
    page.evaluate(REFUSED)
    draw(page, samples[7])
    answers = page.get_by_role("list", name="What the networks read")
    expect(answers).to_contain_text("CNN7", timeout=60_000)  # the networks may be loading still
    for name in TABS:
        page.get_by_role("tab", name=name, exact=True).click()
        expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")
        page.wait_for_load_state("networkidle")
    assert page.evaluate("window.refused") == []


def test_workers_from_blobs_and_pictures_from_data_are_allowed(page: Page):
    assert (
        page.evaluate(
            """() => new Promise((done, failed) => {
            const code = URL.createObjectURL(new Blob(['postMessage(6 * 7)']));
            const worker = new Worker(code);
            worker.onmessage = e => done(e.data);
            worker.onerror = failed;
        })"""
        )
        == 42
    )
    assert (
        page.evaluate(
            """() => new Promise((done, failed) => {
            const picture = new Image();
            picture.onload = () => done(picture.width);
            picture.onerror = failed;
            const canvas = document.createElement('canvas');
            canvas.width = 3;
            picture.src = canvas.toDataURL();
        })"""
        )
        == 3
    )


LOADED = """async () => {{
    const made = document.createElement('{}');
    const loaded = new Promise((done, failed) => {{ made.onload = done; made.onerror = failed; }});
    made.src = 'https://elsewhere.example/x';
    document.head.append(made);
    return loaded.then(() => 'arrived', () => 'refused');
}}"""

FETCHED = "() => fetch('https://elsewhere.example/x').then(() => 'arrived', () => 'refused')"


@pytest.mark.parametrize("reach", [FETCHED, LOADED.format("img"), LOADED.format("script")])
def test_other_hosts_are_refused_by_the_browser(chromium, address, reach):
    """Even if a script got into the page, it could send nothing away."""
    context = chromium.new_context()
    try:
        page = context.new_page()
        asked = []
        page.route("https://elsewhere.example/**", lambda route: (asked.append(route.request.url), route.abort()))
        page = visit(page, address)
        page.get_by_role("application", name="Draw a digit").wait_for()
        page.evaluate(REFUSED)
        assert page.evaluate(reach) == "refused"
        assert page.evaluate("window.refused.length") >= 1 and asked == []
    finally:
        context.close()


def framed(chromium, address, host):
    """Open a page of another host that shows ours in a frame."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    body = f"<!doctype html><iframe src='{address}' style='width:1100px;height:850px'></iframe>"
    page.route(f"{host}/**", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{host}/spaces/somebody/digits")
    return context, page


@pytest.mark.parametrize("host", ["https://huggingface.co", "https://elsewhere.example"])
def test_who_may_show_the_page_in_a_frame(chromium, address, host):
    context, page = framed(chromium, address, host)
    try:
        paper = page.frame_locator("iframe").get_by_role("application", name="Draw a digit")
        if "huggingface" in host:
            expect(paper).to_be_visible(timeout=30_000)
        else:
            page.wait_for_timeout(1000)
            expect(paper).to_have_count(0)
    finally:
        context.close()


INJECTED = "<img src=x onerror='window.hit = 1'><script>window.hit = 1</script>${window.hit = 1}{{7*7}} Said."


def test_what_the_server_says_is_shown_as_text(page: Page, samples):
    """Whatever stands in a message: no tab makes an element of it, or evaluates it."""
    said = {"state": "refused", "message": INJECTED}
    page.route(re.compile("/page/ask/"), lambda route: route.fulfill(json=said))
    draw(page, samples[7])
    for name in ASKING:
        page.get_by_role("tab", name=name, exact=True).click()
        if name == "Feature maps":  # it asks once its question is in sight
            page.locator(".fm-reasons").scroll_into_view_if_needed()
        expect(page.locator(":text('{{7*7}} Said.'):visible").first).to_be_visible(timeout=60_000)
        expect(page.locator("img[src='x']")).to_have_count(0)
    assert page.evaluate("window.hit") is None
