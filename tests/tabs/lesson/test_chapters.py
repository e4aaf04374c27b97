"""The chapters as files, and each of them rendered: whole, with words for every figure."""

import re
from html.parser import HTMLParser

import pytest

from tabs.lesson import chapters, quiz, registry
from tabs.lesson.chapters import BadChapter
from tests.support.lesson_page import CHAPTERS, Section, each_chapter, row

each_row = pytest.mark.parametrize("name", [name for chapter in CHAPTERS for name in chapter.rows])


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


def written(folder, name, text):
    (folder / name).write_text(text, "utf-8")
    return folder


def test_a_chapter_is_read(tmp_path):
    text = "# A title\n\nIt says\nwhat it is.\n\n## L4 One\n\nText " + "word " * 399 + "\n\n```python\nx = 1\n```\n"
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


def test_the_chapters_hold_all_rows_in_order():
    """Rows from L31 on were added where they belong, between those that were there."""
    rows = [row for chapter in CHAPTERS for row in chapter.rows]
    assert [chapter.number for chapter in CHAPTERS] == list(range(1, len(CHAPTERS) + 1))
    assert [row for row in rows if int(row[1:]) <= 30] == [f"L{n}" for n in range(1, 31)]
    assert sorted(rows, key=lambda row: int(row[1:])) == [f"L{n}" for n in range(1, len(rows) + 1)]


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
def test_every_chapter_sums_up_what_to_take_away(chapter):
    after = chapter.source.split("**Takeaways.**")

    assert len(after) == 2
    assert all(line.startswith("::try ") for line in after[1].split("\n\n", 1)[1].split("\n") if line)


@pytest.mark.parametrize(
    ("name", "ideas"),
    {
        "L4": ["Tracking"],
        "L6": ["MobileNet", "phones", "state of the art", "transformers", "foundation models"],
        "L8": ["OpenCV", "BGR"],
        "L14": ["one matrix product"],
        "L18": ["text of T words", "(N, T, D)", "video adds time", "(N, T, H, W, C)"],
        "L21": ["different lengths", "3-D convolution", "LSTM", "CNN for text"],
        "L23": ["15.3 %", "7.3 %", "6.7 %", "3.57 %", "top-5 errors", "224 × 224", "227 × 227"],
        "L29": ["Batch normalisation"],
        "L30": ["pip install", "upload_folder", "Git LFS", "Inference API"],
        "L32": ["Why the logarithm", "Vanishing gradients", "SGD", "converged"],
        "L34": ["Augmentation", "Dropout", "Batch normalisation", "transfer learning"],
        "L37": ["training set", "validation set", "test set", "dropout", "transfer learning", "calibrated"],
    }.items(),
)
def test_what_is_to_be_known_by_name_is_named(name, ideas):
    assert [idea for idea in ideas if idea not in row(name).words] == []


@each_chapter
def test_every_try_names_its_place(chapter):
    """The Draw tab is one place; every other tab has several, and a promise is about one of them."""
    tries = [Section(chapters.render(chapter)).tries, re.findall(r"\]\(#([\w-]+)\?(.*?)\)", chapter.source)]

    assert [tab for found in tries for tab, settings in found if tab != "draw" and not settings] == []
    assert not re.search(r"\]\(#[\w-]+\)", chapter.source)


@each_chapter
def test_every_figure_has_words_for_those_who_do_not_see_it(chapter):
    for figure in re.findall(r"<figure.*?</figure>", chapters.render(chapter), re.DOTALL):
        pictures = re.findall(r"<(?:svg|img)\b[^>]*>", figure)
        silent = [tag for tag in pictures if not re.search(r'(aria-label|alt)="[^"]+"|aria-hidden="true"', tag)]
        assert silent == [], figure[:300]
        words = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", re.sub(r"<figcaption.*", "", figure), flags=re.DOTALL)
        assert re.search(r'role="img"', figure) or words.strip(), figure[:300]


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


@each_row
def test_every_row_lets_the_visitor_do_something(name):
    assert row(name).tries or row(name).widgets


@each_row
def test_every_picture_is_told_in_words(name):
    """An SVG has its own label, or stands in a group that has one and tells the whole."""
    for drawn in re.findall(r'<div class="le-drawn">(.*?)</figure>', row(name).html, re.DOTALL):
        for opening in re.findall(r"<svg [^>]*>", drawn):
            assert "aria-label=" in opening or "aria-hidden=" in opening
        if "<svg" in drawn and "lf-icons" not in drawn:
            assert re.search(r'aria-label="[^"]{20,}"', drawn)
