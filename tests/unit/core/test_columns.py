"""Over HTTP, a history is written as text in one pass: byte for byte what objects and json.dumps give."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from crosstwin_contract.times import with_z
from crosstwin_contract.values import Caller
from hotread import answer
from hotread.answer import answer_text, history, last_entry
from hotread.errors import HotReadError
from hotread.history import frame_size
from hotread.paging import Rows
from hotread.position import next_token
from hotread.property_values import property_value, reference
from hotread.query import parse_history
from hotread.sizes import VALUE_FRAME, encoded_size
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.core.memory_store import MemoryStore

NAMES = ["a", 'é"\\', "c", "absent"]
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.sampled_from([2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**63 - 1, 2**63, -(2**63) - 1])
    | st.floats()
    | st.decimals(allow_nan=False)
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["\ud800", "\u2028", '"\\\n', "é🌡", b"bytes", "x" * 60])
)
VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
TIMES = st.builds(
    "2026-01-15T10:30:{:02}{}{}".format,
    st.integers(0, 12),
    st.sampled_from(["", ".5", ".25", ".123456789"]),
    st.sampled_from(["Z", "+00:00"]),
)
RECORDS = st.dictionaries(TIMES, st.dictionaries(st.sampled_from(NAMES[:3]), VALUES, max_size=3), max_size=12)
TYPES = st.sampled_from(["DOUBLE", "INTEGER", "LONG", "BOOLEAN", "STRING", "LIST", "MAP"])
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "entityId": st.sampled_from(["e", 'quo"te']),
        "orderByTime": st.just("DESCENDING"),
        "maxResults": st.integers(1, 5),
        "nextToken": TIMES.map(next_token),
        "properties": st.dictionaries(
            st.sampled_from(NAMES), TYPES.map(lambda name: {"definition": {"dataType": {"type": name}}})
        ),
        "propertyFilters": st.just([{"propertyName": "a", "operator": ">", "value": 0}]),
    },
)


def asked(names: list[str], options: dict[str, Any]) -> dict[str, Any]:
    return {
        "iotDeviceId": "d",
        "selectedProperties": names,
        "startTime": "2026-01-15T10:30:01Z",
        "endTime": "2026-01-15T10:30:11Z",
        **options,
    }


def slow(store: MemoryStore, payload: dict[str, Any], largest: int) -> str:
    """A history, built as objects one value after the other."""
    query = parse_history(payload, from_twinmaker=False)
    room = largest - frame_size(query, largest)
    values: dict[str, list[Any]] = {name: [] for name in query.selected}
    found: dict[str, Any] = {
        "propertyValues": [
            {"entityPropertyReference": reference(query, name), "values": values[name]} for name in values
        ]
    }
    count, last_id = 0, ""
    for record in Rows(store, query):
        cells = [name for name, value in record.items() if value is not None and name in values]
        if not cells:
            continue
        room -= sum(VALUE_FRAME + encoded_size(record[name]) for name in cells)
        if count == query.max_results or (count and room < 0):
            found["nextToken"] = next_token(last_id)
            break
        last_id = record["id"]
        for name in cells:
            data = property_value(query, name, record[name], record, Caller.HTTP)
            values[name].append({"time": with_z(last_id), "value": data})
        count += 1
    return json.dumps(found, separators=(",", ":"), allow_nan=False)


def outcome(make: Any) -> str:
    try:
        return str(make())
    except HotReadError as error:
        return f"{error.code}: {error.message}"


@pytest.mark.parametrize("largest", [400, 700, 5 * 1024 * 1024])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    stored=RECORDS,
    names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
    options=OPTIONS,
)
def test_the_text_is_what_the_slow_form_gives_byte_for_byte(
    monkeypatch: pytest.MonkeyPatch,
    largest: int,
    stored: dict[str, dict[str, Any]],
    names: list[str],
    options: dict[str, Any],
) -> None:
    monkeypatch.setattr(answer, "LARGEST_ANSWER", largest)
    rows = [{"iotDeviceId": "d", "id": id_, **values} for id_, values in stored.items()]
    payload = asked(names, options)
    text = outcome(lambda: answer_text(history, MemoryStore(rows), payload))
    assert text == outcome(lambda: slow(MemoryStore(rows), payload, largest))
    as_objects = outcome(
        lambda: json.dumps(history(MemoryStore(rows), payload, Caller.HTTP), separators=(",", ":"))
    )
    assert text == as_objects


@pytest.mark.parametrize(
    "options",
    [
        {"maxDataPoints": 2},
        {"maxDataPoints": 50},
        {"interpolation": {"intervalInSeconds": 2}, "maxResults": 3},
    ],
)
def test_values_that_are_calculated_are_text_as_well(options: dict[str, Any]) -> None:
    rows = [{"iotDeviceId": "d", "id": f"2026-01-15T10:30:{n:02}Z", "a": n / 7} for n in range(12)]
    payload = asked(["a", "absent"], options)
    found = history(MemoryStore(rows), payload, Caller.HTTP)
    assert any(entry["values"] for entry in found["propertyValues"])
    text = answer_text(history, MemoryStore(rows), payload)
    assert text == json.dumps(found, separators=(",", ":"))


def test_a_last_entry_is_text_as_well() -> None:
    rows = [{"iotDeviceId": "d", "id": "2026-01-15T10:30:00Z", "a": Decimal("1.5")}]
    payload = {"iotDeviceId": "d", "selectedProperties": ["a"]}
    assert json.loads(answer_text(last_entry, MemoryStore(rows), payload)) == last_entry(
        MemoryStore(rows), payload, Caller.HTTP
    )
