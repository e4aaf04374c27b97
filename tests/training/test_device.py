"""A graphics card that lies idle is noticed; `nvidia-smi` is a stand-in here."""

import os

import pytest

from training import device


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Ask it for a machine whose `nvidia-smi` prints so, or is not there."""

    def with_answer(script):
        if script is not None:
            (tmp_path / "nvidia-smi").write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / "nvidia-smi").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin" if script is not None else str(tmp_path))

    return with_answer


def test_an_idle_card_is_named_with_what_to_do(machine, monkeypatch):
    machine("echo NVIDIA L4; echo NVIDIA L4")
    monkeypatch.setattr(device, "usable_cards", list)
    words = device.idle_card()
    assert words.startswith("This machine has 2 × NVIDIA L4, but ") and "cannot use it" in words
    assert device.MEND["tensorflow"] in words and "docs/training.md" in words


@pytest.mark.parametrize("script", [None, "exit 9", "true"])
def test_without_a_card_nothing_is_said(machine, monkeypatch, script):
    machine(script)
    monkeypatch.setattr(device, "usable_cards", list)
    assert device.idle_card() is None


def test_a_card_that_is_used_is_not_idle(machine, monkeypatch):
    machine("echo NVIDIA L4")
    monkeypatch.setattr(device, "usable_cards", lambda: ["NVIDIA L4"])
    assert device.idle_card() is None
    assert device.describe_device().startswith("1 × NVIDIA L4, TensorFlow ")


def test_without_a_card_the_cores_are_named():
    assert device.describe_device().split(",")[0].endswith(("CPU core", "CPU cores"))
    device.grow_as_needed()
