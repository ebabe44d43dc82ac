"""The connectors' cases of docs/reference/answers.md."""

from __future__ import annotations

import json
from typing import Any

import pytest
from remote_reader.errors import InvalidReaderResponse
from twin_connector.answer import HISTORY as HISTORY_KIND
from twin_connector.answer import LAST_ENTRY as LAST_ENTRY_KIND

from tests.answers.case import Case
from tests.answers.connectors import CASES, HISTORY
from tests.contract.functions.connector.test_answer import GOOD, read, reference

FIELDS = ("entityPropertyReference", "propertyReference")


def body_of(shown: Any) -> bytes:
    """The answer with the references that the page leaves out; of an abbreviated one, what it stands for."""
    if isinstance(shown, str):
        text = json.dumps(GOOD)
        start = '{"propertyValues": [], ' if "[]" in shown else "{"
        return text.replace("{", start, 1).replace("23.5", "1e999" if "1e999" in shown else "23.5").encode()
    entries = shown["propertyValues"]
    if isinstance(entries, dict):
        named = {name: {**entry, "propertyReference": reference(name)} for name, entry in entries.items()}
        return json.dumps({**shown, "propertyValues": named}).encode()
    listed = [
        {**entry, "entityPropertyReference": {**reference(""), **entry["entityPropertyReference"]}}
        for entry in entries
    ]
    return json.dumps({**shown, "propertyValues": listed}).replace("\\\\ud83c", "\\ud83c").encode()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_answer(case: Case) -> None:
    ((kind, shown),) = case.given.items()
    body, kind_of = body_of(shown), HISTORY_KIND if kind == HISTORY else LAST_ENTRY_KIND
    if message := case.answer.get("InvalidReaderResponse"):
        with pytest.raises(InvalidReaderResponse) as raised:
            read(body, kind_of)
        assert str(raised.value) == message
    else:
        answer = read(body, kind_of)
        for entry in answer["propertyValues"].values():
            assert entry.pop("propertyReference") == reference("rpm")
        assert answer == case.answer
