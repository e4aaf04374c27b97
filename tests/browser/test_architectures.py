"""The Architectures tab, used as visitors use it: time line, cards, diagrams, LeNet-5, three problems."""

import re

import pytest
from playwright.sync_api import expect

from model.networks.famous import load_table
from tabs.architectures.cards import load_cards
from tests.browser.drawing import draw, expect_answer, touch
from tests.browser.studio import go, requests_of, studio
from tests.browser.ways import MEASURED, serve

pytestmark = pytest.mark.usefixtures("patience")

CARDS = load_cards()
IN_ORDER = sorted(CARDS, key=lambda card: card["year"])


@pytest.fixture(scope="module")
def address():
    with serve(MEASURED) as page:
        yield page.address


def open_tab(page):
    page.get_by_role("tab", name="Architectures").click()
    expect(page.get_by_role("heading", name="Networks that made history")).to_be_visible()
    expect(page.locator('[data-fact="cnn.parameters"]')).to_have_text("109,370")


@pytest.fixture
def opened(page):
    """The tab on a desktop; nothing is drawn."""
    open_tab(page)
    page.get_by_role("button", name="Clear").first.click()
    return page


@pytest.fixture
def seven(page, samples):
    """The page with a 7 on its canvas and the tab open."""
    draw(page, samples[7])
    expect_answer(page, 7)
    open_tab(page)
    expect(page.locator(".ar-now")).to_contain_text("7")
    return page


def mark(page, card):
    return page.get_by_role("radio", name=f"{card['name']}, {card['year']}, {card['problem']}", exact=True)


def card_of(page, name):
    return page.get_by_role("article", name=name)


def press(page, name):
    mark(page, next(card for card in CARDS if card["id"] == name)).click()


def rows(page):
    return page.locator(".ar-rows tbody:not(.ar-group) tr")


@pytest.mark.slow
def test_every_card_opens(opened):
    for card in CARDS:
        mark(opened, card).click()
        shown = card_of(opened, card["name"])
        expect(mark(opened, card)).to_have_attribute("aria-checked", "true")
        expect(shown).to_contain_text(str(card["year"]))
        expect(shown).to_contain_text(card["idea"])
        expect(shown.get_by_role("link", name=card["paper"])).to_have_attribute("href", card["link"])
        for picture in shown.locator("figure").get_by_role("img").all():
            expect(picture).to_have_attribute("aria-label", re.compile(r"\w{3,}"))
        diagram = shown.get_by_role("group", name=f"{card['name']}, block by block")
        expect(diagram).to_have_count(1 if card["graph"] else 0)
        if card["graph"]:
            expect(shown.locator(".ar-facts")).to_contain_text(f"{card['parameters']:,}")
            expect(shown.locator(".ar-rows tfoot")).to_contain_text(f"{card['parameters']:,}")
            blocks = load_table()[card["graph"]]["blocks"]
            expect(diagram.get_by_role("button")).to_have_count(len(blocks))
        expect(opened.get_by_role("radio", checked=True)).to_have_count(1)


def test_the_time_line_by_keyboard(opened):
    mark(opened, IN_ORDER[0]).focus()
    for card in IN_ORDER[1:]:
        opened.keyboard.press("ArrowRight")
        expect(mark(opened, card)).to_be_focused()
        expect(card_of(opened, card["name"])).to_be_visible()
    opened.keyboard.press("ArrowRight")  # around
    expect(mark(opened, IN_ORDER[0])).to_be_focused()
    opened.keyboard.press("End")
    expect(card_of(opened, IN_ORDER[-1]["name"])).to_be_visible()
    opened.keyboard.press("Home")
    expect(card_of(opened, IN_ORDER[0]["name"])).to_be_visible()


