"""What a Grafana panel makes of the answers of the real readers, on every cloud."""

from __future__ import annotations

import json
from typing import Any

from crosstwin.grafana.infinity import (
    DEVICE_COLUMN,
    ERROR_COLUMN,
    HISTORY,
    NEWEST_TIME_COLUMN,
    TIME_COLUMN,
)
from crosstwin.grafana.sources import HotReaders
from crosstwin.twin.fields import PropertyType
from tests.contract.readers.asking import HOUR, fresh_device, record
from tests.contract.readers.conftest import Reader
from tests.unit.grafana.jsonata import evaluated, framed_type, frames

PROPERTIES: dict[str, PropertyType] = {
    "rpm": "integer",
    "load": "double",
    "status": "string",
    "running": "boolean",
}
NUMBERS: dict[str, PropertyType] = {"rpm": "integer", "load": "double"}
READERS = HotReaders("factory", "aws", "aws")
# Out of order, as text: within a second, ".5Z" sorts before "Z".
ROWS: list[dict[str, Any]] = [
    {"time": "10:00:00Z", "rpm": 0, "load": 0.5, "status": "", "running": False},
    {"time": "10:00:00.5Z", "rpm": 900, "load": 1.25},
    {"time": "10:00:00.75Z", "status": "warm"},
    {"time": "10:30:00Z", "rpm": 2**40, "running": True},
]


def asked(query: dict[str, Any], device: str) -> dict[str, Any]:
    """The payload that reaches the reader, once Grafana has filled in device and range."""
    body = query["url_options"]["data"]
    for name, value in (
        ("${device:doublequote}", json.dumps(device)),
        ("${__timeFrom:date:iso}", HOUR["startTime"]),
        ("${__timeTo:date:iso}", HOUR["endTime"]),
    ):
        body = body.replace(name, value)
    assert "$" not in body
    payload: dict[str, Any] = json.loads(body)["payload"]
    return payload


