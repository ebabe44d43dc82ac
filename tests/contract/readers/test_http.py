"""The contract over HTTP, run unchanged against the deployed or served function of every cloud."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.readers.asking import HOUR, error, fresh_device, record, values
from tests.contract.readers.conftest import TOKEN, Reader


def test_returns_twinmaker_format(reader: Reader) -> None:
    device = fresh_device()
    rows = [
        record(device, "10:00:00Z", temperature=20.5, on=True, rpm=900, status="warm"),
        record(device, "10:30:00.5Z", temperature=21.25, on=False, rpm=2**40, status="é°"),
    ]
    reader.local.put(rows)
    selected = ["status", "temperature", "on", "rpm", "absent"]
    payload = {"iotDeviceId": device, "entityId": "e", "componentName": "c", "selectedProperties": selected}
    answer = reader.ask({**payload, **HOUR})
    times = [row["id"] for row in rows]
    expected: dict[str, list[Any]] = {
        "status": [{"StringValue": "warm"}, {"StringValue": "é°"}],
        "temperature": [{"DoubleValue": 20.5}, {"DoubleValue": 21.25}],
        "on": [{"BooleanValue": True}, {"BooleanValue": False}],
        "rpm": [{"IntegerValue": 900}, {"LongValue": 2**40}],
    }
    assert answer == {
        "propertyValues": [
            {
                "entityPropertyReference": {"entityId": "e", "componentName": "c", "propertyName": name},
                "values": [
                    {"time": time, "value": value}
                    for time, value in zip(times, expected.get(name, []), strict=name in expected)
                ],
            }
            for name in selected
        ]
    }
    assert reader.ask(payload, last_entry=True) == {
        "propertyValues": {
            name: {
                "propertyReference": {"entityId": "e", "componentName": "c", "propertyName": name},
                "propertyValue": expected[name][1],
                "time": times[1],
            }
            for name in selected
            if name in expected
        }
    }


def test_handles_no_results(reader: Reader) -> None:
    payload = {"iotDeviceId": fresh_device(), "selectedProperties": ["t"], **HOUR}
    assert values(reader.ask(payload)) == []
    assert reader.ask(payload, last_entry=True) == {"propertyValues": {}}


def test_empty_selected_properties(reader: Reader) -> None:
    payload = {"iotDeviceId": "d", "selectedProperties": [], **HOUR}
    assert reader.ask(payload) == {"propertyValues": []}
    assert reader.ask(payload, last_entry=True) == {"propertyValues": {}}


@pytest.mark.own_records
def test_bounds_are_inclusive_in_mixed_precision(reader: Reader) -> None:
    device = fresh_device()
    times = [
        "09:59:59.9Z",
        "10:00:00Z",
        "10:00:00.5Z",
        "10:00:00.50Z",
        "10:30:00Z",
        "11:00:00.000Z",
        "11:00:00.1Z",
    ]
    reader.local.put([record(device, time, n=number) for number, time in enumerate(times)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    ascending = values(reader.ask(payload))
    assert [number for _, number in ascending] == [1, 3, 2, 4, 5]
    assert values(reader.ask({**payload, "orderByTime": "DESCENDING"})) == ascending[::-1]
    milliseconds = {"startTime": 1768471200500, "endTime": "1768473000000"}
    assert [number for _, number in values(reader.ask({**payload, **milliseconds}))] == [3, 2, 4]


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_following_next_token_gives_every_row_once(reader: Reader, order: str) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n:02}:00Z", n=n) for n in range(25)])
    payload = {
        "iotDeviceId": device,
        "selectedProperties": ["n"],
        "orderByTime": order,
        "maxResults": 7,
        **HOUR,
    }
    found, sizes, token = [], [], None
    while True:
        answer = reader.ask({**payload, "nextToken": token})
        page = values(answer)
        found += [n for _, n in page]
        sizes.append(len(page))
        token = answer.get("nextToken")
        if token is None:
            break
    assert sizes == [7, 7, 7, 4]
    assert found == sorted(range(25), reverse=order == "DESCENDING")


def test_a_token_of_one_device_shows_nothing_of_another(reader: Reader) -> None:
    device, other = fresh_device(), fresh_device()
    rows = [(which, n) for which in (device, other) for n in range(5)]
    reader.local.put([record(which, f"10:0{n}:00Z", name=which) for which, n in rows])
    payload = {"iotDeviceId": device, "selectedProperties": ["name"], "maxResults": 2, **HOUR}
    token = reader.ask(payload)["nextToken"]
    theirs = reader.ask({**payload, "iotDeviceId": other, "nextToken": token})
    assert {name for _, name in values(theirs)} == {other}
    assert error(reader.post({**payload, "nextToken": "AAAA" + token[4:]}))[:2] == (
        400,
        "INVALID_NEXT_TOKEN",
    )


@pytest.mark.parametrize(
    "device",
    [
        "Fühler №7 🌡",
        "a/b",
        "' OR 1=1 --",
        '"quoted"',
        "a_b",
        "..",
        "x" * 300,
        "iotDeviceId",
        "#device",
        "%41",
    ],
)
def test_special_characters_in_device_id(reader: Reader, device: str) -> None:
    device = fresh_device(device)
    reader.local.put([record(device, "10:00:00Z", n=1), record(device + "x", "10:00:00Z", n=2)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    assert values(reader.ask(payload)) == [("10:00:00Z", 1)]
    assert reader.ask(payload, last_entry=True)["propertyValues"]["n"]["propertyValue"] == {"IntegerValue": 1}


@pytest.mark.parametrize(
    "name", ["température", "a.b", "a b", "`tick`", "select", "0", "$x", '"', "id2", "_x"]
)
def test_special_characters_in_property_names(reader: Reader, name: str) -> None:
    device = fresh_device()
    reader.local.put([{**record(device, "10:00:00Z"), name: 5}])
    payload = {"iotDeviceId": device, "selectedProperties": [name], **HOUR}
    assert values(reader.ask(payload)) == [("10:00:00Z", 5)]
    assert name in reader.ask(payload, last_entry=True)["propertyValues"]


def test_property_type_mapping(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, "10:00:00Z", t=20, n=20.0, items=[1, "a"], place={"x": 1.5})])
    declared = {
        name: {"definition": {"dataType": {"type": type_}}}
        for name, type_ in [("t", "DOUBLE"), ("n", "LONG")]
    }
    payload = {
        "iotDeviceId": device,
        "selectedProperties": ["t", "n", "items", "place"],
        "properties": declared,
    }
    found = reader.ask(payload, last_entry=True)["propertyValues"]
    assert [entry["propertyValue"] for entry in found.values()] == [
        {"DoubleValue": 20.0},
        {"LongValue": 20},
        {"ListValue": [{"IntegerValue": 1}, {"StringValue": "a"}]},
        {"MapValue": {"x": {"DoubleValue": 1.5}}},
    ]


def test_a_value_that_does_not_fit_its_declared_type_is_named(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, "10:00:00Z", status="warm")])
    declared = {"status": {"definition": {"dataType": {"type": "DOUBLE"}}}}
    payload = {"iotDeviceId": device, "selectedProperties": ["status"], "properties": declared}
    status, code, message = error(reader.post(payload, last_entry=True))
    assert (status, code) == (400, "VALUE_TYPE_MISMATCH")
    assert message == "property 'status' at 2026-01-15T10:00:00Z: a string is not of type DOUBLE"


def test_property_filters_choose_rows(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:0{n}:00Z", n=n, even=n % 2 == 0) for n in range(6)])
    filters = [
        {"propertyName": "even", "operator": "=", "value": {"booleanValue": True}},
        {"propertyName": "n", "operator": ">", "value": {"doubleValue": 0}},
    ]
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "propertyFilters": filters, **HOUR}
    assert [n for _, n in values(reader.ask(payload))] == [2, 4]


def test_a_long_history_comes_in_one_answer_below_5_mib(reader: Reader) -> None:
    device = fresh_device()
    rows = [
        record(device, f"10:{n // 60:02}:{n % 60:02}Z", n=n, text=f"{n}" + "x" * 900) for n in range(1500)
    ]
    reader.local.put(rows)
    response = reader.post({"iotDeviceId": device, "selectedProperties": ["n", "text"], **HOUR})
    answer = response.json()
    assert [n for _, n in values(answer)] == list(range(1500))
    assert "nextToken" not in answer
    assert 1_400_000 < len(response.content) < 5 * 1024 * 1024


def test_a_long_answer_is_packed_for_those_who_take_gzip(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n:02}:00Z", n=n) for n in range(60)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    token = {"X-Inter-Cloud-Token": TOKEN}
    answers = {
        accepted: reader.post(payload, headers={**token, "Accept-Encoding": accepted})
        for accepted in ("gzip", "gzip;q=0", "identity")
    }
    assert {answer.headers["Vary"] for answer in answers.values()} == {"Accept-Encoding"}
    assert answers["gzip"].headers["Content-Encoding"] == "gzip"
    assert int(answers["gzip"].headers["Content-Length"]) < len(answers["gzip"].content) / 4
    for plain in (answers["gzip;q=0"], answers["identity"]):
        assert "Content-Encoding" not in plain.headers
        assert plain.json() == answers["gzip"].json()
    few = reader.post({**payload, "maxResults": 1}, headers={**token, "Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in few.headers


def test_max_data_points_keeps_the_extremes_of_the_whole_range(reader: Reader) -> None:
    device = fresh_device()
    rows = [
        record(device, f"10:{n // 10:02}:{n % 10 * 6:02}Z", n=n % 100, state="on" if n > 350 else "off")
        for n in range(600)
    ]
    rows[308]["n"] = 500
    reader.local.put(rows)
    payload = {"iotDeviceId": device, "selectedProperties": ["n", "state"], "maxDataPoints": 20, **HOUR}
    answer = reader.ask(payload)
    assert "nextToken" not in answer
    found = values(answer)
    assert 10 < len(found) <= 20
    assert ("10:30:48Z", 500) in found
    assert min(n for _, n in found) == 0
    assert values(answer, 1) == [("10:00:00Z", "off"), ("10:35:06Z", "on")]
    assert values(reader.ask({**payload, "orderByTime": "DESCENDING"})) == found[::-1]
    assert error(reader.post({**payload, "maxResults": 5}))[:2] == (400, "INVALID_QUERY")


def test_interpolation_gives_values_at_regular_times(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n}:00Z", n=n) for n in (10, 20, 40)])
    interpolation = {"interpolationType": "LINEAR", "intervalInSeconds": 300}
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "interpolation": interpolation, **HOUR}
    expected = [(f"10:{minute}:00Z", float(minute)) for minute in range(10, 41, 5)]
    assert values(reader.ask(payload)) == expected
    found: list[Any] = []
    token = None
    while token is not None or not found:
        answer = reader.ask({**payload, "maxResults": 4, "nextToken": token, "orderByTime": "DESCENDING"})
        found += values(answer)
        token = answer.get("nextToken")
    assert found == expected[::-1]
