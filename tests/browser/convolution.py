"""The Convolution lab in the browser: where its parts are, and what stands in them."""

import re
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import expect

from tests.browser import studio

FIVE = np.arange(1, 26, dtype=float).reshape(5, 5)


def open_lab(open_page, address, width=1440, **settings):
    """Open the lab as a link with these settings would."""
    query = f"?{urlencode(settings)}" if settings else ""
    page = open_page(
        f"{address}#convolution-lab{query}",
        viewport={"width": width, "height": 900 if width > 900 else 844},
    )
    expect(page.get_by_role("heading", name="One window, step by step")).to_be_visible()
    if settings.get("input") != "digit":
        shown(page)
    return page


def shown(page):
    expect(page.locator(".cl")).to_have_attribute("data-state", re.compile("shown|problem"))


def go(page, **settings):
    """Follow another link to the lab, as the lesson's buttons do."""
    studio.go(page, "convolution-lab", **settings)


def output(page):
    """The lab's slider over the output's cells."""
    return page.get_by_role("slider", name="Output")


def numbers(locator):
    """The numbers written into a matrix, in order."""
    texts = locator.locator(".mx-numbers text").all_text_contents()
    return [float(text.replace("−", "-").replace(",", "")) for text in texts]


def written(page):
    return numbers(page.locator(".cl-out .mx-picture"))


def result(page):
    return page.locator(".cl-result")


def guess(page, body):
    """Run JavaScript on the visitor's guesses, `guess`, and return what it returns."""
    return studio.studio(page, f"const {{ guess }} = context; return {body}")


def choose(page, name):
    page.locator(".cl").get_by_role("radio", name=name, exact=True).click()


def figure(value):
    """A number as the lab writes it, for numbers with at most three decimals."""
    return f"{value:.10g}".replace("-", "−") if value == round(value, 3) else f"{value:.5f}"[:4]
