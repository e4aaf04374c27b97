"""GitHub's workflows run commands that exist, and retrain as the bundled networks were made."""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from hub import deploy, publish
from model.networks import pretrained
from training import train

WORKFLOWS = Path(__file__).resolve().parents[2] / ".github" / "workflows"


def workflow(name):
    return yaml.safe_load((WORKFLOWS / name).read_text("utf-8"))


def inputs(name):
    return workflow(name)[True]["workflow_dispatch"]["inputs"]  # YAML reads "on" as true


def commands(name, **environment):
    """The workflow's commands, with variables of the shell filled in as the inputs' defaults would."""
    asked = inputs(name)
    values = {key.upper(): str(facts.get("default", "user/name")) for key, facts in asked.items()}
    values |= {key.upper(): "" for key, facts in asked.items() if facts.get("type") == "boolean"} | environment
    for job in workflow(name)["jobs"].values():
        for step in job.get("steps", ()):
            if "run" in step:
                yield shlex.split(re.sub(r"\$(\w+)", lambda found: values.get(found[1], ""), step["run"]))


def found(name, module, **environment):
    return [words[3:] for words in commands(name, **environment) if words[:3] == ["python", "-m", module]]


def test_the_networks_are_made_again_as_the_bundled_ones_were():
    (again,) = found("retrain.yml", "training.train")
    manifest = json.loads((pretrained.WEIGHTS / "manifest.json").read_text("utf-8"))
    made_by = train._parser().parse_args(manifest["made_by"]["command"].split()[3:])
    asked = train._parser().parse_args(again)
    for option in ("networks", "seeds", "epochs", "pen_strokes", "distil", "smoke", "fit_only"):
        assert getattr(asked, option) == getattr(made_by, option), option
    assert (asked.start_from is None) == (made_by.start_from is None)
    assert ("shuffled" in pretrained.bundled_metrics()) == bool(found("retrain.yml", "training.shuffle_experiment"))


def test_what_is_trained_is_published():
    (trained,), (published,) = found("retrain.yml", "training.train"), found("retrain.yml", "hub.publish")
    assert train._parser().parse_args(trained).out == publish._parser().parse_args(published).folder


def test_a_machine_with_a_card_installs_what_sees_it():
    offered = inputs("retrain.yml")["requirements"]["options"]
    assert offered == ["requirements-dev.txt", "requirements-gpu.txt"]
    for file in offered:
        (install,) = [words for words in commands("retrain.yml", REQUIREMENTS=file) if words[:2] == ["pip", "install"]]
        assert install[-1] == file and (WORKFLOWS.parents[1] / file).is_file()


def test_a_smoke_run_of_the_workflow_publishes_nothing():
    (published,) = found("retrain.yml", "hub.publish", SEND="--dry-run")
    assert publish._parser().parse_args(published).dry_run
    assert workflow("retrain.yml")["jobs"]["retrain"]["env"]["SEND"] == "${{ inputs.smoke && '--dry-run' || '' }}"


def test_both_ways_of_deploying_are_known():
    facts = {"SPACE": "user/space", "MODEL_REPO": "user/name", "MODEL_REVISION": "1" * 40}
    options = [deploy._parser().parse_args(words) for words in found("deploy.yml", "hub.deploy", **facts)]
    assert [asked.rollback for asked in options] == [False, True]


def test_the_pen_strokes_come_from_the_command_that_verifies_them():
    assert found("retrain.yml", "training.pen_strokes") == [[]]


@pytest.mark.parametrize("name", sorted(path.name for path in WORKFLOWS.glob("*.yml")))
def test_no_text_from_outside_is_pasted_into_a_command(name):
    jobs = workflow(name)["jobs"].values()
    assert not [step for job in jobs for step in job.get("steps", ()) if "${{" in step.get("run", "")]


@pytest.mark.parametrize("name", ["retrain.yml", "deploy.yml"])
def test_actions_are_pinned(name):
    used = re.findall(r"uses: (\S+)", (WORKFLOWS / name).read_text("utf-8"))
    assert all(re.search(r"@[0-9a-f]{40}$", action) or action.startswith("./") for action in used)