def test_a_block_of_the_diagram_opens_its_layers(opened):
    press(opened, "vgg16")
    block = opened.get_by_role("button", name=re.compile("^Block 3: 3 convolutions, output 56 × 56 × 256"))
    expect(block).to_have_accessible_name(re.compile("1,475,328 parameters"))
    block.focus()
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("button", name="Block 3", exact=True)).to_have_attribute("aria-expanded", "true")
    expect(opened.get_by_role("button", name="Block 3", exact=True)).to_be_focused()
    expect(rows(opened)).to_have_count(3)
    expect(rows(opened).first).to_contain_text("block3_conv1")
    expect(rows(opened).first).to_contain_text("295,1683 × 3 × 128 × 256 + 256")  # the count and its reason
    opened.keyboard.press("Enter")
    expect(rows(opened).first).to_be_hidden()


def test_all_layers_of_the_longest_network(opened):
    press(opened, "resnet101")
    opened.get_by_role("button", name="Show all layers").click()
    table = load_table()["resnet101"]
    expect(rows(opened)).to_have_count(sum(len(block["layers"]) for block in table["blocks"]))
    expect(rows(opened).last).to_contain_text("2,049,000")
    opened.get_by_role("button", name="Fold all layers").click()
    expect(rows(opened).first).to_be_hidden()


def test_sizes_on_one_logarithmic_scale(opened):
    expect(opened.locator(".ar-sizes li")).to_have_count(sum(bool(card["graph"]) for card in CARDS) + 1)
    shown = opened.locator(".ar-sizes li").all_inner_texts()
    counts = [int(re.search(r"[\d,]{5,}$", text)[0].replace(",", "")) for text in shown]
    assert counts == sorted(counts)
    assert counts[0] == 61_706 and counts[1] == 109_370 and counts[-1] == 143_667_240
    assert "This page’s CNN" in shown[1]
    bars = opened.locator(".ar-size-bar").evaluate_all("bars => bars.map((bar) => bar.offsetWidth)")
    tracks = opened.locator(".ar-size-track").first.evaluate("track => track.offsetWidth")
    assert bars[0] == pytest.approx(tracks * 0.158, abs=2)  # log10(61,706) = 4.79 on a scale from 4 to 9
    opened.get_by_role("button", name="GoogLeNet: 6,998,552 parameters").click()
    expect(card_of(opened, "GoogLeNet")).to_be_visible()


def test_lenet_reads_the_digit_beside_the_cnn(seven):
    expect(seven.locator(".ar-now")).to_contain_text("Both read a 7: LeNet-5")
    found = studio(seven, "return context.studio.latest.reading.probabilities")
    for name in ("cnn", "lenet5"):
        values = seven.locator(f".ar-bars .ui-value.{name}").all_inner_texts()
        shown = [float(text.rstrip("\xa0%")) for text in values]
        assert shown == pytest.approx([100 * p for p in found[name]], abs=0.11)
    table = seven.get_by_role("table", name="Size and accuracy of both networks")
    for words in ("61,706", "109,370", "98.99 %", "99.51 %", "of 10,000 test digits"):
        expect(table).to_contain_text(words)


def test_the_bars_follow_the_pen(opened, samples):
    expect(opened.get_by_text("what both networks say of it appears here")).to_be_visible()
    draw(opened, samples[3], lift=False)
    expect(opened.locator(".ar-now")).to_contain_text("3")
    opened.mouse.up()
    opened.get_by_role("button", name="Clear").first.click()
    expect(opened.get_by_text("what both networks say of it appears here")).to_be_visible()
    expect(opened.locator(".ar-said").first).to_have_text("Draw a digit: the answer appears here.")


@pytest.mark.slow
def test_the_pen_needs_no_server(seven, samples):
    asked = requests_of(seven)
    seven.get_by_role("button", name="Clear").first.click()
    draw(seven, samples[3])
    expect(seven.locator(".ar-now")).to_have_text(re.compile("3.*LeNet-5|LeNet-5.*3"))
    expect(seven.locator(".ar-said").nth(1)).to_have_text(re.compile(r"^left \d+, top"))
    assert asked == []


