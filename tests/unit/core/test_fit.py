"""An answer without a value, where records have their properties in a map: no data, or a wrong name."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from crosstwin_contract.records import RecordMapping
from crosstwin_contract.values import Caller
from hotread.answer import history, last_entry
from hotread.errors import InvalidStoredRecord
from hotread.histories import histories
from hotread.last_entries import last_entries
from hotread.mapped import MappedRecords
from hotread.newest import BOUNDS
from hotread.store import Page, QueryStore

from tests.unit.core.memory_store import MemoryStore

RANGE = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}
QUERY = {"iotDeviceId": "pump-7", "selectedProperties": ["rpm"], **RANGE}
READING = {"rpm": 900}
MISSING = (
    "device 'pump-7': neither its newest nor its oldest records have the field 'readng', "
    "which `values` names; the newest one has "
)


class MappedStore(MemoryStore):
    """Records of a device as its producer wrote them."""

    def __init__(self, values: str, *items: dict[str, Any]) -> None:
        times = (f"2026-01-15T10:{minute:02}:00Z" for minute in range(60))
        super().__init__([{"iotDeviceId": "pump-7", "id": next(times), **item} for item in items], 100)
        self.mapped = MappedRecords(RecordMapping.parse({"values": values}), nested_keys=True)

    def page(self, device: str, *bounds: Any, **asked: Any) -> Page:
        found = super().page(device, *bounds, **asked)
        return Page(self.mapped.records([{**item} for item in found.records], device), found.continuation)


def batch_of_histories(store: MemoryStore) -> Any:
    payload = {"devices": [{"iotDeviceId": "pump-7", "selectedProperties": ["rpm"]}], **RANGE}
    return json.loads(histories(QueryStore(store), payload, Caller.HTTP).text())["devices"][0]


def batch_of_last_entries(store: MemoryStore) -> Any:
    payload = {"devices": [{"iotDeviceId": "pump-7", "selectedProperties": ["rpm"]}]}
    return last_entries(QueryStore(store), payload, BOUNDS).answer["devices"][0]


@pytest.mark.parametrize(
    "read",
    [
        lambda store: history(store, QUERY, Caller.HTTP),
        lambda store: history(store, {**QUERY, "maxDataPoints": 2}, Caller.HTTP),
        lambda store: last_entry(store, QUERY, Caller.HTTP),
        lambda store: last_entry(store, {**QUERY, "workspaceId": "w", "entityId": "e"}, Caller.TWINMAKER),
    ],
)
def test_a_name_that_no_record_has_is_an_error_with_the_names_that_it_has(read: Callable[..., Any]) -> None:
    store = MappedStore("readng", {"reading": READING}, {"reading": READING, "unit": "1/min"})
    with pytest.raises(InvalidStoredRecord) as raised:
        read(store)
    assert raised.value.message == f"{MISSING}'reading', 'unit' beside device and time"


@pytest.mark.parametrize("read", [batch_of_histories, batch_of_last_entries])
def test_it_is_the_error_of_its_device_among_many(read: Callable[..., Any]) -> None:
    error = read(MappedStore("readng", {"reading": READING}))["error"]
    assert error["code"] == "INVALID_STORED_RECORD"
    assert error["message"].startswith(MISSING)


@pytest.mark.parametrize("read", [history, last_entry])
@pytest.mark.parametrize(
    "items",
    [
        [],
        [{"reading": {"temperature": 20}}],
        [{"reading": {}}],
        [{"reading": None}],
        [{"reading": json.dumps({"temperature": 20})}],
        [{"reading": base64.b64encode(b'{"temperature": 20}').decode()}],
        [{"alive": True}, {"reading": {"temperature": 20}}, {"alive": True}],
        [{"reading": {"temperature": 20}}, *[{"alive": True}] * 30],
    ],
)
def test_records_without_the_property_and_heartbeats_are_no_error(
    read: Callable[..., Any], items: Any
) -> None:
    values = read(MappedStore("reading", *items), QUERY, Caller.HTTP)["propertyValues"]
    assert values in ({}, [{"entityPropertyReference": {"propertyName": "rpm"}, "values": []}])


def test_a_map_within_a_map_is_named_by_its_path_and_no_other_field_by_its_value() -> None:
    store = MappedStore("Body.readng", {"Body": {"reading": READING}, "secret": "hunter2"})
    with pytest.raises(InvalidStoredRecord, match=r"'Body.readng', .* has 'Body', 'secret' beside"):
        last_entry(store, QUERY, Caller.HTTP)


def test_names_of_a_record_with_many_or_long_ones_are_cut() -> None:
    fields = {f"{n:02}{'x' * 500}": n for n in range(300)}
    for item, end in ((fields, f"'09{'x' * 57}, …"), ({}, "the newest one has no field")):
        with pytest.raises(InvalidStoredRecord) as raised:
            last_entry(MappedStore("reading", item), QUERY, Caller.HTTP)
        assert raised.value.message.endswith(f"{end} beside device and time")
        assert len(raised.value.message) < 1000


def test_only_an_answer_without_a_value_costs_more() -> None:
    heartbeats = [{"alive": True}] * 5
    store = MappedStore("reading", {"reading": READING}, *heartbeats)
    last_entry(store, QUERY, Caller.HTTP)
    history(store, QUERY, Caller.HTTP)
    assert [call["properties"] for call in store.calls if not call["properties"]] == []
    found = last_entries(
        QueryStore(MappedStore("readng", *heartbeats)),
        {"devices": [{"iotDeviceId": "pump-7", "selectedProperties": ["rpm"], "since": RANGE["endTime"]}]},
        BOUNDS,
    )
    assert found.answer["devices"] == [{"iotDeviceId": "pump-7", "unchanged": True}]
    store = MappedStore("reading", {"reading": {"temperature": 20}})
    history(store, QUERY, Caller.HTTP)
    assert [call["limit"] for call in store.calls if not call["properties"]] == [1]
