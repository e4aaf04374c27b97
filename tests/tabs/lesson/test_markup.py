"""How chapters are rendered: rows, Markdown, facts, figures, links, code."""

import re

import pytest

from tabs.lesson import directives, markup
from tabs.lesson.highlight import highlighted
from tabs.lesson.registry import Drawn, Registry


@pytest.fixture
def known(monkeypatch):
    """A figure and two facts of our own, and no others."""
    figure, fact = Registry("figure"), Registry("fact")

    @figure
    def two_boxes(gap="1"):
        return Drawn(f'<svg role="img" aria-label="Two boxes, {gap} apart"><rect/></svg>', "Boxes & <gaps>")

    @fact
    def twice(number):
        return str(2 * int(number))

    @fact
    def odd_signs():
        return "a < b & *c* `d` [e](f) |"

    monkeypatch.setattr(directives, "figure", figure)
    monkeypatch.setattr(directives, "fact", fact)


def test_rows_become_sections_with_quiet_numbers():
    html = markup.to_html("Opening.\n\n## L1 First\n\nOne.\n\n### Deeper\n\n## L2 Second `x`\n\nTwo.\n")
    opening, first, second = html.split("<section ")

    assert opening == "<p>Opening.</p>\n"
    assert first.startswith('id="L1" data-row="L1"') and first.rstrip().endswith("</section>")
    assert '<h3 tabindex="-1">First</h3>' in first and "<p>One.</p>" in first and "<h4>Deeper</h4>" in first
    assert '<h3 tabindex="-1">Second <code>x</code></h3>' in second and 'data-link="L2"' in second
    assert not re.search(r">[^<]*L[12]", html)


def test_a_heading_without_a_number_ends_the_row_before_it():
    html = markup.to_html("## L1 First\n\nOne.\n\n## More\n\nTwo.\n")

    assert html.index("</section>") < html.index("<h3>More</h3>")


def test_a_chapters_markdown_cannot_bring_html_of_its_own():
    assert markup.to_html("<b>x</b> & <script>y</script>") == (
        "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;y&lt;/script&gt;</p>\n"
    )


def test_facts_are_filled_in_everywhere_and_escaped(known):
    html = markup.to_html(
        "Twice {{fact twice 21}} and {{fact odd-signs}}.\n\n`{{fact twice 4}}`\n\n"
        "| a |\n|---|\n| {{fact twice 5}} |\n\n```python\nx = {{fact twice 6}}\n```\n"
    )

    assert '<span class="le-fact">42</span>' in html
    assert '<span class="le-fact">a &lt; b &amp; *c* `d` [e](f) |</span>' in html
    assert "<code>8</code>" in html and '<span class="le-fact">10</span></td>' in html
    assert '<span class="le-code-number">12</span>' in html
    assert "fact twice" not in html


def test_a_figure_is_drawn_with_its_caption_escaped(known):
    html = markup.to_html("Text before\n::figure two-boxes gap=3\ntext after\n")

    assert '<figure class="le-figure" data-figure="two-boxes">' in html
    assert 'aria-label="Two boxes, 3 apart"' in html
    assert "<figcaption>Boxes &amp; &lt;gaps&gt;</figcaption>" in html
    assert html.count("<p>") == 2  # a directive needs no empty lines around it


def test_a_widget_and_a_try_carry_their_settings():
    html = markup.to_html("::widget pixels zoom=2\n\n::try convolution-lab stride=2 | Steps of <two>\n")

    assert '<div class="le-widget" data-widget="pixels" data-zoom="2"></div>' in html
    assert 'data-tab="convolution-lab"' in html and "Steps of &lt;two&gt;" in html
    assert "{&quot;stride&quot;: &quot;2&quot;}" in html


def test_links_elsewhere_open_beside_the_page():
    html = markup.to_html("[out](https://example.org/) [in](#lesson?chapter=2)")

    assert 'href="https://example.org/" target="_blank" rel="noopener"' in html
    assert '<a href="#lesson?chapter=2">' in html


def test_code_is_coloured_and_escaped():
    assert highlighted('if x < 2:  # "why"', "python").split("\n")[0] == (
        '<span class="le-code-word">if</span> x &lt; <span class="le-code-number">2</span>:'
        '  <span class="le-code-comment"># &quot;why&quot;</span>'
    )
    assert highlighted("a < b", "no such language") == "a &lt; b"