def test_history_gives_the_stored_rows_in_ascending_time(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put(
        record(device, row["time"], **{name: value for name, value in row.items() if name != "time"})
        for row in reversed(ROWS)
    )
    chosen = [[], ["rpm"], ["status"], ["running"], list(PROPERTIES)]
    queries = [
        READERS.history("${device}", {name: PROPERTIES[name] for name in names}, "A").to_json()
        for names in chosen
    ]
    found = frames((query, reader.ask(asked(query, device))) for query in queries)
    for names, rows in zip(chosen, found, strict=True):
        stored = [row for row in ROWS if row.keys() & set(names)]
        assert [row[TIME_COLUMN] for row in rows] == [f"2026-01-15T{row['time']}" for row in stored]
        assert [{name: row[name] for name in names} for row in rows] == [
            {name: row.get(name) for name in names} for row in stored
        ]


def test_history_of_no_values_is_an_empty_list(reader: Reader) -> None:
    """Not "no result", which Infinity tells as an error."""
    query = READERS.history("${device}", NUMBERS, "A").to_json()
    answer = reader.ask(asked(query, fresh_device()))
    assert evaluated([(HISTORY, answer), (HISTORY, {"propertyValues": []})]) == [[], []]


def test_newest_values_are_one_row(reader: Reader) -> None:
    device = fresh_device()
    query = READERS.newest("${device}", PROPERTIES, "A").to_json()
    nothing = reader.ask(asked(query, device), last_entry=True)
    reader.local.put([record(device, "10:00:00Z", rpm=0, load=0.5, status="", running=False)])
    answer = reader.ask(asked(query, device), last_entry=True)
    assert frames([(query, nothing), (query, answer)]) == [
        [{"rpm": None, "load": None, "status": None, "running": None}],
        [{"rpm": 0, "load": 0.5, "status": "", "running": False}],
    ]


def test_overview_is_one_row_a_device_with_the_time_of_its_newest_value(reader: Reader) -> None:
    both, nested, none = (fresh_device() for _ in range(3))
    reader.local.put(
        [
            record(both, "10:00:00.5Z", rpm=0, load=0.5, status="", running=False),
            record(both, "10:00:00Z", rpm=900),
            record(nested, "10:00:00Z", rpm=[1.5], load=2.5, status={"a": "b"}, running=True),
        ]
    )
    query = READERS.overview("device", PROPERTIES).to_json()
    asking = query["url_options"]["data"]
    payload = json.loads(asking.replace("${device:doublequote}", f'"{both}","{nested}","{none}"'))["payload"]
    answer = reader.ask(payload, last_entry=True)
    (rows,) = frames([(query, answer)])
    assert [{name: value for name, value in row.items() if value is not None} for row in rows] == [
        {
            DEVICE_COLUMN: both,
            NEWEST_TIME_COLUMN: "2026-01-15T10:00:00.5Z",
            "rpm": 0,
            "load": 0.5,
            "status": "",
            "running": False,
        },
        {
            DEVICE_COLUMN: nested,
            NEWEST_TIME_COLUMN: "2026-01-15T10:00:00Z",
            "load": 2.5,
            "running": True,
        },
        {DEVICE_COLUMN: none},
    ]
    types = {name: framed_type(rows, name) for name in PROPERTIES}
    assert types == {"rpm": "number", "load": "number", "status": "string", "running": "boolean"}


def test_overview_of_one_device_is_a_list_and_an_error_stands_in_its_row(reader: Reader) -> None:
    future = fresh_device()
    reader.local.put([{"iotDeviceId": future, "id": "2043-05-04T02:19:03Z", "rpm": 4}])
    query = READERS.overview("device", NUMBERS).to_json()
    payload = {"devices": [future], "selectedProperties": ["rpm", "load"]}
    (rows,) = frames([(query, reader.ask(payload, last_entry=True))])
    (row,) = rows
    assert row[DEVICE_COLUMN] == future
    assert row[ERROR_COLUMN]


def test_a_long_history_is_thinned_out_by_the_reader(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put(
        record(device, f"10:{n // 10:02}:{n % 10 * 6:02}Z", rpm=n % 17, load=-n / 2) for n in range(600)
    )
    query = READERS.history("${device}", NUMBERS, "A").to_json()
    answer = reader.ask(asked(query, device))
    assert "nextToken" not in answer
    (rows,) = frames([(query, answer)])
    for name in ("rpm", "load"):
        found = [row[name] for row in rows if row[name] is not None]
        assert 100 < len(found) <= 500
        assert (min(found), max(found)) == ((0, 16) if name == "rpm" else (-599 / 2, 0))
    assert [row[TIME_COLUMN] for row in rows] == sorted(row[TIME_COLUMN] for row in rows)


def test_list_or_map_among_the_values_costs_no_other_value(reader: Reader) -> None:
    """Infinity takes a column's type from its first value: a list or map would make text of the numbers."""
    device = fresh_device()
    reader.local.put(
        [
            record(device, "10:00:00Z", rpm=1, load={"x": 1}, status=["ok"], running=True),
            record(device, "10:10:00Z", rpm=2, load=2.5, status="ok", running=[]),
            record(device, "10:20:00Z", rpm=[1.5], load=[1, 2], status={"a": "b"}),
        ]
    )
    query = READERS.history("${device}", PROPERTIES, "A").to_json()
    (rows,) = frames([(query, reader.ask(asked(query, device)))])
    assert [{name: value for name, value in row.items() if value is not None} for row in rows] == [
        {TIME_COLUMN: "2026-01-15T10:00:00Z", "rpm": 1, "running": True},
        {TIME_COLUMN: "2026-01-15T10:10:00Z", "rpm": 2, "load": 2.5, "status": "ok"},
    ]
    assert {name: framed_type(rows, name) for name in PROPERTIES} == {
        "rpm": "number",
        "load": "number",
        "status": "string",
        "running": "boolean",
    }
