"""The documents tell the truth: their commands run, their maps are whole, their numbers were measured."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from hub import space
from tests.support import file_map
from training import report

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]

# Lie beside the product on some machines and are no part of it.
NOT_OURS = {"runs", "data", "venv", "__pycache__", "node_modules"}

PLACED = re.compile(r"<!-- begin [\w -]+ -->.*?<!-- end -->", re.DOTALL)
CODE = re.compile(r"```.*?```", re.DOTALL)
MEASURED = re.compile(r"\d\s*%|\d[\d,.]*\s*parameters|\d\s*(?:ms|milliseconds)\b")


def header():
    return yaml.safe_load(README.split("---")[1])


def pinned(package):
    found = re.search(rf"^{package}==(\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    return found[1]


def mapped():
    """Paths that the README's file map names."""
    section = README.split("## File map")[1].split("\n## ")[0]
    return set(re.findall(r"\[`([^`]+)`\]\(", section))


def commands(text):
    """Command lines in a document's code blocks, without comments and the `&&` between them."""
    lines = [line.split(" #")[0] for block in CODE.findall(text) for line in block.splitlines()[1:-1]]
    return [part.strip() for line in lines for part in line.split("&&") if part.strip()]


def module_commands():
    found = {}
    for document in DOCUMENTS:
        for command in commands(document.read_text("utf-8")):
            if command.startswith("python -m "):
                module, *rest = command.split()[2:]
                options = {word.split("=")[0] for word in rest if word.startswith("--")}
                found.setdefault(module, set()).update(options)
    return sorted(found.items())


def test_space_header():
    facts = header()

    assert facts["sdk"] == "gradio"
    assert facts["sdk_version"] == pinned("gradio")
    assert facts["python_version"] == "3.11"
    assert (ROOT / facts["app_file"]).is_file()
    assert facts["license"] == "mit"
    assert len(facts["short_description"]) <= 60  # longer ones are refused by the Hub


def test_the_two_commands():
    assert "pip install -r requirements.txt && python app.py" in README
    assert "pip install -r requirements-dev.txt && pytest" in README
    assert (ROOT / "requirements-dev.txt").read_text("utf-8").count("\n-r requirements.txt\n") == 1


def test_ci_runs_the_readmes_test_command():
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert "-r requirements-dev.txt" in script
    assert re.search(r"^REQUIRE_BROWSER=1 pytest( |$)", script, re.MULTILINE)


def lines_of(file):
    lines = [line.split(" #")[0].strip() for line in (ROOT / file).read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def requirements():
    return [*lines_of("requirements.txt"), *lines_of("requirements-dev.txt")]


@pytest.mark.parametrize(
    "file", ["requirements.txt", "requirements-dev.txt", "requirements-gpu.txt", "constraints.txt"]
)
def test_every_requirement_is_pinned(file):
    assert lines_of(file)
    assert all(re.match(r"[\w.-]+(\[[\w-]+\])?==[\w.]+(; .+)?$", line) for line in lines_of(file))


def pins(*files):
    text = "\n".join((ROOT / file).read_text("utf-8") for file in files)
    return dict(re.findall(r"^([\w-]+)(?:\[[\w-]+\])?==([\w.]+)", text, re.MULTILINE))


def test_training_on_a_gpu_takes_the_same_versions():
    elsewhere = pins("requirements.txt", "requirements-dev.txt")
    on_a_gpu = pins("requirements-gpu.txt")

    assert on_a_gpu.items() <= elsewhere.items()
    assert f"jax[cuda13]=={elsewhere['jax']}" in (ROOT / "requirements-gpu.txt").read_text("utf-8")


@pytest.mark.parametrize(("module", "options"), module_commands())
def test_a_documented_command_knows_its_options(module, options):
    asked = [sys.executable, "-m", module, "--help"]
    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=120)

    assert answer.returncode == 0, answer.stderr
    assert {option for option in options if not re.search(rf"{option}\b", answer.stdout)} == set()


