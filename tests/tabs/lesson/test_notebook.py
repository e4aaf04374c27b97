"""Chapters as notebooks: valid, complete, and their code runs as a visitor would run it."""

import base64
import contextlib
import io
import re
import xml.etree.ElementTree as ET

import nbformat
import pytest

from tabs.lesson import chapters, directives
from tabs.lesson.notebook import file_name, notebook
from tabs.lesson.registry import Drawn, Registry
from tests.support.lesson_page import each_chapter

TEXT = """# A *title*

It adds up: {{fact twice 4}}.

Opening with {{fact signs}} and `{{fact signs}}`.

## L9 A row

Text.
::figure box
More text.

```python
x = {{fact twice 5}}
```

```bash
pip install thing
```

::widget pixels
::try draw | Draw it

## L10 Next

End.
"""


@pytest.fixture
def example(tmp_path, monkeypatch):
    figure, fact = Registry("figure"), Registry("fact")

    @figure
    def box():
        html = '<div><svg viewBox="0 0 2 2" role="img" aria-label="A box"><rect class="x"/></svg></div>'
        return Drawn(html, "A *box*")

    @fact
    def twice(number):
        return str(2 * int(number))

    @fact
    def signs():
        return "a*b_c"

    monkeypatch.setattr(directives, "figure", figure)
    monkeypatch.setattr(directives, "fact", fact)
    (tmp_path / "4-example.md").write_text(TEXT, "utf-8")
    return chapters.load(tmp_path)[0]


def sources(made, kind):
    return [cell["source"] for cell in made["cells"] if cell["cell_type"] == kind]


def pictures(made):
    text = "".join(sources(made, "markdown"))
    return [base64.b64decode(data) for data in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', text)]


def test_a_notebook_holds_text_code_and_figures(example):
    made = notebook(example)
    text = "\n".join(sources(made, "markdown"))

    nbformat.validate(nbformat.from_dict(made))
    assert file_name(example) == "4-example.ipynb"
    assert sources(made, "code") == ["x = 10"]
    assert "It adds up: 8." in text and "## A row" in text and "## Next" in text
    assert "a&#42;b&#95;c and `a*b_c`" in text  # what Markdown would take for emphasis
    assert "```bash\npip install thing\n```" in text
    assert "On the page: Draw it" in text and "A &#42;box&#42;" in text
    assert "::" not in text and "{{" not in text


def test_the_first_cell_says_what_to_install(example):
    first = notebook(example)["cells"][0]["source"]

    assert first.startswith("# A *title*")
    assert re.search(r"pip install keras==\S+ numpy==\S+ pillow==\S+ tensorflow==\S+", first)


def test_a_picture_carries_its_colours(example):
    (picture,) = pictures(notebook(example))
    root = ET.fromstring(picture)

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "--cnn: #" in root[0].text and ".lf-" in root[0].text


@each_chapter
def test_every_chapters_notebook_is_valid(chapter):
    made = notebook(chapter)
    text = "\n".join(sources(made, "markdown"))

    nbformat.validate(nbformat.from_dict(made))
    assert len({cell["id"] for cell in made["cells"]}) == len(made["cells"])
    assert not re.search(r"^::|\{\{fact|<svg|var\(--(?!\w)", text, re.MULTILINE)
    assert len(sources(made, "code")) == chapter.body.count("```python")
    for picture in pictures(made):
        ET.fromstring(picture)


@pytest.mark.timeout(120)
@each_chapter
def test_every_chapters_code_runs(chapter, tmp_path, monkeypatch):
    """In order, in one fresh namespace, away from the repository's files; warnings are errors here."""
    monkeypatch.chdir(tmp_path)
    space = {"__name__": "__main__"}
    for code in sources(notebook(chapter), "code"):
        assert not re.search(r"^\s*(from|import) (model|tabs|training|tests)\b", code, re.MULTILINE)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, f"{chapter.name}.py", "exec"), space)
        assert said.getvalue() or "assert" in code, f"this says nothing:\n{code}"
