"""The writers' cases of docs/reference/answers.md: events over a real table, and what is typed for `put`."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer
from crosstwin_contract.writing import declared_type
from twin_persister.declared import Declared
from twin_persister.errors import ConflictingEvent, InvalidEvent
from twin_persister.record import Rules, record_of
from twin_persister.table import HotTable

from crosstwin.readers.hot_stores.telemetry import UnfitTelemetryError, record
from crosstwin.twin.deployment import Device
from tests.answers.case import Case
from tests.answers.writers import CASES, DEVICE, EVENTS, NOW, PROPERTIES, PUT
from tests.contract.functions.processors.conftest import TABLE, Layer2


@pytest.mark.parametrize("case", [case for case in CASES if EVENTS in case.given], ids=str)
def test_answer(layer_2: Layer2, device: str, case: Case) -> None:
    types = {name: declared_type(type_) for name, type_ in PROPERTIES.items()}
    rules = Rules(Declared((types,), {device: 0}), future_tolerance=600, most_elements=50)
    now = int(datetime.fromisoformat(NOW).timestamp()) * 10**9
    table = HotTable(layer_2.aws.client("dynamodb"), TABLE)
    *before, last = case.given[EVENTS]
    for event in before:
        table.store(record_of({"iotDeviceId": device, **event}, rules, now=now))
    stored = layer_2.stored(device)
    if "error" in case.answer:
        with pytest.raises((InvalidEvent, ConflictingEvent)) as raised:
            table.store(record_of({"iotDeviceId": device, **last}, rules, now=now))
        message = str(raised.value).replace(device, DEVICE)
        assert {"error": raised.type.__name__, "message": message} == case.answer
        assert layer_2.stored(device) == stored
        return
    table.store(record_of({"iotDeviceId": device, **last}, rules, now=now))
    (item,) = layer_2.stored(device)
    assert {name: _plain(value) for name, value in item.items() if name != "iotDeviceId"} == case.answer


@pytest.mark.parametrize("case", [case for case in CASES if PUT in case.given], ids=str)
def test_answer_of_put(case: Case) -> None:
    name, _, text = case.given[PUT].partition("=")
    with pytest.raises(UnfitTelemetryError) as raised:
        record(Device(id=DEVICE, properties=PROPERTIES), {name: text})
    assert {"error": str(raised.value)} == case.answer


def _plain(attribute: Any) -> Any:
    value = TypeDeserializer().deserialize(attribute)
    return float(value) if isinstance(value, Decimal) else value
