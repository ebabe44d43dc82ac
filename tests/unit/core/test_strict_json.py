"""JSON of answers, which is strict, and of errors, which is not."""

from __future__ import annotations

from typing import Any

import pytest
from crosstwin_contract.strict_json import InvalidJson, loads, loads_error


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rb'{"errorMessage": "pump\ud800"}', {"errorMessage": "pump?"}),
        (rb'{"errorMessage": "\udfff\ud83d\ude00"}', {"errorMessage": "?\N{GRINNING FACE}"}),
        (b'{"errorMessage": "pump\xed\xa0\x80"}', {"errorMessage": "pump?"}),
        (rb'{"\ud800": ["\udc00"]}', {"?": ["?"]}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_an_error_that_no_answer_may_be_keeps_its_message(body: bytes, expected: Any) -> None:
    assert loads_error(body) == expected
    with pytest.raises(InvalidJson):
        loads(body)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"[" * 100_000, b"9" * 5_000])
def test_an_error_that_is_not_json_has_none(body: bytes) -> None:
    assert loads_error(body) is None
