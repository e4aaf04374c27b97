"""What browsers get of the networks: one description, and files named by what is in them."""

import hashlib
from dataclasses import replace

import pytest

from model.networks import pretrained
from model.networks.browser_weights import pack
from tabs.kit.browser_networks import bundled, describe
from tests.support.example_networks import network
from tests.support.measurements import metrics

NETWORKS = {name: network(name) for name in ("cnn", "ann")}


def described(**change):
    asked = {"networks": NETWORKS, "metrics": metrics(), "threshold": 0.5, "source": "bundled"} | change
    return describe(**asked)


def test_every_network_names_the_file_that_holds_its_numbers():
    made = described()
    for name, entry in made.described["networks"].items():
        description, content = pack(NETWORKS[name], name)
        assert entry["description"] == description and made.files[entry["file"]] == content
        assert hashlib.sha256(content).hexdigest().startswith(entry["file"].split(".")[0].split("-")[-1])
    assert made.described["accuracy"] == metrics()["networks"]["cnn"]["mnist"]["accuracy"]


def test_browsers_notice_when_others_serve():
    serving = described().described["serving"]
    first = NETWORKS["cnn"].layers[0]
    other = {
        **NETWORKS,
        "cnn": replace(NETWORKS["cnn"], layers=(replace(first, bias=first.bias + 1), *NETWORKS["cnn"].layers[1:])),
    }
    assert described().described["serving"] == serving
    for change in ({"threshold": 0.6}, {"source": "somewhere else"}, {"networks": other}):
        assert described(**change).described["serving"] != serving


def test_a_folder_that_is_not_whole_raises(tmp_path):
    with pytest.raises(pretrained.BadModel):
        bundled(tmp_path)


def test_the_bundled_networks_are_those_of_the_manifest():
    manifest = pretrained.read_manifest(pretrained.WEIGHTS)
    made = bundled().described
    assert {f"{name}.keras" for name in made["networks"]} == set(manifest["files"])
    assert made["threshold"] == manifest["not_a_digit"]["threshold"] and made["source"] == "bundled"
