"""What the tab's modules send is believed only once it is looked at."""

import pytest

from tabs.feature_maps.asked import MOST_MUTED, drawing_in, maps_in, muted_in
from tabs.kit.checks import BadRequest
from tabs.kit.floats import encode_floats
from tests.support.example_networks import network, seven

CNN = network("cnn")


def test_a_drawing_has_some_ink():
    assert (drawing_in({"image": encode_floats(seven())}) == seven()).all()
    with pytest.raises(BadRequest, match="Nothing is drawn"):
        drawing_in({"image": encode_floats(0 * seven())})


def test_a_layer_is_one_that_puts_out_maps():
    assert maps_in({"layer": "relu1"}, CNN) is CNN["relu1"]
    for name in ("dense1", "conv9", None, ["conv1"]):
        with pytest.raises(BadRequest, match="one of those that put out maps: conv1"):
            maps_in({"layer": name}, CNN)


def test_muted_filters_are_sorted_and_named_once():
    muted = {"conv2": [3, 1, 3], "conv1": [15], "conv3": []}
    assert muted_in({"muted": muted}, CNN) == {"conv1": (15,), "conv2": (1, 3)}
    assert muted_in({}, CNN) == muted_in({"muted": None}, CNN) == {}


@pytest.mark.parametrize(
    ("muted", "words"),
    [
        ([1], "an object of lists"),
        ({"conv1": 3}, "an object of lists"),
        ({"conv1": ["3"]}, "muted"),
        ({"conv1": [16]}, "muted"),
        ({"conv1": [[1]]}, "muted"),
        ({"relu1": [1]}, "no filters to mute"),
        ({"conv9": [1]}, "does not have"),
        ({"conv1": [1] * (MOST_MUTED + 1)}, "at most 4,096"),
    ],
    ids=range(8),
)
def test_what_cannot_be_muted_is_refused(muted, words):
    with pytest.raises(BadRequest, match=words):
        muted_in({"muted": muted}, CNN)
