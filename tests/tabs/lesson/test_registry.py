"""Names that chapters may use: what is not known, is known already or takes other arguments is said."""

import pytest

from tabs.lesson.registry import Registry, UnknownName


def test_a_registry_calls_by_name_with_hyphens_or_underscores():
    known = Registry("figure")

    @known
    def some_name(cell_size="2"):
        return f"size {cell_size}"

    assert known.ask("some-name") == known.ask("some_name") == some_name() == "size 2"
    assert known.ask("some-name", **{"cell-size": "5"}) == "size 5"
    assert known.names() == ["some_name"]


@pytest.mark.parametrize(
    ("name", "arguments", "complaint"),
    [("other", {}, "no fact is called other"), ("one", {"b": "1"}, "fact one: .*'b'")],
)
def test_a_registry_names_what_it_does_not_know(name, arguments, complaint):
    known = Registry("fact")

    @known
    def one(a="1"):
        return a

    with pytest.raises(UnknownName, match=complaint):
        known.ask(name, **arguments)


def test_a_name_is_given_once():
    known = Registry("fact")

    def one():
        return ""

    known(one)
    with pytest.raises(ValueError, match="already a fact called one"):
        known(one)