def test_every_requirement_is_among_the_versions_tested_together():
    """A version that floats, here or in what a package brings, would change what was tested."""
    wanted = {requirement.split(";")[0].split("[")[0].split("==")[0]: requirement for requirement in requirements()}
    held = dict(line.split("==") for line in lines_of("constraints.txt"))
    ours = {name: re.search(r"==([\w.]+)", line)[1] for name, line in wanted.items()}

    assert {name: version for name, version in ours.items() if held.get(name) != version} == {}


def test_the_image_has_what_a_space_gets():
    copied = set(re.findall(r"^COPY (\S+) \./\S+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE))

    assert set(space.FOLDERS) - copied == {"docs", "notebooks"}  # the page reads none of them
    assert all((ROOT / name).exists() for name in copied)


def test_one_version_everywhere():
    """The newest heading of the CHANGELOG, the project's and the citation's; a tag `v1.0.0` deploys it."""
    newest = re.search(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[1]

    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == newest
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == newest


def test_the_readme_is_short():
    assert README.count("\n") <= 150


def test_the_map_of_all_files_is_up_to_date():
    text = file_map.DOCUMENT.read_text("utf-8")

    assert text == file_map.written(text), "run python -m tests.support.file_map"


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("a.py", '"""Reads one\nthing. Leaves out others.\n\nMore."""\n', "Reads one thing"),
        ("a.js", "/**\n * Reads one\n * thing. Leaves out others.\n */\nimport {};\n", "Reads one thing"),
        ("a.js", "/** Reads one thing: well. */\n", "Reads one thing: well"),
        ("a.js", "// Reads one\n// thing.\n//\n// More.\n", "Reads one thing"),
    ],
)
def test_a_module_says_in_its_first_line_what_it_is_for(tmp_path, name, source, said):
    (tmp_path / name).write_text(source)

    assert file_map.purpose(tmp_path / name) == said


def test_a_module_that_does_not_say_it_is_named(tmp_path):
    (tmp_path / "silent.js").write_text("import {};\n")

    with pytest.raises(ValueError, match=r"silent\.js"):
        file_map.purpose(tmp_path / "silent.js")


def test_every_path_in_the_file_map_exists():
    assert [path for path in sorted(mapped()) if not (ROOT / path).exists()] == []


def test_the_file_map_names_every_folder_and_stays_short():
    section = README.split("## File map")[1].split("\n## ")[0]
    folders = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and is_ours(path)}
    missing = sorted((folders | {path.name for path in ROOT.glob("*.py")}) - mapped())

    assert not missing, f"add to the file map in README.md: {', '.join(missing)}"
    assert section.count("\n- ") <= 15


def is_ours(folder):
    """Not a cache, an environment or a data set that happens to lie here."""
    return not folder.name.startswith(".") and folder.name not in NOT_OURS and any(folder.iterdir())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#]+)", document.read_text("utf-8"))
    local = [link for link in links if "://" not in link]

    assert [link for link in local if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_measured_numbers_stand_only_in_generated_blocks(document):
    """A percentage, a time or a size typed by hand goes stale unseen; one between the markers cannot."""
    prose = CODE.sub("", PLACED.sub("", document.read_text("utf-8")))

    assert [line for line in prose.splitlines() if MEASURED.search(line)] == []


@pytest.mark.parametrize("document", report.DOCUMENTS, ids=lambda path: path.name)
def test_generated_blocks_are_up_to_date(document):
    if not report.METRICS.exists():
        pytest.skip("no trained networks yet: model/networks/weights/metrics.json is missing")
    text = document.read_text("utf-8")

    assert text == report.rewrite(text, json.loads(report.METRICS.read_text("utf-8"))), "run python -m training.report"


@pytest.mark.parametrize("document", report.DOCUMENTS, ids=lambda path: path.name)
def test_every_metrics_block_is_closed_and_known(document):
    text = document.read_text("utf-8")
    begun = re.findall(r"<!-- begin metrics (\S+) -->", text)

    assert begun
    assert [match["name"] for match in report.BLOCK.finditer(text)] == begun
    assert set(begun) <= set(report.BLOCKS)
