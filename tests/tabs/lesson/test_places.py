"""The links into tabs that a chapter may have."""

import pytest

from tabs.lesson import places
from tabs.lesson.registry import UnknownName


@pytest.mark.parametrize("kernel", ["sobel-x", "conv1-0", "conv1-15", "1,0,-1,0,1.5,0,1,0,1"])
def test_kernels_that_a_link_may_carry(kernel):
    places.check("convolution-lab", {"kernel": kernel})


@pytest.mark.parametrize("kernel", ["conv1-16", "1,,0", ""])
def test_kernels_that_no_link_may_carry(kernel):
    with pytest.raises(UnknownName):
        places.check("convolution-lab", {"kernel": kernel})
