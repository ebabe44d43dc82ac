"""The reader's cases of docs/reference/answers.md, on every cloud."""

from __future__ import annotations

from typing import Any

import pytest
from crosstwin_contract.times import is_stored_id

from tests.answers.case import Case
from tests.answers.readers import CASES, DEVICE, HISTORY, LAST_ENTRY, STORED
from tests.contract.readers.asking import fresh_device
from tests.contract.readers.conftest import Reader

TIMELESS = [case for case in CASES if not all(is_stored_id(record["id"]) for record in case.given[STORED])]


@pytest.mark.parametrize("case", [case for case in CASES if case not in TIMELESS], ids=str)
def test_answer(reader: Reader, case: Case) -> None:
    assert_answered(reader, case)


@pytest.mark.own_records
@pytest.mark.parametrize("case", TIMELESS, ids=str)
def test_answer_over_records_without_times(reader: Reader, case: Case) -> None:
    assert_answered(reader, case)


def assert_answered(reader: Reader, case: Case) -> None:
    device = fresh_device(DEVICE)
    reader.local.put([{"iotDeviceId": device, **record} for record in case.given[STORED]])
    last_entry = LAST_ENTRY in case.given
    payload = {"iotDeviceId": device, **case.given[LAST_ENTRY if last_entry else HISTORY]}
    if payload.get("entityId") == DEVICE:
        payload["entityId"] = device
    response = reader.post(payload, last_entry=last_entry)
    if response.status_code == 200:
        assert plain(response.json()["propertyValues"]) == case.answer
    else:
        told = response.json()["error"]
        told["message"] = told["message"].replace(device, DEVICE)
        assert {"status": response.status_code, **told} == case.answer


def plain(answer: Any) -> dict[str, Any]:
    """An answer by property, without its references."""
    if isinstance(answer, list):
        return {entry["entityPropertyReference"]["propertyName"]: entry["values"] for entry in answer}
    return {
        name: {field: value for field, value in entry.items() if field != "propertyReference"}
        for name, entry in answer.items()
    }
