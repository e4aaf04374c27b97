"""The lines with which a chapter asks for figures, widgets and links into tabs."""

import pytest

from tabs.lesson import directives, markup
from tabs.lesson.registry import UnknownName


def test_directives_are_read():
    tried = directives.read("::try convolution-lab stride=2 kernel=1,0,1 | Take steps of two")

    assert (tried.name, tried.words) == ("convolution-lab", "Take steps of two")
    assert tried.settings == {"stride": "2", "kernel": "1,0,1"}
    assert directives.read('::figure steps caption="two words"').settings == {"caption": "two words"}
    assert directives.read("::widget pixels").kind == "widget"
    assert directives.read("just text") is None
    assert directives.read("::unknown thing") is None


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("::widget juggling", "no widget is called juggling"),
        ("::try somewhere | Go", "no tab is called somewhere"),
        ("::try draw size=3 | Go", "draw has no setting size"),
        ("::try convolution-lab padding=9 | Go", "padding cannot be 9"),
        ("::try convolution-lab kernel=unknown | Go", "kernel cannot be unknown"),
        ("::try draw", "lacks the words on its button"),
        ("::figure steps stride", "stride is no key=value"),
    ],
)
def test_a_directive_that_means_nothing_is_refused(line, complaint):
    with pytest.raises(UnknownName, match=complaint):
        markup.to_html(line)
