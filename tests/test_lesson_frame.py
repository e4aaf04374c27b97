"""The lesson without a browser: what chapters may say, how they are rendered, and what the page is told."""

import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest

from model.digit_image import from_strokes
from model.recognizer import Recognizer
from tabs.lesson import answers, chapters, directives, markup, places, quiz, registry
from tabs.lesson.chapters import BadChapter
from tabs.lesson.highlight import highlighted
from tabs.lesson.quiz import BadQuiz
from tabs.lesson.registry import Drawn, Registry, UnknownName
from tabs.lesson.tab import server_functions
from tabs.service import NotReady
from tests.example_networks import keras_model

CHAPTERS = chapters.load()
SEVEN = {"strokes": [[[60, 50], [200, 50], [120, 240]]], "width": 280, "height": 280}

each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)


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


class Reader(HTMLParser):
    """Collects what a page consists of, and complains about tags that are left open."""

    VOID = {
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "path",
        "rect",
        "circle",
        "line",
        "polyline",
        "polygon",
        "use",
    }

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.wrong = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.ids += [value for name, value in attributes if name == "id"]

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


# ---- names that chapters use ----


def test_a_registry_calls_by_name_with_hyphens_or_underscores():
    known = Registry("figure")

    @known
    def some_name(cell_size="2"):
        return f"size {cell_size}"

    assert known.ask("some-name") == known.ask("some_name") == some_name() == "size 2"
    assert known.ask("some-name", **{"cell-size": "5"}) == "size 5"
    assert known.names() == ["some_name"]


@pytest.mark.parametrize(
    ("name", "arguments", "complaint"),
    [("other", {}, "no fact is called other"), ("one", {"b": "1"}, "fact one: .*'b'")],
)
def test_a_registry_names_what_it_does_not_know(name, arguments, complaint):
    known = Registry("fact")

    @known
    def one(a="1"):
        return a

    with pytest.raises(UnknownName, match=complaint):
        known.ask(name, **arguments)


def test_a_name_is_given_once():
    known = Registry("fact")

    def one():
        return ""

    known(one)
    with pytest.raises(ValueError, match="already a fact called one"):
        known(one)


# ---- directives ----


def test_directives_are_read():
    tried = directives.read("::try convolution-lab stride=2 kernel=1,0,1 | Take steps of two")

    assert (tried.name, tried.words) == ("convolution-lab", "Take steps of two")
    assert tried.settings == {"stride": "2", "kernel": "1,0,1"}
    assert directives.read('::figure steps caption="two words"').settings == {"caption": "two words"}
    assert directives.read("::widget pixels").kind == "widget"
    assert directives.read("just text") is None
    assert directives.read("::unknown thing") is None


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("::widget juggling", "no widget is called juggling"),
        ("::try somewhere | Go", "no tab is called somewhere"),
        ("::try draw size=3 | Go", "draw has no setting size"),
        ("::try convolution-lab padding=9 | Go", "padding cannot be 9"),
        ("::try convolution-lab kernel=unknown | Go", "kernel cannot be unknown"),
        ("::try draw", "lacks the words on its button"),
        ("::figure steps stride", "stride is no key=value"),
    ],
)
def test_a_directive_that_means_nothing_is_refused(line, complaint):
    with pytest.raises(UnknownName, match=complaint):
        markup.to_html(line)


@pytest.mark.parametrize("kernel", ["sobel-x", "conv1-0", "conv1-15", "1,0,-1,0,1.5,0,1,0,1"])
def test_kernels_that_a_link_may_carry(kernel):
    places.check("convolution-lab", {"kernel": kernel})


@pytest.mark.parametrize("kernel", ["conv1-16", "1,,0", ""])
def test_kernels_that_no_link_may_carry(kernel):
    with pytest.raises(UnknownName):
        places.check("convolution-lab", {"kernel": kernel})


# ---- markup ----


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


# ---- chapters ----


def written(folder, name, text):
    (folder / name).write_text(text, "utf-8")
    return folder


def test_a_chapter_is_read(tmp_path):
    text = (
        "# A title\n\nIt says\nwhat it is.\n\n## L4 One\n\nText "
        + "word " * 399
        + "\n\n```python\nx = 1\n```\n"
    )
    (chapter,) = chapters.load(written(tmp_path, "3-some-name.md", text))

    assert (chapter.number, chapter.name, chapter.title) == (3, "some-name", "A title")
    assert chapter.summary == "It says what it is."
    assert chapter.minutes == 3  # 400 words in the text and 9 above it, at 200 a minute
    assert chapter.rows == ("L4",) and chapter.parts[0].title == "One"
    assert "A title" not in chapters.render(chapter)


