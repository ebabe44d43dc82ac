"""Histories of many look-alike devices, followed to their end: each gets all of its own rows, each once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crosstwin_contract.times import sort_key
from hypothesis import strategies as st

from benchmarks.fuzz.checks import sent
from benchmarks.fuzz.readers import HISTORY, LAST_ENTRY, FuzzedReader, Request
from benchmarks.fuzz.records import DEVICES, mark_of

Ask = Callable[[Mapping[str, Any]], dict[str, Any]]
Row = tuple[str, Any]  # the time, and the mark of the device that it is of
_BOUNDS = ["2026-01-15T10:00:00Z", "2026-01-15T10:00:00.5Z", "2026-01-15T10:30:00Z", "2026-01-15T11:00:00Z"]
_MOST_PAGES = 700
_ABSENT = "no such device"


@st.composite
def questions(draw: st.DrawFn, known: Sequence[str], most: int) -> dict[str, Any]:
    """The histories of up to `most` devices, some of them perhaps twice, or without records."""
    devices = draw(st.lists(st.sampled_from([*known, _ABSENT]), min_size=1, max_size=most))
    if draw(st.booleans()):
        devices = draw(st.permutations(list(known)))[:most]
    first, last = sorted(draw(st.tuples(*[st.integers(0, len(_BOUNDS) - 1)] * 2)))
    payload: dict[str, Any] = {
        "devices": devices,
        "selectedProperties": ["owner"],
        "startTime": _BOUNDS[first],
        "endTime": _BOUNDS[last],
        "orderByTime": draw(st.sampled_from(["ASCENDING", "DESCENDING"])),
    }
    if size := draw(st.sampled_from([None, 1, 2, 5, 50, 1000])):
        # As many pages as a test has time for.
        payload["maxResults"] = max(size, len(devices) // 8)
    if draw(st.booleans()):
        value = draw(st.sampled_from([mark_of(known[0]), "mark"]))
        payload["propertyFilters"] = [
            {"propertyName": "owner", "operator": draw(st.sampled_from(["=", "!=", ">="])), "value": value}
        ]
    return payload


def check_histories(ask: Ask, stored: Sequence[Mapping[str, Any]], payload: Mapping[str, Any]) -> None:
    """`stored` are the records in the store. Raises AssertionError, naming the device."""
    found = _followed(ask, payload)
    for device in dict.fromkeys(payload["devices"]):
        times = payload["devices"].count(device)
        rows = expected(device, stored, payload)
        if times == 1:
            assert found[device] == rows, f"device {device!r:.60}"
        else:  # entries of one name follow each other, and pages end anywhere
            assert sorted(found[device]) == sorted(rows * times), f"device {device!r:.60}"


def expected(device: str, stored: Sequence[Mapping[str, Any]], payload: Mapping[str, Any]) -> list[Row]:
    """What the device's history is."""
    first, last = (sort_key(payload[field]) for field in ("startTime", "endTime"))
    rows = [
        (record["id"].replace("+00:00", "Z"), record["owner"])
        for record in sorted(stored, key=lambda row: (sort_key(row["id"]), row["id"]))
        if record["iotDeviceId"] == device
        and first <= sort_key(record["id"]) <= last
        and _passes(record, payload)
    ]
    return rows[::-1] if payload["orderByTime"] == "DESCENDING" else rows


def asking(reader: FuzzedReader) -> Ask:
    """A reader's answers of 200 to histories."""

    def ask(payload: Mapping[str, Any]) -> dict[str, Any]:
        response = reader.send(_request(HISTORY, payload))
        assert response.status_code == 200, response.text[:500]
        answer: dict[str, Any] = response.json()
        return answer

    return ask


def check_last_entries(reader: FuzzedReader, devices: Sequence[str]) -> None:
    """Each of many devices gets its own newest record, and one without records nothing."""
    response = sent(reader, _request(LAST_ENTRY, {"devices": devices, "selectedProperties": ["owner"]}))
    assert response.status_code == 200, response.text[:500]
    entries = response.json()["devices"]
    assert [entry["iotDeviceId"] for entry in entries] == [*devices]
    for entry in entries:
        device = entry["iotDeviceId"]
        assert "values" in entry, entry
        found = [value["value"]["StringValue"] for value in entry["values"].values()]
        assert found == ([] if device == _ABSENT else [mark_of(device)]), f"device {device!r:.60}"


def hundred(devices: Sequence[str] = DEVICES) -> list[str]:
    """As many devices as a query takes: each, and the first ones again."""
    listed = [*devices, _ABSENT]
    return [listed[number % len(listed)] for number in range(100)]


def _followed(ask: Ask, payload: Mapping[str, Any]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    token = None
    for _ in range(_MOST_PAGES):
        answer = ask({**payload, **({"nextToken": token} if token else {})})
        rows = 0
        for entry in answer["devices"]:
            assert "error" not in entry, entry
            (series,) = entry["propertyValues"]
            values = [(value["time"], value["value"]["StringValue"]) for value in series["values"]]
            found[entry["iotDeviceId"]] += values
            rows += len(values)
        assert rows <= (payload.get("maxResults") or rows)
        token = answer.get("nextToken")
        if token is None:
            return found
    raise AssertionError("nextToken never ends")


def _passes(record: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
    owner = record["owner"]
    tests = {
        "=": lambda value: owner == value,
        "!=": lambda value: owner != value,
        ">=": lambda value: owner >= value,
    }
    return all(tests[one["operator"]](one["value"]) for one in payload.get("propertyFilters", ()))


def _request(path: str, payload: Mapping[str, Any]) -> Request:
    return Request(path, json.dumps({"target_layer": "L3-hot", "payload": payload}).encode())
