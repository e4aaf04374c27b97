"""Pictures as numbers, as the lesson shows them."""

import re

from tests.support.lesson_keras import first_seven
from tests.support.lesson_page import row


def test_L07_grey_pictures():
    (look,) = row("L7").figure("grey-example").pictures()
    numbers = row("L7").figure("grey-example").words

    assert look.shape == (3, 3) and look[0, 0] == 0 and look[2, 2] == 255
    assert all(f" {level} " in numbers for level in look.ravel())
    part = first_seven()[10:18, 10:18]
    shown = re.findall(r"(?<=frame )[\d ]+", row("L7").figure("digit-numbers").words)[0].split()
    assert shown == [str(level) for level in part.ravel()]
    paper, stored = row("L7").figure("inverted").pictures()
    assert (paper == 255 - stored).all() and (stored == first_seven()).all() and stored[0, 0] == 0
    assert f"it is {28 * 28} numbers" in row("L7").words
    assert row("L7").widgets == ["changed", "pixels"]


def test_L08_colour_pictures():
    look = row("L8").figure("colour-example").pictures()[0]
    alt = row("L8").figure("colour-example").alternatives

    assert look.tolist() == [[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 0]]]
    for channel, name in enumerate(("red", "green", "blue")):
        assert f"{name} {look[:, :, channel].tolist()}" in alt
    assert f"{3000 * 4000 * 3:,} numbers" in row("L8").words
    assert "H × W × 3" in row("L8").words
    assert ("convolution-lab", {"input": "picture"}) in row("L8").tries