@pytest.mark.parametrize("text", ["No title\n", "# Title only\n", "# Title\n\n## L1 At once\n"])
def test_a_chapter_without_its_opening_is_refused(tmp_path, text):
    with pytest.raises(BadChapter, match="1-bad.md must begin with"):
        chapters.load(written(tmp_path, "1-bad.md", text))


def test_chapters_have_numbers_of_their_own(tmp_path):
    written(tmp_path, "1-a.md", "# A\n\nOne.\n")
    with pytest.raises(BadChapter, match="same number"):
        chapters.load(written(tmp_path, "1-b.md", "# B\n\nTwo.\n"))


def test_nine_chapters_hold_all_thirty_rows_in_order():
    assert [chapter.number for chapter in CHAPTERS] == list(range(1, 10))
    assert [row for chapter in CHAPTERS for row in chapter.rows] == [f"L{n}" for n in range(1, 31)]


@each_chapter
def test_every_chapter_renders_whole(chapter):
    html = chapters.render(chapter)
    page = Reader(html)

    assert (page.open, page.wrong) == ([], [])
    assert set(chapter.rows) <= set(page.ids) and len(page.ids) == len(set(page.ids))
    assert "{{" not in html and not re.search(r"<p>::\w", html)


@each_chapter
def test_every_chapter_can_be_tried_and_ends_with_it(chapter):
    last = [line for line in chapter.source.splitlines() if line.strip()][-1]

    assert last.startswith("::try ")


@each_chapter
def test_every_figure_has_words_for_those_who_do_not_see_it(chapter):
    for figure in re.findall(r"<figure.*?</figure>", chapters.render(chapter), re.DOTALL):
        pictures = re.findall(r"<(?:svg|img)\b[^>]*>", figure)
        silent = [
            tag for tag in pictures if not re.search(r'(aria-label|alt)="[^"]+"|aria-hidden="true"', tag)
        ]
        assert silent == [], figure[:300]
        words = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", re.sub(r"<figcaption.*", "", figure), flags=re.DOTALL)
        assert re.search(r'role="img"', figure) or words.strip(), figure[:300]


# ---- the quiz ----


def question(**changes):
    choices = [{"text": "a", "right": True, "why": "yes"}, *({"text": t, "why": "no"} for t in "bc")]
    return {"id": "one", "row": "L1", "question": "What?", "choices": choices} | changes


def quiz_of(folder, *questions):
    file = folder / "quiz.json"
    file.write_text(json.dumps({"1": questions}), "utf-8")
    return quiz.load(file)


def test_a_quiz_is_read(tmp_path, known):
    other = question(id="two", question="Is `{{fact twice 2}}` *4*?")
    asked = quiz_of(tmp_path, question(), other)[1]
    told = quiz.as_json(asked)

    assert [q["id"] for q in told] == ["one", "two"]
    assert told[1]["question"] == "Is <code>4</code> <em>4</em>?"
    assert [choice["right"] for choice in told[0]["choices"]] == [True, False, False]
    assert quiz.load(tmp_path / "none.json") == {}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"choices": question()["choices"][:2]}, "three or four choices"),
        ({"choices": [question()["choices"][0]] * 3}, "exactly one choice is right"),
        ({"choices": question()["choices"][1:] + [{"text": "d", "why": "no"}]}, "exactly one choice"),
        ({"choices": [*question()["choices"], {"text": "d"}]}, "a choice has a text, a why"),
        ({"choices": [*question()["choices"], {"text": "d", "why": ""}]}, "with a text and an explanation"),
        ({"id": ""}, "lacks its id"),
        ({"question": ""}, "lacks its id or its text"),
        ({"hint": "?"}, "what is hint"),
        ({"id": "two"}, "used twice: two"),
    ],
)
def test_a_quiz_that_cannot_be_asked_is_refused(tmp_path, changes, complaint):
    with pytest.raises(BadQuiz, match=complaint):
        quiz_of(tmp_path, question(id="two"), question(**changes))


def test_a_chapter_asks_two_to_four_questions(tmp_path):
    with pytest.raises(BadQuiz, match="has 1 questions"):
        quiz_of(tmp_path, question())


@each_chapter
def test_every_chapter_has_questions_about_its_own_rows(chapter):
    questions = quiz.load().get(chapter.number, ())

    assert 2 <= len(questions) <= 4
    assert {q.row for q in questions} <= set(chapter.rows)
    assert "{{" not in json.dumps(quiz.as_json(questions))


