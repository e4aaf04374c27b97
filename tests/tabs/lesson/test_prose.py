"""The lesson reads well; and the editor who says so does notice what is wrong."""

import doctest
import re

import pytest

from tabs.lesson import chapters, quiz
from tests.support import prose

CHAPTERS = chapters.load()
each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)


def test_nothing_is_misspelt():
    assert {text.place: found for text in prose.all_texts() if (found := prose.misspelt(text.words))} == {}


def test_nothing_is_said_as_only_a_translator_would():
    wrong = re.compile(r"\b(rightly|turn(s|ed)? round|next to nothing)\b")
    assert {text.place: found[0] for text in prose.all_texts() if (found := wrong.search(text.words))} == {}


@each_chapter
def test_every_link_leads_somewhere(chapter):
    assert list(prose.bad_links(chapter.source)) == []


@each_chapter
def test_every_chapter_is_easy_to_read_and_not_choppy(chapter):
    assert prose.EASIEST <= prose.grade(prose.running(chapter.source)) <= prose.HARDEST


@pytest.mark.parametrize("number", quiz.load())
def test_every_quiz_is_easy_to_read(number):
    texts = [prose.plain(text) for question in quiz.load()[number] for text in question.texts()]

    assert prose.grade("\n\n".join(texts)) <= prose.HARDEST


def test_own_words_are_used_and_sorted():
    words = prose.listed_words()
    texts = " ".join(text.words for text in prose.all_texts()).lower()

    assert [word for word in words if word.lower() not in texts] == []
    assert words == sorted(set(words), key=str.lower)


def test_a_wrong_word_is_found():
    assert prose.misspelt("The kernl slides over a gray picture; ReLU isn't a word, CNNs are.") == [
        "gray",
        "kernl",
    ]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("[x](http://example.org)", "only https://"),
        ("[x](docs/file.md)", "only https://"),
        ("[x](https://localhost)", "no such host"),
        ("[x](#nowhere)", "no tab is called nowhere"),
        ("[x](#lesson?chapter=12)", "chapter cannot be 12"),
        ("![x](https://example.org/x.png)", "pictures are drawn"),
        ("::try draw size=2 | Go", "draw has no setting size"),
    ],
)
def test_a_wrong_link_is_found(source, complaint):
    (found,) = prose.bad_links(source)

    assert complaint in found


def test_right_links_and_code_are_left_alone():
    source = "[a](https://example.org/x) [b](#lesson?chapter=2&row=L5) `[c](d)`\n\n```\n[e](f)\n```\n"

    assert list(prose.bad_links(source)) == []


def test_a_chapter_is_heard_without_its_marks():
    source = (
        "# Title\n\n## L9 The *row*\n\nA [link](https://x.org), `code` and {{fact a 1}}.\n\n"
        "::try draw | Go on\n\n```\nx\n```\n"
    )

    assert " ".join(prose.plain(source).split()) == "Title The row A link, x and 7. Go on"


def test_long_words_and_sentences_are_harder():
    easy = "The cat sat on the mat. It was a fat cat. We saw it run to us."
    hard = (
        "Notwithstanding considerable computational difficulties, convolutional architectures consistently "
        "demonstrate extraordinary generalisation capabilities throughout heterogeneous visual environments."
    )

    assert prose.grade(easy) < 2 < 20 < prose.grade(hard)
    assert prose.grade("") == 0
    assert doctest.testmod(prose).failed == 0