def test_opened_without_the_server_it_says_so_and_is_right_when_it_is_back(open_page, address, samples):
    page = open_page(address, viewport={"width": 1440, "height": 900})
    for path in ("ask/**", "weights/**", "alive"):
        page.context.route(f"**/page/{path}", lambda route: route.abort())
    draw(page, samples[7])
    expect_answer(page, 7)
    page.get_by_role("tab", name="Architectures").click()
    for place in (".ar-status", ".ar-now", ".ar-trouble"):
        expect(page.locator(place)).to_contain_text("The server does not answer.")
    expect(page.locator(".ar-now")).to_contain_text("The CNN reads a 7")
    expect(page.locator(".ar-said").nth(2)).to_contain_text("pixels are ink")
    page.context.unroute_all()
    expect(page.locator(".ar-now")).to_contain_text("LeNet-5")
    expect(page.locator(".ar-now")).not_to_contain_text("server")
    expect(page.locator('[data-fact="lenet5.parameters"]')).to_have_text("61,706")
    expect(card_of(page, "LeNet-5").locator(".ar-plan")).to_be_visible()
    expect(page.locator(".ar")).not_to_contain_text("The server does not answer.")


def test_three_problems_on_the_visitors_drawing(seven):
    columns = seven.locator(".ar-column")
    expect(columns.nth(0).locator(".ar-said")).to_have_text(re.compile(r"^7 9\d"))
    expect(columns.nth(0)).to_contain_text("predicted by this page’s CNN")
    for index in (1, 2):
        expect(columns.nth(index)).to_contain_text("drawn from your ink, not predicted")
    expect(columns.nth(1).get_by_role("img")).to_have_accessible_name(re.compile("in a box: left"))
    expect(columns.nth(2).locator(".ar-said")).to_have_text(re.compile(r"^\d{3,} of 12,544 pixels are ink$"))
    columns.nth(1).get_by_role("button", name="YOLO").click()
    expect(card_of(seven, "YOLO")).to_be_visible()


def test_the_visitors_digit_is_in_every_picture(seven):
    expect(seven.get_by_role("img", name="A picture goes in, the label 7 comes out.")).to_be_visible()
    input_picture = seven.locator(".ar-input-picture")
    expect(input_picture).to_have_attribute("href", re.compile("^data:image/png"))
    for name in ("mask-rcnn", "yolo", "ssd", "faster-rcnn"):
        press(seven, name)
        expect(seven.locator(".ar-outcome .ar-chip").filter(has_text="7")).not_to_have_count(0)
        expect(seven.locator(".ar-outcome figcaption")).to_contain_text("drawn from the ink, not predicted")
    press(seven, "unet")
    expect(seven.get_by_role("img", name="The same scene, each pixel coloured")).to_be_visible()


def test_without_a_drawing_the_scene_keeps_a_place(opened):
    press(opened, "yolo")
    expect(opened.get_by_text("yours").first).to_be_visible()


def test_links_open_a_card(open_page, address):
    page = open_page(f"{address}#architectures?card=resnet50")
    expect(card_of(page, "ResNet-50")).to_be_visible()
    go(page, "architectures", card="nonsense")
    go(page, "architectures")
    expect(card_of(page, "ResNet-50")).to_be_visible()
    press(page, "faster-rcnn")
    assert page.evaluate("location.hash") == "#architectures?card=faster-rcnn"
    press(page, "lenet5")
    assert page.evaluate("location.hash") == "#architectures"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card_of(page, "LeNet-5").get_by_role("button", name="Copy link").click()
    expect(card_of(page, "LeNet-5").locator(".ar-copy")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("#architectures")


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone(open_page, samples, width):
    page = open_page(viewport={"width": width, "height": 844}, device_scale_factor=2, has_touch=True, is_mobile=True)
    touch(page, samples[7])
    expect_answer(page, 7)
    open_tab(page)
    for name in ("resnet101", "efficientnet", "unet", "ssd"):
        go(page, "architectures", card=name)
        card = next(card for card in CARDS if card["id"] == name)
        expect(mark(page, card)).to_be_in_viewport()
        expect(page.locator(".ar-outcome svg").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    mark(page, IN_ORDER[1]).tap()
    expect(card_of(page, "AlexNet")).to_be_visible()
    expect(page.locator(".ar-plan")).to_be_visible()
    heights = page.locator(".ar button:visible").evaluate_all("all => all.map((one) => one.offsetHeight)")
    assert min(heights) >= 44
