"""What a JSON body may be."""

import pytest

from serving.bodies import DEEPEST, Refused, check_body


def test_depth_counts_brackets_but_not_those_in_texts():
    deep = "[" * DEEPEST + "]" * DEEPEST
    assert check_body(b'{"a": "' + b"[{" * 500 + b'\\"[["}')["a"].endswith("[[")
    assert check_body(f'{{"a": {deep[1:-1]}}}'.encode())
    with pytest.raises(Refused, match="deep"):
        check_body(f'{{"a": {deep}}}'.encode())
    with pytest.raises(Refused, match="deep"):
        check_body(b'{"a": "[", "b": ' + b"[" * 30 + b"]" * 30 + b"}")
