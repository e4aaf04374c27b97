"""Chapters as notebooks: valid, complete, and their code runs as a visitor would run it."""

import base64
import re
import sys
import xml.etree.ElementTree as ET

import nbformat
import pytest

from tabs.lesson import chapters, directives, quiz
from tabs.lesson.notebook import COMMITTED, PACKAGES, committed, file_name, notebook
from tabs.lesson.registry import Drawn, Registry
from tests.support import code_output
from tests.support.lesson_page import CHAPTERS, each_chapter, row, source

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

```output
so 10 < 11
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
    monkeypatch.setattr(quiz, "load", dict)
    (tmp_path / "4-example.md").write_text(TEXT, "utf-8")
    return chapters.load(tmp_path)[0]


def sources(made, kind):
    return [cell["source"] for cell in made["cells"] if cell["cell_type"] == kind]


def code_of(made):
    """Every cell of code but the one that installs."""
    return [code for code in sources(made, "code") if not code.startswith("%pip")]


def pictures(made):
    text = "".join(sources(made, "markdown"))
    return [base64.b64decode(data) for data in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', text)]


def test_a_notebook_holds_text_code_and_figures(example):
    made = notebook(example)
    text = "\n".join(sources(made, "markdown"))

    nbformat.validate(nbformat.from_dict(made))
    assert file_name(example) == "4-example.ipynb"
    assert sources(made, "code") == ["x = 10"]  # which needs nothing installed
    assert "It adds up: 8." in text and "## A row" in text and "## Next" in text
    assert "a&#42;b&#95;c and `a*b_c`" in text  # what Markdown would take for emphasis
    (code,) = [cell for cell in made["cells"] if cell["cell_type"] == "code"]
    assert code["outputs"] == [{"output_type": "stream", "name": "stdout", "text": "so 10 < 11\n"}]
    assert '<pre tabindex="0">so 10 &lt; 11\n</pre>' in chapters.render(example)
    assert "```bash\npip install thing\n```" in text
    assert "On the page: Draw it" in text and "A &#42;box&#42;" in text
    assert "::" not in text and "{{" not in text


def test_a_notebook_installs_what_it_imports_and_nothing_else(tmp_path):
    text = "# A\n\nB.\n\n```python\nimport numpy as np\nfrom PIL import Image\n```\n"
    (tmp_path / "1-a.md").write_text(text, "utf-8")
    opening, install, *_ = notebook(chapters.load(tmp_path)[0])["cells"]

    assert opening["source"].startswith("# A\n\nB.\n\n[![Open in Colab]")
    assert install["source"] == '%pip install -q "numpy" "pillow"'


@each_chapter
def test_every_import_has_its_package(chapter):
    code = "\n".join(sources(notebook(chapter), "code"))
    imported = set(re.findall(r"^\s*(?:import|from) (\w+)", code, re.MULTILINE)) - set(sys.stdlib_module_names)

    assert imported <= set(PACKAGES)
    assert ("%pip" in code) == bool(imported)


def test_on_a_space_colab_opens_the_committed_notebook(monkeypatch):
    monkeypatch.setenv("SPACE_ID", "user/space")
    last, first = (notebook(chapter)["cells"][0]["source"] for chapter in (CHAPTERS[-1], CHAPTERS[0]))

    assert f"#fileId=https%3A//huggingface.co/spaces/user/space/blob/main/notebooks/{COMMITTED.name}" in last
    assert "#upload=true" in first


def test_the_committed_notebook_is_up_to_date(monkeypatch):
    monkeypatch.delenv("SPACE_ID", raising=False)

    assert COMMITTED.read_text("utf-8") == committed(), "run: python -m tabs.lesson.notebook"


def test_solutions_are_hidden_and_each_exercise_has_its_check():
    chapter = CHAPTERS[-1]
    cells = notebook(chapter)["cells"]
    hidden = [cell for cell in cells if cell["metadata"].get("jupyter", {}).get("source_hidden")]

    kinds = re.findall(r"^```python (\w+)$", chapter.body, re.MULTILINE)
    assert kinds == ["exercise", "solution", "check"] * (len(kinds) // 3) and len(kinds) >= 9
    assert len(hidden) == kinds.count("solution")
    assert chapters.render(chapter).count("<details") == kinds.count("solution")


def test_every_question_is_in_the_notebook_with_its_answer_folded_away():
    for chapter in CHAPTERS:
        text = "\n".join(sources(notebook(chapter), "markdown"))
        assert (
            text.count("**Question.**") == text.count("<summary>Answer</summary>") == len(quiz.load()[chapter.number])
        )


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
    assert len(code_of(made)) == chapter.body.count("```python")
    for picture in pictures(made):
        ET.fromstring(picture)


@pytest.mark.timeout(120)
@each_chapter
def test_every_chapters_code_runs(chapter, tmp_path, monkeypatch):
    """In order, in one fresh namespace, away from the repository's files; warnings are errors here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMOKE", "1")
    for (code, said), told in zip(code_output.runs(chapter), code_output.told(chapter), strict=True):
        assert not re.search(r"^\s*(from|import) (model|tabs|training|tests)\b", code, re.MULTILINE)
        assert said or code.startswith("def "), f"this says nothing:\n{code}"
        if code_output.has_small_setting(chapter):
            assert not told
        else:
            assert code_output.is_alike(told, said), "run: python -m tests.support.code_output"


def test_L33_to_L36_train_it_yourself(monkeypatch, tmp_path):
    """In its small setting: every check refuses the unfinished exercise and accepts the solution."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMOKE", "1")
    space = {"__name__": "__main__"}
    for kind, code in re.findall(r"^```python ?(\w*)\n(.*?)^```$", source(10), re.MULTILINE | re.DOTALL):
        if kind == "solution":
            unfinished = dict(space)
        if kind == "check":
            check, solution = code, space
            with pytest.raises((AssertionError, AttributeError, TypeError)):
                exec(check, {**unfinished})
            exec(check, solution)
        else:
            exec(code, space)
    assert len(space["x_train"]) + len(space["x_val"]) == 400 and len(space["x_test"]) == 100
    assert "training set" in row("L33").words and "batches" in row("L33").widgets
    kinds = {type(layer).__name__ for layer in space["model"].layers}
    assert {"BatchNormalization", "Dropout"} <= kinds and "Dropout" in row("L34").words
    assert space["table"].sum() == space["confusion"]([1, 2], [1, 3]).sum() - 2 + len(space["x_val"])
    assert "confusion matrix" in row("L35").words
    assert space["again"].count_params() == space["model"].count_params() and "REPO" in row("L36").words
