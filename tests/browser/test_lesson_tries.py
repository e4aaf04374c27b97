"""Every way to try something in the lesson leads to what it promises, in sight at once."""

import re

import pytest
from playwright.sync_api import expect

from tabs.lesson import chapters
from tests.browser.studio import go, load
from tests.support.lesson_page import Section

CHAPTERS = chapters.load()
LAB = ".cl-bench .cl-in"
LIVE = '[data-part="live"] .tl-form'

SIGHTS = {
    "Draw a digit and watch ten shares compete": ".draw-network.cnn .draw-bars",
    "See the activations in the training lab": '.tl-part[data-part="activations"] svg',
    "Train a network with a learning rate you choose": LIVE,
    "Let it classify your own digit": ".draw-verdict h2",
    "Shuffle the pixels of your own digit": ".avc-shuffled",
    "Look into U-Net": ".ar-card h3 >> text=U-Net",
    "Look into YOLO": ".ar-card h3 >> text=YOLO",
    "Draw, and see how your strokes become 28 × 28 pixels": ".draw-image",
    "Split a picture into red, green and blue": LAB,
    "See your digit as a matrix": LAB,
    "Step through all nine windows": LAB,
    "Take steps of two": LAB,
    "Keep the size with a border of zeros": LAB,
    "Stretch a kernel over your digit": LAB,
    "Find the edges of your own digit": LAB,
    "Use a filter that the CNN learned": LAB,
    "See the first-layer maps of your own digit": ".fm-opened .fm-large",
    "Press a cell and see what it sees": ".fm-opened .fm-large",
    "See which digits make a filter of the third layer fire": ".fm-firing",
    "See where your digit lands among a thousand others, in the last hidden layer": "#avc-landing",
    "Pool the grid step by step": LAB,
    "Shrink your own digit": LAB,
    "Follow a number from the grid to the row": ".cl-flatten",
    "Walk through every layer with your own digit": ".fm-tour",
    "Draw something that is half a 4 and half a 9": ".draw-network.cnn .draw-bars",
    "See the shape after each layer, on your own digit": ".fm-row",
    "See the many sums behind one cell of your digit": ".fm-arithmetic",
    "Take one training step on your own digit": '[data-part="step"] .tl-step-form',
    "Follow the slopes of one step on your own digit": '[data-part="step"] .tl-step-form',
    "Start with random networks and watch them grow": '[data-part="slider"] .tl-bars-host',
    "Train a small CNN live, and let it read your digit": LIVE,
    "Let LeNet-5 read your digit": ".ar-both .ar-bars",
    "Open AlexNet’s card": ".ar-card h3 >> text=AlexNet",
    "Open VGG-16’s card": ".ar-card h3 >> text=VGG-16",
    "Open GoogLeNet’s card": ".ar-card h3 >> text=GoogLeNet",
    "Open ResNet-50’s card": ".ar-card h3 >> text=ResNet-50",
    "Compare ResNet-101": ".ar-card h3 >> text=ResNet-101",
    "Shift your own digit and watch both networks": ".avc-disturb .avc-changed",
    "Turn your own digit, and shrink it": ".avc-disturb .avc-changed",
    "Make it overfit: 100 digits, many rounds": "#tl-digits",
    "See test digits on which the two networks disagree": "#avc-quarrel",
    "Watch the two curves in the training lab": LIVE,
    "See digits that even good networks get wrong": "#avc-quarrel",
    "Draw a digit, and compare with the network that you trained": ".dc",
    "Train with one round and see how much it still misses": LIVE,
    "See the differences in a table with your own digit’s time": ".avc-table",
    "Draw one more digit, on the page you now know from inside": ".dc",
    "[training lab](#training-lab?part=live)": LIVE,
    "[training lab](#training-lab?part=live&network=ann&digits=100&moved=off&epochs=30)": "#tl-digits",
    "[chapter 6](#lesson?chapter=6&row=L19)": "#L19 h3",
    "[feature maps](#feature-maps?part=reasons)": ".fm-reasons",
    "[training lab](#training-lab?part=live&rate=1)": "#tl-rate",
    "[ANN vs CNN](#ann-vs-cnn?part=fool)": "#avc-fool",
}
"""What a "try it" says, or a link in the text, and what must then be in sight."""

VALUES = {
    "Make it overfit: 100 digits, many rounds": ("#tl-digits", "100"),
    "Train a network with a learning rate you choose": ("#tl-rate", "0.001"),
    "Start with random networks and watch them grow": ("#tl-moment", "0"),
    "Train with one round and see how much it still misses": ("#tl-epochs", "1"),
    "[training lab](#training-lab?part=live&network=ann&digits=100&moved=off&epochs=30)": ("#tl-digits", "100"),
    "[training lab](#training-lab?part=live&rate=1)": ("#tl-rate", "1"),
}
"""Settings that a link promises, and their field."""


def promises(chapter):
    """Each "try it" of a chapter and each link in its text to another part, in the order of the page."""
    html = chapters.render(chapter)
    tries = [Section(words).words for words in re.findall(r'data-settings="[^"]*">(.*?)</button>', html)]
    links = re.findall(r"\[[^\]]+\]\(#[^)]+\)", chapter.source)
    return tries, links


def test_every_promise_is_looked_at():
    found = [promise for chapter in CHAPTERS for kind in promises(chapter) for promise in kind]
    assert set(found) == set(SIGHTS)


@pytest.mark.slow
@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_what_is_promised_is_in_sight(page, samples, chapter):
    load(page, samples[3])
    tries, links = promises(chapter)
    for kind, selector in ((tries, ".le-try button"), (links, '.le-body a[href^="#"]')):
        for index, promise in enumerate(kind):
            go(page, "lesson", chapter=str(chapter.number))
            page.locator(selector).nth(index).click()
            expect(page.locator(SIGHTS[promise]).first, promise).to_be_in_viewport()
            if promise in VALUES:
                field, value = VALUES[promise]
                expect(page.locator(field), promise).to_have_value(value)