def test_the_right_answer_is_not_always_at_the_same_place():
    places_of_right = [
        [c.right for c in q.choices].index(True) for asked in quiz.load().values() for q in asked
    ]

    assert max(map(places_of_right.count, set(places_of_right))) <= 0.6 * len(places_of_right)


# ---- what the script is told ----


@pytest.fixture(scope="module")
def ask():
    """What the browser calls: {name: function of a request}; the networks have random weights."""
    models = {name: keras_model(name) for name in ("cnn", "ann")}
    recognizer = Recognizer(models, threshold=0.6)
    service = SimpleNamespace(recognizer=lambda: recognizer, is_loading=False)
    return {function.__name__: function for function in server_functions(service)}


def test_the_contents_list_tells_what_is_in_each_chapter():
    for told, chapter in zip(answers.contents(), CHAPTERS, strict=True):
        assert (told["number"], told["title"], told["minutes"]) == (
            chapter.number,
            chapter.title,
            chapter.minutes,
        )
        assert [row["id"] for row in told["rows"]] == list(chapter.rows)
        assert told["questions"] and "{{" not in json.dumps(told) and "`" not in json.dumps(told)


@each_chapter
def test_a_chapter_and_its_notebook_are_told_as_json(ask, chapter):
    told = ask["chapter"]({"number": chapter.number})
    saved = ask["notebook"]({"number": chapter.number})

    assert told["state"] == saved["state"] == "answer"
    assert told["html"] == chapters.render(chapter)
    assert told["code"] == ("```python" in chapter.body)
    assert saved["name"] == f"{chapter.number}-{chapter.name}.ipynb"
    assert json.loads(saved["text"])["nbformat"] == 4
    json.dumps(told, allow_nan=False)


@pytest.mark.parametrize(
    "request_", [{}, {"number": None}, {"number": "1"}, {"number": 99}, {"number": True}, {"number": [1]}]
)
@pytest.mark.parametrize("name", ["chapter", "notebook"])
def test_a_chapter_that_does_not_exist_is_refused(ask, name, request_):
    told = ask[name](request_)

    assert told["state"] == "refused" and told["message"].startswith("There is no such chapter")


@pytest.mark.parametrize("request_", [None, [], "4"])
@pytest.mark.parametrize("name", ["chapter", "notebook", "pixels"])
def test_what_is_no_object_is_refused(ask, name, request_):
    assert ask[name](request_) == {"state": "refused", "message": "A request is a JSON object."}


def test_pixels_are_what_the_networks_see(ask):
    told = ask["pixels"]({"drawing": SEVEN})
    pixels = from_strokes(SEVEN).pixels
    powers = np.exp(told["logits"])

    assert (told["state"], told["blank"]) == ("answer", False)
    np.testing.assert_array_equal(np.reshape(told["pixels"], (28, 28)), np.round(pixels * 255))
    np.testing.assert_allclose(powers / powers.sum(), told["probabilities"], atol=1e-6)
    expected = np.asarray(keras_model("cnn")(pixels[None, ..., None]))[0]
    np.testing.assert_allclose(told["probabilities"], expected, atol=1e-6)
    json.dumps(told, allow_nan=False)


def test_nothing_drawn_has_no_pixels(ask):
    assert ask["pixels"]({"drawing": {**SEVEN, "strokes": []}}) == {"state": "answer", "blank": True}


@pytest.mark.parametrize("request_", [None, 3, {}, {"drawing": []}, {"drawing": {"picture": "data:x"}}])
def test_what_is_no_drawing_is_refused(ask, request_):
    told = ask["pixels"](request_)

    assert told["state"] == "refused" and told["message"].endswith(".")


@pytest.mark.parametrize(("is_loading", "state"), [(True, "loading"), (False, "failed")])
def test_networks_that_are_not_there_are_told(is_loading, state):
    def recognizer():
        raise NotReady("Later.")

    service = SimpleNamespace(recognizer=recognizer, is_loading=is_loading)
    ask = {function.__name__: function for function in server_functions(service)}

    assert ask["pixels"]({"drawing": SEVEN}) == {"state": state, "message": "Later."}


def test_every_name_that_is_registered_is_used():
    """A figure or fact that no chapter asks for is left over."""
    texts = [chapter.source for chapter in CHAPTERS] + [
        text for asked in quiz.load().values() for one in asked for text in one.texts()
    ]
    whole = "\n".join(texts)
    figures = {name.replace("-", "_") for name in re.findall(r"^::figure ([\w-]+)", whole, re.MULTILINE)}
    facts = {name.replace("-", "_") for name in re.findall(r"\{\{fact ([\w-]+)", whole)}

    assert set(registry.figure.names()) - figures == set()
    assert set(registry.fact.names()) - facts == set()
